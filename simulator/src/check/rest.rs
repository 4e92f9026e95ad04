//! What holds once all networks work and nobody serves: everything arrived, everything is counted
//! once, and the sums of both sides are the same.

use std::collections::BTreeMap;

use titan_core::ids::{SaleId, ShiftId};
use titan_core::journal::{Act, Entry, SealedEntry, verify};
use titan_core::refund::Return;
use titan_core::sale::Sale;
use titan_core::sync::machine::Problem;

use super::acts;
use crate::device::Register;
use crate::server::shop;
use crate::world::World;

/// Every sale of the shop with what came back of it, by what the journals say.
type AllBought<'a> = BTreeMap<SaleId, (Option<&'a Sale>, Vec<&'a Return>)>;

/// Checks the whole shop.
pub(crate) fn at_rest(world: &World) -> Result<(), String> {
    let mut journals = Vec::new();
    for register in &world.registers {
        let name = register.id.uuid().as_u128();
        let journal = world.server.journal.get(&register.id);
        let entries = journal.into_iter().flat_map(BTreeMap::values).map(SealedEntry::entry);
        let entries: Result<Vec<Entry>, _> = entries.collect();
        journals.push(entries.map_err(|error| format!("register {name}: {error}"))?);
    }
    let mut stock = BTreeMap::<u32, i64>::new();
    for entry in journals.iter().flatten() {
        for (item, thousandths) in shop::stock_of(&entry.act, false) {
            *stock.entry(item).or_default() += thousandths;
        }
    }
    for (register, entries) in world.registers.iter().zip(&journals) {
        let name = register.id.uuid().as_u128();
        rest_of(world, register, entries).map_err(|fault| format!("register {name}: {fault}"))?;
    }
    if stock != world.server.stock {
        return Err("the stock of the server is not what was sold and came back".into());
    }
    returns(world, &journals)
}

/// Checks what the server marks: that more came back of a sale than was sold, and nothing else.
/// Only two registers that do not know of each other can do that.
fn returns(world: &World, journals: &[Vec<Entry>]) -> Result<(), String> {
    let mut bought = AllBought::new();
    for entry in journals.iter().flatten() {
        match &entry.act {
            Act::Sale(sale) => bought.entry(sale.id).or_default().0 = Some(&**sale),
            Act::Return(back) => {
                if let Some(origin) = &back.origin {
                    bought.entry(origin.sale).or_default().1.push(&**back);
                }
            }
            _ => {}
        }
    }
    for (id, (sale, returns)) in bought {
        let Some(sale) = sale else { continue };
        let too_much = acts::more_than_sold(sale, &returns);
        if too_much != world.server.attention.contains(&id) {
            let marked = if too_much { "not marked" } else { "marked for no reason" };
            return Err(format!("what came back of {} is {marked}", sale.receipt_no));
        }
    }
    Ok(())
}

/// Checks a register whose entries are all on the server. A register whose disk was put back may
/// have met its other self; then it has to say so.
fn rest_of(world: &World, register: &Register, entries: &[Entry]) -> Result<(), String> {
    if let Some(seq) = world.server.altered(register.id) {
        return Err(format!("entry {seq} was altered on the server"));
    }
    let page = &register.pages[0];
    let problem = page.machine.as_ref().and_then(|machine| machine.status().problem);
    if let Some(Problem::Fork { seq }) = problem {
        return if register.rolled_back || world.restored {
            Ok(())
        } else {
            Err(format!("a fork at {seq} for no reason"))
        };
    }
    let disk = &register.disk;
    let empty = BTreeMap::new();
    let journal = world.server.journal.get(&register.id).unwrap_or(&empty);
    let signed = |hash: &_, signature: &str| signature == shop::signature(register.id, hash);
    verify(register.id, journal.values(), signed).map_err(|fault| fault.to_string())?;
    if world.server.head(register.id) != disk.head {
        let arrived = world.server.head(register.id).seq;
        return Err(format!("{} entries were made, {arrived} arrived", disk.head.seq));
    }
    if !disk.outbox.is_empty() || disk.acked != disk.head.seq {
        return Err(format!("{} entries still wait at rest", disk.outbox.len()));
    }
    let aside = world.server.quarantine.iter().find(|(id, _, _)| *id == register.id);
    if let (Some((_, seq, code)), false) = (aside, register.rolled_back) {
        return Err(format!("the server set entry {seq} aside: {code}"));
    }
    for paid in &register.paid {
        let found = journal.get(&paid.seq);
        if found.is_none_or(|sealed| sealed.hash != paid.hash) {
            return Err(format!("{} was paid and is not in the journal", paid.paper_no));
        }
    }
    acts::check(register.id, entries)?;
    money(world, register, entries)
}

/// Compares what the register counted with what the server counts.
fn money(world: &World, register: &Register, entries: &[Entry]) -> Result<(), String> {
    let taken: i64 = entries.iter().map(|entry| shop::money_of(&entry.act)).sum();
    let counted = world.server.money.get(&register.id).copied().unwrap_or(0);
    if counted != taken {
        return Err(format!("took {taken}, the server counts {counted}"));
    }
    let drawer = |shift: ShiftId, expected: Option<i64>| {
        let counted = world.server.drawers.get(&(register.id, shift)).copied();
        if counted == expected {
            return Ok(());
        }
        Err(format!("the drawer should hold {expected:?}, the server counts {counted:?}"))
    };
    for entry in entries {
        if let (Act::ShiftClosed(closed), Some(shift)) = (&entry.act, entry.shift) {
            drawer(shift, Some(closed.expected.get()))?;
        }
    }
    let Some(shift) = &register.disk.shift else { return Ok(()) };
    drawer(shift.id, shift.totals.expected_cash().ok().map(titan_core::money::Minor::get))
}
