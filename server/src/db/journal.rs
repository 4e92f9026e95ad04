//! The journal: entries go in once and never change.

use std::collections::BTreeMap;

use titan_core::hash::Hash256;
use titan_core::ids::{OrgId, RegisterId};
use titan_core::journal::{EntryHeader, SealedEntry};
use titan_core::sync::wire::Quarantined;
use uuid::Uuid;

use super::{DbError, Tx, codec};

/// Returns the hashes of those of the numbered entries that are stored.
///
/// # Errors
/// [`DbError`].
pub async fn stored_hashes(
    tx: &mut Tx,
    org: OrgId,
    register: RegisterId,
    seqs: &[i64],
) -> Result<BTreeMap<u64, Hash256>, DbError> {
    let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT seq, hash FROM journal WHERE org_id = $1 AND register_id = $2 AND seq = ANY($3)",
    )
    .bind(org.uuid())
    .bind(register.uuid())
    .bind(seqs)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(seq, hash)| {
            let seq = codec::number("a sequence number", seq)?;
            Ok((seq, codec::hash("the hash of an entry", &hash)?))
        })
        .collect()
}

/// Stores entries of some registers, which continue their chains.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &mut Tx,
    org: OrgId,
    accepted: &[(RegisterId, &(EntryHeader, SealedEntry))],
) -> Result<u64, DbError> {
    let seq = |entry: &EntryHeader| codec::number::<u64, i64>("a sequence number", entry.seq);
    let headers = || accepted.iter().map(|(_, (header, _))| header);
    let sealed = || accepted.iter().map(|(_, (_, sealed))| sealed);
    let registers: Vec<Uuid> = accepted.iter().map(|(register, _)| register.uuid()).collect();
    let seqs = headers().map(seq).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<Uuid> = headers().map(|it| it.id.uuid()).collect();
    let kinds: Vec<&str> = headers().map(|it| it.kind.as_str()).collect();
    let bytes: Vec<&[u8]> = sealed().map(|it| it.bytes.as_bytes()).collect();
    let hashes: Vec<&[u8]> = sealed().map(|it| it.hash.bytes().as_slice()).collect();
    let signatures: Vec<&[u8]> = sealed().map(|it| it.signature.as_bytes()).collect();
    let device_at: Vec<i64> = headers().map(|it| it.at.0).collect();
    let done = sqlx::query(
        "INSERT INTO journal
             (org_id, register_id, seq, entry_id, kind, bytes, hash, signature, device_at)
         SELECT $1, register_id, seq, entry_id, kind, bytes, hash, signature, from_ms(device_ms)
         FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::bytea[], $7::bytea[],
                     $8::bytea[], $9::bigint[])
             AS t (register_id, seq, entry_id, kind, bytes, hash, signature, device_ms)
         ON CONFLICT DO NOTHING",
    )
    .bind(org.uuid())
    .bind(registers)
    .bind(seqs)
    .bind(ids)
    .bind(kinds)
    .bind(bytes)
    .bind(hashes)
    .bind(signatures)
    .bind(device_at)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps entries apart, with the reason. The same entry again only counts up.
///
/// # Errors
/// [`DbError`].
pub async fn quarantine(
    tx: &mut Tx,
    org: OrgId,
    register: RegisterId,
    entries: &[(SealedEntry, Quarantined)],
) -> Result<(), DbError> {
    for (sealed, why) in entries {
        let digest = Hash256::of(&[
            sealed.hash.bytes(),
            sealed.signature.as_bytes(),
            b"\0",
            sealed.bytes.as_bytes(),
        ]);
        sqlx::query(
            "INSERT INTO journal_quarantine
                 (org_id, register_id, seq, digest, code, message, bytes, hash, signature)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (org_id, register_id, seq, digest)
             DO UPDATE SET times = journal_quarantine.times + 1",
        )
        .bind(org.uuid())
        .bind(register.uuid())
        .bind(i64::try_from(sealed.seq).unwrap_or(i64::MAX))
        .bind(digest.bytes().as_slice())
        .bind(&why.code)
        .bind(why.message.replace('\0', "\u{fffd}"))
        .bind(sealed.bytes.as_bytes())
        .bind(sealed.hash.bytes().as_slice())
        .bind(sealed.signature.as_bytes())
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Returns entries of a register after a number, in order.
///
/// # Errors
/// [`DbError`].
pub async fn after(
    tx: &mut Tx,
    org: OrgId,
    register: RegisterId,
    seq: u64,
    limit: i64,
) -> Result<Vec<SealedEntry>, DbError> {
    type Row = (i64, Vec<u8>, Vec<u8>, Vec<u8>);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT seq, bytes, hash, signature FROM journal
         WHERE org_id = $1 AND register_id = $2 AND seq > $3 ORDER BY seq LIMIT $4",
    )
    .bind(org.uuid())
    .bind(register.uuid())
    .bind(i64::try_from(seq).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    let text = |bytes| String::from_utf8(bytes).map_err(|it| DbError::corrupt("an entry", it));
    rows.into_iter()
        .map(|(seq, bytes, hash, signature)| {
            Ok(SealedEntry {
                seq: codec::number("a sequence number", seq)?,
                bytes: text(bytes)?,
                hash: codec::hash("the hash of an entry", &hash)?,
                signature: text(signature)?,
            })
        })
        .collect()
}

/// A register whose chain can be walked.
#[derive(Clone, Debug)]
pub struct Chain {
    pub org: OrgId,
    pub register: RegisterId,
    pub code: String,
    pub public_key: Option<Vec<u8>>,
    pub head_seq: u64,
    pub head_hash: Option<Hash256>,
}

/// Returns every register of every organisation, for the verifier.
///
/// # Errors
/// [`DbError`].
pub async fn chains(tx: &mut Tx) -> Result<Vec<Chain>, DbError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        org_id: Uuid,
        register_id: Uuid,
        code: String,
        public_key: Option<Vec<u8>>,
        head_seq: i64,
        head_hash: Option<Vec<u8>>,
    }
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT org_id, register_id, code, public_key, head_seq, head_hash FROM registers
         ORDER BY org_id, code",
    )
    .fetch_all(&mut **tx)
    .await?;
    let chain = |row: Row| {
        let hash = row.head_hash.map(|it| codec::hash("the head of a journal", &it));
        Ok(Chain {
            org: OrgId::new(row.org_id),
            register: RegisterId::new(row.register_id),
            code: row.code,
            public_key: row.public_key,
            head_seq: codec::number("a sequence number", row.head_seq)?,
            head_hash: hash.transpose()?,
        })
    };
    rows.into_iter().map(chain).collect()
}

/// Entries of a register that are kept apart and that nobody has looked into yet.
#[derive(Clone, Debug)]
pub struct Aside {
    pub register: RegisterId,
    pub code: String,
    pub entries: i64,
    pub first_seq: i64,
}

/// Returns what is kept apart, by register and reason.
///
/// # Errors
/// [`DbError`].
pub async fn set_aside(tx: &mut Tx) -> Result<Vec<Aside>, DbError> {
    let rows: Vec<(Uuid, String, i64, i64)> = sqlx::query_as(
        "SELECT register_id, code, count(*), min(seq) FROM journal_quarantine
         WHERE resolved_at IS NULL GROUP BY register_id, code ORDER BY register_id, code",
    )
    .fetch_all(&mut **tx)
    .await?;
    let aside = |(register, code, entries, first_seq)| Aside {
        register: RegisterId::new(register),
        code,
        entries,
        first_seq,
    };
    Ok(rows.into_iter().map(aside).collect())
}
