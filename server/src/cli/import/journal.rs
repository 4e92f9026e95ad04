//! `titan-server import journal`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde::Serialize;
use titan_core::ids::RegisterId;
use titan_core::journal::{SealedEntry, file};
use titan_core::limits::PUSH_ENTRIES_MAX;
use titan_core::sync::receive::Received;
use titan_core::sync::wire::Quarantined;

use crate::auth::DeviceKey;
use crate::bus::Bus;
use crate::config::Config;
use crate::db::listen::Topic;
use crate::intake::{self, Push, Taken};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// One sealed entry as JSON a line, as the app saves it
    file: PathBuf,
    /// Check and decide everything, change nothing
    #[arg(long)]
    dry_run: bool,
}

/// What came of a file.
#[derive(Debug, Serialize)]
struct Summary {
    register: RegisterId,
    accepted: usize,
    duplicates: usize,
    /// Stored with another hash; kept apart.
    forked: usize,
    /// Altered, forged or out of place; kept apart.
    quarantined: usize,
    /// Without a place in the journal: what comes before them is not there.
    unplaced: usize,
    /// Number of the last entry of the register that is stored now.
    head: u64,
    problems: Vec<Quarantined>,
}

pub(super) async fn run(config: &Config, args: &Args) -> anyhow::Result<ExitCode> {
    let name = args.file.display();
    let bytes = std::fs::read(&args.file).with_context(|| format!("{name} cannot be read"))?;
    let bytes = mended(bytes);
    let of_file = |fault: file::FileFault| anyhow::anyhow!("{}: {name}, {fault}", fault.code());
    let entries = file::read(&bytes).map_err(of_file)?;
    let register = file::register_of(&entries).map_err(of_file)?;
    let strange = |entry: &&file::FileEntry<'_>| {
        entry.sealed.header().is_ok_and(|header| header.register != register)
    };
    if let Some(entry) = entries.iter().find(strange) {
        bail!("import.several_registers: line {} of {name} is of another register", entry.line);
    }
    let entries: Vec<SealedEntry> = entries.into_iter().map(|entry| entry.sealed).collect();

    let db = crate::cli::open(config)?;
    let Some(found) = db.find_register(register).await? else {
        bail!("import.unknown_register: this server knows no register {register}");
    };
    let key = found.public_key.as_deref().and_then(DeviceKey::from_spki);
    let key = key.with_context(|| {
        format!("import.not_enrolled: no device has enrolled as register {register}")
    })?;
    if found.revoked {
        eprintln!("the register was revoked; what it signed is taken all the same");
    }
    let signed = intake::signed_by(key);
    let mut tx = db.org(found.org).await?;
    let mut summary = Summary::new(register);
    for batch in entries.chunks(PUSH_ENTRIES_MAX) {
        let batch = batch.to_vec();
        let count = batch.len();
        let signed = signed.clone();
        let push = Push { register, signed, entries: batch, even_revoked: true };
        let taken = intake::store(&mut tx, found.org, vec![push]).await?;
        if let Some(Taken::Stored(received, head)) = taken.into_iter().next() {
            summary.add(count, received, head.seq);
        }
    }
    if args.dry_run {
        tx.rollback().await?;
    } else {
        tx.commit().await.context("nothing was imported")?;
        let bus = Bus::new(config.redis_url.as_ref());
        bus.publish(Topic::Journal, &register.to_string()).await;
    }
    println!("{}", serde_json::to_string(&summary)?);
    if summary.unplaced > 0 {
        let next = summary.head.saturating_add(1);
        eprintln!(
            "import.gap: entry {next} of this register is missing; what follows it was left out"
        );
    }
    Ok(summary.verdict())
}

impl Summary {
    const fn new(register: RegisterId) -> Self {
        Self {
            register,
            accepted: 0,
            duplicates: 0,
            forked: 0,
            quarantined: 0,
            unplaced: 0,
            head: 0,
            problems: Vec::new(),
        }
    }

    fn add(&mut self, count: usize, received: Received, head: u64) {
        let Received { accepted, duplicates, quarantined } = received;
        let placed = accepted.len() + duplicates + quarantined.len();
        self.accepted += accepted.len();
        self.duplicates += duplicates;
        self.unplaced += count.saturating_sub(placed);
        self.head = head;
        for (_, why) in quarantined {
            let counter =
                if why.code == "journal.fork" { &mut self.forked } else { &mut self.quarantined };
            *counter += 1;
            self.problems.push(why);
        }
    }

    fn verdict(&self) -> ExitCode {
        let is_whole = self.forked + self.quarantined + self.unplaced == 0;
        if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Takes back what editors and mail programs do to a text: a byte order mark, other line ends,
/// no newline at the end. The entries themselves are under their hashes.
fn mended(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let missing = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    (text + missing).into_bytes()
}
