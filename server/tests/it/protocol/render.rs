//! The exchange as a part of docs/protocol.md.

use serde_json::Value;
use titan_core::journal::{SealedEntry, genesis};
use titan_core::sync::wire::PushRequest;

use super::exchange::{Exchange, Step};

const BEGIN: &str =
    "<!-- exchange: written by the test `protocol` from server/tests/it/protocol -->\n";
const END: &str = "<!-- /exchange -->\n";

/// Puts the exchange between its two marks.
pub(super) fn replace(document: &str, exchange: &Exchange) -> String {
    let (before, rest) = document.split_once(BEGIN).expect("the document has no place for it");
    let (_, after) = rest.split_once(END).expect("the place for it has no end");
    format!("{before}{BEGIN}\n{}{END}{after}", render(exchange))
}

fn render(exchange: &Exchange) -> String {
    let mut text = String::new();
    for (number, step) in (1..).zip(&exchange.steps) {
        text += &format!("### {number}. {}\n\n```http\n", step.name);
        text += &format!("{} {}\n", step.method, step.path);
        if let Some(version) = &step.protocol {
            text += &format!("x-titan-protocol: {version}\n");
        }
        if step.token {
            text += "authorization: Bearer …\n";
        }
        if let Some(body) = &step.body {
            text += &format!("content-type: application/json\n\n{}\n", shown(body));
        }
        text += &format!("```\n\n```http\n{}\n\n{}\n```\n\n", step.status, shown(&step.answer));
        if step.name == "Push two entries" {
            text += &by_bytes(exchange, step);
        }
    }
    text
}

/// Long answers are shown by their beginning: the recorded file has all of them.
fn shown(text: &str) -> String {
    const SHOWN_MAX: usize = 6_000;
    if text.len() <= SHOWN_MAX {
        return text.to_owned();
    }
    let end = (0..=1_200).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}… ({} bytes)", &text[..end], text.len())
}

/// How the hash and the signature of the first entry come about, with every byte.
fn by_bytes(exchange: &Exchange, step: &Step) -> String {
    let push: PushRequest = serde_json::from_str(step.body.as_deref().unwrap()).unwrap();
    let SealedEntry { bytes, hash, signature, .. } = &push.entries[0];
    let register = exchange.register();
    let id: String = register.uuid().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let label: String = b"titan-pos journal 1".iter().map(|byte| format!("{byte:02x}")).collect();
    let value: Value = serde_json::from_str(bytes).unwrap();
    let prev = value["prev"].as_str().unwrap();
    assert_eq!(prev, genesis(register).to_string());
    format!(
        "The first of the two entries, byte by byte. `hash_0` is over 19 bytes of text and the 16 \
         bytes of the register's id:\n\n```text\nSHA-256(\n  {label}\n  {id}\n)\n= {prev}\n```\n\n\
         Its bytes are the {} bytes of UTF-8 that the string `bytes` stands for:\n\n\
         ```json\n{bytes}\n```\n\n`hash_1` is over the 32 bytes of `hash_0` and those {} bytes:\n\n\
         ```text\n{hash}\n```\n\nThe signature is ECDSA over P-256 with SHA-256 of the 32 bytes of \
         `hash_1`, as `r || s` in base64url:\n\n```text\n{signature}\n```\n\nIt is by the key that \
         was enrolled:\n\n```text\n{}\n```\n\n",
        bytes.len(),
        bytes.len(),
        exchange.public_key
    )
}
