//! What a promotion may not be.

use rust_decimal::Decimal;

use super::Promotion;
use super::benefit::{Benefit, Off};
use crate::limits::{PROMOTION_LIST_MAX, PROMOTION_UNITS_MAX, TEXT_CHARS_MAX};
use crate::money::Minor;

/// A promotion is refused; `field` is the one to correct.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromotionError {
    #[error("{field}: a percentage is from 0 to 100, with at most 4 decimal places")]
    Percent { field: &'static str },
    #[error("{field}: an amount cannot be negative")]
    Negative { field: &'static str },
    #[error("{field}: units are from 1 to {PROMOTION_UNITS_MAX}")]
    Units { field: &'static str },
    #[error("{field}: at least one and at most {PROMOTION_LIST_MAX} entries, in rising order")]
    List { field: &'static str },
    #[error("{field}: not a minute of a day or a day of a week")]
    Time { field: &'static str },
    #[error("{field}: 1 to {TEXT_CHARS_MAX} characters")]
    Text { field: &'static str },
}

impl PromotionError {
    /// Returns the field to correct.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Percent { field }
            | Self::Negative { field }
            | Self::Units { field }
            | Self::List { field }
            | Self::Time { field }
            | Self::Text { field } => field,
        }
    }
}

impl Promotion {
    /// Checks the ranges of all fields. The engine leaves a promotion out that does not pass.
    ///
    /// # Errors
    /// [`PromotionError`] names the first field that is wrong.
    pub fn check(&self) -> Result<(), PromotionError> {
        check_text("name", &self.name)?;
        if let Some(coupon) = &self.coupon {
            check_text("coupon", coupon)?;
        }
        if self.max_amount.is_some_and(Minor::is_negative) {
            return Err(PromotionError::Negative { field: "max_amount" });
        }
        if !self.conditions.has_valid_times() {
            return Err(PromotionError::Time { field: "conditions.weekly" });
        }
        for threshold in &self.conditions.at_least {
            if threshold.amount.is_some_and(Minor::is_negative) {
                return Err(PromotionError::Negative { field: "conditions.at_least.amount" });
            }
        }
        check_benefit(&self.benefit)
    }
}

fn check_text(field: &'static str, text: &str) -> Result<(), PromotionError> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > TEXT_CHARS_MAX {
        return Err(PromotionError::Text { field });
    }
    Ok(())
}

fn check_benefit(benefit: &Benefit) -> Result<(), PromotionError> {
    match benefit {
        Benefit::Discount { off, .. } => check_off(off),
        Benefit::Pick(pick) => {
            check_units("benefit.units", pick.units)?;
            check_off(&pick.off)
        }
        Benefit::BuyGet(deal) => {
            check_units("benefit.buy_units", deal.buy_units)?;
            check_units("benefit.get_units", deal.get_units)?;
            check_off(&deal.off)
        }
        Benefit::Sets(sets) => {
            check_list("benefit.parts", sets.parts.len())?;
            for part in &sets.parts {
                check_units("benefit.parts.units", part.units)?;
            }
            check_off(&sets.off)
        }
        Benefit::Tiers(tiers) => {
            check_list("benefit.tiers", tiers.tiers.len())?;
            if !tiers.tiers.is_sorted_by(|a, b| a.from < b.from) {
                return Err(PromotionError::List { field: "benefit.tiers" });
            }
            tiers.tiers.iter().try_for_each(|tier| check_off(&tier.off))
        }
    }
}

fn check_units(field: &'static str, units: u32) -> Result<(), PromotionError> {
    if units == 0 || units > PROMOTION_UNITS_MAX {
        return Err(PromotionError::Units { field });
    }
    Ok(())
}

fn check_list(field: &'static str, length: usize) -> Result<(), PromotionError> {
    if length == 0 || length > PROMOTION_LIST_MAX {
        return Err(PromotionError::List { field });
    }
    Ok(())
}

fn check_off(off: &Off) -> Result<(), PromotionError> {
    let field = "benefit.off";
    let amount = match off {
        Off::Percent(percent) | Off::PercentPerUnit(percent) | Off::PercentOfSum(percent) => {
            let range = Decimal::ZERO..=Decimal::ONE_HUNDRED;
            if !range.contains(percent) || percent.normalize().scale() > 4 {
                return Err(PromotionError::Percent { field });
            }
            return Ok(());
        }
        Off::PerUnit(amount)
        | Off::PerLine(amount)
        | Off::Amount(amount)
        | Off::UnitPrice(amount)
        | Off::Total(amount) => *amount,
        Off::FirstThenEach { first, each } => *first.min(each),
    };
    if amount.is_negative() {
        return Err(PromotionError::Negative { field });
    }
    Ok(())
}
