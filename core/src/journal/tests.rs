use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::money::Minor;
use crate::time::BusinessDate;

pub(crate) fn register() -> RegisterId {
    RegisterId::new(Uuid::from_u128(7))
}

/// Returns a chain of `len` entries, each signed with `ok`.
pub(crate) fn chain(len: u64) -> Vec<SealedEntry> {
    let mut head = Head::genesis(register());
    let mut entries = Vec::new();
    for seq in 1..=len {
        let act = if seq == 1 {
            Act::ShiftOpened(ShiftOpened {
                business_date: BusinessDate::new(2026, 11, 24).unwrap(),
                opening_float: Minor::new(10_000).unwrap(),
            })
        } else {
            Act::StaffSignedIn
        };
        let entry = Entry {
            v: ENTRY_VERSION,
            id: EntryId::new(Uuid::from_u128(u128::from(seq))),
            org: OrgId::new(Uuid::from_u128(1)),
            store: StoreId::new(Uuid::from_u128(2)),
            register: register(),
            seq,
            fence: 1,
            shift: Some(ShiftId::new(Uuid::from_u128(3))),
            staff: None,
            at: Timestamp(1_800_000_000_000),
            offset_minutes: 60,
            prev: head.hash,
            act,
        };
        let sealed = entry.write().unwrap().sign("ok".into());
        head = head.follow(&sealed).unwrap().1;
        entries.push(sealed);
    }
    entries
}

fn walk(entries: &[SealedEntry]) -> Result<u64, &'static str> {
    verify(register(), entries, |_, signature| signature == "ok")
        .map(|head| head.seq)
        .map_err(|fault| fault.code())
}

#[test]
fn the_stored_bytes_are_a_format() {
    let entries = chain(1);
    assert_eq!(
        entries[0].bytes,
        concat!(
            r#"{"v":1,"id":"00000000-0000-0000-0000-000000000001","#,
            r#""org":"00000000-0000-0000-0000-000000000001","#,
            r#""store":"00000000-0000-0000-0000-000000000002","#,
            r#""register":"00000000-0000-0000-0000-000000000007","seq":1,"fence":1,"#,
            r#""shift":"00000000-0000-0000-0000-000000000003","staff":null,"#,
            r#""at":1800000000000,"offset_minutes":60,"#,
            r#""prev":"b4f168b6bff7a2ee173042216fd4d0085ce24218d4ad55b2f234b1e079553077","#,
            r#""act":{"shift_opened":{"business_date":"2026-11-24","opening_float":10000}}}"#,
        )
    );
}

#[test]
fn an_act_of_a_later_version_keeps_its_place() {
    let mut entries = chain(1);
    let rewrite = |bytes: String| {
        let hash = chain_hash(&genesis(register()), bytes.as_bytes());
        SealedEntry { bytes, hash, ..chain(1).remove(0) }
    };
    let later = entries[0].bytes.replace("shift_opened", "till_dance");
    entries[0] = rewrite(later);
    assert_eq!(walk(&entries), Ok(1));
    assert_eq!(entries[0].header().unwrap().kind, "till_dance");
    assert!(entries[0].entry().is_err());
    for act in ["{}", "[]", "1", r#"{"sale":{},"void":{}}"#] {
        let start = chain(1)[0].bytes.split(r#""act":"#).next().unwrap().to_owned();
        let fault = walk(&[rewrite(format!(r#"{start}"act":{act}}}"#))]);
        assert_eq!(fault, Err("journal.malformed"), "{act}");
    }
}

#[test]
fn faults_are_named() {
    assert_eq!(walk(&chain(5)), Ok(5));
    assert_eq!(walk(&[]), Ok(0));
    let edit = |change: fn(&mut Vec<SealedEntry>)| {
        let mut entries = chain(5);
        change(&mut entries);
        walk(&entries)
    };
    assert_eq!(edit(|entries| drop(entries.remove(2))), Err("journal.gap"));
    assert_eq!(edit(|entries| entries.swap(1, 2)), Err("journal.gap"));
    assert_eq!(edit(|entries| drop(entries.pop())), Ok(4), "a cut tail is for the anchor to show");
    assert_eq!(edit(|entries| entries[3].signature = "no".into()), Err("journal.signature"));
    assert_eq!(edit(|entries| entries[3].bytes.push(' ')), Err("journal.altered"));
    assert_eq!(edit(|entries| entries[3].bytes.clear()), Err("journal.malformed"));
    let other = RegisterId::new(Uuid::from_u128(8));
    let fault = verify(other, &chain(1), |_, _| true).unwrap_err();
    assert_eq!(fault.code(), "journal.other_register");
    let large = edit(|entries| entries[1].bytes = " ".repeat(crate::limits::ENTRY_BYTES_MAX + 1));
    assert_eq!(large, Err("journal.too_large"));
}

proptest! {
    #[test]
    fn no_byte_of_a_chain_can_change_unseen(which in 0_usize..4, at in 0_usize..1000, to in 32_u8..127) {
        let mut entries = chain(4);
        let text = &mut entries[which].bytes;
        let at = at % text.len();
        let before = text.clone();
        text.replace_range(at..=at, &char::from(to).to_string());
        prop_assume!(*text != before);
        prop_assert!(walk(&entries).is_err());
    }
}
