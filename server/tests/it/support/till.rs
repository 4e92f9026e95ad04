//! A till: a key, a journal, and the requests of a register.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey as _;
use reqwest::Method;
use serde_json::{Value, json};
use titan_core::ids::{EntryId, RegisterId, ShiftId};
use titan_core::journal::{Act, ENTRY_VERSION, Entry, Head, SealedEntry, ShiftOpened};
use titan_core::money::Minor;
use titan_core::sale::Sale;
use titan_core::shop::ShopConfig;
use titan_core::sync::wire::{EnrolAnswer, PushAnswer, TokenAnswer};
use titan_core::time::Timestamp;
use titan_server::auth::to_base64;
use uuid::Uuid;

use super::{Answer, TestApp};

/// A device that has enrolled.
pub(crate) struct Till {
    pub(crate) key: SigningKey,
    pub(crate) config: ShopConfig,
    pub(crate) pepper: String,
    pub(crate) token: String,
    pub(crate) head: Head,
    pub(crate) shift: ShiftId,
    pub(crate) at: Timestamp,
}

/// A fresh key, drawn as a device would.
pub(crate) fn draw_key() -> SigningKey {
    SigningKey::from_slice(&titan_server::auth::random::<32>()).unwrap()
}

/// A public key as it travels.
pub(crate) fn key_text(key: &SigningKey) -> String {
    to_base64(key.verifying_key().to_public_key_der().unwrap().as_bytes())
}

pub(crate) fn signature(key: &SigningKey, message: &[u8]) -> String {
    let signature: Signature = key.sign(message);
    to_base64(&signature.to_bytes())
}

impl Till {
    pub(crate) async fn enrol(app: &TestApp, till: &str) -> Self {
        Self::enrol_with(app, &app.enrol_code(till).await).await
    }

    /// Enrols with a code that was drawn already.
    pub(crate) async fn enrol_with(app: &TestApp, code: &str) -> Self {
        let key = draw_key();
        let body = json!({"code": code, "public_key": key_text(&key), "device": "a test"});
        let answer: EnrolAnswer = app.post("/api/v1/enrol", &body).await.ok();
        let (pepper, token) = (answer.pepper, answer.token.token);
        Self { pepper, token, ..Self::known(key, answer.config) }
    }

    /// A till whose device has enrolled already, before its first entry.
    pub(crate) fn known(key: SigningKey, config: ShopConfig) -> Self {
        let head = Head::genesis(config.register.id);
        Self {
            key,
            config,
            pepper: String::new(),
            token: String::new(),
            head,
            shift: ShiftId::new(Uuid::now_v7()),
            // 2026-11-24 09:00 UTC.
            at: Timestamp(1_795_510_800_000),
        }
    }

    pub(crate) const fn register(&self) -> RegisterId {
        self.config.register.id
    }

    pub(crate) fn sign(&self, message: &[u8]) -> String {
        signature(&self.key, message)
    }

    /// Adds an act to the journal.
    pub(crate) fn record(&mut self, act: Act) -> SealedEntry {
        self.record_with(act, |_| {})
    }

    /// Adds an act to the journal after a change to its entry.
    pub(crate) fn record_with(&mut self, act: Act, change: impl FnOnce(&mut Entry)) -> SealedEntry {
        self.at = self.at.plus_ms(1_000);
        let mut entry = Entry {
            v: ENTRY_VERSION,
            id: EntryId::new(Uuid::now_v7()),
            org: self.config.organisation.id,
            store: self.config.store.id,
            register: self.register(),
            seq: self.head.seq + 1,
            fence: 1,
            shift: Some(self.shift),
            staff: self.config.staff.first().map(|member| member.id),
            at: self.at,
            offset_minutes: 60,
            prev: self.head.hash,
            act,
        };
        change(&mut entry);
        let unsigned = entry.write().unwrap();
        let signature = self.sign(unsigned.hash.bytes());
        let sealed = unsigned.sign(signature);
        self.head = Head { seq: sealed.seq, hash: sealed.hash, ..self.head };
        sealed
    }

    pub(crate) fn open_shift(&mut self) -> SealedEntry {
        let business_date = "2026-11-23".parse().unwrap();
        let opening_float = Minor::new(10_000).unwrap();
        self.record(Act::ShiftOpened(ShiftOpened { business_date, opening_float }))
    }

    pub(crate) fn sell(&mut self, sale: Sale) -> SealedEntry {
        self.record(Act::Sale(Box::new(sale)))
    }

    /// So many harmless entries.
    pub(crate) fn entries(&mut self, count: usize) -> Vec<SealedEntry> {
        (0..count).map(|_| self.record(Act::StaffSignedIn)).collect()
    }

    pub(crate) async fn push(&self, app: &TestApp, entries: &[SealedEntry]) -> Answer {
        self.post(app, "/api/v1/journal", &json!({"entries": entries})).await
    }

    /// Pushes and returns the acknowledged number with the codes of what was set aside.
    pub(crate) async fn pushed(
        &self,
        app: &TestApp,
        entries: &[SealedEntry],
    ) -> (u64, Vec<String>) {
        let answer: PushAnswer = self.push(app, entries).await.ok();
        assert!(app.app.keys.is_anchor(&answer.anchor));
        assert_eq!(answer.anchor.register, self.register());
        (answer.anchor.seq, answer.quarantined.into_iter().map(|why| why.code).collect())
    }

    pub(crate) async fn get(&self, app: &TestApp, path: &str) -> Answer {
        Answer::of(app.request(Method::GET, path).bearer_auth(&self.token)).await
    }

    pub(crate) async fn get_with(&self, app: &TestApp, path: &str, header: (&str, &str)) -> Answer {
        let request = app.request(Method::GET, path).bearer_auth(&self.token);
        Answer::of(request.header(header.0, header.1)).await
    }

    pub(crate) async fn post(&self, app: &TestApp, path: &str, body: &Value) -> Answer {
        Answer::of(app.request(Method::POST, path).bearer_auth(&self.token).json(body)).await
    }

    /// Fetches a challenge, signs it and exchanges it.
    pub(crate) async fn authenticate(&self, app: &TestApp) -> Answer {
        let register = self.register();
        let body = json!({"register": register});
        let challenge = app.post("/api/v1/auth/challenge", &body).await.json()["challenge"].clone();
        let signature = self.sign(challenge.as_str().unwrap().as_bytes());
        let body = json!({"register": register, "challenge": challenge, "signature": signature});
        app.post("/api/v1/auth/token", &body).await
    }

    #[expect(dead_code)]
    pub(crate) async fn renew(&mut self, app: &TestApp) {
        let answer: TokenAnswer = self.authenticate(app).await.ok();
        self.token = answer.token;
    }
}
