//! Looking at a return again: whether it adds up, and whether this core comes to the same.

use serde::{Deserialize, Serialize};

use super::take::price_unreceipted;
use super::{Bought, RefundError, Return, ReturnedLine, Take, give_back};
use crate::hash::Hash256;
use crate::ids::{CartId, LineId};
use crate::money::Minor;
use crate::pricing::{PriceBook, PricedCart, price_with};
use crate::sale::Repriced;

/// Something in a return that does not add up.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum ReturnProblem {
    /// Nothing comes back.
    Empty,
    /// The priced lines are not the lines that come back, or go out.
    LinesDiffer,
    /// A line's net amount and taxes are not its total.
    LineSum { line: LineId },
    /// The lines are not the total.
    Total,
    /// The payment is not for what is owed or does not close.
    Settlement,
}

impl Return {
    /// Returns what does not add up inside of the return; empty for every return of ours. One
    /// with problems is kept and marked, never bounced.
    #[must_use]
    pub fn problems(&self) -> Vec<ReturnProblem> {
        let mut problems = Vec::new();
        if self.lines.is_empty() {
            problems.push(ReturnProblem::Empty);
        }
        let mut priced = self.priced.lines.iter().map(|line| line.line);
        let returned_differ = self.lines.iter().any(|line| priced.next() != Some(line.line));
        let sold_differ = self.sold.as_ref().is_some_and(|sold| {
            let cart = sold.cart.lines.iter().map(|line| line.id);
            !cart.eq(sold.priced.lines.iter().map(|line| line.line))
        });
        if returned_differ || sold_differ {
            problems.push(ReturnProblem::LinesDiffer);
        }
        let mut due = Ok(Minor::ZERO);
        let sold = self.sold.as_ref().map(|sold| &sold.priced);
        for cart in std::iter::once(&self.priced).chain(sold) {
            check_sums(cart, &mut problems);
            due = due.and_then(|due| due.plus(cart.total));
        }
        if due != Ok(self.settlement.due) || !self.settlement.adds_up() {
            problems.push(ReturnProblem::Settlement);
        }
        problems
    }

    /// Reckons again what came back without a receipt and what went out, by the books that they
    /// name. `book` finds a book by its fingerprint.
    #[must_use]
    pub fn reprice<'b>(
        &self,
        bought: Option<(Bought<'_>, &[&Self])>,
        book: impl Fn(&Hash256) -> Option<&'b PriceBook>,
    ) -> Repriced {
        match self.priced_again(bought, book) {
            Ok((back, sold)) => {
                let same_sold = self.sold.as_ref().map(|it| &it.priced) == sold.as_ref();
                if back == self.priced && same_sold {
                    return Repriced::Equal;
                }
                let sold = sold.map_or(Ok(Minor::ZERO), |sold| Ok(sold.total));
                let total = sold.and_then(|sold| back.total.plus(sold));
                total.map_or_else(
                    |error| Repriced::Unpriced { reason: error.to_string() },
                    |total| Repriced::Different { total },
                )
            }
            Err(error) => Repriced::Unpriced { reason: error.to_string() },
        }
    }

    fn priced_again<'b>(
        &self,
        bought: Option<(Bought<'_>, &[&Self])>,
        book: impl Fn(&Hash256) -> Option<&'b PriceBook>,
    ) -> Result<(PricedCart, Option<PricedCart>), RefundError> {
        let sold = self.sold.as_ref().map(|sold| {
            let book = book(&sold.book).ok_or(RefundError::BookNeeded)?;
            Ok::<_, RefundError>(price_with(&sold.cart, book, &sold.context)?)
        });
        let back = match bought {
            Some((bought, earlier)) => {
                let take = |line: &ReturnedLine| Take {
                    line: line.line,
                    quantity: line.quantity,
                    restock: line.restock,
                };
                let takes: Vec<Take> = self.lines.iter().map(take).collect();
                let book = book(&bought.book);
                give_back(bought, earlier, &takes, self.broken_promotions, book)?.priced
            }
            None => {
                let book = self.book.as_ref().and_then(book).ok_or(RefundError::BookNeeded)?;
                price_unreceipted(CartId::new(self.id.uuid()), self.currency, &self.lines, book)?
            }
        };
        Ok((back, sold.transpose()?))
    }
}

fn check_sums(cart: &PricedCart, problems: &mut Vec<ReturnProblem>) {
    for line in &cart.lines {
        let taxes = Minor::sum(line.taxes.iter().map(|share| share.amount));
        if taxes.and_then(|taxes| line.net.plus(taxes)) != Ok(line.total) {
            problems.push(ReturnProblem::LineSum { line: line.line });
        }
    }
    if Minor::sum(cart.lines.iter().map(|line| line.total)) != Ok(cart.total) {
        problems.push(ReturnProblem::Total);
    }
}
