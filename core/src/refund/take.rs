//! What is given back for goods.

use rust_decimal::Decimal;

use super::left::before;
use super::policy::{Kept, price_kept};
use super::{Bought, BrokenPromotions, RefundError, Restock, Return, ReturnedLine};
use crate::cart::{Cart, Event, Line};
use crate::hash::Hash256;
use crate::ids::{CartId, LineId};
use crate::limits::QUANTITY_SCALE_MAX;
use crate::money::{Currency, Minor, MoneyError, Rounding};
use crate::pricing::{Context, PriceBook, PricedCart, PricedLine, price_with};
use crate::quantity::{Quantity, Unit};

/// So much of a line of the sale comes back.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Take {
    pub line: LineId,
    pub quantity: Quantity,
    pub restock: Restock,
}

/// Goods that come back with what is given back for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub currency: Currency,
    pub lines: Vec<ReturnedLine>,
    /// As [`Return::priced`].
    pub priced: PricedCart,
    pub broken_promotions: BrokenPromotions,
    /// As [`Return::book`].
    pub book: Option<Hash256>,
}

/// Reckons what is given back for goods of a sale, after the returns of the same sale before.
///
/// Of a line of `n` pieces that cost `T` together, `k` pieces give back `T * k / n`, rounded so
/// that the first piece gives back `round(T / n)`; the last takes the remainder. Of 3 for 10.00
/// that is 3.33, 3.33, 3.34. What is measured is rounded to the nearest. Taxes follow the money.
/// So what was given back depends on how much came back and never on the order, and everything
/// together is exactly what was paid.
///
/// `book` is the price book of the sale; it is needed where promotions were given and
/// `broken` is not [`BrokenPromotions::Keep`].
///
/// # Errors
/// [`RefundError::Line`], [`RefundError::MoreThanLeft`], [`RefundError::PromotionBroken`],
/// [`RefundError::BookNeeded`] and refused amounts.
pub fn give_back(
    bought: Bought<'_>,
    earlier: &[&Return],
    takes: &[Take],
    broken: BrokenPromotions,
    book: Option<&PriceBook>,
) -> Result<TakenBack, RefundError> {
    if takes.is_empty() {
        return Err(RefundError::Empty);
    }
    let known = |take: &&Take| {
        let named = takes.iter().filter(|it| it.line == take.line).count();
        named != 1 || bought.cart.line(take.line).is_none()
    };
    if let Some(take) = takes.iter().find(known) {
        return Err(RefundError::Line(take.line));
    }
    let mut lines = Vec::new();
    let mut back = Vec::new();
    let mut kept = Vec::new();
    for (line, sold) in bought.cart.lines.iter().zip(&bought.priced.lines) {
        let before = before(bought, sold, earlier)?;
        let mut gone = before.quantity;
        let take = takes.iter().find(|take| take.line == line.id);
        if let Some(take) = take {
            gone = gone.saturating_add(take.quantity.value());
            if gone > line.quantity.value() {
                let left = line.quantity.value().saturating_sub(before.quantity);
                let left = left.max(Decimal::ZERO).normalize().to_string();
                return Err(RefundError::MoreThanLeft { line: line.id, left });
            }
            lines.push(ReturnedLine {
                line: line.id,
                item: line.item.clone(),
                quantity: take.quantity.check_unit(line.item.counted_in())?,
                restock: take.restock,
            });
        }
        let share = first(line, sold, gone)?;
        if take.is_some() {
            back.push(share.less(&before.priced)?.negated());
        }
        let given = before.priced;
        kept.push(Kept { line, sold, gone, given, retained: sold.less(&share)? });
    }
    let mut used = None;
    if broken != BrokenPromotions::Keep
        && let Some(priced) = price_kept(bought, &kept, broken, book)?
    {
        back = claw_back(&kept, &priced, &lines)?;
        used = Some(bought.book);
    }
    let priced = PricedCart::of_parts(back, &bought.priced.promotions)?;
    let currency = bought.cart.currency;
    Ok(TakenBack { currency, lines, priced, broken_promotions: broken, book: used })
}

/// Prices goods that come back without a receipt: at the price of their lines, without discounts
/// and promotions, by the book of today. To do so needs a permission of its own.
///
/// # Errors
/// [`RefundError::Empty`], [`RefundError::Price`], [`RefundError::Money`].
pub fn take_unreceipted(
    cart: &Cart,
    book: &PriceBook,
    restock: Restock,
) -> Result<TakenBack, RefundError> {
    if cart.is_empty() {
        return Err(RefundError::Empty);
    }
    let lines: Vec<ReturnedLine> = cart
        .lines
        .iter()
        .map(|line| ReturnedLine {
            line: line.id,
            item: line.item.clone(),
            quantity: line.quantity,
            restock,
        })
        .collect();
    let priced = price_unreceipted(cart.id, cart.currency, &lines, book)?;
    let broken_promotions = BrokenPromotions::Keep;
    let used = Some(book.fingerprint()?);
    Ok(TakenBack { currency: cart.currency, lines, priced, broken_promotions, book: used })
}

pub(super) fn price_unreceipted(
    id: CartId,
    currency: Currency,
    lines: &[ReturnedLine],
    book: &PriceBook,
) -> Result<PricedCart, RefundError> {
    let mut cart = Cart::new(id, currency);
    for line in lines {
        let (item, quantity) = (line.item.clone(), line.quantity);
        cart.apply(&Event::LineAdded { line: line.line, item, quantity });
    }
    let plain = PriceBook { promotions: Vec::new(), ..book.clone() };
    let priced = price_with(&cart, &plain, &Context::default())?;
    let back = priced.lines.iter().map(PricedLine::negated).collect();
    Ok(PricedCart::of_parts(back, &[])?)
}

/// Returns what `gone` units of a line cost.
fn first(line: &Line, sold: &PricedLine, gone: Decimal) -> Result<PricedLine, MoneyError> {
    let (upto, of) = (millionths(gone)?, millionths(line.quantity.value())?);
    sold.first(upto, of, rounding(line, sold.total, of)?)
}

/// Pieces are rounded the way the first of them is.
fn rounding(line: &Line, total: Minor, of: i128) -> Result<Rounding, MoneyError> {
    if line.item.counted_in() != Unit::Each {
        return Ok(Rounding::HalfUp);
    }
    let one = i128::from(total.abs().get()).checked_mul(millionths(Decimal::ONE)?);
    let one = one.ok_or(MoneyError::Overflow)?;
    let rounded = Rounding::HalfUp.divide(one, of)?;
    Ok(if rounded > Rounding::Down.divide(one, of)? { Rounding::Up } else { Rounding::Down })
}

fn millionths(quantity: Decimal) -> Result<i128, MoneyError> {
    let mut quantity = quantity;
    quantity.rescale(QUANTITY_SCALE_MAX);
    if quantity.scale() == QUANTITY_SCALE_MAX {
        Ok(quantity.mantissa())
    } else {
        Err(MoneyError::Overflow)
    }
}

/// Gives back what was paid beyond what the customer keeps costs now.
fn claw_back(
    kept: &[Kept<'_>],
    now: &PricedCart,
    lines: &[ReturnedLine],
) -> Result<Vec<PricedLine>, MoneyError> {
    let (mut back, mut dearer) = (Vec::new(), Vec::new());
    for it in kept {
        let mut paid = it.sold.less(&it.given)?;
        if let Some(costs) = now.lines.iter().find(|line| line.line == it.line.id) {
            paid = paid.less(costs)?;
        }
        if lines.iter().any(|line| line.line == it.line.id) {
            back.push(paid.negated());
        } else if !paid.total.is_zero() || !paid.net.is_zero() {
            dearer.push(paid.negated());
        }
    }
    back.append(&mut dearer);
    Ok(back)
}
