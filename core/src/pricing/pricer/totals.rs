//! Totals of a cart that lines can be taken out of and put into.

use crate::ids::TaxId;
use crate::money::{Minor, MoneyError};

use super::super::compile::{Compiled, minor};
use super::super::scratch::Entry;
use super::super::{PricedCart, PricedLine, PromotionTotal, TaxTotal};

#[derive(Debug, Default)]
pub(super) struct Totals {
    value: Minor,
    discount: Minor,
    net: Minor,
    total: Minor,
    /// Sorted by tax; how many lines bear it says when it is gone.
    taxes: Vec<(TaxTotal, usize)>,
    /// What each promotion before `end` takes off and how many lines it is on, sorted by its place.
    promotions: Vec<(usize, Minor, usize)>,
    end: usize,
}

impl Totals {
    /// Totals of a priced cart; promotions from `end` on are not kept.
    pub(super) fn of(priced: &PricedCart, log: &[Entry], end: usize) -> Result<Self, MoneyError> {
        let mut totals = Self {
            end,
            value: priced.value,
            discount: priced.discount,
            net: priced.net,
            total: priced.total,
            ..Self::default()
        };
        for total in &priced.taxes {
            let bears = |line: &&PricedLine| line.taxes.iter().any(|share| share.tax == total.tax);
            let count = priced.lines.iter().filter(bears).count();
            totals.taxes.push((total.clone(), count));
        }
        for entries in log.chunk_by(|a, b| a.promotion == b.promotion) {
            let Some(first) = entries.first().filter(|first| first.promotion < end) else {
                continue;
            };
            let amounts = entries.iter().map(|entry| Minor::new(entry.amount));
            let amount = amounts.into_iter().try_fold(Minor::ZERO, |sum, one| sum.plus(one?))?;
            totals.promotions.push((first.promotion, amount, entries.len()));
        }
        Ok(totals)
    }

    /// Returns whether the promotion at a place takes something off.
    pub(super) fn has(&self, number: usize) -> bool {
        self.promotions.binary_search_by_key(&number, |entry| entry.0).is_ok()
    }

    pub(super) fn add(&mut self, line: &PricedLine, compiled: &Compiled) -> Result<(), MoneyError> {
        self.change(line, compiled, true)
    }

    pub(super) fn remove(
        &mut self,
        line: &PricedLine,
        compiled: &Compiled,
    ) -> Result<(), MoneyError> {
        self.change(line, compiled, false)
    }

    fn change(
        &mut self,
        line: &PricedLine,
        compiled: &Compiled,
        add: bool,
    ) -> Result<(), MoneyError> {
        let signed = |amount: Minor| if add { amount } else { amount.negated() };
        let mut off = line.line_discount.plus(line.cart_discount)?;
        for share in &line.promotions {
            off = off.plus(share.amount)?;
            if let Some(number) =
                compiled.number_of(share.promotion).filter(|number| *number < self.end)
            {
                self.change_promotion(number, signed(share.amount), add)?;
            }
        }
        self.value = self.value.plus(signed(line.value))?;
        self.discount = self.discount.plus(signed(off))?;
        self.net = self.net.plus(signed(line.net))?;
        self.total = self.total.plus(signed(line.total))?;
        for (at, share) in line.taxes.iter().enumerate() {
            // A tax that is there twice, as a reverse charge is, is one line more all the same.
            let again = line.taxes.iter().take(at).any(|earlier| earlier.tax == share.tax);
            let net = signed(line.net);
            self.change_tax(share.tax, (net, signed(share.amount)), (add, again))?;
        }
        Ok(())
    }

    fn change_promotion(
        &mut self,
        number: usize,
        amount: Minor,
        add: bool,
    ) -> Result<(), MoneyError> {
        match self.promotions.binary_search_by_key(&number, |entry| entry.0) {
            Ok(at) => {
                let Some(entry) = self.promotions.get_mut(at) else { return Ok(()) };
                entry.1 = entry.1.plus(amount)?;
                entry.2 = if add { entry.2 + 1 } else { entry.2.saturating_sub(1) };
                if entry.2 == 0 {
                    self.promotions.remove(at);
                }
            }
            Err(at) => self.promotions.insert(at, (number, amount, 1)),
        }
        Ok(())
    }

    fn change_tax(
        &mut self,
        tax: TaxId,
        (net, amount): (Minor, Minor),
        (add, again): (bool, bool),
    ) -> Result<(), MoneyError> {
        let at = match self.taxes.binary_search_by_key(&tax, |entry| entry.0.tax) {
            Ok(at) => at,
            Err(at) => {
                let none = TaxTotal { tax, net: Minor::ZERO, amount: Minor::ZERO };
                self.taxes.insert(at, (none, 0));
                at
            }
        };
        let Some((total, count)) = self.taxes.get_mut(at) else { return Ok(()) };
        total.net = total.net.plus(net)?;
        total.amount = total.amount.plus(amount)?;
        if !again {
            *count = if add { *count + 1 } else { count.saturating_sub(1) };
        }
        Ok(())
    }

    /// Writes the totals; `late` is what the other promotions took off, in the order of
    /// application.
    pub(super) fn write(&mut self, priced: &mut PricedCart, compiled: &Compiled, late: &[Entry]) {
        self.taxes.retain(|entry| entry.1 > 0);
        priced.value = self.value;
        priced.discount = self.discount;
        priced.net = self.net;
        priced.total = self.total;
        priced.taxes.clear();
        priced.taxes.extend(self.taxes.iter().map(|entry| entry.0.clone()));
        let early = self.promotions.iter().map(|(number, amount, _)| (*number, *amount));
        let late = late.chunk_by(|a, b| a.promotion == b.promotion).filter_map(|entries| {
            let amount = entries.iter().map(|entry| entry.amount).sum();
            Some((entries.first()?.promotion, minor(amount)))
        });
        let mut count = 0;
        for (number, amount) in early.chain(late) {
            let Some(ready) = compiled.promotions.get(number) else { continue };
            // Names are kept where the same promotions are at work as before.
            match priced.promotions.get_mut(count).filter(|total| total.promotion == ready.id) {
                Some(total) => total.amount = amount,
                None => {
                    priced.promotions.truncate(count);
                    let (promotion, name) = (ready.id, ready.name.clone());
                    priced.promotions.push(PromotionTotal { promotion, name, amount });
                }
            }
            count += 1;
        }
        priced.promotions.truncate(count);
    }
}
