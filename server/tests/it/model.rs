//! The simulator's model of the server's tables, held against Postgres: the same random batches
//! go through the model and through the server's own code over a real database, and after each
//! both have to hold the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use titan_core::hash::Hash256;
use titan_core::ids::{CartId, RegisterId};
use titan_core::journal::{Act, Head, SealedEntry};
use titan_core::time::Timestamp;
use titan_server::db::{journal, registers};
use titan_server::intake::{self, Push, Signed, Taken};
use titan_simulator::act::Desk;
use titan_simulator::device::Disk;
use titan_simulator::page::{Commit, Page, commit, draft};
use titan_simulator::rng::Rng;
use titan_simulator::server::shop::signature;
use titan_simulator::server::{Death, Tables};
use uuid::Uuid;

use crate::support::TestApp;

const SEEDS: u64 = 12;
const STEPS: u64 = 40;

/// A register that has more than one history, as one whose disk was put back.
struct Author {
    rng: Rng,
    chain: Vec<SealedEntry>,
    /// Entries of other histories.
    others: Vec<SealedEntry>,
    /// Page and disk before each entry of the chain, and after the last.
    states: Vec<(Page, Disk)>,
}

impl Author {
    fn new(register: RegisterId, rng: Rng) -> Self {
        let (mut page, mut disk) = (Page::default(), Disk::new(register));
        page.raise_fence(&mut disk);
        page.read(&disk, None);
        let states = vec![(page, disk)];
        Self { rng, chain: Vec::new(), others: Vec::new(), states }
    }

    /// Does the next act that can be done.
    fn append(&mut self) {
        let (mut page, mut disk) = self.states.last().unwrap().clone();
        page.cart = Some(CartId::new(Uuid::from_u128(self.rng.wide())));
        let now = Timestamp(1_795_510_800_000);
        let made = std::iter::repeat_with(|| {
            let desk = Desk { page: &page, disk: &disk, others: &[], now, bug: None };
            let plan = desk.plan(&mut self.rng)?;
            draft(&page, plan, &mut self.rng, now, None)
        });
        let made = made.flatten().next().unwrap();
        assert_eq!(commit(&mut disk, &page, &made, None), Commit::Complete);
        page.wrote(&made);
        self.chain.push(made.sealed);
        self.states.push((page, disk));
    }

    /// Goes on from an earlier entry and leaves what came after it to the other history.
    fn fork(&mut self) {
        let at = usize::try_from(self.rng.below(self.chain.len() as u64)).unwrap();
        self.others.extend(self.chain.drain(at..));
        self.states.truncate(at + 1);
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
    let acts = tables.journal.get(&register).into_iter().flat_map(BTreeMap::values);
    let sold = acts.filter(|sealed| {
        let act = sealed.entry().map(|entry| entry.act);
        matches!(act, Ok(Act::Sale(_) | Act::Return(_)))
    });
    assert_eq!(usize::try_from(count).unwrap(), sold.count(), "{what}");
    compare_drawers(app, register, tables, what).await;
}

/// Cash that should be in the drawer, by shift, as the server's check of a Z report reckons it.
async fn compare_drawers(app: &TestApp, register: RegisterId, tables: &Tables, what: &str) {
    let drawers: String = app
        .scalar(&format!(
            "SELECT coalesce(string_agg(shift_id || ' ' || cash, ', ' ORDER BY shift_id), '')
             FROM (SELECT s.shift_id, s.opening_float
                    + coalesce((SELECT sum(p.amount) FROM sales x JOIN sale_payments p
                          ON p.register_id = x.register_id AND p.seq = x.seq AND p.kind = 'cash'
                          WHERE x.shift_id = s.shift_id), 0)
                    - coalesce((SELECT sum(change) FROM sales x
                          WHERE x.shift_id = s.shift_id), 0)
                    + coalesce((SELECT sum(amount) FROM cash_moves m
                          WHERE m.shift_id = s.shift_id), 0) AS cash
                   FROM shifts s WHERE s.register_id = '{register}') d"
        ))
        .await;
    let own = tables.drawers.iter().filter(|((id, _), _)| *id == register);
    let expected = own.map(|((_, shift), cash)| format!("{shift} {cash}"));
    assert_eq!(drawers, expected.collect::<Vec<_>>().join(", "), "{what}");
    let odd: i64 = app
        .scalar(&format!(
            "SELECT count(*) FROM attention WHERE register_id = '{register}'
             AND (code LIKE 'shift.%' OR code IN ('return.more_than_sold', 'cash.refused'))"
        ))
        .await;
    assert_eq!(odd, 0, "{what}: a shift or a return is marked for no reason");
}

#[tokio::test]
async fn the_simulators_tables_and_postgres_agree() {
    let app = TestApp::new().await;
    let (mut pushes, mut asides) = (0, 0);
    for seed in 0..SEEDS {
        let register = add_register(&app, seed).await;
        let mut author = Author::new(register, Rng::new(seed));
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
