use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use titan_core::sync::wire::EnrolAnswer;
use titan_server::auth::{from_base64, to_base64};

use crate::support::{TestApp, Till, key_text};

async fn enrol(app: &TestApp, code: &str) -> crate::support::Answer {
    let key = crate::support::draw_key();
    let body = json!({"code": code, "public_key": key_text(&key), "device": "a test"});
    app.post("/api/v1/enrol", &body).await
}

#[tokio::test]
async fn a_device_becomes_a_register_and_gets_its_shop() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let config = &till.config;
    assert_eq!(
        (config.register.code.as_str(), config.register.name.as_str()),
        ("R1", "Front till")
    );
    assert_eq!(config.store.timezone, "Europe/Berlin");
    assert_eq!(config.staff.len(), 4);
    assert_eq!(config.book.currency.code(), "EUR");
    assert_eq!(config.book.taxes.len(), 3);
    assert_eq!(config.favourites.len(), 24);
    assert_eq!(config.scale_labels[0].prefix, "21");
    assert_eq!(config.cash.step.get(), 1);
    let books = app.count("price_books").await;
    assert_eq!(books, 1, "the book that was given out is kept");
}

#[tokio::test]
async fn a_pin_is_checked_on_the_device_alone() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let owner = till.config.staff.iter().find(|member| member.name == "Grace Vogel").unwrap();
    // What the register does: mac = HMAC-SHA-256(pepper, argon2id(PIN, salt)).
    let mac = |pin: &str| {
        let params = Params::new(owner.pin.memory_kib, owner.pin.passes, 1, Some(32)).unwrap();
        let mut hash = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), &from_base64(&owner.pin.salt).unwrap(), &mut hash)
            .unwrap();
        let pepper = from_base64(&till.pepper).unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&pepper).unwrap();
        mac.update(&hash);
        to_base64(&mac.finalize().into_bytes())
    };
    assert_eq!(mac("1906"), owner.pin.mac);
    assert_ne!(mac("1907"), owner.pin.mac);
    let other = Till::enrol(&app, "R2").await;
    assert_ne!(other.pepper, till.pepper);
    assert_ne!(other.config.staff[0].pin.mac, till.config.staff[0].pin.mac);
}

#[tokio::test]
async fn a_code_works_once() {
    let app = TestApp::new().await;
    let code = app.enrol_code("R1").await;
    assert_eq!(enrol(&app, "0000-0000-0000").await.error(), (404, "enrol.code_unknown".into()));
    assert_eq!(enrol(&app, &code.to_lowercase()).await.status, 200);
    assert_eq!(enrol(&app, &code).await.error(), (409, "enrol.code_used".into()));
    let old = app.enrol_code("R1").await;
    app.execute("UPDATE enrol_codes SET expires_at = now() WHERE used_at IS NULL").await;
    assert_eq!(enrol(&app, &old).await.error(), (410, "enrol.code_expired".into()));
}

#[tokio::test]
async fn of_two_devices_with_one_code_one_wins() {
    let app = TestApp::new().await;
    let code = app.enrol_code("R1").await;
    let (one, two) = tokio::join!(enrol(&app, &code), enrol(&app, &code));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test]
async fn a_replaced_device_keeps_the_till_and_begins_its_own_journal() {
    let app = TestApp::new().await;
    let (first, second) = (app.till().await, app.till().await);
    assert_eq!(second.config.register.code, "R1-2");
    assert_eq!(second.config.register.name, "Front till");
    assert_ne!(first.register(), second.register());
    for mut till in [first, second] {
        let entries = till.entries(2);
        assert_eq!(till.pushed(&app, &entries).await, (2, vec![]));
    }
}

#[tokio::test]
async fn what_is_no_key_is_named() {
    let app = TestApp::new().await;
    let code = app.enrol_code("R1").await;
    for key in ["", "AAAA", "not base64!"] {
        let body = json!({"code": code, "public_key": key, "device": ""});
        let answer = app.post("/api/v1/enrol", &body).await;
        assert_eq!(answer.error(), (400, "request.invalid".into()));
        assert_eq!(answer.field(), "public_key");
    }
    let answer: EnrolAnswer = enrol(&app, &code).await.ok();
    assert_eq!(answer.token.expires_in_seconds, 3600);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let app = TestApp::new().await;
    let mut statuses = Vec::new();
    for _ in 0..35 {
        statuses.push(enrol(&app, "0000-0000-0000").await);
    }
    let last = statuses.last().unwrap();
    assert_eq!(last.error(), (429, "rate.limited".into()));
    assert!(last.header("retry-after").parse::<u32>().unwrap() >= 1);
}
