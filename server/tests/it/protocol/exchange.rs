//! Making an exchange, and making it again.

use p256::ecdsa::SigningKey;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use titan_core::ids::RegisterId;
use titan_core::journal::{Act, Head};
use titan_core::sync::PROTOCOL;
use titan_server::auth::{DeviceKey, code};
use titan_server::db::registers;
use uuid::Uuid;

use crate::support::{TestApp, Till, key_text, sale, signature};

/// The key of the device in the exchange. It is in the open and of use for nothing else.
const KEY: [u8; 32] = [7; 32];
const CODE: &str = "TEST-TEST-TEST";
const IDS: [(&str, &str); 3] = [
    ("org_id", "0193a000-0000-7000-8000-000000000001"),
    ("store_id", "0193a000-0000-7000-8000-000000000002"),
    ("register_id", "0193a000-0000-7000-8000-000000000003"),
];

/// Everything that a register of one version and its server said to each other.
#[derive(Deserialize, Serialize)]
pub(super) struct Exchange {
    pub(super) version: u32,
    pub(super) public_key: String,
    pub(super) steps: Vec<Step>,
}

/// One request and its answer, as the bytes they were.
#[derive(Deserialize, Serialize)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) method: String,
    pub(super) path: String,
    /// Whether the request carries the token that was given last.
    pub(super) token: bool,
    /// What the header names as the version.
    pub(super) protocol: Option<String>,
    pub(super) body: Option<String>,
    pub(super) status: u16,
    pub(super) answer: String,
    /// Places in the answer that are the same at any time.
    pub(super) exact: Vec<String>,
}

pub(super) struct Said {
    pub(super) status: u16,
    pub(super) text: String,
}

impl Exchange {
    pub(super) fn key(&self) -> DeviceKey {
        let bytes = titan_server::auth::from_base64(&self.public_key).unwrap();
        DeviceKey::from_spki(&bytes).unwrap()
    }

    #[expect(clippy::unused_self, reason = "every exchange is of this register")]
    pub(super) fn register(&self) -> RegisterId {
        register()
    }
}

fn register() -> RegisterId {
    RegisterId::new(IDS[2].1.parse::<Uuid>().unwrap())
}

fn key() -> SigningKey {
    SigningKey::from_slice(&KEY).unwrap()
}

/// The demo shop with one till, under ids and with a code that do not change.
pub(super) async fn stage() -> TestApp {
    let mut app = TestApp::new().await;
    let mut statements = "SET session_replication_role = replica;
        DELETE FROM enrol_codes; DELETE FROM registers WHERE till <> 'R1';"
        .to_owned();
    for (column, id) in IDS {
        let tables: String = app
            .scalar(&format!(
                "SELECT string_agg(table_name, ' ') FROM information_schema.columns
                 JOIN information_schema.tables USING (table_schema, table_name)
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                   AND column_name = '{column}'"
            ))
            .await;
        for table in tables.split(' ') {
            statements += &format!("UPDATE {table} SET {column} = '{id}';");
        }
    }
    app.execute(&statements).await;
    app.org = titan_core::ids::OrgId::new(IDS[0].1.parse().unwrap());
    let mut tx = app.app.db.org(app.org).await.unwrap();
    let digest = code::digest(CODE);
    registers::add_enrol_code(&mut tx, app.org, register(), &digest, 1).await.unwrap();
    tx.commit().await.unwrap();
    app
}

/// Sends a step; challenges and tokens are those of now, since both run out.
pub(super) async fn send(
    app: &TestApp,
    exchange: &Exchange,
    step: &Step,
    token: &str,
    challenge: &str,
) -> Said {
    let _ = exchange;
    let method: Method = step.method.parse().unwrap();
    let url = format!("{}{}", app.url, step.path);
    let mut request = reqwest::Client::new().request(method, url);
    if let Some(version) = &step.protocol {
        request = request.header("x-titan-protocol", version);
    }
    if step.token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = &step.body {
        let body = if step.path == "/api/v1/auth/token" {
            let signature = signature(&key(), challenge.as_bytes());
            let proof =
                json!({"register": register(), "challenge": challenge, "signature": signature});
            proof.to_string()
        } else {
            body.clone()
        };
        request = request.header("content-type", "application/json").body(body);
    }
    let response = request.send().await.unwrap();
    Said { status: response.status().as_u16(), text: response.text().await.unwrap() }
}

/// Tells whether everything that was there is there, of the same kind; else where it is missing.
pub(super) fn same_shape(was: &Value, is: &Value) -> Result<(), String> {
    let below =
        |name: &str, result: Result<(), String>| result.map_err(|path| format!("/{name}{path}"));
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => was.iter().try_for_each(|(name, value)| {
            let found = is.get(name).ok_or_else(|| format!("/{name}"))?;
            below(name, same_shape(value, found))
        }),
        (Value::Array(was), Value::Array(is)) => match (was.first(), is.first()) {
            (Some(was), Some(is)) => below("0", same_shape(was, is)),
            _ => Ok(()),
        },
        (Value::Null, _) | (_, Value::Null) if was.is_null() && is.is_null() => Ok(()),
        (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_)) => Ok(()),
        _ => Err(String::new()),
    }
}

/// Goes through everything that a register does.
pub(super) async fn record() -> Exchange {
    let app = stage().await;
    let mut talk = Talk {
        app: &app,
        token: String::new(),
        challenge: String::new(),
        exchange: Exchange { version: PROTOCOL, public_key: key_text(&key()), steps: Vec::new() },
    };
    let enrol = json!({"code": CODE, "public_key": key_text(&key()), "device": "Tablet"});
    let answer = talk.post("Enrol", "/api/v1/enrol", false, &enrol, &["/config/register/id"]).await;
    let config = serde_json::from_value(answer["config"].clone()).unwrap();
    let challenge = json!({"register": register()});
    talk.post("Ask for a challenge", "/api/v1/auth/challenge", false, &challenge, &[]).await;
    let text = talk.challenge.clone();
    let signed = signature(&key(), text.as_bytes());
    let proof = json!({"register": register(), "challenge": text, "signature": signed});
    talk.post("Sign it for a token", "/api/v1/auth/token", false, &proof, &["/expires_in_seconds"])
        .await;
    talk.get("Read the shop", "/api/v1/config", &["/register/code"]).await;
    let anchor = ["/anchor/register", "/anchor/seq", "/anchor/hash"];
    talk.get("Ask how far the journal reaches", "/api/v1/journal/head", &anchor).await;

    let mut till = Till::known(key(), config);
    let entries = vec![till.open_shift(), {
        let sold = sale(&till, &[(1, 119, "3")]);
        till.sell(sold)
    }];
    let push = json!({"entries": entries});
    talk.post("Push two entries", "/api/v1/journal", true, &push, &anchor).await;
    talk.post("Push them again: the answer was lost", "/api/v1/journal", true, &push, &anchor)
        .await;
    let before = Head { seq: 1, hash: entries[0].hash, ..till.head };
    till.head = before;
    let forked = [till.record(Act::StaffSignedOut)];
    let fork = ["/anchor/seq", "/anchor/hash", "/quarantined/0/seq", "/quarantined/0/code"];
    let push = json!({"entries": forked});
    talk.post(
        "Push another entry under a number that is taken",
        "/api/v1/journal",
        true,
        &push,
        &fork,
    )
    .await;
    talk.get("Ask for changes without a place in the feed", "/api/v1/changes?cursor=", &["/reset"])
        .await;
    talk.get("Ask for changes after a place", "/api/v1/changes?cursor=1-0", &["/reset"]).await;
    let code = ["/error/code"];
    talk.get("Send what is out of form", "/api/v1/changes?cursor=soon", &code).await;
    let too_new = Some((PROTOCOL + 1).to_string());
    talk.say("Speak a later version", "GET", "/api/v1/config", true, too_new, None, &code).await;
    talk.exchange
}

struct Talk<'a> {
    app: &'a TestApp,
    token: String,
    challenge: String,
    exchange: Exchange,
}

impl Talk<'_> {
    async fn get(&mut self, name: &str, path: &str, exact: &[&str]) -> Value {
        let version = Some(PROTOCOL.to_string());
        self.say(name, "GET", path, true, version, None, exact).await
    }

    async fn post(
        &mut self,
        name: &str,
        path: &str,
        token: bool,
        body: &Value,
        exact: &[&str],
    ) -> Value {
        let version = Some(PROTOCOL.to_string());
        self.say(name, "POST", path, token, version, Some(body.to_string()), exact).await
    }

    #[expect(clippy::too_many_arguments, reason = "a request has so many parts")]
    async fn say(
        &mut self,
        name: &str,
        method: &str,
        path: &str,
        token: bool,
        protocol: Option<String>,
        body: Option<String>,
        exact: &[&str],
    ) -> Value {
        let exact = exact.iter().map(|pointer| (*pointer).to_owned()).collect();
        let (name, method, path) = (name.to_owned(), method.to_owned(), path.to_owned());
        let answer = String::new();
        let mut step = Step { name, method, path, token, protocol, body, status: 0, answer, exact };
        let said = send(self.app, &self.exchange, &step, &self.token, &self.challenge).await;
        (step.status, step.answer) = (said.status, said.text);
        let value: Value = serde_json::from_str(&step.answer).unwrap();
        self.exchange.steps.push(step);
        if let Some(token) = value.pointer("/token/token").or_else(|| value.get("token")) {
            self.token = token.as_str().unwrap().to_owned();
        }
        if let Some(challenge) = value.get("challenge") {
            self.challenge = challenge.as_str().unwrap().to_owned();
        }
        value
    }
}
