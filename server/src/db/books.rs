//! Price books by fingerprint. They are only ever added.

use titan_core::hash::Hash256;
use titan_core::ids::OrgId;
use titan_core::pricing::PriceBook;

use super::{DbError, Tx, codec};

/// Keeps a book, so that sales made under it can be priced again.
///
/// # Errors
/// [`DbError`].
pub async fn keep(tx: &mut Tx, org: OrgId, book: &PriceBook) -> Result<(), DbError> {
    let text = serde_json::to_string(book).map_err(|it| DbError::corrupt("a price book", it))?;
    let fingerprint = Hash256::of(&[text.as_bytes()]);
    let known: Option<i32> =
        sqlx::query_scalar("SELECT 1 FROM price_books WHERE org_id = $1 AND fingerprint = $2")
            .bind(org.uuid())
            .bind(fingerprint.bytes().as_slice())
            .fetch_optional(&mut **tx)
            .await?;
    if known.is_none() {
        sqlx::query(
            "INSERT INTO price_books (org_id, fingerprint, book) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(org.uuid())
        .bind(fingerprint.bytes().as_slice())
        .bind(text)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Returns the book of a fingerprint.
///
/// # Errors
/// [`DbError`].
pub async fn find(
    tx: &mut Tx,
    org: OrgId,
    fingerprint: &Hash256,
) -> Result<Option<PriceBook>, DbError> {
    let text: Option<String> =
        sqlx::query_scalar("SELECT book FROM price_books WHERE org_id = $1 AND fingerprint = $2")
            .bind(org.uuid())
            .bind(fingerprint.bytes().as_slice())
            .fetch_optional(&mut **tx)
            .await?;
    text.map(|text| codec::from_text("a price book", &text)).transpose()
}
