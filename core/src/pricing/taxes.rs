//! Taxes of the lines: the common case in whole numbers, everything else by [`crate::tax`].

use crate::cart::{Cart, Line};
use crate::ids::TaxId;
use crate::money::{Minor, MoneyError, Rounding};
use crate::tax::{LineTax, Tax, TaxKind, TaxRounding, TaxSettings, TaxedAmount, tax_lines};

use super::compile::minor;
use super::rate::divide;
use super::scratch::HotLine;
use super::{PriceBook, PriceError};

/// Percentages are counted in ten-thousandths of a percent.
const HUNDRED_E4: i64 = 1_000_000;
/// Below it `2 * amount * rate` fits 63 bits: 2^41 * 2^20 * 2 < 2^63.
const FAST_MAX: i64 = 1 << 41;
const FAST_RATE_MAX: i64 = 1 << 20;

/// Taxes that are one percentage of the price and nothing else, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct PlainTaxes {
    /// Sorted by id. Empty when taxes are not rounded per line.
    table: Vec<(TaxId, Plain)>,
}

/// A tax of `rate` in `whole`: 19 % added is 190,000 in 1,000,000, included in 1,190,000.
#[derive(Copy, Clone, Debug)]
struct Plain {
    rate: i64,
    whole: i64,
    included: bool,
}

impl PlainTaxes {
    pub(super) fn new(book: &PriceBook) -> Self {
        let mut table = Vec::new();
        if book.tax_rounding == TaxRounding::PerLine {
            let plain = |tax: &Tax| Some((tax.id, Plain::new(tax, book.prices_include_tax)?));
            table.extend(book.taxes.iter().filter_map(plain));
            crate::order::sort_by_key(&mut table, |entry| entry.0);
        }
        Self { table }
    }

    fn find(&self, id: TaxId) -> Option<Plain> {
        let at = self.table.binary_search_by_key(&id, |entry| entry.0).ok()?;
        self.table.get(at).map(|entry| entry.1)
    }
}

impl Plain {
    fn new(tax: &Tax, prices_include_tax: bool) -> Option<Self> {
        let TaxKind::Percent { rate } = tax.kind else { return None };
        let rate = rate.normalize();
        let up = 10_i128.checked_pow(4_u32.checked_sub(rate.scale())?)?;
        let rate = i64::try_from(rate.mantissa().checked_mul(up)?).ok()?;
        let usual = !tax.rules.reverse_charge && (0..FAST_RATE_MAX).contains(&rate);
        let included = tax.is_included(prices_include_tax);
        let whole = if included { HUNDRED_E4 + rate } else { HUNDRED_E4 };
        usual.then_some(Self { rate, whole, included })
    }

    /// Returns `round(amount * rate / whole)`.
    fn of(self, amount: i64, rounding: Rounding) -> Result<i64, MoneyError> {
        if rounding == Rounding::HalfUp && (0..FAST_MAX).contains(&amount) {
            return Ok((amount * self.rate * 2 + self.whole) / (self.whole * 2));
        }
        divide(rounding, i128::from(amount) * i128::from(self.rate), i128::from(self.whole))
    }

    fn line(self, id: TaxId, amount: i64, rounding: Rounding) -> Result<LineTax, MoneyError> {
        let tax = Minor::new(self.of(amount, rounding)?)?;
        let amount = minor(amount);
        let (net, gross) =
            if self.included { (amount.minus(tax)?, amount) } else { (amount, amount.plus(tax)?) };
        Ok(LineTax { net, gross, shares: vec![(id, tax)] })
    }
}

/// Reckons the taxes of the lines, in the order of their ids.
pub(super) fn add_taxes(
    cart: &Cart,
    book: &PriceBook,
    plain: &PlainTaxes,
    lines: &[HotLine],
) -> Result<Vec<LineTax>, PriceError> {
    let settings = book.tax_settings();
    if settings.place == TaxRounding::PerDocument {
        let amounts = lines.iter().filter_map(|hot| Some((hot, cart.lines.get(hot.position)?)));
        let amounts = amounts.map(|(hot, line)| taxed(hot, line, book));
        let amounts = amounts.collect::<Result<Vec<_>, _>>()?;
        return Ok(tax_lines(&amounts, settings)?);
    }
    let mut taxed = Vec::with_capacity(lines.len());
    for hot in lines {
        let Some(line) = cart.lines.get(hot.position) else { continue };
        taxed.push(tax_line(hot, line, book, (plain, settings))?);
    }
    Ok(taxed)
}

fn tax_line(
    hot: &HotLine,
    line: &Line,
    book: &PriceBook,
    (plain, settings): (&PlainTaxes, TaxSettings),
) -> Result<LineTax, PriceError> {
    match line.item.taxes.as_slice() {
        [] => {
            let amount: Minor = minor(hot.left);
            return Ok(LineTax { net: amount, gross: amount, shares: Vec::new() });
        }
        [tax] => {
            if let Some(plain) = plain.find(*tax) {
                return Ok(plain.line(*tax, hot.left, settings.rounding)?);
            }
        }
        _ => {}
    }
    let mut lines = tax_lines(&[taxed(hot, line, book)?], settings)?;
    lines.pop().ok_or(PriceError::Money(MoneyError::NoParts))
}

fn taxed<'a>(
    hot: &HotLine,
    line: &Line,
    book: &'a PriceBook,
) -> Result<TaxedAmount<'a>, PriceError> {
    let find =
        |tax: &TaxId| book.tax(*tax).ok_or(PriceError::UnknownTax { line: line.id, tax: *tax });
    let taxes = line.item.taxes.iter().map(find).collect::<Result<_, _>>()?;
    Ok(TaxedAmount { amount: minor(hot.left), quantity: line.base_quantity(), taxes })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::money::Currency;

    proptest! {
        #[test]
        fn plain_taxes_are_those_of_the_tax_module(
            amount in prop_oneof![0_i64..10_000_000, 0..=crate::limits::MINOR_MAX / 3],
            rate_e4 in 0_i64..1_200_000,
            included: bool,
            even: bool,
        ) {
            let rounding = if even { Rounding::HalfEven } else { Rounding::HalfUp };
            let tax = Tax::percent(TaxId(1), "t", "Tax", Decimal::new(rate_e4, 4));
            let euro = Currency::from_code("EUR").unwrap();
            let book = PriceBook { rounding, ..PriceBook::new(euro, included, vec![tax]) };
            let taxed = TaxedAmount {
                amount: minor(amount),
                quantity: Decimal::ONE,
                taxes: book.taxes.iter().collect(),
            };
            let expect = tax_lines(&[taxed], book.tax_settings()).unwrap();
            let plain = PlainTaxes::new(&book).find(TaxId(1));
            prop_assert_eq!(plain.is_some(), rate_e4 < FAST_RATE_MAX);
            if let Some(plain) = plain {
                prop_assert_eq!(&plain.line(TaxId(1), amount, rounding).unwrap(), &expect[0]);
            }
        }
    }
}
