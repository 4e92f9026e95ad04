//! Closing a sale.

use serde::Deserialize;
use titan_core::ids::SaleId;
use titan_core::pricing::document::Refusal;
use titan_core::sale::{Closing, Sale, SaleError};
use titan_core::tender::{CashRules, Offer};
use titan_core::time::Timestamp;
use wasm_bindgen::prelude::*;

use crate::cart::{OpenCart, field};
use crate::convert::{object, thrown};

/// What a sale is closed with, besides the cart.
#[derive(Deserialize)]
struct Payment {
    id: SaleId,
    receipt_no: String,
    closed_at: Timestamp,
    tenders: Vec<Offer>,
    /// How cash is rounded; none: to the cent.
    #[serde(default)]
    cash: Option<CashRules>,
}

#[wasm_bindgen]
impl OpenCart {
    /// Closes a sale: prices the cart as it is, settles the payment and freezes both. The cart
    /// stays as it is; clear it when the sale is stored.
    ///
    /// @throws {TitanError} when it is not paid, or paid with more than is owed without cash.
    #[wasm_bindgen(unchecked_return_type = "Sale")]
    pub fn close(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Payment | string")] payment: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let payment: Payment = field(payment, "payment")?;
        let closing = Closing {
            id: payment.id,
            receipt_no: payment.receipt_no,
            closed_at: payment.closed_at,
            offers: payment.tenders,
            cash: payment.cash.unwrap_or_else(CashRules::exact),
        };
        let (cart, context) = (self.cart.clone(), self.context());
        let sale = Sale::close_in(context, cart, self.book.book(), closing);
        object(&sale.map_err(|error| thrown(refusal(&error, self)))?)
    }
}

fn refusal(error: &SaleError, of: &OpenCart) -> Refusal {
    match error {
        SaleError::Empty => Refusal::new(error.code(), "cart.lines", error),
        SaleError::Price(error) => Refusal::of_price(error, &of.cart),
        SaleError::Tender(_) => Refusal::new(error.code(), "payment.tenders", error),
        SaleError::Book(_) => Refusal::new(error.code(), "book", error),
    }
}
