//! Writes the outcome of a pricing, and the reason for each step.

use crate::cart::{Cart, Line, LineItem};
use crate::catalog::Picked;
use crate::ids::TaxId;
use crate::money::{Minor, MoneyError, Rounding};
use crate::tax::{LineTax, Tax, TaxKind};

use super::compile::{Compiled, minor};
use super::explain::{PromotionStep, Rule, Trace};
use super::notice::Notice;
use super::promotion::ManualDiscounts;
use super::scratch::{Entry, HotLine, Scratch, line_value, picked_e4};
use super::{
    PriceBook, PriceError, PricedCart, PricedLine, PromotionShare, PromotionTotal, TaxShare,
    TaxTotal,
};

/// Writes the lines in the order of the cart.
pub(super) fn write(
    cart: &Cart,
    (book, compiled): (&PriceBook, &Compiled),
    scratch: &mut Scratch,
    (taxed, notices): (Vec<LineTax>, Vec<Notice>),
    trace: &mut impl Trace,
) -> Result<PricedCart, PriceError> {
    let promotions = promotion_totals(compiled, &scratch.log)?;
    let mut lines = lines(cart, compiled, scratch, taxed)?;
    place(&mut lines, &scratch.lines, &mut scratch.places);
    let telling = Telling { cart, book, compiled, promotions: &promotions };
    for (line, priced) in cart.lines.iter().zip(&lines) {
        telling.tell(line, priced, trace);
    }
    Ok(total_up(lines, promotions, notices)?)
}

/// Makes the lines, in the order of their ids.
pub(super) fn lines(
    cart: &Cart,
    compiled: &Compiled,
    scratch: &mut Scratch,
    taxed: Vec<LineTax>,
) -> Result<Vec<PricedLine>, MoneyError> {
    let shares = shares_by_line(compiled, scratch);
    let hot = scratch.lines.iter().zip(taxed).zip(shares);
    let mut lines = Vec::with_capacity(scratch.lines.len());
    for ((hot, tax), shares) in hot {
        let mut line = line_of(hot, tax, shares);
        line.listed = hot.found.and_then(|found| compiled.lists.listed(found));
        let picked = cart.lines.get(hot.position).map(|line| line.item.modifiers.as_slice());
        if let Some(picked @ [_, ..]) = picked {
            line.modifiers = modifier_amounts(picked, hot, compiled.rounding)?;
        }
        lines.push(line);
    }
    Ok(lines)
}

/// How much of the value of a line each of its modifiers is: what the value rises by when they
/// are put on one after the other, so that all of them and the price without any add up to it.
fn modifier_amounts(
    picked: &[Picked],
    hot: &HotLine,
    rounding: Rounding,
) -> Result<Vec<Minor>, MoneyError> {
    let units = picked.iter().map(picked_e4).collect::<Result<Vec<_>, _>>()?;
    let mut price_e4 = hot.price_e4 - units.iter().sum::<i64>();
    let mut before = line_value(price_e4, hot.micro, rounding)?;
    let mut amounts = Vec::with_capacity(units.len());
    for e4 in units {
        price_e4 += e4;
        let value = line_value(price_e4, hot.micro, rounding)?;
        amounts.push(Minor::new(value - before)?);
        before = value;
    }
    Ok(amounts)
}

/// Groups what was taken off by line; each list is made once and to size.
fn shares_by_line(compiled: &Compiled, scratch: &mut Scratch) -> Vec<Vec<PromotionShare>> {
    let counts = &mut scratch.places;
    counts.clear();
    counts.resize(scratch.lines.len(), 0);
    for entry in &scratch.log {
        if let Some(count) = counts.get_mut(entry.line) {
            *count += 1;
        }
    }
    let mut lists: Vec<Vec<PromotionShare>> =
        counts.iter().map(|count| Vec::with_capacity(*count)).collect();
    for entry in &scratch.log {
        let promotion = compiled.promotions.get(entry.promotion).map(|ready| ready.id);
        if let (Some(list), Some(promotion)) = (lists.get_mut(entry.line), promotion) {
            let units = u32::try_from(entry.units).unwrap_or(u32::MAX);
            list.push(PromotionShare { promotion, amount: minor(entry.amount), units });
        }
    }
    lists
}

fn promotion_totals(compiled: &Compiled, log: &[Entry]) -> Result<Vec<PromotionTotal>, MoneyError> {
    let mut totals = Vec::new();
    // The log is in the order of application, so the entries of a promotion stand together.
    for entries in log.chunk_by(|a, b| a.promotion == b.promotion) {
        let number = entries.first().map(|entry| entry.promotion);
        let Some(ready) = number.and_then(|number| compiled.promotions.get(number)) else {
            continue;
        };
        let amount = Minor::sum(entries.iter().map(|entry| minor(entry.amount)))?;
        totals.push(PromotionTotal { promotion: ready.id, name: ready.name.clone(), amount });
    }
    Ok(totals)
}

fn line_of(hot: &HotLine, tax: LineTax, promotions: Vec<PromotionShare>) -> PricedLine {
    let LineTax { net, gross, shares } = tax;
    let taxes = shares.into_iter().map(|(tax, amount)| TaxShare { tax, amount }).collect();
    PricedLine {
        line: hot.id,
        value: minor(hot.value),
        listed: None,
        modifiers: Vec::new(),
        line_discount: minor(hot.line_discount),
        promotions,
        cart_discount: minor(hot.cart_discount),
        net,
        total: gross,
        taxes,
    }
}

/// Puts lines, which are in the order of their ids, into the order of the cart.
fn place(lines: &mut [PricedLine], hot: &[HotLine], places: &mut Vec<usize>) {
    if hot.is_sorted_by_key(|line| line.position) {
        return;
    }
    places.clear();
    places.extend(hot.iter().map(|line| line.position));
    for at in 0..lines.len() {
        while let Some(target) = places.get(at).copied().filter(|target| *target != at) {
            lines.swap(at, target);
            places.swap(at, target);
        }
    }
}

/// What is needed to tell the reasons.
struct Telling<'a> {
    cart: &'a Cart,
    book: &'a PriceBook,
    compiled: &'a Compiled,
    promotions: &'a [PromotionTotal],
}

impl Telling<'_> {
    fn tell(&self, line: &Line, priced: &PricedLine, trace: &mut impl Trace) {
        if !trace.listens() {
            return;
        }
        let id = line.id;
        tell_value(line, priced, trace);
        let after = self.compiled.manual() == ManualDiscounts::AfterPromotions;
        if !after {
            tell_line_discount(line, priced, trace);
        }
        for share in &priced.promotions {
            let at = self.promotions.iter().position(|total| total.promotion == share.promotion);
            let Some(total) = at.and_then(|at| self.promotions.get(at)) else { continue };
            let step = PromotionStep {
                promotion: share.promotion,
                name: total.name.clone(),
                order: at.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or(u32::MAX),
                units: share.units,
                rounding: self.compiled.rounding,
            };
            trace.step(id, Rule::Promotion(step), share.amount.negated());
        }
        if after {
            tell_line_discount(line, priced, trace);
        }
        self.tell_rest(priced, trace);
    }

    fn tell_rest(&self, priced: &PricedLine, trace: &mut impl Trace) {
        if let Some(discount) = &self.cart.discount {
            let rule = Rule::CartDiscount(discount.clone());
            trace.step(priced.line, rule, priced.cart_discount.negated());
        }
        for share in &priced.taxes {
            let included = find_tax(&self.book.taxes, share.tax)
                .is_some_and(|tax| tax.is_included(self.book.prices_include_tax));
            let rule =
                if included { Rule::IncludedTax(share.tax) } else { Rule::AddedTax(share.tax) };
            trace.step(priced.line, rule, share.amount);
        }
    }
}

/// Tells where the value of a line comes from: the price without modifiers, then each of them.
fn tell_value(line: &Line, priced: &PricedLine, trace: &mut impl Trace) {
    let rule = match (&priced.listed, &line.item) {
        (Some(listed), _) => Rule::PriceList(listed.as_ref().clone()),
        (None, LineItem { combo: Some(combo), .. }) => Rule::Combo(combo.as_ref().clone()),
        (None, LineItem { overridden: Some(before), .. }) => {
            Rule::Overridden(before.as_ref().clone())
        }
        (None, LineItem { open_price: Some(_), .. }) => Rule::TypedPrice,
        (None, _) => Rule::UnitPrice,
    };
    trace.step(line.id, rule, priced.value_alone());
    for (picked, amount) in line.item.modifiers.iter().zip(&priced.modifiers) {
        trace.step(line.id, Rule::Modifier(picked.clone()), *amount);
    }
}

fn tell_line_discount(line: &Line, priced: &PricedLine, trace: &mut impl Trace) {
    if let Some(discount) = &line.discount {
        let rule = Rule::LineDiscount(discount.clone());
        trace.step(line.id, rule, priced.line_discount.negated());
    }
}

fn find_tax(taxes: &[Tax], id: TaxId) -> Option<&Tax> {
    taxes.iter().find_map(|tax| match &tax.kind {
        _ if tax.id == id => Some(tax),
        TaxKind::Group { taxes } => find_tax(taxes, id),
        _ => None,
    })
}

/// Adds up lines.
pub(super) fn total_up(
    lines: Vec<PricedLine>,
    promotions: Vec<PromotionTotal>,
    notices: Vec<Notice>,
) -> Result<PricedCart, MoneyError> {
    let sum = |of: fn(&PricedLine) -> Minor| Minor::sum(lines.iter().map(of));
    let value = sum(|line| line.value)?;
    let by_hand = sum(|line| line.line_discount)?.plus(sum(|line| line.cart_discount)?)?;
    let discount = by_hand.plus(Minor::sum(promotions.iter().map(|total| total.amount))?)?;
    let net = sum(|line| line.net)?;
    let total = sum(|line| line.total)?;
    let taxes = tax_totals(&lines)?;
    Ok(PricedCart { lines, value, discount, net, taxes, total, promotions, notices })
}

fn tax_totals(lines: &[PricedLine]) -> Result<Vec<TaxTotal>, MoneyError> {
    let mut taxes: Vec<TaxTotal> = Vec::new();
    for line in lines {
        for share in &line.taxes {
            match taxes.iter_mut().find(|total| total.tax == share.tax) {
                Some(total) => {
                    total.net = total.net.plus(line.net)?;
                    total.amount = total.amount.plus(share.amount)?;
                }
                None => {
                    taxes.push(TaxTotal { tax: share.tax, net: line.net, amount: share.amount });
                }
            }
        }
    }
    crate::order::sort_by_key(&mut taxes, |total| total.tax);
    Ok(taxes)
}
