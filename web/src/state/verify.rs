//! Checking journals on the device, without a network: this register's own, a file of one, and
//! whether a receipt is in it.

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use titan_core::hash::Hash256;
use titan_core::ids::RegisterId;
use titan_core::journal::file::{
    FaultKind, FileEntry, FileFault, Walk, read, read_piece, register_of, start,
};
use titan_core::journal::{ChainFault, Head, Proof, SealedEntry, chain_hash};

use super::App;
use crate::db::meta::JournalHead;
use crate::db::{Db, DbError};
use crate::i18n::Key;
use crate::platform::clock;
use crate::platform::crypto::SigningKey;

/// So many entries are read and checked between two looks at the screen.
const PIECE: u32 = 200;

/// How a check stands.
#[derive(Copy, Clone)]
pub struct Check {
    /// Empty before the first; [`Check::BUSY`], [`Check::WHOLE`], or what is wrong, such as
    /// `journal.gap`: the same in every language.
    pub code: RwSignal<String>,
    pub text: RwSignal<String>,
}

/// Why a check did not come to its end.
enum Stop {
    Fault(FileFault),
    Db(DbError),
}

/// This register, as far as a check needs it.
struct Own {
    app: App,
    db: Db,
    register: RegisterId,
    key: Option<SigningKey>,
    head: Head,
    /// What is known of the journal beside its entries.
    known: Vec<Proof>,
}

impl From<FileFault> for Stop {
    fn from(fault: FileFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl Check {
    pub const BUSY: &'static str = "busy";
    pub const WHOLE: &'static str = "whole";

    /// Returns a check that has not begun.
    #[must_use]
    pub fn new() -> Self {
        Self { code: RwSignal::new(String::new()), text: RwSignal::new(String::new()) }
    }

    /// Says how it stands. The sheet may have been closed meanwhile.
    pub fn tell(&self, code: &str, text: String) {
        let _ = self.code.try_set(code.to_owned());
        let _ = self.text.try_set(text);
    }
}

impl Default for Check {
    fn default() -> Self {
        Self::new()
    }
}

impl App {
    /// Checks this register's own journal.
    pub async fn check_journal(&self, check: Check) {
        let checked = match self.own().await {
            Ok(own) => own.check_journal(check).await.map(|head| self.whole(1, head)),
            Err(error) => Err(error),
        };
        self.conclude(check, checked);
    }

    /// Checks a saved file; where it is of this register, it is compared with the journal here.
    pub async fn check_file(&self, file: Vec<u8>, check: Check) {
        let checked = match self.own().await {
            Ok(own) => own.check_file(&file, check).await,
            Err(error) => Err(error),
        };
        self.conclude(check, checked);
    }

    /// Looks whether the journal holds what the code of a receipt says.
    pub async fn check_proof(&self, typed: String, check: Check) {
        let Ok(proof) = typed.parse::<Proof>() else {
            return check.tell("proof.malformed", self.t(Key::VerifyNoProof).to_owned());
        };
        let held = match self.own().await {
            Ok(own) if own.register != proof.register => {
                return check.tell("proof.stranger", self.t(Key::VerifyNotOurs).to_owned());
            }
            Ok(own) => own.check_proof(&proof).await,
            Err(error) => Err(error),
        };
        self.conclude(check, held);
    }

    async fn own(&self) -> Result<Own, Stop> {
        let (Some(db), Some(shop)) = (self.db(), self.shop.get_untracked()) else {
            return Err(DbError::Lost.into());
        };
        let (start, register) = (db.start().await?, shop.register.id);
        let genesis = Head::genesis(register);
        let head =
            start.head.map_or(genesis, |JournalHead { seq, hash }| Head { seq, hash, ..genesis });
        let acked = start.acked.map(|it| Proof { register, seq: it.seq, hash: it.hash });
        let known = acked.into_iter().chain([Proof::from(head)]).collect();
        let key = self.parts.with_value(|parts| parts.key.clone());
        Ok(Own { app: *self, db, register, key, head, known })
    }

    fn whole(&self, first: u64, head: Head) -> String {
        let (first, last) = (first.to_string(), head.seq.to_string());
        self.tf(Key::VerifyWhole, &[("first", &first), ("last", &last)])
    }

    fn busy(&self, check: Check, done: u64, all: u64) {
        let (done, all) = (done.to_string(), all.to_string());
        check.tell(Check::BUSY, self.tf(Key::VerifyBusy, &[("done", &done), ("all", &all)]));
    }

    fn conclude(&self, check: Check, checked: Result<String, Stop>) {
        match checked {
            Ok(text) => check.tell(Check::WHOLE, text),
            Err(Stop::Fault(fault)) => check.tell(fault.code(), self.fault_words(&fault)),
            Err(Stop::Db(error)) => check.tell("device.db", error.to_string()),
        }
    }

    fn fault_words(&self, fault: &FileFault) -> String {
        let (mut was, mut is) = (String::new(), String::new());
        let (key, seq, got) = match &fault.kind {
            FaultKind::Empty => (Key::FaultEmpty, 0, 0),
            FaultKind::CutOff => (Key::FaultCutOff, 0, 0),
            FaultKind::NotText | FaultKind::NotAnEntry => (Key::FaultForm, 0, 0),
            FaultKind::WrongByte { seq, was: right, is: wrong } => {
                (was, is) = (byte(*right), byte(*wrong));
                (Key::FaultByte, *seq, 0)
            }
            FaultKind::Chain(chain) => match chain {
                ChainFault::Gap { expected, got } => (Key::FaultGap, *expected, *got),
                ChainFault::CutTail { known, got } => (Key::FaultTail, *known, *got),
                ChainFault::Broken { seq } | ChainFault::Altered { seq } => {
                    (Key::FaultChanged, *seq, 0)
                }
                ChainFault::Fork { seq } => (Key::FaultFork, *seq, 0),
                ChainFault::Signature { seq } => (Key::FaultSignature, *seq, 0),
                ChainFault::OtherRegister { seq } => (Key::FaultStranger, *seq, 0),
                ChainFault::Malformed { .. } | ChainFault::TooLarge { .. } => {
                    (Key::FaultForm, 0, 0)
                }
            },
        };
        let (seq, got) = (seq.to_string(), got.to_string());
        let what = self.tf(key, &[("seq", &seq), ("got", &got), ("was", &was), ("is", &is)]);
        let (line, byte) = (fault.line.to_string(), fault.offset.to_string());
        let place = self.tf(Key::FaultPlace, &[("line", &line), ("byte", &byte)]);
        format!("{what} {place}")
    }
}

impl Own {
    async fn check_journal(&self, check: Check) -> Result<Head, Stop> {
        let mut walk = Walk::begin(Head::genesis(self.register));
        let (mut line, mut offset, mut from) = (1, 0, 1);
        loop {
            self.app.busy(check, walk.head().seq, self.head.seq);
            let piece = self.db.sealed(from, PIECE).await?;
            let Some((last, _)) = piece.last() else { break };
            from = last + 1;
            let text: String = piece.iter().map(|(_, sealed)| format!("{sealed}\n")).collect();
            for entry in read_piece(&text, line, offset)? {
                step(&mut walk, &entry, self.key.as_ref()).await?;
            }
            (line, offset) = (line + piece.len(), offset + text.len());
        }
        Ok(walk.end(&self.known)?.head)
    }

    async fn check_file(&self, file: &[u8], check: Check) -> Result<String, Stop> {
        let entries = read(file)?;
        let register = register_of(&entries)?;
        let own = register == self.register;
        let key = self.key.as_ref().filter(|_| own);
        let mut walk = Walk::begin(start(register, &entries));
        let all = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        for (done, entry) in (0..).zip(&entries) {
            if done % u64::from(PIECE) == 0 {
                self.app.busy(check, done, all);
                clock::sleep_ms(0).await;
            }
            step(&mut walk, entry, key).await?;
        }
        let stored = if own { self.stored(&walk).await? } else { Vec::new() };
        let checked = walk.end(&stored)?;
        let whole = self.app.whole(checked.first, checked.head);
        let unsigned = if own { "" } else { self.app.t(Key::VerifyUnsigned) };
        Ok(format!("{whole} {unsigned}"))
    }

    /// What the journal here says of the entries of a file.
    async fn stored(&self, walk: &Walk) -> Result<Vec<Proof>, DbError> {
        let found = self.db.hashes(walk.start().seq + 1, walk.head().seq).await?;
        let register = self.register;
        Ok(found.into_iter().map(|(seq, hash)| Proof { register, seq, hash }).collect())
    }

    async fn check_proof(&self, proof: &Proof) -> Result<String, Stop> {
        let fault = |chain: ChainFault| FileFault { line: 1, offset: 0, kind: chain.into() };
        proof.compare(&self.head, None).map_err(fault)?;
        let seq = proof.seq;
        let found = self.db.sealed(seq, 1).await?.pop();
        let (got, text) = found.unwrap_or((self.head.seq, String::new()));
        if got != seq {
            return Err(fault(ChainFault::Gap { expected: seq, got }).into());
        }
        let text = format!("{text}\n");
        let entries = read_piece(&text, 1, 0)?;
        let mut walk = Walk::begin(start(self.register, &entries));
        for entry in &entries {
            step(&mut walk, entry, self.key.as_ref()).await?;
        }
        walk.end(std::slice::from_ref(proof))?;
        let listed = self.db.list(seq, seq).await?;
        let receipt = listed.into_iter().next().map(|it| it.summary.receipt_no);
        let (seq, receipt) = (seq.to_string(), receipt.unwrap_or_default());
        Ok(self.app.tf(Key::VerifyHeld, &[("seq", &seq), ("receipt", &receipt)]))
    }
}

/// Goes over an entry. The browser checks signatures in its own time, so it is asked beforehand
/// about both hashes that the walk may ask for. Without a key no signature is looked at.
fn step<'a>(
    walk: &'a mut Walk,
    entry: &'a FileEntry<'_>,
    key: Option<&'a SigningKey>,
) -> LocalBoxFuture<'a, Result<(), FileFault>> {
    Box::pin(async move {
        let SealedEntry { bytes, hash, signature, .. } = &entry.sealed;
        let mut good: Vec<Hash256> = Vec::new();
        match key {
            None => good.push(*hash),
            Some(key) => {
                let computed = chain_hash(&walk.head().hash, bytes.as_bytes());
                for hash in [*hash, computed] {
                    let is_new = !good.contains(&hash);
                    if is_new && key.verify(hash.bytes(), signature).await == Ok(true) {
                        good.push(hash);
                    }
                }
            }
        }
        walk.step(entry, |hash, _| good.contains(hash))
    })
}

fn byte(char: char) -> String {
    if char.is_ascii_graphic() { format!("'{char}'") } else { format!("0x{:02x}", u32::from(char)) }
}
