//! Business days: what they come to, closing them, and what came in after that.

use serde::Serialize;
use sqlx::types::Json;
use titan_core::ids::{OrgId, StoreId};
use titan_core::time::BusinessDate;

use super::{DbError, Tx, codec};

/// What a register took in on a day, or by how much that has changed since it was reported.
/// Amounts are in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Figures {
    pub register: String,
    pub currency: String,
    pub sales: i64,
    pub value: i64,
    pub discount: i64,
    pub net: i64,
    pub tax: i64,
    pub total: i64,
    pub cash_rounding: i64,
}

/// A business day of a store.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    pub business_date: BusinessDate,
    /// When its books were closed, by the database's clock, in ISO 8601; `None` while they are not.
    pub reported_at: Option<String>,
    /// As reported, or as they are now while nothing is reported.
    pub figures: Vec<Figures>,
    /// What came in after the report.
    pub corrections: Vec<Figures>,
}

/// Closes the books of a day: its figures are kept as they are. A day that is closed stays as it
/// was; returns whether it was still open.
///
/// # Errors
/// [`DbError`].
pub async fn close(
    tx: &mut Tx,
    org: OrgId,
    store: StoreId,
    date: BusinessDate,
) -> Result<bool, DbError> {
    // Nothing of this store is projected until the report is there, and nothing half.
    sqlx::query(
        "SELECT p.projected_seq FROM projections p
         JOIN registers r ON r.org_id = p.org_id AND r.register_id = p.register_id
         WHERE p.org_id = $1 AND r.store_id = $2 ORDER BY p.register_id FOR UPDATE OF p",
    )
    .bind(org.uuid())
    .bind(store.uuid())
    .fetch_all(&mut **tx)
    .await?;
    let fresh = sqlx::query(
        "INSERT INTO day_reports (org_id, store_id, business_date) VALUES ($1, $2, $3::text::date)
         ON CONFLICT DO NOTHING",
    )
    .bind(org.uuid())
    .bind(store.uuid())
    .bind(date.to_string())
    .execute(&mut **tx)
    .await?;
    if fresh.rows_affected() == 0 {
        return Ok(false);
    }
    for statement in [REPORT_REGISTERS, REPORT_TOTALS] {
        sqlx::query(statement)
            .bind(org.uuid())
            .bind(store.uuid())
            .bind(date.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(true)
}

const REPORT_REGISTERS: &str = "
    INSERT INTO day_report_registers (org_id, store_id, business_date, register_id, through_seq)
    SELECT p.org_id, r.store_id, $3::text::date, p.register_id, p.projected_seq
    FROM projections p
    JOIN registers r ON r.org_id = p.org_id AND r.register_id = p.register_id
    WHERE p.org_id = $1 AND r.store_id = $2";

const REPORT_TOTALS: &str = "
    INSERT INTO day_report_totals (org_id, store_id, business_date, register_id, currency, sales,
        value, discount, net, tax, total, cash_rounding)
    SELECT org_id, store_id, business_date, register_id, currency, sales,
        value, discount, net, tax, total, cash_rounding
    FROM day_totals WHERE org_id = $1 AND store_id = $2 AND business_date = $3::text::date";

/// Returns a day as it stands.
///
/// # Errors
/// [`DbError`].
pub async fn read(
    tx: &mut Tx,
    org: OrgId,
    store: StoreId,
    date: BusinessDate,
) -> Result<Day, DbError> {
    let reported_at: Option<String> = sqlx::query_scalar(
        "SELECT to_char(reported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
         FROM day_reports WHERE org_id = $1 AND store_id = $2 AND business_date = $3::text::date",
    )
    .bind(org.uuid())
    .bind(store.uuid())
    .bind(date.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    let table = if reported_at.is_some() { FROM_REPORT } else { FROM_TOTALS };
    let figures = figures(tx, table, org, store, date).await?;
    let corrections = self::figures(tx, FROM_CORRECTIONS, org, store, date).await?;
    Ok(Day { business_date: date, reported_at, figures, corrections })
}

async fn figures(
    tx: &mut Tx,
    query: &'static str,
    org: OrgId,
    store: StoreId,
    date: BusinessDate,
) -> Result<Vec<Figures>, DbError> {
    let rows: Vec<Json<serde_json::Value>> = sqlx::query_scalar(query)
        .bind(org.uuid())
        .bind(store.uuid())
        .bind(date.to_string())
        .fetch_all(&mut **tx)
        .await?;
    rows.into_iter().map(|Json(row)| codec::from_json("the figures of a day", row)).collect()
}

macro_rules! figures_from {
    ($table:literal) => {
        concat!(
            "SELECT to_jsonb(t) || jsonb_build_object('register', r.code) FROM ",
            $table,
            " t JOIN registers r ON r.org_id = t.org_id AND r.register_id = t.register_id
             WHERE t.org_id = $1 AND t.store_id = $2 AND t.business_date = $3::text::date
             ORDER BY r.code, t.currency"
        )
    };
}

const FROM_TOTALS: &str = figures_from!("day_totals");
const FROM_REPORT: &str = figures_from!("day_report_totals");
const FROM_CORRECTIONS: &str = figures_from!("day_corrections");
