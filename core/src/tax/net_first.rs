//! The older rule for included taxes: the net amount is rounded first, the tax is the rest.

use super::plan::{Kind, Plan};
use super::reckon::{Amount, Reckoned, ReckonedTax};
use crate::money::{MoneyError, Ratio, Rounding};

/// What the included taxes from one place on take out of an amount.
#[derive(Copy, Clone)]
struct TakenOut {
    fixed: Ratio,
    percent: Ratio,
    division: Ratio,
}

impl TakenOut {
    const NOTHING: Self = Self { fixed: Ratio::ZERO, percent: Ratio::ZERO, division: Ratio::ZERO };

    /// `(amount - fixed) / (1 + percent) * (1 - division)`.
    fn of(self, amount: Ratio) -> Result<Ratio, MoneyError> {
        let left = amount.minus(self.fixed)?;
        let whole = Ratio::ONE.plus(self.percent)?;
        let left = if whole.signum() == 0 { left } else { left.over(whole)? };
        left.times(Ratio::ONE.minus(self.division)?)
    }

    fn and(self, kind: Kind, units: Ratio) -> Result<Self, MoneyError> {
        let mut taken = self;
        match kind {
            Kind::Fixed(amount) => taken.fixed = taken.fixed.plus(amount.times(units)?)?,
            Kind::Percent(rate) => taken.percent = taken.percent.plus(rate)?,
            Kind::Division(rate) | Kind::AtLeast(rate, _) => {
                taken.division = taken.division.plus(rate)?;
            }
        }
        Ok(taken)
    }
}

/// Reckons a line from its price. Going from the last tax to the first, the included ones are
/// taken out of the price; the rounded net amount that remains then goes up again through all
/// taxes, and the last included one of each stretch takes what is missing to the price that was
/// known there. A tax with a minimum counts with its share.
pub(super) fn reckon(
    plan: &Plan<'_>,
    amount: Amount,
    rounding: Rounding,
) -> Result<Reckoned, MoneyError> {
    let round = |value: Ratio| value.round(rounding).map(Ratio::whole);
    let mut base = round(amount.value)?;
    let mut taken = TakenOut::NOTHING;
    let mut known: Vec<Option<Ratio>> = vec![None; plan.taxes.len()];
    let mut stretch_open = false;
    for (tax, known) in plan.taxes.iter().zip(&mut known).rev() {
        if tax.tax.rules.affects_later {
            base = taken.of(base)?;
            taken = TakenOut::NOTHING;
            stretch_open = false;
        }
        if tax.included {
            taken = taken.and(tax.kind, amount.units)?;
            if !stretch_open {
                *known = Some(base);
                stretch_open = true;
            }
        }
    }
    let net = round(taken.of(base)?)?;
    climb(plan, amount, net, &known, rounding)
}

fn climb(
    plan: &Plan<'_>,
    amount: Amount,
    net: Ratio,
    known: &[Option<Ratio>],
    rounding: Rounding,
) -> Result<Reckoned, MoneyError> {
    let (mut base, mut gross) = (net, net);
    // What the earlier included taxes of the stretch have taken of the price already.
    let mut taken = Ratio::ZERO;
    let mut price_is_left = false;
    let mut taxes = Vec::with_capacity(plan.taxes.len());
    for ((place, tax), known) in plan.taxes.iter().enumerate().zip(known) {
        let stands_on = tax.included || tax.tax.rules.affected_by_earlier;
        let on = if stands_on { base } else { net };
        let amount = match known {
            Some(price) if !price_is_left => {
                let rest = price.minus(base)?.minus(taken)?;
                taken = Ratio::ZERO;
                rest
            }
            _ => amount_on(tax.kind, on, amount.units)?,
        };
        let amount = Ratio::whole(amount.round(rounding)?);
        if tax.included && known.is_none() {
            taken = taken.plus(amount)?;
        }
        taxes.push(ReckonedTax { place, base: on, amount, reversed: false });
        gross = gross.plus(amount)?;
        if tax.tax.rules.reverse_charge {
            let amount = amount.negated()?;
            taxes.push(ReckonedTax { place, base: on, amount, reversed: true });
            gross = gross.plus(amount)?;
        }
        if tax.tax.rules.affects_later {
            base = base.plus(amount)?;
            // An added tax under the included ones: the price that was known is not theirs.
            price_is_left |= !tax.included;
        }
    }
    Ok(Reckoned { net, gross, taxes })
}

fn amount_on(kind: Kind, base: Ratio, units: Ratio) -> Result<Ratio, MoneyError> {
    match kind {
        Kind::Fixed(each) => each.times(units),
        Kind::Percent(rate) | Kind::AtLeast(rate, _) => base.times(rate),
        Kind::Division(rate) => base.over(Ratio::ONE.minus(rate)?)?.times(rate),
    }
}
