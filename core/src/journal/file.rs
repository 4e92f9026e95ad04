//! Journals as files: what a register saves when nothing else works, and how they are checked.
//!
//! A file has one [`SealedEntry`] as JSON a line, as [`write`](fn@write) writes it, in the order
//! of their numbers. It may begin in the middle of a journal. Every byte of it counts: the bytes
//! of an entry are under its hash, the hash under the signature, and the rest has one way to be
//! written.

mod line;
#[cfg(test)]
mod tests;
mod walk;

use super::{ChainFault, Head, Proof, SealedEntry};
use crate::hash::Hash256;
use crate::ids::RegisterId;

pub use line::FileEntry;
pub use walk::Walk;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, byte {offset}: {kind}")]
pub struct FileFault {
    /// Counted from 1.
    pub line: usize,
    /// Of the first byte that is wrong, from the start of the file. Where an entry does not match
    /// its hash and no single byte explains it, this is where the entry begins.
    pub offset: usize,
    pub kind: FaultKind,
}

/// See [`FileFault`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    #[error("there is no entry in the file")]
    Empty,
    #[error("the file is not UTF-8 text")]
    NotText,
    #[error("the file was cut off in the middle of an entry")]
    CutOff,
    #[error("this is not how an entry is written")]
    NotAnEntry,
    #[error("entry {seq} was altered: this byte was {was:?} and is {is:?}")]
    WrongByte { seq: u64, was: char, is: char },
    #[error(transparent)]
    Chain(#[from] ChainFault),
}

/// A file in which nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Number of the first entry.
    pub first: u64,
    pub head: Head,
    /// Lines that were there already, with every byte the same.
    pub repeated: usize,
    /// Proofs of entries from before the file.
    pub uncovered: Vec<Proof>,
}

impl FileFault {
    /// Returns the stable code of the fault.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match &self.kind {
            FaultKind::Empty => "file.empty",
            FaultKind::NotText => "file.not_text",
            FaultKind::CutOff => "file.cut_off",
            FaultKind::NotAnEntry => "file.not_an_entry",
            FaultKind::WrongByte { .. } => "journal.altered",
            FaultKind::Chain(fault) => fault.code(),
        }
    }
}

/// Writes entries as a file.
///
/// # Errors
/// An error of serialisation, which entries do not meet.
pub fn write<'a>(
    entries: impl IntoIterator<Item = &'a SealedEntry>,
) -> Result<String, serde_json::Error> {
    entries.into_iter().try_fold(String::new(), |mut text, sealed| {
        text.push_str(&serde_json::to_string(sealed)?);
        text.push('\n');
        Ok(text)
    })
}

/// Reads a file. Nothing is checked but its form.
///
/// # Errors
/// The first [`FileFault`].
pub fn read(file: &[u8]) -> Result<Vec<FileEntry<'_>>, FileFault> {
    let text = std::str::from_utf8(file).map_err(|error| {
        let offset = error.valid_up_to();
        let before = file.get(..offset).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1);
        FileFault { line, offset, kind: FaultKind::NotText }
    })?;
    let entries = read_piece(text, 1, 0)?;
    if entries.is_empty() {
        return Err(FileFault { line: 1, offset: 0, kind: FaultKind::Empty });
    }
    Ok(entries)
}

/// Reads whole lines of a file, of which the first is the `line`th and begins at `offset`.
///
/// # Errors
/// The first [`FileFault`].
pub fn read_piece(text: &str, line: usize, offset: usize) -> Result<Vec<FileEntry<'_>>, FileFault> {
    let mut offset = offset;
    let lines = (line..).zip(text.split_inclusive('\n'));
    lines
        .map(|(line, text)| {
            let entry = line::read(text, line, offset)?;
            offset = offset.saturating_add(text.len());
            Ok(entry)
        })
        .collect()
}

/// Returns the register that a file is of: the one that most of its entries name.
///
/// # Errors
/// A [`FileFault`] when no entry begins as an entry does.
pub fn register_of(entries: &[FileEntry<'_>]) -> Result<RegisterId, FileFault> {
    let first = entries.first().ok_or(FileFault { line: 1, offset: 0, kind: FaultKind::Empty })?;
    let mut named: Vec<(RegisterId, usize)> = Vec::new();
    for header in entries.iter().filter_map(|entry| entry.sealed.header().ok()) {
        match named.iter_mut().find(|(register, _)| *register == header.register) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => named.push((header.register, 1)),
        }
    }
    let most = named.into_iter().max_by_key(|(_, times)| *times);
    most.map(|(register, _)| register).ok_or_else(|| {
        let (seq, reason) = (first.sealed.seq, "no register is named".to_owned());
        first.fault(first.bytes_at, ChainFault::Malformed { seq, reason })
    })
}

/// Walks the chain of a file and compares it with what is known of it from elsewhere. `signed`
/// tells whether a signature over a hash is by the register's key.
///
/// # Errors
/// The first [`FileFault`].
pub fn check(
    entries: &[FileEntry<'_>],
    proofs: &[Proof],
    mut signed: impl FnMut(&Hash256, &str) -> bool,
) -> Result<Checked, FileFault> {
    let mut walk = Walk::begin(start(register_of(entries)?, entries));
    for entry in entries {
        walk.step(entry, &mut signed)?;
    }
    walk.end(proofs)
}

/// The head that a file goes on from: the entry before its first one, which that one names.
#[must_use]
pub fn start(register: RegisterId, entries: &[FileEntry<'_>]) -> Head {
    let genesis = Head::genesis(register);
    let first = entries.first().filter(|first| first.sealed.seq > 1);
    let named = first.and_then(|first| Some((first.sealed.seq, first.sealed.header().ok()?.prev)));
    named.map_or(genesis, |(seq, hash)| Head { seq: seq.saturating_sub(1), hash, ..genesis })
}
