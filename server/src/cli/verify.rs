//! `titan-server verify`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use titan_core::hash::Hash256;
use titan_core::journal::{ChainFault, Head, Proof, SealedEntry, file, wrong_byte};

use crate::auth::{DeviceKey, from_base64};
use crate::config::Config;
use crate::db::journal::{self, Chain};
use crate::db::{Db, DbError};

const PAGE: i64 = 1_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A saved journal, one sealed entry as JSON a line; without it every journal in the database
    file: Option<PathBuf>,
    /// The public key of the file's register: SPKI, base64url without padding. Without it the key
    /// comes from the database, and the file is compared with what is stored there
    #[arg(long, requires = "file")]
    public_key: Option<String>,
    /// What a paper receipt says (TITAN1:..): the journal has to reach and hold that entry
    #[arg(long = "proof", value_name = "PROOF")]
    proofs: Vec<Proof>,
}

impl Args {
    /// Returns whether no database is needed.
    pub(super) const fn is_offline(&self) -> bool {
        self.public_key.is_some()
    }
}

/// A journal in the database with the first thing that is wrong with it.
struct Walked {
    head: Head,
    fault: Option<Fault>,
}

struct Fault {
    kind: ChainFault,
    /// The one byte that explains it: its place in the entry, and what it was.
    byte: Option<(usize, u8)>,
}

pub(super) fn offline(args: &Args) -> anyhow::Result<ExitCode> {
    let (Some(path), Some(key)) = (&args.file, &args.public_key) else {
        bail!("--public-key is for a file");
    };
    let key = from_base64(key).as_deref().and_then(DeviceKey::from_spki);
    let key = key.ok_or_else(|| anyhow!("--public-key is not a P-256 key in SPKI, base64url"))?;
    let bytes = read(path)?;
    Ok(report_file(path, &checked(&bytes, args, &key)))
}

pub(super) async fn with_database(config: &Config, args: &Args) -> anyhow::Result<ExitCode> {
    let db = super::open(config)?;
    match &args.file {
        Some(path) => stored_file(&db, path, args).await,
        None => every_journal(&db, args).await,
    }
}

/// Verifies a file by the key that the database has and compares it with the stored journal.
async fn stored_file(db: &Db, path: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let bytes = read(path)?;
    let entries = match file::read(&bytes) {
        Ok(entries) => entries,
        Err(fault) => return Ok(report_file(path, &Err(fault))),
    };
    let register = match file::register_of(&entries) {
        Ok(register) => register,
        Err(fault) => return Ok(report_file(path, &Err(fault))),
    };
    let found = db.find_register(register).await?;
    let found = found.with_context(|| {
        format!("verify.unknown_register: this server knows no register {register}; name its key with --public-key")
    })?;
    let key = found.public_key.as_deref().and_then(DeviceKey::from_spki);
    let key = key.context("verify.no_key: no device has enrolled as this register")?;
    let code = report_file(path, &checked(&bytes, args, &key));
    let mut tx = db.org(found.org).await?;
    let seqs: Vec<i64> =
        entries.iter().filter_map(|entry| i64::try_from(entry.sealed.seq).ok()).collect();
    let stored = journal::stored_hashes(&mut tx, found.org, register, &seqs).await?;
    let other = |entry: &&file::FileEntry<'_>| {
        stored.get(&entry.sealed.seq).is_some_and(|hash| *hash != entry.sealed.hash)
    };
    if let Some(forked) = entries.iter().find(other) {
        let kind = ChainFault::Fork { seq: forked.sealed.seq };
        println!("database: {} {kind}: the stored one has another hash", kind.code());
        return Ok(ExitCode::FAILURE);
    }
    println!("database: {} of {} entries are stored there, the same", stored.len(), entries.len());
    Ok(code)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn checked(bytes: &[u8], args: &Args, key: &DeviceKey) -> Result<file::Checked, file::FileFault> {
    let signed = |hash: &Hash256, signature: &str| key.signed_entry(hash, signature);
    file::check(&file::read(bytes)?, &args.proofs, signed)
}

fn report_file(path: &Path, checked: &Result<file::Checked, file::FileFault>) -> ExitCode {
    let name = path.display();
    match checked {
        Ok(file::Checked { first, head, uncovered, .. }) => {
            println!(
                "{name}: whole, entries {first} to {} of register {}, head {}",
                head.seq, head.register, head.hash
            );
            for proof in uncovered {
                println!(
                    "{name}: entry {} is older than the file, its receipt says nothing here",
                    proof.seq
                );
            }
            ExitCode::SUCCESS
        }
        Err(fault) => {
            println!("{name}: {} {fault}", fault.code());
            ExitCode::FAILURE
        }
    }
}

async fn every_journal(db: &Db, args: &Args) -> anyhow::Result<ExitCode> {
    let mut tx = db.worker().await?;
    let chains = journal::chains(&mut tx).await?;
    let aside = journal::set_aside(&mut tx).await?;
    drop(tx);
    for proof in &args.proofs {
        if chains.iter().all(|chain| chain.register != proof.register) {
            bail!("verify.unknown_register: this server knows no register {}", proof.register);
        }
    }
    let mut faults = 0;
    for chain in chains {
        let walked = walk(db, &chain, &args.proofs).await?;
        faults += u32::from(walked.fault.is_some());
        report(&chain, &walked);
        faults += report_aside(&chain, &aside);
    }
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn walk(db: &Db, chain: &Chain, proofs: &[Proof]) -> Result<Walked, DbError> {
    let mut head = Head::genesis(chain.register);
    let key = chain.public_key.as_deref().and_then(DeviceKey::from_spki);
    let proofs: Vec<&Proof> =
        proofs.iter().filter(|proof| proof.register == chain.register).collect();
    let mut tx = db.org(chain.org).await?;
    loop {
        let page = journal::after(&mut tx, chain.org, chain.register, head.seq, PAGE).await?;
        if page.is_empty() {
            let ends = ends(chain, &proofs, &head);
            let fault = ends.err().map(|kind| Fault { kind, byte: None });
            return Ok(Walked { head, fault });
        }
        for sealed in &page {
            match follow(&head, sealed, key.as_ref(), &proofs) {
                Ok(next) => head = next,
                Err(kind) => {
                    let byte = altered_byte(&head, sealed, key.as_ref());
                    return Ok(Walked { head, fault: Some(Fault { kind, byte }) });
                }
            }
        }
    }
}

fn follow(
    head: &Head,
    sealed: &SealedEntry,
    key: Option<&DeviceKey>,
    proofs: &[&Proof],
) -> Result<Head, ChainFault> {
    let (_, next) = head.follow(sealed)?;
    if !key.is_some_and(|key| key.signed_entry(&sealed.hash, &sealed.signature)) {
        return Err(ChainFault::Signature { seq: sealed.seq });
    }
    for proof in proofs.iter().filter(|proof| proof.seq == next.seq) {
        proof.compare(&next, Some(next.hash))?;
    }
    Ok(next)
}

/// A signature that is right tells that the hash is, so that the entry can be searched.
fn altered_byte(head: &Head, sealed: &SealedEntry, key: Option<&DeviceKey>) -> Option<(usize, u8)> {
    let by_key = key.is_some_and(|key| key.signed_entry(&sealed.hash, &sealed.signature));
    by_key.then(|| wrong_byte(&head.hash, sealed.bytes.as_bytes(), &sealed.hash)).flatten()
}

/// A chain that is whole but ends before what was acknowledged or printed has lost its end.
fn ends(chain: &Chain, proofs: &[&Proof], head: &Head) -> Result<(), ChainFault> {
    if let Some(hash) = chain.head_hash {
        let anchor = Proof { register: chain.register, seq: chain.head_seq, hash };
        anchor.compare(head, (head.seq == chain.head_seq).then_some(head.hash))?;
    }
    proofs.iter().try_for_each(|proof| proof.compare(head, None))
}

fn report(chain: &Chain, walked: &Walked) {
    let name = format!("{} {}", chain.code, chain.register);
    let Walked { head, fault } = walked;
    match fault {
        None => println!("{name}: whole, {} entries, head {}", head.seq, head.hash),
        Some(Fault { kind, byte }) => {
            let place =
                byte.map(|(at, was)| format!("; byte {at} of the entry was {:?}", char::from(was)));
            println!("{name}: {} {kind}{}", kind.code(), place.unwrap_or_default());
        }
    }
}

/// Tells of what was set aside and not looked into yet; returns how many kinds there are.
fn report_aside(chain: &Chain, aside: &[journal::Aside]) -> u32 {
    let own = aside.iter().filter(|it| it.register == chain.register);
    own.fold(0, |count, it| {
        println!(
            "{} {}: {} entries kept apart, the first with the number {}: {}",
            chain.code, chain.register, it.entries, it.first_seq, it.code
        );
        count + 1
    })
}
