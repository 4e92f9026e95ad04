//! A price book that was compiled once.

use std::sync::Arc;

use titan_core::pricing::document::{Refusal, read_book, read_cart, read_context};
use titan_core::pricing::{CompiledBook, Scratch};
#[cfg(feature = "full")]
use titan_core::pricing::{document::Explained, explain::Explanation};
use wasm_bindgen::prelude::*;

#[cfg(feature = "full")]
use crate::convert::object;
use crate::convert::{given, text_of, thrown};
use crate::priced::Priced;

/// A price book, compiled: make it once and price many carts by it.
#[wasm_bindgen]
pub struct Book {
    pub(crate) book: Arc<CompiledBook>,
    scratch: Scratch,
}

#[wasm_bindgen]
impl Book {
    /// Compiles a price book.
    ///
    /// @throws {TitanError} when it is no price book; `field` says where.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "PriceBook | string")] book: &JsValue,
    ) -> Result<Self, JsValue> {
        let book = read_book(&text_of(book, "book")?).map_err(thrown)?;
        Ok(Self { book: Arc::new(CompiledBook::new(book)), scratch: Scratch::new() })
    }

    /// Prices a cart. Without a context the customer, the store and the time are unknown, and
    /// what depends on them does not hold.
    ///
    /// @throws {TitanError} when cart or context are refused, or the book does not fit the cart.
    pub fn price(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Cart | string")] cart: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Context | string | null")]
        context: &JsValue,
    ) -> Result<Priced, JsValue> {
        let cart = read_cart(&text_of(cart, "cart")?).map_err(thrown)?;
        let context = given(context, "context", read_context)?.unwrap_or_default();
        let priced = self.book.price(&cart, &context, &mut self.scratch);
        priced.map(Priced::from).map_err(|error| thrown(Refusal::of_price(&error, &cart)))
    }
}

#[cfg(feature = "full")]
#[wasm_bindgen]
impl Book {
    /// Prices a cart and says why: for each line the rules in their order, whose amounts add up
    /// to the line's total.
    ///
    /// @throws {TitanError} as `price`.
    #[wasm_bindgen(unchecked_return_type = "Explained")]
    pub fn explain(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Cart | string")] cart: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Context | string | null")]
        context: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let cart = read_cart(&text_of(cart, "cart")?).map_err(thrown)?;
        let context = given(context, "context", read_context)?.unwrap_or_default();
        let mut steps = Explanation::default();
        let priced = self.book.price_traced(&cart, &context, &mut self.scratch, &mut steps);
        let priced = priced.map_err(|error| thrown(Refusal::of_price(&error, &cart)))?;
        object(&Explained { priced, steps })
    }

    /// The SHA-256 of the book, by which a sale names it.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> Result<String, JsValue> {
        let hash = self.book.book().fingerprint();
        let hash = hash.map_err(|error| thrown(Refusal::new("json.write", "book", &error)))?;
        Ok(hash.into())
    }
}
