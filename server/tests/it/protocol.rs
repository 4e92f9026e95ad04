//! The protocol, version by version. What an app of a version sent to its server is kept as a
//! file: a server of today answers it as it did, an app of today understands what was answered,
//! and docs/protocol.md shows those very bytes.
//!
//! `TITAN_RECORD=1 cargo xtask test server` records the present version anew; a version that was
//! released is never recorded again.

mod exchange;
mod render;

use serde_json::Value;
use titan_core::journal::{chain_hash, genesis};
use titan_core::sync::wire::{
    ChallengeAnswer, ChallengeRequest, ChangesAnswer, EnrolAnswer, EnrolRequest, ErrorBody,
    PushAnswer, PushRequest, TokenAnswer, TokenRequest,
};
use titan_core::sync::{PROTOCOL, PROTOCOL_OLDEST};

use exchange::{Exchange, Step};

/// The recorded exchange of each version that a server of today has to take.
fn recorded(version: u32) -> Option<&'static str> {
    match version {
        1 => Some(include_str!("protocol/v1.json")),
        _ => None,
    }
}

fn supported() -> impl Iterator<Item = Exchange> {
    (PROTOCOL_OLDEST..=PROTOCOL).map(|version| {
        let text = recorded(version).unwrap_or_else(|| panic!("no exchange of version {version}"));
        serde_json::from_str(text).unwrap()
    })
}

/// The document with its place.
fn document() -> (String, String) {
    let path = format!("{}/../docs/protocol.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

#[tokio::test]
async fn the_present_version_can_be_recorded() {
    let exchange = exchange::record().await;
    assert_eq!(exchange.version, PROTOCOL);
    if std::env::var_os("TITAN_RECORD").is_some() {
        let text = serde_json::to_string_pretty(&exchange).unwrap() + "\n";
        let path = format!("{}/tests/it/protocol/v{PROTOCOL}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, text).unwrap();
        let (path, document) = document();
        std::fs::write(path, render::replace(&document, &exchange)).unwrap();
    }
}

#[tokio::test]
async fn an_app_of_each_supported_version_is_answered_as_it_was() {
    for exchange in supported() {
        let app = exchange::stage().await;
        let mut token = String::new();
        let mut challenge = String::new();
        for step in &exchange.steps {
            let answer = exchange::send(&app, &exchange, step, &token, &challenge).await;
            let name = &step.name;
            assert_eq!(answer.status, step.status, "{name}: {}", answer.text);
            let body: Value = serde_json::from_str(&answer.text).unwrap();
            let was: Value = serde_json::from_str(&step.answer).unwrap();
            exchange::same_shape(&was, &body).unwrap_or_else(|path| {
                panic!("{name}: the answer has lost {path}: {body}");
            });
            for pointer in &step.exact {
                assert_eq!(body.pointer(pointer), was.pointer(pointer), "{name}: {pointer}");
            }
            if let Some(fresh) = body.pointer("/token/token").or_else(|| body.get("token")) {
                token = fresh.as_str().unwrap().to_owned();
            }
            if let Some(fresh) = body.get("challenge") {
                challenge = fresh.as_str().unwrap().to_owned();
            }
        }
    }
}

/// An answer of an older server, as an app of today reads it.
fn read_answer(step: &Step) -> Result<(), serde_json::Error> {
    let text = &step.answer;
    if step.status != 200 {
        return serde_json::from_str::<ErrorBody>(text).map(drop);
    }
    match step.path.split('?').next().unwrap() {
        "/api/v1/enrol" => serde_json::from_str::<EnrolAnswer>(text).map(drop),
        "/api/v1/auth/challenge" => serde_json::from_str::<ChallengeAnswer>(text).map(drop),
        "/api/v1/auth/token" => serde_json::from_str::<TokenAnswer>(text).map(drop),
        "/api/v1/config" => serde_json::from_str::<titan_core::shop::ShopConfig>(text).map(drop),
        "/api/v1/changes" => serde_json::from_str::<ChangesAnswer>(text).map(drop),
        "/api/v1/journal" | "/api/v1/journal/head" => {
            serde_json::from_str::<PushAnswer>(text).map(drop)
        }
        other => panic!("{other} is not known"),
    }
}

/// A request of an older app, written again by an app of today.
fn write_request(step: &Step) -> Option<Value> {
    fn again<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> Value {
        serde_json::to_value(serde_json::from_str::<T>(text).unwrap()).unwrap()
    }
    let text = step.body.as_deref()?;
    Some(match step.path.as_str() {
        "/api/v1/enrol" => again::<EnrolRequest>(text),
        "/api/v1/auth/challenge" => again::<ChallengeRequest>(text),
        "/api/v1/auth/token" => again::<TokenRequest>(text),
        "/api/v1/journal" => again::<PushRequest>(text),
        other => panic!("{other} is not known"),
    })
}

#[test]
fn an_app_of_today_and_a_server_of_each_supported_version_understand_each_other() {
    for exchange in supported() {
        for step in &exchange.steps {
            let name = &step.name;
            read_answer(step).unwrap_or_else(|error| panic!("{name}: {error}"));
            if let Some(again) = write_request(step) {
                let was: Value = serde_json::from_str(step.body.as_deref().unwrap()).unwrap();
                exchange::same_shape(&was, &again).unwrap_or_else(|path| {
                    panic!("{name}: a server of that version needs {path}");
                });
            }
        }
    }
}

#[test]
fn the_recorded_bytes_are_what_the_protocol_says() {
    for exchange in supported() {
        let key = exchange.key();
        let pushes = exchange.steps.iter().filter(|step| step.path == "/api/v1/journal");
        let bodies = pushes.filter_map(|step| step.body.as_deref());
        let first: PushRequest = serde_json::from_str(bodies.into_iter().next().unwrap()).unwrap();
        let mut prev = genesis(exchange.register());
        for sealed in &first.entries {
            assert_eq!(chain_hash(&prev, sealed.bytes.as_bytes()), sealed.hash);
            assert!(key.signed_entry(&sealed.hash, &sealed.signature));
            prev = sealed.hash;
        }
    }
}

#[test]
fn the_document_shows_the_recorded_bytes() {
    let exchange = supported().last().unwrap();
    let (_, document) = document();
    let updated = render::replace(&document, &exchange);
    assert!(document == updated, "docs/protocol.md is not what was recorded: TITAN_RECORD=1");
}

#[test]
fn the_document_names_every_error_and_every_address() {
    let (_, document) = document();
    let api = serde_json::to_value(titan_server::router::openapi()).unwrap();
    for (path, methods) in api["paths"].as_object().unwrap() {
        assert!(document.contains(path.as_str()), "{path}");
        for method in methods.as_object().unwrap().values() {
            for answer in method["responses"].as_object().unwrap().values() {
                let text = answer["description"].as_str().unwrap();
                let words = text.split([',', ' ', ':', ';']).filter(|word| {
                    word.split_once('.')
                        .is_some_and(|(a, b)| !a.is_empty() && b.contains(char::is_alphabetic))
                });
                for code in words {
                    assert!(document.contains(&format!("`{code}`")), "{code} of {path}");
                }
            }
        }
    }
}
