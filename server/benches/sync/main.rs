//! `cargo xtask bench sync`: sales of ten rows over real HTTP, beside what Postgres takes from a bare client and
//! beside a server written by hand, all on the same machine in one run.

mod ceiling;
mod load;
mod sales;
mod shop;

use std::collections::VecDeque;
use std::env;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use ceiling::rate;
use load::{Lane, Outcome, Target};
use sales::{Book, LINES, bodies};
use shop::{Running, Shop};

const BATCH: usize = 500;
const CONNECTIONS: usize = 4;
const SINGLE_CONNECTIONS: usize = 16;

/// Medians of what each round measured, by name.
#[derive(Default)]
struct Figures(Vec<(&'static str, Vec<f64>)>);

impl Figures {
    fn add(&mut self, name: &'static str, value: f64) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => self.0.push((name, vec![value])),
        }
    }

    fn median(&self, name: &str) -> f64 {
        let found = self.0.iter().find(|(known, _)| *known == name);
        let mut values = found.map(|(_, values)| values.clone()).unwrap_or_default();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn print(&self) {
        for (name, values) in &self.0 {
            let all: Vec<String> = values.iter().map(|value| format!("{value:.0}")).collect();
            println!("  {name:<44} {:>10.1}   ({})", self.median(name), all.join(" "));
        }
    }

    fn ratio(&self, what: &str, against: &str, aim: f64) {
        let ratio = self.median(what) / self.median(against);
        println!("  {what} / {against}: {ratio:.2} (aim {aim})");
    }
}

fn setting(name: &str, default: usize) -> usize {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[tokio::main]
async fn main() -> Result<()> {
    // `cargo test --benches` only wants to know that it builds.
    let Ok(url) = env::var("TITAN_BENCH_DATABASE_URL") else {
        println!("run `cargo xtask bench sync`");
        return Ok(());
    };
    let db = PgPoolOptions::new().max_connections(8).connect(&url).await?;
    let mut shop = Shop::open(&url, db.clone()).await?;
    ceiling::make_tables(&db).await?;
    let peer = start_peer(&url).await?;
    let mut figures = Figures::default();
    let (rounds, sales) = (setting("TITAN_BENCH_ROUNDS", 3), setting("TITAN_BENCH_SALES", 10_000));
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        figures.add("UNNEST, sales/s", ceiling::unnest(&db, sales).await?);
        figures.add("COPY, sales/s", ceiling::copy(&db, sales).await?);
        batches(&mut shop, &peer, sales, &mut figures).await?;
        singles(&mut shop, &peer, sales / 5, &mut figures).await?;
    }
    queue(&mut shop, setting("TITAN_BENCH_QUEUE", 50_000), &mut figures).await?;
    let tills = setting("TITAN_BENCH_TILLS", 1_000);
    storm(&mut shop, tills, setting("TITAN_BENCH_EACH", 100), &mut figures).await?;
    let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM journal").fetch_one(&db).await?;
    growth(&mut shop, sales, &mut figures).await?;
    figures.add("server at its largest, MiB", shop.server.peak_mib()?);
    figures.print();
    figures.ratio("journal, sales/s", "UNNEST, sales/s", 0.7);
    figures.ratio("journal, sales/s", "node + pg, sales/s", 1.0);
    figures.ratio("projected, sales/s", "UNNEST, sales/s", 0.5);
    figures.ratio("single, sales/s", "node + pg single, sales/s", 3.0);
    figures.ratio("journal with all that stored, sales/s", "journal, sales/s", 0.95);
    println!("  {stored} entries stored at the end");
    Ok(())
}

async fn start_peer(url: &str) -> Result<Running> {
    let script = env::var("TITAN_BENCH_PEER").context("TITAN_BENCH_PEER names no script")?;
    let port = shop::free_port()?;
    let mut node = Command::new("node");
    node.arg(script).env("DATABASE_URL", url).env("PORT", port.to_string());
    let peer = Running::start(&mut node, port)?;
    peer.is_ready("/").await?;
    Ok(peer)
}

/// The journals of `tills` new registers with `each` sales, as bodies of at most `size`.
async fn journals(shop: &mut Shop, tills: usize, each: usize, size: usize) -> Result<Vec<Lane>> {
    let url = format!("{}/api/v1/journal", shop.server.origin);
    let registers = shop.registers(tills).await?;
    let shop = &*shop;
    let lane = |register: &shop::Register| {
        let (mut book, opened) = Book::begin(shop, register)?;
        let mut entries = vec![opened];
        entries.extend(book.sell(shop, each)?);
        let target = Target { url: url.clone(), token: register.token.clone() };
        Ok((target, VecDeque::from(bodies(&entries, size)?)))
    };
    registers.iter().map(lane).collect()
}

async fn batches(
    shop: &mut Shop,
    peer: &Running,
    sales: usize,
    figures: &mut Figures,
) -> Result<()> {
    let lanes = journals(shop, CONNECTIONS, sales / CONNECTIONS, BATCH).await?;
    let (begun, cpu) = (Instant::now(), shop.server.cpu_ms()?);
    load::send(lanes, CONNECTIONS).await?;
    figures.add("journal, sales/s", rate(sales, begun));
    shop.is_projected().await?;
    figures.add("projected, sales/s", rate(sales, begun));
    #[expect(clippy::cast_precision_loss, reason = "a count of sales")]
    let each = (shop.server.cpu_ms()? - cpu) * 1_000.0 / sales as f64;
    figures.add("server's processor time, us a sale", each);

    ceiling::clear(&shop.db).await?;
    let begun = Instant::now();
    load::send(peer_lanes(peer, CONNECTIONS, sales / CONNECTIONS, BATCH), CONNECTIONS).await?;
    figures.add("node + pg, sales/s", rate(sales, begun));
    Ok(())
}

async fn singles(
    shop: &mut Shop,
    peer: &Running,
    sales: usize,
    figures: &mut Figures,
) -> Result<()> {
    let each = sales / SINGLE_CONNECTIONS;
    let lanes = journals(shop, SINGLE_CONNECTIONS, each, 1).await?;
    let outcome = load::send(lanes, SINGLE_CONNECTIONS).await?;
    let names = ["single, sales/s", "single, p50 ms", "single, p99 ms"];
    add_singles(figures, names, &outcome);
    shop.is_projected().await?;
    ceiling::clear(&shop.db).await?;
    let lanes = peer_lanes(peer, SINGLE_CONNECTIONS, each, 1);
    let outcome = load::send(lanes, SINGLE_CONNECTIONS).await?;
    let names =
        ["node + pg single, sales/s", "node + pg single, p50 ms", "node + pg single, p99 ms"];
    add_singles(figures, names, &outcome);
    Ok(())
}

fn add_singles(figures: &mut Figures, names: [&'static str; 3], outcome: &Outcome) {
    #[expect(clippy::cast_precision_loss, reason = "a count of sales")]
    figures.add(names[0], outcome.latencies_ms.len() as f64 / outcome.seconds);
    figures.add(names[1], outcome.percentile(0.5));
    figures.add(names[2], outcome.percentile(0.99));
}

/// One till that was away for a month.
async fn queue(shop: &mut Shop, sales: usize, figures: &mut Figures) -> Result<()> {
    let lanes = journals(shop, 1, sales, BATCH).await?;
    let outcome = load::send(lanes, 1).await?;
    figures.add("one till with a long queue, s", outcome.seconds);
    shop.is_projected().await
}

/// All tills come back at once; beside them, one that has just sold.
async fn storm(shop: &mut Shop, tills: usize, each: usize, figures: &mut Figures) -> Result<()> {
    let lanes = journals(shop, tills, each, BATCH).await?;
    let mut fresh = journals(shop, 1, 2_000, 1).await?;
    let all = tokio::spawn(load::send(lanes, tills));
    let (target, mut waiting) = fresh.remove(0);
    let (client, mut alone) = (reqwest::Client::new(), Outcome::default());
    while !all.is_finished() {
        let Some(body) = waiting.pop_front() else { break };
        load::deliver(&client, &target, body, &mut alone).await?;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let outcome = all.await??;
    figures.add("all tills at once, s", outcome.seconds);
    #[expect(clippy::cast_precision_loss, reason = "a count of answers")]
    for (name, count) in [("  asked to wait", outcome.waits), ("  5xx", outcome.failures)] {
        figures.add(name, count as f64);
    }
    figures.add("  fresh sale beside them, p99 ms", alone.percentile(0.99));
    let begun = Instant::now();
    shop.is_projected().await?;
    figures.add("  and projected after, s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// The same batches as at the beginning, with everything stored.
async fn growth(shop: &mut Shop, sales: usize, figures: &mut Figures) -> Result<()> {
    for _ in 0..3 {
        let lanes = journals(shop, CONNECTIONS, sales / CONNECTIONS, BATCH).await?;
        let begun = Instant::now();
        load::send(lanes, CONNECTIONS).await?;
        figures.add("journal with all that stored, sales/s", rate(sales, begun));
        shop.is_projected().await?;
    }
    Ok(())
}

fn peer_lanes(peer: &Running, devices: usize, each: usize, size: usize) -> Vec<Lane> {
    let target = Target { url: format!("{}/push", peer.origin), token: String::new() };
    let lane = |device: Uuid| {
        let sales: Vec<Value> = (1..=each).map(|number| peer_sale(device, number)).collect();
        let body = |chunk: &[Value]| json!({"sales": chunk}).to_string();
        (target.clone(), sales.chunks(size).map(body).collect())
    };
    (0..devices).map(|_| lane(Uuid::now_v7())).collect()
}

fn peer_sale(device: Uuid, number: usize) -> Value {
    let line = |line: u32| {
        json!([
            line,
            format!("SKU-{line:05}"),
            format!("An item of the shop {line}"),
            "2",
            "199",
            398
        ])
    };
    json!({
        "id": Uuid::now_v7(), "device": device, "seq": number, "at": "2026-11-24T09:00:00Z",
        "receipt": format!("R1-{number}"), "total": 3184,
        "lines": (1..=LINES).map(line).collect::<Vec<_>>(),
        "payments": [[1, "cash", 3184]],
    })
}
