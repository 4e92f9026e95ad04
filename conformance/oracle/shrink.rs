//! Makes a case that differs as small as it goes, and shows it.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::case::{Answers, Case, Priced};
use crate::peer::Peer;

/// Lists of which entries may be left out.
const LISTS: [&str; 4] = ["/cart/lines", "/book/promotions", "/context/coupons", "/book/taxes"];

pub(crate) fn report(seed: u64, case: &Case, peer: &mut Peer) -> Result<()> {
    let mut smallest: Value = serde_json::from_str(&case.text()?)?;
    while let Some(smaller) = smaller(&smallest, peer)? {
        smallest = smaller;
    }
    let case = Case::read(&smallest)?;
    let own = Priced::of(&case)?;
    let ours = match peer.answers {
        Answers::Bytes => serde_json::to_string(&own.cart)?,
        Answers::Cents => own.cents().to_string(),
    };
    let theirs = peer.ask(&[case.text()?])?.pop().context("an answer")?;
    println!("seed {seed}: {} differs on\n{smallest}\ncore  {ours}\ntheirs {theirs}\n", peer.name);
    Ok(())
}

fn smaller(value: &Value, peer: &mut Peer) -> Result<Option<Value>> {
    for list in LISTS {
        let count = value.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
        for at in 0..count {
            let mut without = value.clone();
            without.pointer_mut(list).and_then(Value::as_array_mut).context(list)?.remove(at);
            let Ok(case) = Case::read(&without) else { continue };
            let Ok(own) = Priced::of(&case) else { continue };
            let answer = peer.ask(&[case.text()?])?.pop().context("an answer")?;
            if !own.is(peer.answers, &answer)? {
                return Ok(Some(without));
            }
        }
    }
    Ok(None)
}
