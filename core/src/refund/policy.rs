//! Whether a return breaks a promotion, and what is kept costs then.

use rust_decimal::Decimal;

use super::{Bought, BrokenPromotions, RefundError};
use crate::cart::{Cart, Discount, DiscountValue, Event, Line};
use crate::ids::PromotionId;
use crate::money::{Minor, MoneyError};
use crate::pricing::{PriceBook, PricedCart, PricedLine, price_with};
use crate::quantity::Quantity;

/// A line after a return.
pub(super) struct Kept<'a> {
    pub(super) line: &'a Line,
    pub(super) sold: &'a PricedLine,
    /// How much of it has come back, with this return.
    pub(super) gone: Decimal,
    /// What was given back for it before.
    pub(super) given: PricedLine,
    /// The share of what was paid that is for the units that stay with the customer.
    pub(super) retained: PricedLine,
}

/// Returns what is kept costs without what was returned, where a promotion that was given no
/// longer holds for it.
pub(super) fn price_kept(
    bought: Bought<'_>,
    kept: &[Kept<'_>],
    broken: BrokenPromotions,
    book: Option<&PriceBook>,
) -> Result<Option<PricedCart>, RefundError> {
    let stays = |it: &&Kept<'_>| it.gone < it.line.quantity.value();
    let staying = kept.iter().filter(stays).count();
    if bought.priced.promotions.is_empty() || staying == 0 {
        return Ok(None);
    }
    let book = book.ok_or(RefundError::BookNeeded)?;
    if book.fingerprint()? != bought.book {
        return Err(RefundError::BookNeeded);
    }
    let now = price_with(&cart_of(bought, kept)?, book, bought.context)?;
    let retained = kept.iter().flat_map(|it| &it.retained.promotions);
    let before = Minor::sum(retained.map(|share| share.amount))?;
    let after = Minor::sum(now.promotions.iter().map(|total| total.amount))?;
    // Shares of a line are rounded each by itself: less than a cent a line is no broken promise.
    let noise = Minor::new(i64::try_from(staying).unwrap_or(i64::MAX))?;
    let paid = Minor::sum(kept.iter().map(|it| it.retained.total))?;
    if after.plus(noise)? >= before || now.total <= paid {
        return Ok(None);
    }
    if broken == BrokenPromotions::Forbid {
        return Err(RefundError::PromotionBroken(most_broken(kept, &now)?));
    }
    Ok(Some(now))
}

/// What the customer keeps, as a cart. Amounts that were taken off by hand stay shared as they
/// were: they were given for each of the goods.
fn cart_of(bought: Bought<'_>, kept: &[Kept<'_>]) -> Result<Cart, RefundError> {
    let mut cart = bought.cart.clone();
    for it in kept {
        let line = it.line.id;
        let rest = it.line.quantity.value().saturating_sub(it.gone);
        if rest <= Decimal::ZERO {
            cart.apply(&Event::LineRemoved { line });
            continue;
        }
        cart.apply(&Event::QuantitySet { line, quantity: Quantity::new(rest)? });
        let discount = amount_off(it.line.discount.as_ref(), it.retained.line_discount);
        cart.apply(&Event::LineDiscountSet { line, discount });
    }
    let shared = Minor::sum(kept.iter().map(|it| it.retained.cart_discount))?;
    let discount = amount_off(bought.cart.discount.as_ref(), shared);
    cart.apply(&Event::DiscountSet { discount });
    Ok(cart)
}

fn amount_off(discount: Option<&Discount>, share: Minor) -> Option<Discount> {
    let mut discount = discount?.clone();
    if let DiscountValue::Amount(amount) = &mut discount.value {
        *amount = share;
    }
    Some(discount)
}

/// The promotion that loses the most.
fn most_broken(kept: &[Kept<'_>], now: &PricedCart) -> Result<PromotionId, MoneyError> {
    let mut worst = (Minor::ZERO, PromotionId::default());
    let shares = || kept.iter().flat_map(|it| &it.retained.promotions);
    for share in shares() {
        let promotion = share.promotion;
        let own = shares().filter(|other| other.promotion == promotion);
        let before = Minor::sum(own.map(|share| share.amount))?;
        let after = now.promotions.iter().filter(|total| total.promotion == promotion);
        let lost = before.minus(Minor::sum(after.map(|total| total.amount))?)?;
        if lost > worst.0 {
            worst = (lost, promotion);
        }
    }
    Ok(worst.1)
}
