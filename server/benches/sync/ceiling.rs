//! What Postgres takes of the same ten rows from a bare client: the ceilings, and the tables of the peer.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use sqlx::PgPool;
use uuid::Uuid;

use crate::sales::LINES;

const BATCH: usize = 1_000;
const CONNECTIONS: usize = 4;

pub(crate) async fn make_tables(db: &PgPool) -> Result<()> {
    for prefix in ["bare", "peer"] {
        let sql = format!(
            "CREATE TABLE {prefix}_sales (id uuid PRIMARY KEY, device uuid, seq bigint,
                 at timestamptz, receipt text, total bigint, UNIQUE (device, seq));
             CREATE TABLE {prefix}_lines (sale uuid, line int, sku text, name text,
                 quantity numeric, price numeric, total bigint, PRIMARY KEY (sale, line));
             CREATE TABLE {prefix}_payments (sale uuid, position int, kind text, amount bigint,
                 PRIMARY KEY (sale, position));"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(db).await?;
    }
    Ok(())
}

pub(crate) async fn clear(db: &PgPool) -> Result<()> {
    let sql =
        "TRUNCATE bare_sales, bare_lines, bare_payments, peer_sales, peer_lines, peer_payments";
    sqlx::raw_sql(sql).execute(db).await?;
    Ok(())
}

/// Sales a second by UNNEST on four connections, each its own transactions of a thousand.
pub(crate) async fn unnest(db: &PgPool, sales: usize) -> Result<f64> {
    clear(db).await?;
    let batches: Vec<Batch> = (0..sales / BATCH).map(Batch::new).collect();
    let lanes = Arc::new(tokio::sync::Mutex::new(batches));
    let begun = Instant::now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (db, lanes) = (db.clone(), lanes.clone());
        workers.spawn(async move {
            loop {
                let Some(batch) = lanes.lock().await.pop() else { return Ok(()) };
                batch.insert(&db).await?;
            }
        });
    }
    while let Some(done) = workers.join_next().await {
        let done: Result<()> = done?;
        done?;
    }
    Ok(rate(sales, begun))
}

/// Sales a second by COPY on one connection.
pub(crate) async fn copy(db: &PgPool, sales: usize) -> Result<f64> {
    clear(db).await?;
    let batches: Vec<[String; 3]> =
        (0..sales / BATCH).map(|number| Batch::new(number).texts()).collect::<Result<_>>()?;
    let begun = Instant::now();
    for texts in batches {
        for (table, text) in ["bare_sales", "bare_lines", "bare_payments"].into_iter().zip(texts) {
            use sqlx::postgres::PgPoolCopyExt as _;
            let mut sink = db.copy_in_raw(&format!("COPY {table} FROM STDIN")).await?;
            sink.send(text.as_bytes()).await?;
            sink.finish().await?;
        }
    }
    Ok(rate(sales, begun))
}

pub(crate) fn rate(sales: usize, begun: Instant) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of sales")]
    let sales = sales as f64;
    sales / begun.elapsed().as_secs_f64()
}

#[derive(Default)]
struct Batch {
    ids: Vec<Uuid>,
    devices: Vec<Uuid>,
    seqs: Vec<i64>,
    line_sales: Vec<Uuid>,
    lines: Vec<i32>,
    skus: Vec<String>,
    names: Vec<String>,
    quantities: Vec<String>,
    prices: Vec<String>,
    totals: Vec<i64>,
}

impl Batch {
    fn new(number: usize) -> Self {
        let mut batch = Self::default();
        let device = Uuid::now_v7();
        for sale in 0..BATCH {
            let id = Uuid::now_v7();
            batch.ids.push(id);
            batch.devices.push(device);
            batch.seqs.push(i64::try_from(number * BATCH + sale).unwrap_or(0));
            for line in 1..=LINES {
                batch.line_sales.push(id);
                batch.lines.push(i32::try_from(line).unwrap_or(0));
                batch.skus.push(format!("SKU-{line:05}"));
                batch.names.push(format!("An item of the shop {line}"));
                batch.quantities.push("2".to_owned());
                batch.prices.push("199".to_owned());
                batch.totals.push(398);
            }
        }
        batch
    }

    async fn insert(&self, db: &PgPool) -> Result<()> {
        let mut tx = db.begin().await?;
        sqlx::query(
            "INSERT INTO bare_sales SELECT id, device, seq, now(), 'R1-' || seq, 3184
             FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS t (id, device, seq)
             ON CONFLICT DO NOTHING",
        )
        .bind(&self.ids)
        .bind(&self.devices)
        .bind(&self.seqs)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO bare_lines
             SELECT sale, line, sku, name, quantity::numeric, price::numeric, total
             FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[],
                 $7::bigint[]) AS t (sale, line, sku, name, quantity, price, total)
             ON CONFLICT DO NOTHING",
        )
        .bind(&self.line_sales)
        .bind(&self.lines)
        .bind(&self.skus)
        .bind(&self.names)
        .bind(&self.quantities)
        .bind(&self.prices)
        .bind(&self.totals)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO bare_payments SELECT sale, 1, 'cash', 3184 FROM unnest($1::uuid[]) AS sale
             ON CONFLICT DO NOTHING",
        )
        .bind(&self.ids)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    fn texts(&self) -> Result<[String; 3]> {
        let mut texts = [String::new(), String::new(), String::new()];
        for ((id, device), seq) in self.ids.iter().zip(&self.devices).zip(&self.seqs) {
            writeln!(texts[0], "{id}\t{device}\t{seq}\t2026-11-24T09:00:00Z\tR1-{seq}\t3184")?;
            for line in 1..=LINES {
                let what = format!("SKU-{line:05}\tAn item of the shop {line}");
                writeln!(texts[1], "{id}\t{line}\t{what}\t2\t199\t398")?;
            }
            writeln!(texts[2], "{id}\t1\tcash\t3184")?;
        }
        Ok(texts)
    }
}
