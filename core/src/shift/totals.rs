//! What a shift comes to.

use serde::{Deserialize, Serialize};

use super::{CashMove, CashMoved, ShiftError};
use crate::money::{Minor, MoneyError};
use crate::pricing::{PricedCart, TaxTotal};
use crate::tender::{Settlement, TenderKind};

/// What a shift comes to so far. A register keeps this beside its journal, so that a report does
/// not need entries that the device has already handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftTotals {
    /// Cash in the drawer at the start.
    pub opening_float: Minor,
    /// Sales, and exchanges that sold something.
    pub sales: u32,
    /// Returns, and exchanges.
    pub returns: u32,
    /// What was sold, with tax.
    pub sold: Minor,
    /// What was taken back, with tax; zero or below.
    pub returned: Minor,
    /// What was taken off, of sales less that of returns.
    pub discount: Minor,
    /// Sold less returned, without tax.
    pub net: Minor,
    /// By tax, in the order of their ids.
    pub taxes: Vec<TaxTotal>,
    /// By means of payment: what stayed here, so cash is without change.
    pub tenders: Vec<TenderTotal>,
    /// Change that was handed out.
    pub change: Minor,
    /// What rounding in cash added.
    pub cash_rounding: Minor,
    pub tips: Minor,
    /// Cash that sales brought, without change.
    pub cash_taken: Minor,
    /// Cash that was paid back, above zero.
    pub cash_refunded: Minor,
    pub paid_in: Minor,
    pub paid_out: Minor,
    pub dropped: Minor,
    /// How often the drawer was opened without a sale.
    pub drawer_openings: u32,
    pub reprints: u32,
    /// Carts that were dropped before they were paid.
    pub cleared_carts: u32,
}

/// What one means of payment comes to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderTotal {
    pub kind: TenderKind,
    pub count: u32,
    pub amount: Minor,
}

impl ShiftTotals {
    /// Returns the totals of a shift that has just begun.
    #[must_use]
    pub fn open(opening_float: Minor) -> Self {
        Self { opening_float, ..Self::default() }
    }

    /// Returns what should be in the drawer.
    ///
    /// # Errors
    /// [`ShiftError::Money`].
    pub fn expected_cash(&self) -> Result<Minor, ShiftError> {
        let taken = self.opening_float.plus(self.cash_taken)?.minus(self.cash_refunded)?;
        Ok(taken.plus(self.paid_in)?.minus(self.paid_out)?.minus(self.dropped)?)
    }

    /// Counts what was sold.
    ///
    /// # Errors
    /// [`ShiftError::Money`]; the totals are then as they were.
    pub fn count_sold(&mut self, priced: &PricedCart) -> Result<(), ShiftError> {
        let mut next = self.clone();
        next.sales = next.sales.saturating_add(1);
        next.sold = next.sold.plus(priced.total)?;
        next.count_priced(priced)?;
        *self = next;
        Ok(())
    }

    /// Counts what was taken back; its amounts are below zero.
    ///
    /// # Errors
    /// [`ShiftError::Money`]; the totals are then as they were.
    pub fn count_returned(&mut self, priced: &PricedCart) -> Result<(), ShiftError> {
        let mut next = self.clone();
        next.returns = next.returns.saturating_add(1);
        next.returned = next.returned.plus(priced.total)?;
        next.count_priced(priced)?;
        *self = next;
        Ok(())
    }

    /// Counts a payment, in either direction.
    ///
    /// # Errors
    /// [`ShiftError::Money`]; the totals are then as they were.
    pub fn count_settlement(&mut self, settlement: &Settlement) -> Result<(), ShiftError> {
        let mut next = self.clone();
        for offer in &settlement.tenders {
            next.count_tender(offer.kind, 1, offer.amount)?;
        }
        if !settlement.change.is_zero() {
            next.count_tender(TenderKind::Cash, 0, settlement.change.negated())?;
        }
        next.change = next.change.plus(settlement.change)?;
        next.cash_rounding = next.cash_rounding.plus(settlement.cash_rounding)?;
        next.tips = next.tips.plus(settlement.tip)?;
        let offers = settlement.tenders.iter().filter(|offer| offer.kind == TenderKind::Cash);
        let cash = Minor::sum(offers.map(|offer| offer.amount))?.minus(settlement.change)?;
        if cash.is_negative() {
            next.cash_refunded = next.cash_refunded.minus(cash)?;
        } else {
            next.cash_taken = next.cash_taken.plus(cash)?;
        }
        *self = next;
        Ok(())
    }

    /// Counts cash that went in or out without a sale.
    ///
    /// # Errors
    /// [`ShiftError::Money`]; the totals are then as they were.
    pub fn count_moved(&mut self, moved: &CashMoved) -> Result<(), ShiftError> {
        let total = match moved.kind {
            CashMove::PaidIn => &mut self.paid_in,
            CashMove::PaidOut => &mut self.paid_out,
            CashMove::Drop => &mut self.dropped,
        };
        *total = total.plus(moved.amount)?;
        Ok(())
    }

    fn count_priced(&mut self, priced: &PricedCart) -> Result<(), MoneyError> {
        self.discount = self.discount.plus(priced.discount)?;
        self.net = self.net.plus(priced.net)?;
        for tax in &priced.taxes {
            match self.taxes.iter_mut().find(|total| total.tax == tax.tax) {
                Some(total) => {
                    total.net = total.net.plus(tax.net)?;
                    total.amount = total.amount.plus(tax.amount)?;
                }
                None => self.taxes.push(tax.clone()),
            }
        }
        crate::order::sort_by_key(&mut self.taxes, |total| total.tax);
        Ok(())
    }

    fn count_tender(
        &mut self,
        kind: TenderKind,
        count: u32,
        amount: Minor,
    ) -> Result<(), MoneyError> {
        match self.tenders.iter_mut().find(|total| total.kind == kind) {
            Some(total) => {
                total.count = total.count.saturating_add(count);
                total.amount = total.amount.plus(amount)?;
            }
            None => self.tenders.push(TenderTotal { kind, count, amount }),
        }
        Ok(())
    }
}
