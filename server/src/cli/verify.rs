//! `titan-server verify`

use std::io::BufRead as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use titan_core::hash::Hash256;
use titan_core::journal::{ChainFault, Head, SealedEntry};

use crate::auth::{DeviceKey, from_base64};
use crate::config::Config;
use crate::db::journal::{self, Chain};
use crate::db::{Db, DbError};

const PAGE: i64 = 1_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Verify an exported journal: one sealed entry as JSON a line
    #[arg(long, requires = "public_key")]
    file: Option<PathBuf>,
    /// The register's public key: SPKI, base64url without padding
    #[arg(long)]
    public_key: Option<String>,
}

impl Args {
    pub(super) const fn is_file(&self) -> bool {
        self.file.is_some()
    }
}

pub(super) fn file(args: &Args) -> anyhow::Result<ExitCode> {
    let (Some(path), Some(key)) = (&args.file, &args.public_key) else {
        bail!("--file needs --public-key");
    };
    let key = from_base64(key).as_deref().and_then(DeviceKey::from_spki);
    let key = key.ok_or_else(|| anyhow!("--public-key is not a P-256 key in SPKI, base64url"))?;
    let file = std::fs::File::open(path).with_context(|| format!("{}", path.display()))?;
    let mut head: Option<Head> = None;
    for (number, line) in (1..).zip(std::io::BufReader::new(file).lines()) {
        let line = line?;
        let sealed: SealedEntry = serde_json::from_str(&line)
            .with_context(|| format!("line {number} is not a sealed entry"))?;
        let at = match head {
            Some(head) => head,
            None => Head::genesis(sealed.entry().context("the first entry")?.register),
        };
        match follow(&at, &sealed, &key) {
            Ok(next) => head = Some(next),
            Err(fault) => return Ok(report("file", &Err(fault))),
        }
    }
    let head = head.context("the file is empty")?;
    Ok(report("file", &Ok(head)))
}

pub(super) async fn database(config: &Config, _: &Args) -> anyhow::Result<ExitCode> {
    let db = super::open(config)?;
    let mut tx = db.worker().await?;
    let chains = journal::chains(&mut tx).await?;
    drop(tx);
    let mut faults = 0;
    for chain in chains {
        let walked = walk(&db, &chain).await?;
        let walked = walked.and_then(|head| reaches(&chain, head));
        faults += u32::from(walked.is_err());
        report(&format!("{} {}", chain.code, chain.register), &walked);
    }
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn walk(db: &Db, chain: &Chain) -> Result<Result<Head, ChainFault>, DbError> {
    let mut head = Head::genesis(chain.register);
    let key = chain.public_key.as_deref().and_then(DeviceKey::from_spki);
    let mut tx = db.org(chain.org).await?;
    loop {
        let page = journal::after(&mut tx, chain.org, chain.register, head.seq, PAGE).await?;
        if page.is_empty() {
            return Ok(Ok(head));
        }
        for sealed in &page {
            let next = match &key {
                Some(key) => follow(&head, sealed, key),
                None => Err(ChainFault::Signature { seq: sealed.seq }),
            };
            match next {
                Ok(next) => head = next,
                Err(fault) => return Ok(Err(fault)),
            }
        }
    }
}

fn follow(head: &Head, sealed: &SealedEntry, key: &DeviceKey) -> Result<Head, ChainFault> {
    let (_, next) = head.follow(sealed)?;
    if key.signed_entry(&sealed.hash, &sealed.signature) {
        Ok(next)
    } else {
        Err(ChainFault::Signature { seq: sealed.seq })
    }
}

/// A chain that is whole but ends before the head that was acknowledged has lost its end.
fn reaches(chain: &Chain, head: Head) -> Result<Head, ChainFault> {
    let acknowledged: Option<Hash256> = chain.head_hash;
    if head.seq == chain.head_seq && acknowledged.is_none_or(|hash| hash == head.hash) {
        Ok(head)
    } else {
        Err(ChainFault::Gap { expected: chain.head_seq, got: head.seq })
    }
}

fn report(what: &str, walked: &Result<Head, ChainFault>) -> ExitCode {
    match walked {
        Ok(head) => {
            println!("{what}: whole, {} entries, head {}", head.seq, head.hash);
            ExitCode::SUCCESS
        }
        Err(fault) => {
            println!("{what}: {} {fault}", fault.code());
            ExitCode::FAILURE
        }
    }
}
