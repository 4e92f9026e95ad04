//! What only many entries together show: ids that are used again, more taken back than was sold,
//! reports of shifts that do not fit.

use titan_core::ids::SaleId;
use titan_core::journal::Entry;
use uuid::Uuid;

use super::Claim;
use crate::db::{DbError, Tx};

/// Runs every check on what the entries `seqs` of a claim came to.
///
/// # Errors
/// [`DbError`].
pub async fn mark(tx: &mut Tx, claim: &Claim, seqs: &[i64]) -> Result<(), DbError> {
    for statement in [REPEATED_IDS, Z_NUMBERS, EXPECTED_CASH, AFTER_CLOSE] {
        sqlx::query(statement)
            .bind(claim.org.uuid())
            .bind(claim.register.uuid())
            .bind(seqs)
            .execute(&mut **tx)
            .await?;
    }
    let touched: Vec<Uuid> = sqlx::query_scalar(
        "SELECT DISTINCT coalesce(s.origin_sale_id, s.sale_id) FROM sales s
         WHERE s.org_id = $1 AND s.register_id = $2 AND s.seq = ANY($3)
           AND (s.origin_sale_id IS NOT NULL OR EXISTS (
                SELECT FROM sales r WHERE r.org_id = $1 AND r.origin_sale_id = s.sale_id))
         UNION
         SELECT s.sale_id FROM sales s
         WHERE s.org_id = $1 AND s.register_id = $2 AND s.seq = ANY($3) AND s.kind = 'exchange'
         ORDER BY 1",
    )
    .bind(claim.org.uuid())
    .bind(claim.register.uuid())
    .bind(seqs)
    .fetch_all(&mut **tx)
    .await?;
    if touched.is_empty() {
        return Ok(());
    }
    // Two registers may take the same goods back at the same time: the later one here sees both.
    sqlx::query(
        "SELECT pg_advisory_xact_lock(hashtextextended(id::text, 0)) FROM unnest($1) AS t (id)",
    )
    .bind(&touched)
    .execute(&mut **tx)
    .await?;
    for statement in [UNKNOWN_SALES, FOUND_SALES, MORE_THAN_SOLD] {
        sqlx::query(statement).bind(claim.org.uuid()).bind(&touched).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Every sale that shares its id with another is marked, on both sides, so that the marks do not
/// depend on which of two registers was projected first.
const REPEATED_IDS: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT DISTINCT s.org_id, both_.register_id, both_.seq, 'sale.repeated_id',
           'another entry sold under the same sale id'
    FROM sales s JOIN sales o ON o.org_id = s.org_id AND o.sale_id = s.sale_id
         AND (o.register_id, o.seq) <> (s.register_id, s.seq),
         LATERAL (VALUES (s.register_id, s.seq), (o.register_id, o.seq))
             AS both_ (register_id, seq)
    WHERE s.org_id = $1 AND s.register_id = $2 AND s.seq = ANY($3)
    ON CONFLICT DO NOTHING";

const Z_NUMBERS: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT c.org_id, c.register_id, c.seq, 'shift.z_number',
           format('Z %s comes where Z %s was next', c.z, p.closed + 1)
    FROM shift_closes c, LATERAL (
         SELECT count(*) AS closed FROM shift_closes p
         WHERE p.org_id = c.org_id AND p.register_id = c.register_id AND p.seq < c.seq) p
    WHERE c.org_id = $1 AND c.register_id = $2 AND c.seq = ANY($3) AND c.z <> p.closed + 1
    ON CONFLICT DO NOTHING";

/// Float, cash of sales and returns without change, and cash moved, up to the close.
const EXPECTED_CASH: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT c.org_id, c.register_id, c.seq, 'shift.expected',
           format('the register expects %s minor units in cash, the server %s', c.expected,
                  d.cash)
    FROM shift_closes c
    JOIN shifts s ON s.org_id = c.org_id AND s.register_id = c.register_id
         AND s.shift_id = c.shift_id,
    LATERAL (
        SELECT s.opening_float
             + coalesce((SELECT sum(p.amount) FROM sales x JOIN sale_payments p
                   ON p.org_id = x.org_id AND p.register_id = x.register_id AND p.seq = x.seq
                   WHERE x.org_id = c.org_id AND x.register_id = c.register_id
                     AND x.shift_id = c.shift_id AND x.seq < c.seq AND p.kind = 'cash'), 0)
             - coalesce((SELECT sum(x.change) FROM sales x
                   WHERE x.org_id = c.org_id AND x.register_id = c.register_id
                     AND x.shift_id = c.shift_id AND x.seq < c.seq), 0)
             + coalesce((SELECT sum(m.amount) FROM cash_moves m
                   WHERE m.org_id = c.org_id AND m.register_id = c.register_id
                     AND m.shift_id = c.shift_id AND m.seq < c.seq), 0) AS cash) d
    WHERE c.org_id = $1 AND c.register_id = $2 AND c.seq = ANY($3) AND c.expected <> d.cash
    ON CONFLICT DO NOTHING";

const AFTER_CLOSE: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT DISTINCT a.org_id, a.register_id, a.seq, 'shift.closed',
           'its shift was closed already'
    FROM (SELECT org_id, register_id, seq, shift_id FROM sales
          UNION ALL SELECT org_id, register_id, seq, shift_id FROM cash_moves
          UNION ALL SELECT org_id, register_id, seq, shift_id FROM shift_closes) a
    JOIN shift_closes c ON c.org_id = a.org_id AND c.register_id = a.register_id
         AND c.shift_id = a.shift_id AND c.seq < a.seq
    WHERE a.org_id = $1 AND a.register_id = $2 AND a.seq = ANY($3)
    ON CONFLICT DO NOTHING";

const UNKNOWN_SALES: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT r.org_id, r.register_id, r.seq, 'return.unknown_sale',
           'the sale that it names has not arrived'
    FROM sales r
    WHERE r.org_id = $1 AND r.origin_sale_id = ANY($2) AND NOT EXISTS (
        SELECT FROM sales s WHERE s.org_id = r.org_id AND s.sale_id = r.origin_sale_id)
    ON CONFLICT DO NOTHING";

const FOUND_SALES: &str = "
    DELETE FROM attention a USING sales r
    WHERE r.org_id = $1 AND r.origin_sale_id = ANY($2) AND a.org_id = r.org_id
      AND a.register_id = r.register_id AND a.seq = r.seq AND a.code = 'return.unknown_sale'
      AND EXISTS (SELECT FROM sales s
                  WHERE s.org_id = r.org_id AND s.sale_id = r.origin_sale_id)";

/// Every return that takes part in taking back more than was sold is marked.
const MORE_THAN_SOLD: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT DISTINCT r.org_id, r.register_id, r.seq, 'return.more_than_sold',
           'more was taken back than was sold, in all returns of the sale together'
    FROM (SELECT r.org_id, r.origin_sale_id, l.line, -sum(l.quantity) AS returned
          FROM sales r JOIN sale_lines l
               ON l.org_id = r.org_id AND l.register_id = r.register_id AND l.seq = r.seq
          WHERE r.org_id = $1 AND r.origin_sale_id = ANY($2) AND l.line < 0
          GROUP BY r.org_id, r.origin_sale_id, l.line) b
    JOIN sales s ON s.org_id = b.org_id AND s.sale_id = b.origin_sale_id
    LEFT JOIN sale_lines o ON o.org_id = s.org_id AND o.register_id = s.register_id
         AND o.seq = s.seq AND o.line = -b.line
    JOIN sales r ON r.org_id = b.org_id AND r.origin_sale_id = b.origin_sale_id
    JOIN sale_lines l ON l.org_id = r.org_id AND l.register_id = r.register_id
         AND l.seq = r.seq AND l.line = b.line AND l.quantity < 0
    WHERE b.returned > coalesce(o.quantity, 0)
    ON CONFLICT DO NOTHING";

/// A sale or an exchange with everything that came back of it so far, as journal entries.
///
/// # Errors
/// [`DbError`].
pub async fn bought(
    tx: &mut Tx,
    claim: &Claim,
    sale: SaleId,
) -> Result<(Vec<Entry>, Vec<Entry>), DbError> {
    let rows: Vec<(Vec<u8>, bool)> = sqlx::query_as(
        "SELECT j.bytes, s.sale_id = $2 AND s.kind IN ('sale', 'exchange')
         FROM sales s JOIN journal j
              ON j.org_id = s.org_id AND j.register_id = s.register_id AND j.seq = s.seq
         WHERE s.org_id = $1 AND (s.sale_id = $2 OR s.origin_sale_id = $2)",
    )
    .bind(claim.org.uuid())
    .bind(sale.uuid())
    .fetch_all(&mut **tx)
    .await?;
    let (mut sold, mut returned) = (Vec::new(), Vec::new());
    for (bytes, is_sale) in rows {
        let Ok(entry) = serde_json::from_slice::<Entry>(&bytes) else { continue };
        if is_sale { &mut sold } else { &mut returned }.push(entry);
    }
    Ok((sold, returned))
}
