//! What an operator looks up and changes from the command line.

use titan_core::ids::{OrgId, RegisterId, StoreId};
use titan_core::shop::Role;
use uuid::Uuid;

use super::{DbError, Tx, codec};
use crate::auth::pin::StoredPin;

/// A store as commands name it.
#[derive(Clone, Debug)]
pub struct StoreRow {
    pub id: StoreId,
    pub code: String,
    pub name: String,
    pub timezone: String,
}

/// A register with how it stands.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    pub id: RegisterId,
    pub store: String,
    pub till: String,
    pub code: String,
    pub name: String,
    pub device: String,
    pub state: State,
    /// Number of the last entry that the server has.
    pub head_seq: i64,
    /// By the database's clock, ISO 8601; `None` when it was never heard of.
    pub last_seen_at: Option<String>,
}

/// Whether a register may talk to the server.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// No device has enrolled.
    Free,
    Enrolled,
    Revoked,
}

/// A member of the staff.
#[derive(Clone, Debug)]
pub struct StaffRow {
    pub name: String,
    pub role: Role,
    pub active: bool,
}

/// Returns the stores of an organisation, by code.
///
/// # Errors
/// [`DbError`].
pub async fn stores(tx: &mut Tx, org: OrgId) -> Result<Vec<StoreRow>, DbError> {
    let rows: Vec<(Uuid, String, String, String)> = sqlx::query_as(
        "SELECT store_id, code, name, timezone FROM stores WHERE org_id = $1 ORDER BY code",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    let store =
        |(id, code, name, timezone)| StoreRow { id: StoreId::new(id), code, name, timezone };
    Ok(rows.into_iter().map(store).collect())
}

/// Returns the registers of an organisation, by store and code.
///
/// # Errors
/// [`DbError`].
pub async fn registers(tx: &mut Tx, org: OrgId) -> Result<Vec<RegisterRow>, DbError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        register_id: Uuid,
        store: String,
        till: String,
        code: String,
        name: String,
        device: String,
        enrolled: bool,
        revoked: bool,
        head_seq: i64,
        last_seen_at: Option<String>,
    }
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT r.register_id, s.code AS store, r.till, r.code, r.name, r.device,
                r.public_key IS NOT NULL AS enrolled, r.revoked_at IS NOT NULL AS revoked,
                r.head_seq,
                to_char(r.last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
                    AS last_seen_at
         FROM registers r JOIN stores s ON s.org_id = r.org_id AND s.store_id = r.store_id
         WHERE r.org_id = $1 ORDER BY s.code, r.till, r.generation",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    let register = |row: Row| RegisterRow {
        id: RegisterId::new(row.register_id),
        store: row.store,
        till: row.till,
        code: row.code,
        name: row.name,
        device: row.device,
        state: match (row.revoked, row.enrolled) {
            (true, _) => State::Revoked,
            (false, true) => State::Enrolled,
            (false, false) => State::Free,
        },
        head_seq: row.head_seq,
        last_seen_at: row.last_seen_at,
    };
    Ok(rows.into_iter().map(register).collect())
}

/// Returns the staff of an organisation.
///
/// # Errors
/// [`DbError`].
pub async fn staff(tx: &mut Tx, org: OrgId) -> Result<Vec<StaffRow>, DbError> {
    let rows: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT name, role, active FROM staff WHERE org_id = $1 ORDER BY sort, name",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(name, role, active)| {
            Ok(StaffRow { name, role: codec::from_word("a role", role)?, active })
        })
        .collect()
}

/// Gives a member of the staff another PIN; returns whether there is one of that name.
///
/// # Errors
/// [`DbError`].
pub async fn set_pin(
    tx: &mut Tx,
    org: OrgId,
    name: &str,
    pin: &StoredPin,
) -> Result<bool, DbError> {
    let done = sqlx::query(
        "UPDATE staff SET pin_salt = $3, pin_memory_kib = $4, pin_passes = $5, pin_hash = $6
         WHERE org_id = $1 AND name = $2 AND active",
    )
    .bind(org.uuid())
    .bind(name)
    .bind(pin.salt.as_slice())
    .bind(codec::number::<u32, i32>("a PIN", pin.memory_kib)?)
    .bind(codec::number::<u32, i32>("a PIN", pin.passes)?)
    .bind(pin.hash.as_slice())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps a member of the staff from signing in; what they did stays theirs.
///
/// # Errors
/// [`DbError`].
pub async fn remove_staff(tx: &mut Tx, org: OrgId, name: &str) -> Result<bool, DbError> {
    let done =
        sqlx::query("UPDATE staff SET active = false WHERE org_id = $1 AND name = $2 AND active")
            .bind(org.uuid())
            .bind(name)
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected() > 0)
}

/// Returns whether the database knows a time zone of this IANA name.
///
/// # Errors
/// [`DbError`].
pub async fn is_timezone(tx: &mut Tx, name: &str) -> Result<bool, DbError> {
    let found =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_timezone_names WHERE name = $1)");
    Ok(found.bind(name).fetch_one(&mut **tx).await?)
}
