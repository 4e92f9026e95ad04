//! Parts of priced lines, for returns and for bills that are split.
//!
//! Parts are counted from the start of a line: the part from `a` to `b` is the first `b` less the
//! first `a`. So whatever the parts, they add up to the line to the cent, in each of its amounts.

use super::output::total_up;
use super::{PricedCart, PricedLine, PromotionShare, PromotionTotal, TaxShare};
use crate::money::{Minor, MoneyError, Rounding};
use crate::order::sort_by_key;

impl PricedLine {
    /// Returns the first `upto` of the `of` parts of the line; the whole line for all of them.
    ///
    /// The total is rounded; taxes follow the total, so that a part without money bears no tax;
    /// what is left is the net amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], also where `of` is not above zero.
    pub fn first(&self, upto: i128, of: i128, rounding: Rounding) -> Result<Self, MoneyError> {
        if upto == of && of > 0 {
            return Ok(self.clone());
        }
        let share = |amount, rounding| fraction(amount, upto, of, rounding);
        let near = |amount| share(amount, Rounding::HalfUp);
        let total = share(self.total, rounding)?;
        let along = |amount: Minor| match self.total.abs().get() {
            0 => near(amount),
            whole => {
                fraction(amount, i128::from(total.abs().get()), i128::from(whole), Rounding::HalfUp)
            }
        };
        let tax = |it: &TaxShare| Ok(TaxShare { amount: along(it.amount)?, ..*it });
        let taxes = self.taxes.iter().map(tax).collect::<Result<Vec<_>, MoneyError>>()?;
        let net = total.minus(Minor::sum(taxes.iter().map(|it| it.amount))?)?;
        let promotion = |it: &PromotionShare| {
            let units = i128::from(it.units).checked_mul(upto).and_then(|it| it.checked_div(of));
            let units = units.and_then(|it| u32::try_from(it).ok()).ok_or(MoneyError::Overflow)?;
            Ok(PromotionShare { amount: near(it.amount)?, units, ..*it })
        };
        let mut part = Self {
            line: self.line,
            value: Minor::ZERO,
            listed: self.listed.clone(),
            modifiers: self.modifiers.iter().map(|it| near(*it)).collect::<Result<_, _>>()?,
            line_discount: near(self.line_discount)?,
            promotions: self.promotions.iter().map(promotion).collect::<Result<_, MoneyError>>()?,
            cart_discount: near(self.cart_discount)?,
            net,
            total,
            taxes,
        };
        // Whether the price of the goods holds the tax or not, it is what is paid and taken off.
        let goods = self.value.minus(self.taken_off()?)?;
        let goods = match goods {
            _ if goods == self.total => total,
            _ if goods == self.net => net,
            _ => near(goods)?,
        };
        part.value = goods.plus(part.taken_off()?)?;
        Ok(part)
    }

    /// Returns everything that was taken off the line.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn taken_off(&self) -> Result<Minor, MoneyError> {
        let promotions = Minor::sum(self.promotions.iter().map(|share| share.amount))?;
        self.line_discount.plus(self.cart_discount)?.plus(promotions)
    }

    /// Takes amounts of the same line off, each from its own.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn less(&self, other: &Self) -> Result<Self, MoneyError> {
        let mut taxes = self.taxes.clone();
        for share in &other.taxes {
            match taxes.iter_mut().find(|own| own.tax == share.tax) {
                Some(own) => own.amount = own.amount.minus(share.amount)?,
                None => taxes.push(TaxShare { amount: share.amount.negated(), ..*share }),
            }
        }
        let mut promotions = self.promotions.clone();
        for share in &other.promotions {
            match promotions.iter_mut().find(|own| own.promotion == share.promotion) {
                Some(own) => {
                    own.amount = own.amount.minus(share.amount)?;
                    own.units = own.units.saturating_sub(share.units);
                }
                None => {
                    promotions.push(PromotionShare { amount: share.amount.negated(), ..*share });
                }
            }
        }
        promotions.retain(|share| !share.amount.is_zero());
        let mut modifiers = self.modifiers.clone();
        for (own, other) in modifiers.iter_mut().zip(&other.modifiers) {
            *own = own.minus(*other)?;
        }
        Ok(Self {
            line: self.line,
            value: self.value.minus(other.value)?,
            listed: self.listed.clone(),
            modifiers,
            line_discount: self.line_discount.minus(other.line_discount)?,
            promotions,
            cart_discount: self.cart_discount.minus(other.cart_discount)?,
            net: self.net.minus(other.net)?,
            total: self.total.minus(other.total)?,
            taxes,
        })
    }

    /// Returns the line with all amounts of the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        let promotion = |it: &PromotionShare| PromotionShare { amount: it.amount.negated(), ..*it };
        let tax = |it: &TaxShare| TaxShare { amount: it.amount.negated(), ..*it };
        Self {
            line: self.line,
            value: self.value.negated(),
            listed: self.listed.clone(),
            modifiers: self.modifiers.iter().map(|it| it.negated()).collect(),
            line_discount: self.line_discount.negated(),
            promotions: self.promotions.iter().map(promotion).collect(),
            cart_discount: self.cart_discount.negated(),
            net: self.net.negated(),
            total: self.total.negated(),
            taxes: self.taxes.iter().map(tax).collect(),
        }
    }
}

impl PricedCart {
    /// Adds up parts of lines of priced carts. `names` names their promotions.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of_parts(lines: Vec<PricedLine>, names: &[PromotionTotal]) -> Result<Self, MoneyError> {
        let mut totals: Vec<PromotionTotal> = Vec::new();
        for share in lines.iter().flat_map(|line| &line.promotions) {
            match totals.iter_mut().find(|total| total.promotion == share.promotion) {
                Some(total) => total.amount = total.amount.plus(share.amount)?,
                None => {
                    let named = names.iter().find(|total| total.promotion == share.promotion);
                    let name = named.map(|total| total.name.clone()).unwrap_or_default();
                    let (promotion, amount) = (share.promotion, share.amount);
                    totals.push(PromotionTotal { promotion, name, amount });
                }
            }
        }
        sort_by_key(&mut totals, |total| {
            names.iter().position(|named| named.promotion == total.promotion)
        });
        total_up(lines, totals, Vec::new())
    }
}

fn fraction(amount: Minor, upto: i128, of: i128, rounding: Rounding) -> Result<Minor, MoneyError> {
    let exact = i128::from(amount.get()).checked_mul(upto).ok_or(MoneyError::Overflow)?;
    Minor::from_wide(rounding.divide(exact, of)?)
}
