use serde_json::json;
use titan_core::ids::RegisterId;
use titan_core::sync::wire::TokenAnswer;
use titan_server::auth::Keys;
use titan_server::clock;
use titan_server::db::registers;
use uuid::Uuid;

use crate::support::{Answer, TestApp, Till};

const GUARDED: [&str; 4] = [
    "/api/v1/config",
    "/api/v1/journal/head",
    "/api/v1/catalog/snapshot",
    "/api/v1/changes?cursor=1-1",
];

#[tokio::test]
async fn a_signed_challenge_gives_a_token() {
    let app = TestApp::with_env("JWT_EXPIRY_SECONDS", "900").await;
    let mut till = app.till().await;
    let answer: TokenAnswer = till.authenticate(&app).await.ok();
    assert_eq!(answer.expires_in_seconds, 900);
    assert!((answer.server_time.0 - clock::now().0).abs() < 60_000);
    till.token = answer.token;
    for path in GUARDED {
        assert_eq!(till.get(&app, path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_challenge_is_for_one_register_and_one_key() {
    let app = TestApp::new().await;
    let (one, two) = (app.till().await, Till::enrol(&app, "R2").await);
    let challenge = async |till: &Till| {
        let body = json!({"register": till.register()});
        let answer = app.post("/api/v1/auth/challenge", &body).await;
        answer.json()["challenge"].as_str().unwrap().to_owned()
    };
    let token = async |register: RegisterId, challenge: &str, signer: &Till| {
        let signature = signer.sign(challenge.as_bytes());
        let body = json!({"register": register, "challenge": challenge, "signature": signature});
        app.post("/api/v1/auth/token", &body).await.error()
    };
    let mine = challenge(&one).await;
    assert_eq!(token(one.register(), &mine, &two).await, (401, "auth.signature".into()));
    assert_eq!(token(two.register(), &mine, &two).await, (401, "auth.challenge".into()));
    assert_eq!(token(one.register(), "made up", &one).await, (401, "auth.challenge".into()));
    let old = app.app.keys.challenge(one.register(), clock::now().plus_ms(-300_000));
    assert_eq!(token(one.register(), &old, &one).await, (401, "auth.challenge".into()));
}

#[tokio::test]
async fn bad_tokens_are_told_apart() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let (register, org, store) = (till.register(), app.org, till.config.store.id);
    let now = clock::now();
    let expired = app.app.keys.token(register, org, store, now.plus_ms(-7_200_000)).unwrap().token;
    let forged = Keys::new("another secret", 3600).token(register, org, store, now).unwrap().token;
    let claims = till.token.split('.').nth(1).unwrap().to_owned();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
    let nobody = RegisterId::new(Uuid::now_v7());
    let unknown = app.app.keys.token(nobody, org, store, now).unwrap().token;
    let cases = [
        (expired, 401, "auth.expired"),
        (forged, 401, "auth.invalid"),
        (unsigned, 401, "auth.invalid"),
        ("nonsense".to_owned(), 401, "auth.invalid"),
        (unknown, 403, "auth.unknown_register"),
    ];
    for (token, status, code) in cases {
        till.token = token;
        for path in GUARDED {
            assert_eq!(till.get(&app, path).await.error(), (status, code.to_owned()), "{path}");
        }
        assert_eq!(till.push(&app, &[]).await.error(), (status, code.to_owned()));
    }
    for path in GUARDED {
        let answer = app.get(path).await;
        assert_eq!(answer.error(), (401, "auth.missing".into()), "{path}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    assert_eq!(app.count("journal").await, 0);
}

#[tokio::test]
async fn a_revoked_register_is_told_so_everywhere() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(1);
    let mut tx = app.app.db.org(app.org).await.unwrap();
    assert!(registers::revoke(&mut tx, app.org, till.register()).await.unwrap());
    tx.commit().await.unwrap();
    let revoked = |answer: Answer| assert_eq!(answer.error(), (403, "auth.revoked".into()));
    for path in GUARDED {
        revoked(till.get(&app, path).await);
    }
    revoked(till.push(&app, &entries).await);
    revoked(till.authenticate(&app).await);
}

#[tokio::test]
async fn an_unknown_register_gets_no_token() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    till.config.register.id = RegisterId::new(Uuid::now_v7());
    assert_eq!(till.authenticate(&app).await.error(), (403, "auth.unknown_register".into()));
}
