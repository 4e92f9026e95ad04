//! What has to hold of every cart that can be priced at all.

use titan_core::cart::Cart;
use titan_core::money::Minor;
use titan_core::pricing::explain::Explanation;
use titan_core::pricing::{Context, PriceBook, price_with_traced};
use titan_core::tax::{Tax, TaxKind};

/// Prices the cart and checks it; a refusal is an outcome too.
pub(crate) fn check(cart: &Cart, book: &PriceBook, context: &Context) {
    let mut why = Explanation::default();
    let Ok(priced) = price_with_traced(cart, book, context, &mut why) else { return };
    let plain = book.taxes.iter().all(is_plain);
    let sum = |amounts: &mut dyn Iterator<Item = Minor>| Minor::sum(amounts).expect("a sum");
    for line in &priced.lines {
        assert_eq!(why.total_of(line.line), Ok(line.total), "the steps are the line");
        let taxes = sum(&mut line.taxes.iter().map(|share| share.amount));
        assert_eq!(line.net.plus(taxes), Ok(line.total), "net and taxes are the line");
        let off = sum(&mut line.promotions.iter().map(|share| share.amount));
        assert!(line.promotions.iter().all(|share| share.amount > Minor::ZERO));
        let off = off.plus(line.line_discount).and_then(|off| off.plus(line.cart_discount));
        assert!(off.expect("a sum") <= line.value, "no more comes off than there is");
        assert!(!line.line_discount.is_negative() && !line.cart_discount.is_negative());
        let negative = line.total.is_negative() || line.net.is_negative();
        assert!(!(plain && line.taxes.len() < 2 && negative), "{}", told(cart, book));
    }
    assert_eq!(sum(&mut priced.lines.iter().map(|line| line.total)), priced.total);
    for total in &priced.promotions {
        let shares = priced.lines.iter().flat_map(|line| &line.promotions);
        let own = shares.filter(|share| share.promotion == total.promotion);
        assert_eq!(sum(&mut own.map(|share| share.amount)), total.amount);
    }
}

fn told(cart: &Cart, book: &PriceBook) -> String {
    serde_json::json!({ "cart": cart, "book": book }).to_string()
}

/// Whether a tax is a share between nothing and the whole of what it is on. An amount per unit,
/// and a share with a minimum, may be more than the price they are in.
fn is_plain(tax: &Tax) -> bool {
    match &tax.kind {
        TaxKind::Percent { rate } => !rate.is_sign_negative(),
        _ => false,
    }
}
