use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::journal::tests::{chain, register};

/// Stands for a signature: it says itself whose it is and over which hash.
fn sign(hash: &Hash256) -> String {
    Hash256::of(&[b"key", hash.bytes()]).to_string()
}

fn signed(hash: &Hash256, signature: &str) -> bool {
    signature == sign(hash)
}

fn entries(len: u64) -> Vec<SealedEntry> {
    let sealed = chain(len).into_iter();
    sealed.map(|sealed| SealedEntry { signature: sign(&sealed.hash), ..sealed }).collect()
}

fn walk(file: &[u8], proofs: &[Proof]) -> Result<Checked, FileFault> {
    check(&read(file)?, proofs, signed)
}

/// Returns the code, the line and the text from the offset on.
fn fault(file: &str, proofs: &[Proof]) -> (&'static str, usize, String) {
    let fault = walk(file.as_bytes(), proofs).unwrap_err();
    let rest = file.get(fault.offset..).unwrap_or_default();
    (fault.code(), fault.line, rest.chars().take(9).collect())
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let entries = entries(4);
    let file = write(&entries).unwrap();
    let read = read(file.as_bytes()).unwrap();
    let sealed: Vec<_> = read.iter().map(|entry| entry.sealed.clone()).collect();
    assert_eq!(sealed, entries);
    assert_eq!(register_of(&read).unwrap(), register());
    let checked = check(&read, &[], signed).unwrap();
    assert_eq!((checked.first, checked.head.seq, checked.repeated), (1, 4, 0));
    // From the middle on, and with what an earlier export had again.
    let tail = write(&entries[1..]).unwrap();
    let checked = walk((tail.clone() + &tail).as_bytes(), &[]).unwrap();
    assert_eq!((checked.first, checked.head.seq, checked.repeated), (2, 4, 3));
}

#[test]
fn faults_are_placed() {
    let entries = entries(3);
    let file = write(&entries).unwrap();
    let check = |from: &str, to: &str| fault(&file.replacen(from, to, 1), &[]);
    assert_eq!(
        check("\"fence\\\":1", "\"fence\\\":7"),
        ("journal.altered", 1, "7,\\\"shift".into())
    );
    assert_eq!(
        check("staff_signed_in", "staff_signed_on"),
        ("journal.altered", 2, "on\\\"}\",\"h".into())
    );
    assert_eq!(check("{\"seq\":3", "{\"seq\":4"), ("journal.gap", 3, "4,\"bytes\"".into()));
    assert_eq!(check("{\"seq\":3", "{\"seq\":2"), ("journal.fork", 3, "2,\"bytes\"".into()));
    assert_eq!(check("{\"seq\":3", "{\"seq\":03"), ("file.not_an_entry", 3, "03,\"bytes".into()));
    assert_eq!(
        check("\"signature\":\"", "\"signature\":\"0"),
        ("journal.signature", 1, "0".to_owned() + &sign(&entries[0].hash)[..8])
    );
    let upper = entries[1].hash.to_string();
    let at = upper.find(|char: char| char.is_ascii_lowercase()).unwrap();
    let wrong = upper[..at].to_owned() + &upper[at..].to_uppercase();
    assert_eq!(check(&upper, &wrong).0, "file.not_an_entry");
    let digit = entries[2].hash.to_string();
    let other = if digit.ends_with('0') { "1" } else { "0" };
    let altered = digit[..63].to_owned() + other;
    assert_eq!(check(&digit, &altered), ("journal.altered", 3, other.to_owned() + "\",\"signa"));
    let cut = &file[..file.len() - 1];
    assert_eq!(fault(cut, &[]), ("file.cut_off", 3, String::new()));
    assert_eq!(fault("", &[]).0, "file.empty");
    assert_eq!(fault("\u{feff}", &[]), ("file.not_an_entry", 1, "\u{feff}".into()));
    let broken = [file.as_bytes(), &[0xff]].concat();
    let fault = walk(&broken, &[]).unwrap_err();
    assert_eq!((fault.code(), fault.line, fault.offset), ("file.not_text", 4, file.len()));
}

#[test]
fn several_wrong_bytes_are_placed_at_their_entry() {
    let file = write(&entries(2)).unwrap().replacen("\"fence\\\":1", "\"fence\\\":9999", 1);
    assert_eq!(fault(&file, &[]), ("journal.altered", 1, "{\\\"v\\\":1,".into()));
}

#[test]
fn a_receipt_shows_a_cut_tail_and_a_fork() {
    let entries = entries(4);
    let file = write(&entries).unwrap();
    let proof = |at: usize| Proof {
        register: register(),
        seq: entries[at - 1].seq,
        hash: entries[at - 1].hash,
    };
    assert!(walk(file.as_bytes(), &[proof(4), proof(1)]).is_ok());
    let cut = write(&entries[..3]).unwrap();
    assert_eq!(walk(cut.as_bytes(), &[]).unwrap().head.seq, 3, "alone it looks whole");
    assert_eq!(fault(&cut, &[proof(4)]), ("journal.cut_tail", 3, "\n".into()));
    let other = Proof { hash: entries[0].hash, ..proof(3) };
    assert_eq!(fault(&file, &[other]), ("journal.fork", 3, "3,\"bytes\"".into()));
    let stranger = Proof { register: RegisterId::new(Uuid::nil()), ..proof(3) };
    assert_eq!(fault(&file, &[stranger]).0, "journal.other_register");
    let tail = write(&entries[2..]).unwrap();
    let checked = walk(tail.as_bytes(), &[proof(1), proof(2)]).unwrap();
    assert_eq!(checked.uncovered, [proof(1)]);
    let other = Proof { hash: entries[0].hash, ..proof(2) };
    assert_eq!(fault(&tail, &[other]).0, "journal.fork");
}

#[test]
fn proofs_are_read_as_they_are_printed() {
    let proof = Proof { register: register(), seq: 42, hash: Hash256::of(&[]) };
    let text = proof.to_string();
    assert_eq!(text.parse(), Ok(proof));
    let bad =
        ["", "TITAN1", "TITAN1:a:1:b", &text.replace("TITAN1", "TITAN2"), &(text.clone() + ":")];
    for bad in bad.into_iter().chain([text.replace(":42:", ":+42:").as_str()]) {
        assert!(bad.parse::<Proof>().is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_byte_of_a_file_can_change_unseen(at in 0_usize..10_000, to in 0_u8..=255) {
        let file = write(&entries(3)).unwrap().into_bytes();
        let at = at % file.len();
        prop_assume!(file[at] != to);
        let mut altered = file.clone();
        altered[at] = to;
        let found = walk(&altered, &[]).unwrap_err();
        prop_assert!(found.offset <= file.len());
        // Inside of an entry's own bytes and of its hash the place is exact.
        let read = read(&file).unwrap();
        let entry = read.iter().rev().find(|entry| entry.seq_at <= at).unwrap_or(&read[0]);
        let in_bytes = (entry.bytes_at..entry.hash_at - 10).contains(&at);
        let plain = |byte: u8| byte.is_ascii_alphanumeric();
        if in_bytes && plain(file[at]) && plain(to) || (entry.hash_at..entry.hash_at + 64).contains(&at) && plain(to) {
            prop_assert!(found.offset == at || found.line != entry.line, "{found} for {at}");
        }
    }

    #[test]
    fn no_line_of_a_file_can_be_taken_out_unseen(len in 2_usize..6, which in 0_usize..6) {
        let entries = entries(u64::try_from(len).unwrap());
        let proof: Proof = check(&read(write(&entries).unwrap().as_bytes()).unwrap(), &[], signed).unwrap().head.into();
        let mut fewer = entries;
        fewer.remove(which % len);
        let file = write(&fewer).unwrap();
        let found = walk(file.as_bytes(), &[proof]);
        // Without its beginning a file is a file from the middle on.
        prop_assert_eq!(found.is_ok(), which % len == 0);
    }
}

#[test]
fn a_long_journal_is_walked_piece_by_piece_with_the_places_of_the_whole() {
    let whole = write(&entries(5)).unwrap();
    let (start, end) = whole.split_at(whole.len() / 2);
    let changed = end.replacen("fence", "fenqe", 1);
    assert_ne!(changed, end);
    for text in [whole.clone(), format!("{start}{changed}")] {
        let (mut steps, mut offset) = (Walk::begin(Head::genesis(register())), 0);
        let walked: Result<(), FileFault> =
            (1..).zip(text.split_inclusive('\n')).try_for_each(|(line, piece)| {
                let read = read_piece(piece, line, offset)?;
                offset += piece.len();
                read.iter().try_for_each(|entry| steps.step(entry, signed))
            });
        let at_once = walk(text.as_bytes(), &[]);
        assert_eq!(at_once.is_ok(), text == whole);
        assert_eq!(walked.and_then(|()| steps.end(&[])), at_once);
    }
}
