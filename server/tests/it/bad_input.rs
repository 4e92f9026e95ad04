use reqwest::Method;
use serde_json::{Value, json};
use titan_core::limits::{PUSH_BYTES_MAX, PUSH_ENTRIES_MAX, REQUEST_BYTES_MAX};

use crate::support::{Answer, TestApp};

#[tokio::test]
async fn json_of_the_wrong_shape_is_refused_with_its_place() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let good = till.entries(1);
    let mut entry = serde_json::to_value(&good[0]).unwrap();
    entry["hash"] = json!("ABC");
    let cases = [
        (json!({"entries": [entry]}), "entries[0].hash"),
        (json!({"entries": "none"}), "entries"),
        (json!({"entries": [{"seq": -1}]}), "entries[0].seq"),
        (json!({}), ""),
        (json!([]), ""),
        (json!("text"), ""),
    ];
    for (body, field) in cases {
        let answer = till.post(&app, "/api/v1/journal", &body).await;
        assert_eq!(answer.error(), (400, "request.invalid".into()), "{body}");
        assert_eq!(answer.field(), field, "{body}");
    }
    let bodies = ["{", "{\"entries\": []} {}", "", "\u{0}"];
    for body in bodies {
        let request = app.request(Method::POST, "/api/v1/journal").bearer_auth(&till.token);
        let request = request.header("content-type", "application/json").body(body);
        assert_eq!(Answer::of(request).await.error(), (400, "request.invalid".into()), "{body}");
    }
    assert_eq!(app.count("journal").await, 0);
    let answer = app.post("/api/v1/auth/challenge", &json!({"register": 7})).await;
    assert_eq!(
        (answer.error().1.as_str(), answer.field().as_str()),
        ("request.invalid", "register")
    );
}

#[tokio::test]
async fn a_body_has_to_say_that_it_is_json() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let request = app.request(Method::POST, "/api/v1/journal").bearer_auth(&till.token);
    let answer = Answer::of(request.body("{\"entries\": []}")).await;
    assert_eq!(answer.error(), (415, "request.not_json".into()));
}

#[tokio::test]
async fn oversized_bodies_are_refused() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let send = async |body: reqwest::Body| {
        let request = app.request(Method::POST, "/api/v1/journal").bearer_auth(&till.token);
        Answer::of(request.header("content-type", "application/json").body(body)).await.error()
    };
    let large = vec![b' '; REQUEST_BYTES_MAX + 1];
    assert_eq!(send(large.clone().into()).await, (413, "request.too_large".into()));
    let at_most = vec![b' '; REQUEST_BYTES_MAX];
    assert_eq!(send(at_most.into()).await, (400, "request.invalid".into()));

    let entries = till.entries(PUSH_ENTRIES_MAX + 1);
    let answer = till.push(&app, &entries).await;
    assert_eq!(answer.error(), (413, "push.too_many".into()));
    assert_eq!(till.pushed(&app, &entries[..PUSH_ENTRIES_MAX]).await.0, 500);

    let mut heavy = till.entries(3);
    for entry in &mut heavy {
        entry.bytes = "x".repeat(PUSH_BYTES_MAX / 3 + 1);
    }
    assert_eq!(till.push(&app, &heavy).await.error(), (413, "push.too_large".into()));
}

#[tokio::test]
async fn protocol_versions_are_checked_first() {
    let app = TestApp::new().await;
    let client = reqwest::Client::new();
    let cases = [
        (None, 400, "protocol.missing"),
        (Some("one"), 400, "protocol.missing"),
        (Some("0"), 426, "protocol.too_old"),
        (Some("2"), 426, "protocol.too_new"),
    ];
    for path in ["/api/v1/config", "/api/v1/changes", "/api/v1/catalog/snapshot"] {
        for (version, status, code) in cases {
            let mut request = client.get(format!("{}{path}", app.url));
            if let Some(version) = version {
                request = request.header("x-titan-protocol", version);
            }
            assert_eq!(Answer::of(request).await.error(), (status, code.to_owned()), "{path}");
        }
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods_answer_in_json() {
    let app = TestApp::new().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/journal", "/api/app.js"] {
        assert_eq!(app.get(path).await.error(), (404, "request.unknown_path".into()), "{path}");
    }
    let answer = Answer::of(app.request(Method::DELETE, "/api/v1/journal")).await;
    assert_eq!(answer.error(), (405, "request.method".into()));
    let answer = Answer::of(app.request(Method::POST, "/")).await;
    assert_eq!(answer.error(), (405, "request.method".into()));
}

#[tokio::test]
async fn a_request_id_is_given_or_taken_over() {
    let app = TestApp::new().await;
    let answer = app.get("/api/nothing").await;
    let body: Value = answer.json();
    assert_eq!(body["error"]["request_id"], answer.header("x-request-id"));
    let named = app.request(Method::GET, "/api/nothing").header("x-request-id", "support-0815");
    assert_eq!(Answer::of(named).await.header("x-request-id"), "support-0815");
    let odd = app.request(Method::GET, "/api/nothing").header("x-request-id", "a b\"c");
    assert_ne!(Answer::of(odd).await.header("x-request-id"), "a b\"c");
}
