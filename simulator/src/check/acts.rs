//! What holds among the acts of one journal.

use std::collections::{BTreeMap, BTreeSet};

use titan_core::ids::{RegisterId, SaleId};
use titan_core::journal::{Act, Entry, fold_shift};
use titan_core::refund::{Bought, Return, left};
use titan_core::sale::Sale;
use titan_core::shift::ShiftClosed;

/// Checks a whole journal, from its first entry on.
pub(super) fn check(register: RegisterId, entries: &[Entry]) -> Result<(), String> {
    let mut ids = BTreeSet::new();
    let mut carts = BTreeSet::new();
    let mut approvals = BTreeSet::new();
    let mut papers = BTreeMap::new();
    let mut reports = 0;
    for entry in entries {
        if !ids.insert(entry.id) {
            return Err("an entry is in the journal twice".into());
        }
        let paper = entry.act.paper_no();
        if !paper.is_empty() && papers.insert(paper.clone(), entry.seq).is_some() {
            return Err(format!("{paper} is in the journal twice"));
        }
        match &entry.act {
            Act::Sale(sale) if !carts.insert(sale.cart.id) => {
                return Err(format!("the cart of {} was sold or dropped before", sale.receipt_no));
            }
            Act::CartCleared(cleared) if !carts.insert(cleared.cart) => {
                return Err("a cart was dropped that was sold or dropped before".into());
            }
            Act::Approval(_) => {
                approvals.insert(entry.id);
            }
            Act::Return(back) => {
                let allowed = back.approval.is_some_and(|id| approvals.remove(&id));
                if back.origin.is_none() && !allowed {
                    return Err(format!("{} was allowed by nobody", back.receipt_no));
                }
            }
            Act::ReceiptReprinted(copy) => {
                let first = papers.get(&copy.receipt_no);
                if copy.register != register || first != Some(&copy.seq) {
                    return Err(format!("a copy of {} is of no receipt", copy.receipt_no));
                }
            }
            Act::ShiftClosed(closed) => {
                reports += 1;
                report(entry, closed, reports, entries)?;
            }
            _ => {}
        }
    }
    returns(entries)
}

/// A Z report: its number follows the one before, and it is what its shift comes to.
fn report(entry: &Entry, closed: &ShiftClosed, z: u64, entries: &[Entry]) -> Result<(), String> {
    if closed.z != z {
        return Err(format!("Z report {} stands where {z} should", closed.z));
    }
    if !closed.adds_up() {
        return Err(format!("Z report {z} does not add up"));
    }
    let shift = entry.shift.ok_or("a shift was closed that was never opened")?;
    let totals = fold_shift(shift, entries).map_err(|error| error.to_string())?;
    if totals != closed.totals {
        return Err(format!("Z report {z} is not what its shift comes to"));
    }
    Ok(())
}

/// No register gives back more than it sold: it knows all of its own returns.
fn returns(entries: &[Entry]) -> Result<(), String> {
    let mut bought: BTreeMap<SaleId, (&Sale, Vec<&Return>)> = BTreeMap::new();
    for entry in entries {
        match &entry.act {
            Act::Sale(sale) => {
                bought.insert(sale.id, (&**sale, Vec::new()));
            }
            Act::Return(back) => {
                let origin = back.origin.as_ref().map(|origin| origin.sale);
                if let Some((_, returns)) = origin.and_then(|sale| bought.get_mut(&sale)) {
                    returns.push(&**back);
                }
            }
            _ => {}
        }
    }
    for (sale, returns) in bought.values().filter(|(_, returns)| !returns.is_empty()) {
        let given: i64 = returns.iter().map(|back| -back.priced.total.get()).sum();
        if more_than_sold(sale, returns) || given > sale.priced.total.get() {
            return Err(format!("more came back of {} than was sold", sale.receipt_no));
        }
    }
    Ok(())
}

/// Returns whether more came back of a line than was sold.
pub(super) fn more_than_sold(sale: &Sale, returns: &[&Return]) -> bool {
    let left = left(Bought::from(sale), returns).unwrap_or_default();
    left.iter().any(|line| line.quantity.is_sign_negative() && !line.quantity.is_zero())
}
