//! Sales as the register makes them: with the same core.

use titan_core::cart::{Cart, Command, LineItem};
use titan_core::ids::{CartId, SaleId};
use titan_core::pricing::PriceBook;
use titan_core::sale::{Closing, Sale};
use uuid::Uuid;

use super::Till;

fn line_item(id: u32, minor: i64, book: &PriceBook) -> LineItem {
    let taxes: Vec<_> = book.taxes.first().map(|tax| tax.id).into_iter().collect();
    let item = serde_json::json!({
        "id": id, "sku": format!("S{id}"), "name": format!("Item {id}"), "category": 1,
        "price": minor.to_string(), "unit": "each", "taxes": taxes,
    });
    serde_json::from_value(item).unwrap()
}

/// Sells `(item, price, quantity)` for cash, by the book of the till, the exact amount given.
pub(crate) fn sale(till: &Till, goods: &[(u32, i64, &str)]) -> Sale {
    let book = &till.config.book;
    let mut cart = Cart::new(CartId::new(Uuid::now_v7()), book.currency);
    for (id, minor, quantity) in goods {
        let item = line_item(*id, *minor, book);
        cart.run(Command::Add { item, quantity: quantity.parse().unwrap() }).unwrap();
    }
    let priced = titan_core::pricing::price(&cart, book).unwrap();
    let cash = serde_json::json!([{"kind": "cash", "amount": priced.total}]);
    let closing = Closing {
        id: SaleId::new(Uuid::now_v7()),
        receipt_no: format!("{}-{:06}", till.config.register.code, till.head.seq),
        closed_at: till.at,
        offers: serde_json::from_value(cash).unwrap(),
        cash: till.config.cash,
    };
    Sale::close(cart, book, closing).unwrap()
}
