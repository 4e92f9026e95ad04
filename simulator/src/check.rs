//! The promises, checked after every event and once more when everything is at rest.

mod acts;
mod rest;

use crate::device::Register;
use crate::world::World;

pub(crate) use rest::at_rest;

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

/// What a paper was handed out for is on the disk or on the server, and no number is given twice.
fn paid(world: &World, register: &Register) -> Result<(), String> {
    let Some(last) = register.paid.last() else { return Ok(()) };
    let at = |journal: Option<&titan_core::journal::SealedEntry>| {
        journal.is_some_and(|sealed| sealed.hash == last.hash)
    };
    let on_disk = at(register.disk.entries.get(&last.seq));
    let on_server =
        at(world.server.journal.get(&register.id).and_then(|journal| journal.get(&last.seq)));
    if !on_disk && !on_server {
        return Err(format!("{} was handed out and is nowhere", last.paper_no));
    }
    let before = register.paid.iter().rev().skip(1).take(50);
    if before.into_iter().any(|other| other.paper_no == last.paper_no) {
        return Err(format!("{} was given twice", last.paper_no));
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
