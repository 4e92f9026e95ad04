//! Registers: enrolment, their keys, how far their journals reach.

use std::collections::HashMap;

use titan_core::hash::Hash256;
use titan_core::ids::{OrgId, RegisterId, StoreId};
use titan_core::journal::{Head, genesis};
use uuid::Uuid;

use super::listen::{self, Topic};
use super::{Db, DbError, Tx, codec};

/// What is known of a register before anything is done for it.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub org: OrgId,
    pub store: StoreId,
    /// SPKI; none before a device has enrolled.
    pub public_key: Option<Vec<u8>>,
    pub revoked: bool,
}

/// A till that a code can be made for.
#[derive(Clone, Debug)]
pub struct Till {
    pub register: RegisterId,
    pub store: StoreId,
    pub code: String,
    pub name: String,
}

/// What a device brings when it enrols.
#[derive(Clone, Debug)]
pub struct Enrolment<'a> {
    pub public_key: &'a [u8],
    pub device: &'a str,
    pub pepper: [u8; 32],
}

/// What came of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enrolled {
    Register { register: RegisterId, store: StoreId },
    CodeUnknown,
    CodeUsed,
    CodeExpired,
}

/// A locked register with the head of its journal.
#[derive(Clone, Debug)]
pub struct Locked {
    pub head: Head,
    pub revoked: bool,
}

impl Db {
    /// Finds a register by its id alone, in whatever organisation.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn find_register(&self, id: RegisterId) -> Result<Option<Credentials>, DbError> {
        let row: Option<(Uuid, Uuid, Option<Vec<u8>>, bool)> =
            sqlx::query_as("SELECT org_id, store_id, public_key, revoked FROM find_register($1)")
                .bind(id.uuid())
                .fetch_optional(self.pool())
                .await?;
        Ok(row.map(|(org, store, public_key, revoked)| Credentials {
            org: OrgId::new(org),
            store: StoreId::new(store),
            public_key,
            revoked,
        }))
    }

    /// Returns the organisation that a code's digest belongs to.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn find_enrol_code(&self, digest: &[u8; 32]) -> Result<Option<OrgId>, DbError> {
        let org: Option<Uuid> = sqlx::query_scalar("SELECT org_id FROM find_enrol_code($1)")
            .bind(digest.as_slice())
            .fetch_optional(self.pool())
            .await?;
        Ok(org.map(OrgId::new))
    }
}

/// Uses a code and makes the device a register. A till that has a device already gets the next
/// generation: a register of its own, whose journal begins anew.
///
/// # Errors
/// [`DbError`].
pub async fn enrol(
    tx: &mut Tx,
    org: OrgId,
    digest: &[u8; 32],
    enrolment: &Enrolment<'_>,
) -> Result<Enrolled, DbError> {
    let row: Option<(Uuid, bool, bool)> = sqlx::query_as(
        "SELECT register_id, used_at IS NOT NULL, expires_at <= now()
         FROM enrol_codes WHERE org_id = $1 AND code_hash = $2 FOR UPDATE",
    )
    .bind(org.uuid())
    .bind(digest.as_slice())
    .fetch_optional(&mut **tx)
    .await?;
    let till = match row {
        None => return Ok(Enrolled::CodeUnknown),
        Some((_, true, _)) => return Ok(Enrolled::CodeUsed),
        Some((_, _, true)) => return Ok(Enrolled::CodeExpired),
        Some((till, false, false)) => till,
    };
    let register = claim_register(tx, org, till).await?;
    let store: Uuid = sqlx::query_scalar(
        "UPDATE registers SET public_key = $3, device = $4, enrolled_at = now()
         WHERE org_id = $1 AND register_id = $2 RETURNING store_id",
    )
    .bind(org.uuid())
    .bind(register)
    .bind(enrolment.public_key)
    .bind(enrolment.device)
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query("INSERT INTO register_peppers (org_id, register_id, pepper) VALUES ($1, $2, $3)")
        .bind(org.uuid())
        .bind(register)
        .bind(enrolment.pepper.as_slice())
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO projections (org_id, register_id) VALUES ($1, $2)")
        .bind(org.uuid())
        .bind(register)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "UPDATE enrol_codes SET used_at = now(), used_by = $3
         WHERE org_id = $1 AND code_hash = $2",
    )
    .bind(org.uuid())
    .bind(digest.as_slice())
    .bind(register)
    .execute(&mut **tx)
    .await?;
    Ok(Enrolled::Register { register: RegisterId::new(register), store: StoreId::new(store) })
}

/// Returns the register row that a device of this till may take: its first one while that is
/// free and was not revoked, else a new generation. The till's first row is locked, so that two devices enrolling
/// at once get different ones.
async fn claim_register(tx: &mut Tx, org: OrgId, till: Uuid) -> Result<Uuid, DbError> {
    let taken: bool = sqlx::query_scalar(
        "SELECT public_key IS NOT NULL OR revoked_at IS NOT NULL FROM registers
         WHERE org_id = $1 AND register_id = $2 FOR UPDATE",
    )
    .bind(org.uuid())
    .bind(till)
    .fetch_one(&mut **tx)
    .await?;
    if !taken {
        return Ok(till);
    }
    let id = Uuid::now_v7();
    sqlx::query(
        "INSERT INTO registers (org_id, register_id, store_id, till, generation, code, name)
         SELECT r.org_id, $3, r.store_id, r.till, n.next, r.till || '-' || n.next, r.name
         FROM registers r, LATERAL (
             SELECT max(o.generation) + 1 AS next FROM registers o
             WHERE o.org_id = r.org_id AND o.store_id = r.store_id AND o.till = r.till
         ) n
         WHERE r.org_id = $1 AND r.register_id = $2",
    )
    .bind(org.uuid())
    .bind(till)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Stores the digest of a fresh code for a till.
///
/// # Errors
/// [`DbError`].
pub async fn add_enrol_code(
    tx: &mut Tx,
    org: OrgId,
    register: RegisterId,
    digest: &[u8; 32],
    hours: i32,
) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO enrol_codes (org_id, code_hash, register_id, expires_at)
         VALUES ($1, $2, $3, now() + make_interval(hours => $4))",
    )
    .bind(org.uuid())
    .bind(digest.as_slice())
    .bind(register.uuid())
    .bind(hours)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the tills of an organisation: the first register of each.
///
/// # Errors
/// [`DbError`].
pub async fn tills(tx: &mut Tx, org: OrgId) -> Result<Vec<Till>, DbError> {
    let rows: Vec<(Uuid, Uuid, String, String)> = sqlx::query_as(
        "SELECT register_id, store_id, till, name FROM registers
         WHERE org_id = $1 AND generation = 1 ORDER BY till",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    let till = |(id, store, code, name)| Till {
        register: RegisterId::new(id),
        store: StoreId::new(store),
        code,
        name,
    };
    Ok(rows.into_iter().map(till).collect())
}

/// Locks registers for the rest of the transaction, always in the same order, and returns their
/// heads.
///
/// # Errors
/// [`DbError`].
pub async fn lock_all(
    tx: &mut Tx,
    org: OrgId,
    ids: &[RegisterId],
) -> Result<HashMap<RegisterId, Locked>, DbError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows: Vec<(Uuid, i64, Option<Vec<u8>>, bool)> = sqlx::query_as(
        "SELECT register_id, head_seq, head_hash, revoked_at IS NOT NULL FROM registers
         WHERE org_id = $1 AND register_id = ANY($2) ORDER BY register_id FOR UPDATE",
    )
    .bind(org.uuid())
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(id, seq, hash, revoked)| {
            let id = RegisterId::new(id);
            Ok((id, Locked { head: head(id, seq, hash)?, revoked }))
        })
        .collect()
}

/// Returns how far a register's journal reaches.
///
/// # Errors
/// [`DbError`].
pub async fn read_head(tx: &mut Tx, org: OrgId, id: RegisterId) -> Result<Option<Head>, DbError> {
    let row: Option<(i64, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT head_seq, head_hash FROM registers WHERE org_id = $1 AND register_id = $2",
    )
    .bind(org.uuid())
    .bind(id.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|(seq, hash)| head(id, seq, hash)).transpose()
}

/// Moves the heads of locked registers on.
///
/// # Errors
/// [`DbError`].
pub async fn set_heads(tx: &mut Tx, org: OrgId, heads: &[Head]) -> Result<(), DbError> {
    let registers: Vec<Uuid> = heads.iter().map(|head| head.register.uuid()).collect();
    let seqs = heads.iter().map(|head| codec::number::<u64, i64>("a sequence number", head.seq));
    let seqs = seqs.collect::<Result<Vec<_>, _>>()?;
    let hashes: Vec<&[u8]> = heads.iter().map(|head| head.hash.bytes().as_slice()).collect();
    sqlx::query(
        "UPDATE registers r SET head_seq = t.seq, head_hash = t.hash, last_seen_at = now()
         FROM unnest($2::uuid[], $3::bigint[], $4::bytea[]) AS t (register_id, seq, hash)
         WHERE r.org_id = $1 AND r.register_id = t.register_id",
    )
    .bind(org.uuid())
    .bind(registers)
    .bind(seqs)
    .bind(hashes)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a register's right to talk to the server away. Its journal stays.
///
/// # Errors
/// [`DbError`].
pub async fn revoke(tx: &mut Tx, org: OrgId, id: RegisterId) -> Result<bool, DbError> {
    let done = sqlx::query(
        "UPDATE registers SET revoked_at = coalesce(revoked_at, now())
         WHERE org_id = $1 AND register_id = $2",
    )
    .bind(org.uuid())
    .bind(id.uuid())
    .execute(&mut **tx)
    .await?;
    listen::notify(tx, Topic::Register, &id.to_string()).await?;
    Ok(done.rows_affected() == 1)
}

fn head(register: RegisterId, seq: i64, hash: Option<Vec<u8>>) -> Result<Head, DbError> {
    let hash: Hash256 = match hash {
        Some(bytes) => codec::hash("the head of a journal", &bytes)?,
        None => genesis(register),
    };
    Ok(Head { register, seq: codec::number("a sequence number", seq)?, hash })
}

/// Notes that a register was heard of.
///
/// # Errors
/// [`DbError`].
pub async fn touch(tx: &mut Tx, org: OrgId, id: RegisterId) -> Result<(), DbError> {
    sqlx::query("UPDATE registers SET last_seen_at = now() WHERE org_id = $1 AND register_id = $2")
        .bind(org.uuid())
        .bind(id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
