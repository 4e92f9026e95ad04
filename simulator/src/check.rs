//! The promises, checked after every event and once more when everything is at rest.

use std::collections::BTreeSet;

use titan_core::journal::{Act, verify};
use titan_core::sync::machine::Problem;

use crate::device::Register;
use crate::server::shop;
use crate::world::World;

/// Checks what holds at any time.
pub(crate) fn always(world: &World) -> Result<(), String> {
    if world.refused_in_turn {
        return Err("a page cannot write although nobody has taken its register over".into());
    }
    for register in &world.registers {
        let name = register.id.uuid().as_u128();
        device(register).map_err(|fault| format!("register {name}: {fault}"))?;
        acknowledged(world, register).map_err(|fault| format!("register {name}: {fault}"))?;
        paid(world, register).map_err(|fault| format!("register {name}: {fault}"))?;
        server_chain(world, register).map_err(|fault| format!("register {name}: {fault}"))?;
    }
    Ok(())
}

/// The device: gapless numbers, a head that is the last entry, an outbox that misses nothing.
fn device(register: &Register) -> Result<(), String> {
    let disk = &register.disk;
    let last = disk.entries.iter().next_back();
    if let Some((seq, sealed)) = last
        && (*seq != disk.head.seq || sealed.hash != disk.head.hash)
    {
        return Err(format!("head is {} but the last entry is {seq}", disk.head.seq));
    }
    let first_kept = disk.entries.keys().next().copied().unwrap_or(1);
    let expected = disk.head.seq.saturating_sub(first_kept - 1);
    if u64::try_from(disk.entries.len()).ok() != Some(expected) {
        return Err("the numbers on the device have a gap".into());
    }
    if let Some(missing) = (disk.acked + 1..=disk.head.seq).find(|seq| !disk.outbox.contains(seq)) {
        return Err(format!("entry {missing} is neither acknowledged nor in the outbox"));
    }
    Ok(())
}

/// What a device holds for acknowledged is in the server's journal, with the same bytes.
fn acknowledged(world: &World, register: &Register) -> Result<(), String> {
    if world.restored || register.rolled_back {
        return Ok(());
    }
    let journal = world.server.journal.get(&register.id);
    let acked = register.disk.acked;
    let stored = journal.and_then(|journal| journal.get(&acked)).map(|sealed| sealed.hash);
    let known = register.disk.entries.get(&acked).map(|sealed| sealed.hash);
    if acked > 0 && (stored.is_none() || (known.is_some() && known != stored)) {
        return Err(format!("entry {acked} is acknowledged but not in the server's journal"));
    }
    Ok(())
}

/// What was shown as paid is on the disk or on the server, and no receipt number twice.
fn paid(world: &World, register: &Register) -> Result<(), String> {
    let Some(last) = register.paid.last() else { return Ok(()) };
    let at = |journal: Option<&titan_core::journal::SealedEntry>| {
        journal.is_some_and(|sealed| sealed.hash == last.hash)
    };
    let on_disk = at(register.disk.entries.get(&last.seq));
    let on_server =
        at(world.server.journal.get(&register.id).and_then(|journal| journal.get(&last.seq)));
    if !on_disk && !on_server {
        return Err(format!("{} was shown as paid and is nowhere", last.receipt_no));
    }
    let before = register.paid.iter().rev().skip(1).take(50);
    if before.into_iter().any(|other| other.receipt_no == last.receipt_no) {
        return Err(format!("{} was given twice", last.receipt_no));
    }
    Ok(())
}

/// The server's chain has no gap at its end and its head is its last entry.
fn server_chain(world: &World, register: &Register) -> Result<(), String> {
    let head = world.server.head(register.id);
    let Some(journal) = world.server.journal.get(&register.id) else { return Ok(()) };
    let last = journal.iter().next_back();
    let (seq, hash) = last.map_or((0, None), |(seq, sealed)| (*seq, Some(sealed.hash)));
    if seq != head.seq || (seq > 0 && hash != Some(head.hash)) {
        return Err(format!("the server's head is {} but its last entry is {seq}", head.seq));
    }
    if u64::try_from(journal.len()).ok() != Some(seq) {
        return Err("the server's journal has a gap".into());
    }
    Ok(())
}

/// Checks what holds once all networks work and nobody sells: everything arrived, everything is
/// counted once, and the sums of both sides are the same.
pub(crate) fn at_rest(world: &World) -> Result<(), String> {
    let mut stock = std::collections::BTreeMap::<u32, i64>::new();
    for register in &world.registers {
        let name = register.id.uuid().as_u128();
        let money =
            rest_of(world, register).map_err(|fault| format!("register {name}: {fault}"))?;
        let empty = Default::default();
        let journal = world.server.journal.get(&register.id).unwrap_or(&empty);
        for sealed in journal.values() {
            let entry = sealed.entry().map_err(|error| format!("register {name}: {error}"))?;
            if let Act::Sale(sale) = &entry.act {
                for (item, thousandths) in shop::stock_of(sale) {
                    *stock.entry(item).or_default() -= thousandths;
                }
            }
        }
        let Some(money) = money else { continue };
        let counted = world.server.money.get(&register.id).copied().unwrap_or(0);
        if counted != money {
            return Err(format!("register {name}: took {money}, the server counts {counted}"));
        }
    }
    if stock != world.server.stock {
        return Err("the stock of the server is not what was sold".into());
    }
    Ok(())
}

/// Returns the money that a register took, if all of it is on the server. A register whose
/// disk was put back may have met its other self; then it has to say so.
fn rest_of(world: &World, register: &Register) -> Result<Option<i64>, String> {
    if let Some(seq) = world.server.altered(register.id) {
        return Err(format!("entry {seq} was altered on the server"));
    }
    let page = &register.pages[0];
    let problem = page.machine.as_ref().and_then(|machine| machine.status().problem);
    if let Some(Problem::Fork { seq }) = problem {
        return if register.rolled_back || world.restored {
            Ok(None)
        } else {
            Err(format!("a fork at {seq} for no reason"))
        };
    }
    let disk = &register.disk;
    let empty = Default::default();
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
    let mut seen = BTreeSet::new();
    let mut money = 0;
    for sealed in journal.values() {
        let entry = sealed.entry().map_err(|error| error.to_string())?;
        if !seen.insert(entry.id) {
            return Err("an entry is in the journal twice".into());
        }
        if let Act::Sale(sale) = &entry.act {
            money += sale.priced.total.get();
        }
    }
    for paid in &register.paid {
        let found = journal.get(&paid.seq);
        if found.is_none_or(|sealed| sealed.hash != paid.hash) {
            return Err(format!("{} was paid and is not in the journal", paid.receipt_no));
        }
    }
    Ok(Some(money))
}
