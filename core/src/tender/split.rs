//! Splitting a bill: by amount, by person, by item.

use crate::ids::LineId;
use crate::money::allocate::allocate;
use crate::money::{Minor, MoneyError, Rounding};
use crate::pricing::{PricedCart, PricedLine};

/// At most so many parts.
const PARTS_MAX: usize = crate::limits::TENDERS_MAX;

/// Who bears how much of a line: a weight for each part of the bill. By item the weights are the
/// pieces that each takes, by person 1 for everybody who shares the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSplit {
    pub line: LineId,
    pub weights: Vec<u32>,
}

/// A bill cannot be split like that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("a bill is split into 1 to {PARTS_MAX} parts")]
    Parts,
    #[error("line {0} is not given to anybody, or not once to each part")]
    Line(LineId),
}

impl SplitError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "split.amount",
            Self::Parts => "split.parts",
            Self::Line(_) => "split.line",
        }
    }
}

/// Splits an amount into parts that differ by at most one minor unit and add up to it, the
/// larger ones first.
///
/// # Errors
/// [`SplitError::Parts`], [`SplitError::Money`].
///
/// # Example
/// ```
/// use titan_core::money::Minor;
/// use titan_core::tender::split_evenly;
/// let parts = split_evenly(Minor::new(1000)?, 3)?;
/// assert_eq!(parts.into_iter().map(Minor::get).collect::<Vec<_>>(), [334, 333, 333]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn split_evenly(amount: Minor, parts: usize) -> Result<Vec<Minor>, SplitError> {
    check_parts(parts)?;
    Ok(allocate(amount, &vec![1; parts])?)
}

/// Splits a priced cart into parts that add up to it to the cent: in totals, net amounts, each
/// tax and each discount. A part holds the lines that it bears something of.
///
/// # Errors
/// [`SplitError`] when a line is not given to anybody, or when there are too many parts.
pub fn split_cart(
    priced: &PricedCart,
    parts: usize,
    splits: &[LineSplit],
) -> Result<Vec<PricedCart>, SplitError> {
    check_parts(parts)?;
    let mut lines: Vec<Vec<PricedLine>> = vec![Vec::new(); parts];
    for line in &priced.lines {
        let mut own = splits.iter().filter(|split| split.line == line.line);
        let split = own.next().filter(|split| split.weights.len() == parts);
        let split = split.filter(|_| own.next().is_none()).ok_or(SplitError::Line(line.line))?;
        let of: i128 = split.weights.iter().map(|weight| i128::from(*weight)).sum();
        if of == 0 {
            return Err(SplitError::Line(line.line));
        }
        let mut upto = 0;
        let mut before = line.first(0, of, Rounding::HalfUp)?;
        for (part, weight) in lines.iter_mut().zip(&split.weights) {
            if *weight == 0 {
                continue;
            }
            upto += i128::from(*weight);
            let now = line.first(upto, of, Rounding::HalfUp)?;
            part.push(now.less(&before)?);
            before = now;
        }
    }
    let sum = |lines| Ok(PricedCart::of_parts(lines, &priced.promotions)?);
    lines.into_iter().map(sum).collect()
}

fn check_parts(parts: usize) -> Result<(), SplitError> {
    if (1..=PARTS_MAX).contains(&parts) { Ok(()) } else { Err(SplitError::Parts) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{PromotionId, TaxId};
    use crate::pricing::{PromotionShare, TaxShare};

    fn minor(units: i64) -> Minor {
        Minor::new(units).unwrap()
    }

    /// A line whose price holds its tax, as the engine would make it.
    pub(crate) fn line(id: u32, value: i64, off: i64, tax: i64) -> PricedLine {
        let total = value - off;
        let share = PromotionShare { promotion: PromotionId(1), amount: minor(off), units: 2 };
        PricedLine {
            line: LineId(id),
            value: minor(value),
            line_discount: Minor::ZERO,
            promotions: if off == 0 { Vec::new() } else { vec![share] },
            cart_discount: Minor::ZERO,
            net: minor(total - tax),
            total: minor(total),
            taxes: vec![TaxShare { tax: TaxId(1), amount: minor(tax) }],
            ..PricedLine::default()
        }
    }

    fn split(line: u32, weights: &[u32]) -> LineSplit {
        LineSplit { line: LineId(line), weights: weights.to_vec() }
    }

    #[test]
    fn a_shared_bottle_and_two_dishes() {
        // A bottle at 10.00 with tax 1.60 for three, dishes at 12.50 and 9.00 for the first two.
        let lines = vec![line(1, 1000, 0, 160), line(2, 1250, 0, 82), line(3, 900, 0, 59)];
        let cart = PricedCart::of_parts(lines, &[]).unwrap();
        let splits = [split(1, &[1, 1, 1]), split(2, &[1, 0, 0]), split(3, &[0, 1, 0])];
        let parts = split_cart(&cart, 3, &splits).unwrap();
        let got: Vec<_> = parts.iter().map(|part| (part.total.get(), part.net.get())).collect();
        // Of 10.00: 3.33, 6.67 - 3.33 = 3.34, 3.33; of the tax 0.53, 1.07 - 0.53 = 0.54, 0.53.
        assert_eq!(got, [(1583, 1448), (1234, 1121), (333, 280)]);
        assert_eq!(parts[2].lines.len(), 1);
    }

    #[test]
    fn what_cannot_be_split_is_refused() {
        let cart = PricedCart::of_parts(vec![line(1, 100, 0, 0)], &[]).unwrap();
        let code =
            |parts, splits: &[LineSplit]| split_cart(&cart, parts, splits).unwrap_err().code();
        assert_eq!(code(2, &[]), "split.line");
        assert_eq!(code(2, &[split(1, &[0, 0])]), "split.line");
        assert_eq!(code(2, &[split(1, &[1])]), "split.line");
        assert_eq!(code(2, &[split(1, &[1, 1]), split(1, &[1, 1])]), "split.line");
        assert_eq!(code(0, &[]), "split.parts");
        assert_eq!(split_evenly(minor(1), PARTS_MAX + 1).unwrap_err().code(), "split.parts");
        assert_eq!(split_evenly(minor(1), PARTS_MAX).unwrap().len(), PARTS_MAX);
    }

    proptest! {
        #[test]
        fn parts_add_up_in_every_amount(
            figures in prop::collection::vec((1_i64..10_000, 0_i64..100, 0_i64..30), 1..6),
            weights in prop::collection::vec(prop::collection::vec(0_u32..5, 4), 6),
        ) {
            let lines = (1..).zip(&figures).map(|(id, (value, off, tax))| {
                let off = value * off / 100;
                line(id, *value, off, (value - off) * tax / 100)
            });
            let cart = PricedCart::of_parts(lines.collect(), &[]).unwrap();
            let splits: Vec<LineSplit> = (1..).zip(&weights)
                .map(|(id, weights)| {
                    let mut weights = weights.clone();
                    weights[0] += 1;
                    LineSplit { line: LineId(id), weights }
                })
                .collect();
            let parts = split_cart(&cart, 4, &splits).unwrap();
            let mut lines = cart.lines;
            for part in &parts {
                prop_assert_eq!(part.net.get() + part.taxes.iter().map(|it| it.amount.get())
                    .sum::<i64>(), part.total.get());
                for share in &part.lines {
                    prop_assert!(!share.total.is_negative() && !share.net.is_negative());
                    let line = lines.iter_mut().find(|line| line.line == share.line).unwrap();
                    *line = line.less(share).unwrap();
                }
            }
            for line in lines {
                let off = line.taken_off().unwrap();
                let taxes = line.taxes.iter().all(|share| share.amount.is_zero());
                let rest = [line.value, line.net, line.total, off];
                prop_assert!(taxes && rest.iter().all(|amount| amount.is_zero()));
            }
        }
    }
}
