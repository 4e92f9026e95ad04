//! `titan-server import catalog`

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;

use crate::bus::Bus;
use crate::catalog::{self, Need};
use crate::config::Config;
use crate::db::listen::Topic;
use crate::import::mapping::Mapping;
use crate::import::{Progress, run as import_rows};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    file: PathBuf,
    /// Take a field from a column: --map name=title. Fields: sku, name, category, price (decimal)
    /// or price_minor, unit, tax, barcodes, colour
    #[arg(long = "map", value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Give a field the same value in every row: --default tax=zero
    #[arg(long = "default", value_name = "FIELD=VALUE")]
    default: Vec<String>,
    /// Check and compare everything, change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write refused rows to this file as JSON lines instead of standard error
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Code of the organisation, where there are several
    #[arg(long)]
    org: Option<String>,
}

pub(super) async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let begun = Instant::now();
    let db = crate::cli::open(config)?;
    let org = crate::cli::org::choose(&db, args.org.as_deref()).await?;
    let mapping = Mapping::new(&args.map, &args.default)?;
    let file = open(&args.file)?;
    let mut refused = refusals(args.errors.as_deref())?;
    let mut failed = None;
    let mut tell = |progress: Progress<'_>| match progress {
        Progress::Read(rows) => eprintln!("read {rows} rows"),
        Progress::Rejected(error) => {
            let written = match &mut refused {
                Some(file) => serde_json::to_writer(&mut *file, error)
                    .map_err(anyhow::Error::from)
                    .and_then(|()| Ok(file.write_all(b"\n")?)),
                None => {
                    eprintln!("line {}, {}: {}", error.line, error.field, error.reason);
                    Ok(())
                }
            };
            failed = failed.take().or(written.err());
        }
    };
    let (tx, summary) = import_rows(&db, org, file, &mapping, &mut tell).await?;
    if let Some(error) = failed {
        return Err(error.context("refused rows cannot be written; nothing was imported"));
    }
    if let Some(file) = &mut refused {
        file.flush().context("refused rows cannot be written; nothing was imported")?;
    }
    if args.dry_run {
        tx.rollback().await?;
    } else {
        tx.commit().await.context("nothing was imported")?;
        catalog::ensure(&db, org, Need::Complete).await?;
        Bus::new(config.redis_url.as_ref()).publish(Topic::Catalog, &org.to_string()).await;
    }
    println!("{}", serde_json::to_string(&summary)?);
    let kind = if args.dry_run { "checked, nothing changed," } else { "imported" };
    eprintln!("{kind} in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("{name} cannot be opened"))?;
    let reader = BufReader::with_capacity(1 << 16, file);
    if name.ends_with(".gz") {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader))));
    }
    Ok(Box::new(reader))
}

fn refusals(path: Option<&Path>) -> anyhow::Result<Option<BufWriter<File>>> {
    let create = |path: &Path| {
        let file = File::create(path);
        file.with_context(|| format!("{} cannot be written", path.display()))
    };
    path.map(create).transpose().map(|file| file.map(BufWriter::new))
}
