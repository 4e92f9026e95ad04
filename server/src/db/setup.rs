//! Setting up a shop. Each function finds what is there already and adds what is not.

use titan_core::ids::{OrgId, RegisterId, StoreId};
use titan_core::shop::Role;
use titan_core::tax::TaxKind;
use uuid::Uuid;

use super::{Db, DbError, Tx, codec};
use crate::auth::pin::StoredPin;

/// A store to be set up.
#[derive(Clone, Debug)]
pub struct NewStore<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub address: &'a [String],
    pub tax_number: &'a str,
    pub timezone: &'a str,
}

impl Db {
    /// Begins a transaction for the organisation of this code, which is added if it is new.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn set_up_org(&self, code: &str, name: &str) -> Result<(Tx, OrgId), DbError> {
        let known = self.organisations().await?.into_iter().find(|(_, known)| known == code);
        let org = known.map_or_else(|| OrgId::new(Uuid::now_v7()), |(org, _)| org);
        let mut tx = self.org(org).await?;
        sqlx::query(
            "INSERT INTO organisations (org_id, code, name) VALUES ($1, $2, $3)
             ON CONFLICT (org_id) DO NOTHING",
        )
        .bind(org.uuid())
        .bind(code)
        .bind(name)
        .execute(&mut *tx)
        .await?;
        Ok((tx, org))
    }
}

/// # Errors
/// [`DbError`].
pub async fn store(tx: &mut Tx, org: OrgId, new: &NewStore<'_>) -> Result<StoreId, DbError> {
    let id: Uuid = sqlx::query_scalar(
        "INSERT INTO stores (org_id, store_id, code, name, address, tax_number, timezone)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (org_id, code) DO UPDATE SET code = excluded.code RETURNING store_id",
    )
    .bind(org.uuid())
    .bind(Uuid::now_v7())
    .bind(new.code)
    .bind(new.name)
    .bind(new.address)
    .bind(new.tax_number)
    .bind(new.timezone)
    .fetch_one(&mut **tx)
    .await?;
    Ok(StoreId::new(id))
}

/// # Errors
/// [`DbError`].
pub async fn till(
    tx: &mut Tx,
    org: OrgId,
    store: StoreId,
    code: &str,
    name: &str,
) -> Result<RegisterId, DbError> {
    let id: Uuid = sqlx::query_scalar(
        "INSERT INTO registers (org_id, register_id, store_id, till, code, name)
         VALUES ($1, $2, $3, $4, $4, $5)
         ON CONFLICT (org_id, store_id, code) DO UPDATE SET code = excluded.code
         RETURNING register_id",
    )
    .bind(org.uuid())
    .bind(Uuid::now_v7())
    .bind(store.uuid())
    .bind(code)
    .bind(name)
    .fetch_one(&mut **tx)
    .await?;
    Ok(RegisterId::new(id))
}

/// # Errors
/// [`DbError`].
pub async fn tax(
    tx: &mut Tx,
    org: OrgId,
    code: &str,
    name: &str,
    kind: &TaxKind,
) -> Result<(), DbError> {
    let kind = serde_json::to_value(kind).map_err(|it| DbError::corrupt("a tax", it))?;
    sqlx::query(
        "INSERT INTO taxes (org_id, tax_id, code, name, definition)
         SELECT $1, coalesce(max(tax_id), 0) + 1, $2, $3, jsonb_build_object('kind', $4::jsonb)
         FROM taxes WHERE org_id = $1
         ON CONFLICT (org_id, code) DO NOTHING",
    )
    .bind(org.uuid())
    .bind(code)
    .bind(name)
    .bind(kind)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// # Errors
/// [`DbError`].
pub async fn category(
    tx: &mut Tx,
    org: OrgId,
    name: &str,
    colour: &str,
    sort: i32,
) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO categories (org_id, category_id, name, colour, sort)
         SELECT $1, coalesce(max(category_id), 0) + 1, $2, $3, $4 FROM categories
         WHERE org_id = $1
         ON CONFLICT (org_id, name) DO NOTHING",
    )
    .bind(org.uuid())
    .bind(name)
    .bind(colour)
    .bind(sort)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the names of the staff there is.
///
/// # Errors
/// [`DbError`].
pub async fn staff_names(tx: &mut Tx, org: OrgId) -> Result<Vec<String>, DbError> {
    let names = sqlx::query_scalar("SELECT name FROM staff WHERE org_id = $1").bind(org.uuid());
    Ok(names.fetch_all(&mut **tx).await?)
}

/// # Errors
/// [`DbError`].
pub async fn staff(
    tx: &mut Tx,
    org: OrgId,
    name: &str,
    role: Role,
    sort: i32,
    pin: &StoredPin,
) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO staff (org_id, staff_id, name, role, sort, pin_salt, pin_memory_kib,
                            pin_passes, pin_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(org.uuid())
    .bind(Uuid::now_v7())
    .bind(name)
    .bind(codec::word(&role)?)
    .bind(sort)
    .bind(pin.salt.as_slice())
    .bind(codec::number::<u32, i32>("a PIN", pin.memory_kib)?)
    .bind(codec::number::<u32, i32>("a PIN", pin.passes)?)
    .bind(pin.hash.as_slice())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
