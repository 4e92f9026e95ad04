//! The simulator's model of the server's tables, held against Postgres: the same random batches
//! go through the model and through the server's own code over a real database, and after each
//! both have to hold the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use titan_core::hash::Hash256;
use titan_core::ids::RegisterId;
use titan_core::journal::{Head, SealedEntry};
use titan_core::time::Timestamp;
use titan_server::db::{journal, registers};
use titan_server::intake::{self, Push, Signed, Taken};
use titan_simulator::page::{Page, draft};
use titan_simulator::rng::Rng;
use titan_simulator::server::shop::signature;
use titan_simulator::server::{Death, Tables};
use uuid::Uuid;

use crate::support::TestApp;

const SEEDS: u64 = 12;
const STEPS: u64 = 40;

/// A register that has more than one history, as one whose disk was put back.
struct Author {
    register: RegisterId,
    rng: Rng,
    chain: Vec<SealedEntry>,
    /// Entries of other histories.
    others: Vec<SealedEntry>,
}

impl Author {
    fn append(&mut self) {
        let head = self.chain.last().map(|last| Head {
            register: self.register,
            seq: last.seq,
            hash: last.hash,
        });
        let head = Some(head.unwrap_or_else(|| Head::genesis(self.register)));
        let receipts = u64::try_from(self.chain.len()).unwrap();
        let page = Page { head, receipts, fence: 1, ..Page::default() };
        let now = Timestamp(1_795_510_800_000);
        self.chain.push(draft(&page, &mut self.rng, now, None).unwrap().sealed);
    }

    /// Goes on from an earlier entry and leaves what came after it to the other history.
    fn fork(&mut self) {
        let at = usize::try_from(self.rng.below(self.chain.len() as u64)).unwrap();
        self.others.extend(self.chain.drain(at..));
        self.append();
    }

    /// A piece of the history, from anywhere to anywhere, sometimes spoiled.
    fn batch(&mut self) -> Vec<SealedEntry> {
        let from = usize::try_from(self.rng.below(self.chain.len() as u64 + 2)).unwrap();
        let count = usize::try_from(self.rng.between(0, 6)).unwrap();
        let mut batch: Vec<_> = self.chain.iter().skip(from).take(count).cloned().collect();
        let which = usize::try_from(self.rng.below(batch.len().max(1) as u64)).unwrap();
        match (self.rng.below(8), batch.get_mut(which)) {
            (0, Some(sealed)) => sealed.signature = "forged".into(),
            (1, Some(sealed)) => sealed.bytes = sealed.bytes.replace("\"fence\":1", "\"fence\":2"),
            (2, Some(sealed)) => sealed.bytes.truncate(20),
            (3, _) if !self.others.is_empty() => {
                let at = usize::try_from(self.rng.below(self.others.len() as u64)).unwrap();
                batch.insert(which.min(batch.len()), self.others[at].clone());
            }
            (4, Some(sealed)) => {
                let twice = sealed.clone();
                batch.push(twice);
            }
            _ => {}
        }
        batch
    }
}

async fn add_register(app: &TestApp, seed: u64) -> RegisterId {
    let id = RegisterId::new(Uuid::now_v7());
    app.execute(&format!(
        "INSERT INTO registers (org_id, register_id, store_id, till, code, name)
         SELECT org_id, '{id}', store_id, 'M{seed}', 'M{seed}', 'a model' FROM stores;
         INSERT INTO projections (org_id, register_id) SELECT org_id, '{id}' FROM stores"
    ))
    .await;
    id
}

/// What the server's own code makes of a batch: the head, and what was kept apart.
async fn push(
    app: &TestApp,
    register: RegisterId,
    batch: Vec<SealedEntry>,
) -> (Head, Vec<(u64, Hash256, String)>) {
    let signed: Signed = Arc::new(move |hash, text| text == signature(register, hash));
    let push = Push { register, signed, entries: batch, even_revoked: false };
    let mut tx = app.app.db.org(app.org).await.unwrap();
    let taken = intake::store(&mut tx, app.org, vec![push]).await.unwrap();
    tx.commit().await.unwrap();
    let Some(Taken::Stored(received, head)) = taken.into_iter().next() else { panic!("revoked") };
    let aside = received.quarantined.into_iter();
    (head, aside.map(|(_, why)| (why.seq, why.hash, why.code)).collect())
}

async fn compare(app: &TestApp, register: RegisterId, tables: &Tables, what: &str) {
    let mut tx = app.app.db.org(app.org).await.unwrap();
    let head = registers::read_head(&mut tx, app.org, register).await.unwrap().unwrap();
    assert_eq!(head, tables.head(register), "{what}");
    let stored = journal::after(&mut tx, app.org, register, 0, 10_000).await.unwrap();
    let empty = BTreeMap::new();
    let expected = tables.journal.get(&register).unwrap_or(&empty);
    assert!(stored.iter().eq(expected.values()), "{what}: the journals differ");
}

async fn compare_aside(app: &TestApp, register: RegisterId, tables: &Tables, what: &str) {
    let kept: String = app
        .scalar(&format!(
            "SELECT coalesce(string_agg(seq || ' ' || code || ' ' || times, ', '
                                        ORDER BY seq, code), '')
             FROM (SELECT seq, code, sum(times) AS times FROM journal_quarantine
                   WHERE register_id = '{register}' GROUP BY seq, code) q"
        ))
        .await;
    let mut counted: BTreeMap<(u64, &str), u64> = BTreeMap::new();
    for (_, seq, code) in tables.quarantine.iter().filter(|(id, ..)| *id == register) {
        *counted.entry((*seq, code)).or_default() += 1;
    }
    let lines = counted.iter().map(|((seq, code), times)| format!("{seq} {code} {times}"));
    assert_eq!(kept, lines.collect::<Vec<_>>().join(", "), "{what}");
}

async fn compare_projections(app: &TestApp, register: RegisterId, tables: &Tables, what: &str) {
    let money: i64 = app
        .scalar(&format!(
            "SELECT coalesce(sum(total), 0)::bigint FROM sales WHERE register_id = '{register}'"
        ))
        .await;
    assert_eq!(money, tables.money.get(&register).copied().unwrap_or(0), "{what}");
    let totals: i64 = app
        .scalar(&format!(
            "SELECT coalesce(sum(total), 0)::bigint FROM day_totals WHERE register_id = '{register}'"
        ))
        .await;
    assert_eq!(totals, money, "{what}");
    let stock: String = app
        .scalar(&format!(
            "SELECT coalesce(string_agg(item_id || ' ' || thousandths, ', ' ORDER BY item_id), '')
             FROM (SELECT item_id, (sum(delta) * 1000)::bigint AS thousandths FROM stock_movements
                   WHERE register_id = '{register}' GROUP BY item_id) s"
        ))
        .await;
    let expected = tables.stock.iter().map(|(item, thousandths)| format!("{item} {thousandths}"));
    assert_eq!(stock, expected.collect::<Vec<_>>().join(", "), "{what}");
    let count: i64 =
        app.scalar(&format!("SELECT count(*) FROM sales WHERE register_id = '{register}'")).await;
    assert_eq!(usize::try_from(count).unwrap(), tables.sales.len(), "{what}");
}

#[tokio::test]
async fn the_simulators_tables_and_postgres_agree() {
    let app = TestApp::new().await;
    let (mut pushes, mut asides) = (0, 0);
    for seed in 0..SEEDS {
        let register = add_register(&app, seed).await;
        let rng = Rng::new(seed);
        let mut author = Author { register, rng, chain: Vec::new(), others: Vec::new() };
        author.append();
        let mut tables = Tables::default();
        for step in 0..STEPS {
            let what = format!("seed {seed}, step {step}");
            match author.rng.below(10) {
                0..=3 => author.append(),
                4 if author.rng.chance(300) => author.fork(),
                5 => {
                    app.project().await;
                    tables.project(None);
                    compare_projections(&app, register, &tables, &what).await;
                }
                _ => {
                    let batch = author.batch();
                    let now = Timestamp(0);
                    let answer = tables.push(register, batch.clone(), Death::Never, now, None);
                    let answer = answer.unwrap();
                    let (head, aside) = push(&app, register, batch).await;
                    assert_eq!((head.seq, head.hash), (answer.anchor.seq, answer.anchor.hash));
                    let expected = answer.quarantined.into_iter();
                    let expected: Vec<_> =
                        expected.map(|why| (why.seq, why.hash, why.code)).collect();
                    assert_eq!(aside, expected, "{what}");
                    pushes += 1;
                    asides += aside.len();
                    compare(&app, register, &tables, &what).await;
                }
            }
        }
        app.project().await;
        tables.project(None);
        let what = format!("seed {seed}, at rest");
        compare_projections(&app, register, &tables, &what).await;
        compare_aside(&app, register, &tables, &what).await;
    }
    assert!(pushes > 100 && asides > 20, "{pushes} pushes, {asides} kept apart");
}
