//! The steps of a pricing, in their order.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::cart::{Cart, Discount, DiscountValue};
use crate::ids::TaxId;
use crate::money::{Minor, MoneyError, Rounding};

use super::compile::{Compiled, same_code};
use super::context::Context;
use super::engine::{apply_promotions, set_lines_apart, share_over};
use super::explain::Trace;
use super::notice::Notice;
use super::output;
use super::promotion::{ManualDiscounts, Spread};
use super::scratch::{HotLine, Part, Scratch};
use super::taxes::add_taxes;
use super::{PriceBook, PriceError, PricedCart};

pub(super) fn price(
    cart: &Cart,
    (book, compiled): (&PriceBook, &Compiled),
    context: &Context,
    scratch: &mut Scratch,
    trace: &mut impl Trace,
) -> Result<PricedCart, PriceError> {
    if cart.currency != book.currency {
        let (cart, book) = (cart.currency.to_string(), book.currency.to_string());
        return Err(PriceError::Currency { cart, book });
    }
    let notices = take_off(cart, compiled, context, scratch)?;
    let taxed = add_taxes(cart, book, &compiled.taxes, &scratch.lines)?;
    output::write(cart, (book, compiled), scratch, (taxed, notices), trace)
}

/// Takes all discounts off the lines of a cart, which come to stand in the scratch.
pub(super) fn take_off(
    cart: &Cart,
    compiled: &Compiled,
    context: &Context,
    scratch: &mut Scratch,
) -> Result<Vec<Notice>, MoneyError> {
    scratch.load(cart, compiled, context)?;
    let mut said = take_off_loaded(cart, compiled, context, scratch)?;
    share_cart_discount(cart, compiled.rounding, scratch)?;
    let worked = |number| scratch.log.iter().any(|entry| entry.promotion == number);
    notices(compiled, context, worked, &mut said);
    Ok(said)
}

/// Takes all discounts but the one of the cart off the lines that are in the scratch.
pub(super) fn take_off_loaded(
    cart: &Cart,
    compiled: &Compiled,
    context: &Context,
    scratch: &mut Scratch,
) -> Result<Vec<Notice>, MoneyError> {
    begin(cart, compiled, scratch)?;
    let all = 0..compiled.promotions.len();
    if !all.is_empty() {
        scratch.index.fill(&compiled.atoms, cart, &scratch.lines);
    }
    let notices = promote(cart, compiled, (&all, context), scratch)?;
    end(cart, compiled, scratch)?;
    Ok(notices)
}

/// Does with lines what comes before promotions.
pub(super) fn begin(
    cart: &Cart,
    compiled: &Compiled,
    scratch: &mut Scratch,
) -> Result<(), MoneyError> {
    set_lines_apart(compiled, &mut scratch.lines);
    if compiled.manual() != ManualDiscounts::AfterPromotions {
        discount_lines(cart, &mut scratch.lines, compiled.rounding)?;
        for line in &mut scratch.lines {
            line.base = line.left;
        }
    }
    Ok(())
}

/// Applies the promotions of a range to the lines, which the index has to know.
pub(super) fn promote(
    cart: &Cart,
    compiled: &Compiled,
    (range, context): (&Range<usize>, &Context),
    scratch: &mut Scratch,
) -> Result<Vec<Notice>, MoneyError> {
    if range.is_empty() {
        return Ok(Vec::new());
    }
    if compiled.spread() != Spread::Lines {
        number_tax_sets(cart, compiled, scratch)?;
    }
    apply_promotions(compiled, range, context, scratch)
}

/// Does with lines what comes after promotions.
pub(super) fn end(
    cart: &Cart,
    compiled: &Compiled,
    scratch: &mut Scratch,
) -> Result<(), MoneyError> {
    match compiled.manual() {
        ManualDiscounts::AfterPromotions => {
            discount_lines(cart, &mut scratch.lines, compiled.rounding)
        }
        _ => Ok(()),
    }
}

fn discount_lines(
    cart: &Cart,
    lines: &mut [HotLine],
    rounding: Rounding,
) -> Result<(), MoneyError> {
    for line in lines.iter_mut().filter(|line| line.by_hand) {
        let discount = cart.lines.get(line.position).and_then(|line| line.discount.as_ref());
        if let Some(discount) = discount {
            line.line_discount = discount_of(discount, line.left, rounding)?;
            line.left -= line.line_discount;
        }
    }
    Ok(())
}

/// What a discount takes off an amount: never less than nothing, never more than the amount.
fn discount_of(discount: &Discount, amount: i64, rounding: Rounding) -> Result<i64, MoneyError> {
    let wanted = match discount.value {
        DiscountValue::Amount(wanted) => wanted.get(),
        DiscountValue::Percent(percent) => {
            let share = percent.checked_div(Decimal::ONE_HUNDRED).ok_or(MoneyError::Overflow)?;
            Minor::from_wide(rounding.multiply(i128::from(amount), share)?)?.get()
        }
    };
    Ok(wanted.clamp(0, amount.max(0)))
}

pub(super) fn share_cart_discount(
    cart: &Cart,
    rounding: Rounding,
    scratch: &mut Scratch,
) -> Result<(), MoneyError> {
    let Some(discount) = &cart.discount else { return Ok(()) };
    let left = scratch.lines.iter().map(|line| line.left).sum();
    let off = discount_of(discount, left, rounding)?;
    let parts = &mut scratch.work.parts;
    parts.clear();
    let lines = scratch.lines.iter().enumerate();
    parts.extend(lines.map(|(at, line)| Part { line: at, units: 0, base: line.left }));
    scratch.work.shares.clear();
    share_over(off, parts, &mut scratch.work.remainders, &mut scratch.work.shares)?;
    for (line, share) in scratch.lines.iter_mut().zip(&scratch.work.shares) {
        line.cart_discount = *share;
        line.left -= share;
    }
    Ok(())
}

/// Numbers the sets of taxes that lines have, for spreading over them.
fn number_tax_sets(
    cart: &Cart,
    compiled: &Compiled,
    scratch: &mut Scratch,
) -> Result<(), MoneyError> {
    let mut sets: Vec<&[TaxId]> = Vec::new();
    for line in &mut scratch.lines {
        let Some(taxes) = cart.lines.get(line.position).map(|line| line.item.taxes.as_slice())
        else {
            continue;
        };
        line.tax_set = sets.iter().position(|set| *set == taxes).unwrap_or_else(|| {
            sets.push(taxes);
            sets.len() - 1
        });
    }
    let net_shares = sets.into_iter().map(|taxes| compiled.net_share(taxes));
    scratch.work.net_shares = net_shares.collect::<Result<_, _>>()?;
    Ok(())
}

/// Says what is to be said of coupons and of promotions that were left out. `worked` tells
/// whether the promotion at a place took something off.
pub(super) fn notices(
    compiled: &Compiled,
    context: &Context,
    worked: impl Fn(usize) -> bool,
    notices: &mut Vec<Notice>,
) {
    for coupon in &context.coupons {
        let code = coupon.code.clone();
        let is_own = |own: &str| same_code(own, &coupon.code);
        let all = compiled.promotions.iter().enumerate();
        let mut of_code = all.filter(|(_, ready)| ready.coupon.as_deref().is_some_and(is_own));
        if coupon.remaining == Some(0) {
            notices.push(Notice::CouponUsedUp { code });
        } else if of_code.clone().next().is_none() {
            notices.push(Notice::CouponUnknown { code });
        } else if !of_code.any(|(number, _)| worked(number)) {
            notices.push(Notice::CouponWithoutEffect { code });
        }
    }
    let left_out = compiled.left_out.iter();
    notices.extend(left_out.map(|promotion| Notice::PromotionLeftOut { promotion: *promotion }));
    let lists = compiled.lists.left_out.iter();
    notices.extend(lists.map(|list| Notice::PriceListLeftOut { price_list: *list }));
}
