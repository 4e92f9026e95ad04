//! A cart that is kept, whose changes are priced one by one.

use std::sync::Arc;

use serde::Deserialize;
use titan_core::cart::{Cart, CartError, Command, Discount, Event, LineItem, decide};
use titan_core::ids::{CartId, LineId};
use titan_core::json::read;
use titan_core::pricing::document::{Refusal, read_cart, read_context};
use titan_core::pricing::{CompiledBook, Context, PricedCart, Pricer};
use titan_core::quantity::Quantity;
use uuid::Uuid;
use wasm_bindgen::prelude::*;

use crate::book::Book;
use crate::convert::{given, number, object, text_of, thrown};
use crate::priced::Priced;

/// A cart with its prices. Each change prices as little as the rules allow; a change that is
/// refused changes nothing.
#[wasm_bindgen]
pub struct OpenCart {
    pub(crate) book: Arc<CompiledBook>,
    pub(crate) cart: Cart,
    pricer: Pricer,
    priced: Totals,
}

/// What the getters answer.
#[derive(Copy, Clone)]
struct Totals {
    total: f64,
    net: f64,
    value: f64,
    discount: f64,
}

impl From<&PricedCart> for Totals {
    fn from(priced: &PricedCart) -> Self {
        Self {
            total: number(priced.total),
            net: number(priced.net),
            value: number(priced.value),
            discount: number(priced.discount),
        }
    }
}

#[wasm_bindgen]
impl OpenCart {
    /// Opens a cart under a book: the one that is given, or an empty one.
    ///
    /// @throws {TitanError} as `Book.price`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        book: &Book,
        #[wasm_bindgen(unchecked_optional_param_type = "Cart | string | null")] cart: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Context | string | null")]
        context: &JsValue,
    ) -> Result<Self, JsValue> {
        let book = Arc::clone(&book.book);
        let currency = book.book().currency;
        let empty = || Cart::new(CartId::new(Uuid::nil()), currency);
        let cart = given(cart, "cart", read_cart)?.unwrap_or_else(empty);
        let context = given(context, "context", read_context)?.unwrap_or_default();
        let mut pricer = Pricer::new(Arc::clone(&book), context);
        let priced = whole(&mut pricer, &cart)?;
        Ok(Self { book, cart, pricer, priced })
    }

    /// Adds a quantity of an item: to a line that sells just that already, or as a new line.
    /// Returns the id of the line.
    pub fn add(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "LineItem | string")] item: &JsValue,
        quantity: &str,
    ) -> Result<u32, JsValue> {
        let item: LineItem = field(item, "item")?;
        let quantity = quantity_of(quantity)?;
        let events = self.run(Command::Add { item, quantity })?;
        let line = events.iter().find_map(|event| match event {
            Event::LineAdded { line, .. } | Event::QuantitySet { line, .. } => Some(line.0),
            _ => None,
        });
        Ok(line.unwrap_or_default())
    }

    /// Sets the quantity of a line: `"3"`, `"0.250"`.
    #[wasm_bindgen(js_name = setQuantity)]
    pub fn set_quantity(&mut self, line: u32, quantity: &str) -> Result<(), JsValue> {
        let quantity = quantity_of(quantity)?;
        self.run(Command::SetQuantity { line: LineId(line), quantity }).map(drop)
    }

    /// Sets the discount of a line, or takes it away.
    #[wasm_bindgen(js_name = setLineDiscount)]
    pub fn set_line_discount(
        &mut self,
        line: u32,
        #[wasm_bindgen(unchecked_optional_param_type = "Discount | null")] discount: &JsValue,
    ) -> Result<(), JsValue> {
        let discount = discount_of(discount)?;
        self.run(Command::SetLineDiscount { line: LineId(line), discount }).map(drop)
    }

    /// Sets the discount of the whole cart, or takes it away.
    #[wasm_bindgen(js_name = setDiscount)]
    pub fn set_discount(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "Discount | null")] discount: &JsValue,
    ) -> Result<(), JsValue> {
        let discount = discount_of(discount)?;
        self.run(Command::SetDiscount { discount }).map(drop)
    }

    /// Takes a line out.
    pub fn remove(&mut self, line: u32) -> Result<(), JsValue> {
        self.run(Command::Remove { line: LineId(line) }).map(drop)
    }

    /// Takes everything out.
    pub fn clear(&mut self) -> Result<(), JsValue> {
        self.run(Command::Clear).map(drop)
    }

    /// Sets who buys where, when and with which coupons, and prices the cart again.
    #[wasm_bindgen(js_name = setContext)]
    pub fn set_context(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "Context | string | null")]
        context: &JsValue,
    ) -> Result<(), JsValue> {
        let context = given(context, "context", read_context)?.unwrap_or_default();
        self.pricer.set_context(context);
        self.reprice()
    }

    /// Prices the whole cart again. Nobody needs to: every change has priced what it moved.
    pub fn reprice(&mut self) -> Result<(), JsValue> {
        self.priced = whole(&mut self.pricer, &self.cart)?;
        Ok(())
    }

    /// What is owed, in minor units.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> f64 {
        self.priced.total
    }

    /// What is owed without tax.
    #[wasm_bindgen(getter)]
    pub fn net(&self) -> f64 {
        self.priced.net
    }

    /// What the goods are worth before any discount.
    #[wasm_bindgen(getter)]
    pub fn value(&self) -> f64 {
        self.priced.value
    }

    /// Everything that was taken off, as a positive amount.
    #[wasm_bindgen(getter)]
    pub fn discount(&self) -> f64 {
        self.priced.discount
    }

    /// How many lines there are.
    #[wasm_bindgen(getter, js_name = lineCount)]
    pub fn line_count(&self) -> usize {
        self.cart.lines.len()
    }

    /// The prices as they are now.
    pub fn priced(&mut self) -> Result<Priced, JsValue> {
        let priced = self.pricer.update(&self.cart, &[]);
        let priced = priced.map_err(|error| thrown(Refusal::of_price(&error, &self.cart)))?;
        Ok(Priced::from(priced.clone()))
    }

    /// The cart itself, to be kept.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "Cart")]
    pub fn to_object(&self) -> Result<JsValue, JsValue> {
        object(&self.cart)
    }
}

impl OpenCart {
    pub(crate) fn context(&self) -> Context {
        self.pricer.context().clone()
    }

    /// Carries a command out and prices what it moved.
    fn run(&mut self, command: Command) -> Result<Vec<Event>, JsValue> {
        let events = decide(&self.cart, command).map_err(|error| thrown(of_cart(&error)))?;
        let back: Vec<Event> = events.iter().filter_map(|event| self.inverse(event)).collect();
        events.iter().for_each(|event| self.cart.apply(event));
        match self.pricer.update(&self.cart, &events) {
            Ok(priced) => self.priced = Totals::from(priced),
            Err(error) => {
                let refusal = Refusal::of_price(&error, &self.cart);
                back.iter().for_each(|event| self.cart.apply(event));
                self.reprice()?;
                return Err(thrown(refusal));
            }
        }
        Ok(events)
    }

    /// Returns what takes an event back; none for what cannot make a cart too large to price.
    fn inverse(&self, event: &Event) -> Option<Event> {
        Some(match event {
            Event::LineAdded { line, .. } => Event::LineRemoved { line: *line },
            Event::QuantitySet { line, .. } => {
                Event::QuantitySet { line: *line, quantity: self.cart.line(*line)?.quantity }
            }
            Event::ModifiersSet { line, .. } => {
                let modifiers = self.cart.line(*line)?.item.modifiers.clone();
                Event::ModifiersSet { line: *line, modifiers }
            }
            Event::PriceSet { line, .. } => {
                Event::PriceSet { line: *line, price: self.cart.line(*line)?.item.price }
            }
            Event::PriceOverridden { line, .. } => {
                let item = &self.cart.line(*line)?.item;
                let (price, overridden) = (item.price, item.overridden.clone());
                Event::PriceOverridden { line: *line, price, overridden }
            }
            Event::LineDiscountSet { line, .. } => {
                let discount = self.cart.line(*line)?.discount.clone();
                Event::LineDiscountSet { line: *line, discount }
            }
            Event::DiscountSet { .. } => {
                Event::DiscountSet { discount: self.cart.discount.clone() }
            }
            Event::NoteSet { .. } | Event::LineRemoved { .. } | Event::Cleared => return None,
        })
    }
}

fn whole(pricer: &mut Pricer, cart: &Cart) -> Result<Totals, JsValue> {
    let priced = pricer.price(cart);
    priced.map(Totals::from).map_err(|error| thrown(Refusal::of_price(&error, cart)))
}

fn of_cart(error: &CartError) -> Refusal {
    let field = match error {
        CartError::NoSuchLine(_) | CartError::SameLine(_) => "line",
        CartError::TooManyLines => "cart.lines",
        CartError::Quantity(_) => "quantity",
        CartError::Price
        | CartError::PriceFixed
        | CartError::PriceOfCombo
        | CartError::OpenPrice(_) => "price",
        CartError::TooManyModifiers => "modifiers",
        CartError::ChooseVariant | CartError::ChooseParts => "item",
        CartError::NoteTooLong => "note",
        CartError::Percent | CartError::NegativeDiscount | CartError::ReasonTooLong => "discount",
    };
    Refusal::new(error.code(), field, error)
}

fn quantity_of(text: &str) -> Result<Quantity, JsValue> {
    text.parse().map_err(|error| thrown(of_cart(&CartError::Quantity(error))))
}

fn discount_of(value: &JsValue) -> Result<Option<Discount>, JsValue> {
    given(value, "discount", |text| {
        read(text).map_err(|error| Refusal::from(error).under("discount"))
    })
}

pub(crate) fn field<T: for<'a> Deserialize<'a>>(value: &JsValue, name: &str) -> Result<T, JsValue> {
    let text = text_of(value, name)?;
    read(&text).map_err(|error| thrown(Refusal::from(error).under(name)))
}
