//! From the entries of a shift to what it comes to.

use super::{Act, Entry};
use crate::ids::ShiftId;
use crate::money::Minor;
use crate::shift::{ShiftError, ShiftTotals};

impl Act {
    /// Counts the act in the totals of its shift.
    ///
    /// # Errors
    /// [`ShiftError::Money`] when a total does not fit.
    pub fn count_in(&self, totals: &mut ShiftTotals) -> Result<(), ShiftError> {
        let one_more = |count: &mut u32| *count = count.saturating_add(1);
        match self {
            Self::Sale(sale) => {
                totals.count_sold(&sale.priced)?;
                totals.count_settlement(&sale.settlement)?;
            }
            Self::Return(back) => {
                totals.count_returned(&back.priced)?;
                if let Some(sold) = &back.sold {
                    totals.count_sold(&sold.priced)?;
                }
                totals.count_settlement(&back.settlement)?;
            }
            Self::ShiftOpened(opened) => *totals = ShiftTotals::open(opened.opening_float),
            Self::CashMoved(moved) => totals.count_moved(moved)?,
            Self::DrawerOpened(_) => one_more(&mut totals.drawer_openings),
            Self::ReceiptReprinted(_) => one_more(&mut totals.reprints),
            Self::CartCleared(_) => one_more(&mut totals.cleared_carts),
            Self::ShiftClosed(_)
            | Self::Approval(_)
            | Self::StaffSignedIn
            | Self::StaffSignedOut => {}
        }
        Ok(())
    }
}

/// Counts the entries of one shift; those of other shifts are passed over.
///
/// # Errors
/// [`ShiftError::Money`] when a total does not fit.
pub fn fold_shift<'a>(
    shift: ShiftId,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Result<ShiftTotals, ShiftError> {
    let own = entries.into_iter().filter(|entry| entry.shift == Some(shift));
    own.map(|entry| &entry.act).try_fold(ShiftTotals::open(Minor::ZERO), |mut totals, act| {
        act.count_in(&mut totals)?;
        Ok(totals)
    })
}
