//! The server's interface as the register uses it.

use futures::future::LocalBoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use titan_core::ids::RegisterId;
use titan_core::json::{ReadError, member, read_kept};
use titan_core::sync::PROTOCOL;
use titan_core::sync::machine::Failure;
use titan_core::sync::wire::{
    ChallengeAnswer, ChallengeRequest, EnrolAnswer, EnrolRequest, ErrorBody, PROTOCOL_HEADER,
    PushAnswer, TokenAnswer, TokenRequest,
};

use crate::db::meta::ConfigRecord;
use crate::platform::crypto::SigningKey;
use crate::platform::network::{Answer, Call, send};

const ENROL: &str = "/api/v1/enrol";
const CHALLENGE: &str = "/api/v1/auth/challenge";
const TOKEN: &str = "/api/v1/auth/token";
const JOURNAL: &str = "/api/v1/journal";
const HEAD: &str = "/api/v1/journal/head";
pub(super) const EVENTS: &str = "/api/v1/events";
pub(super) const CONFIG: &str = "/api/v1/config";
pub(super) const CHANGES: &str = "/api/v1/changes";
pub(super) const SNAPSHOT: &str = "/api/v1/catalog/snapshot";

const TIMEOUT_MS: u32 = 20_000;
/// A catalogue of millions on a slow line.
const SNAPSHOT_TIMEOUT_MS: u32 = 300_000;

/// Why the server said no to a person, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub failure: Failure,
    pub message: String,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { failure, message: String::new() }
    }
}

/// Makes this device a register.
pub(super) async fn enrol(request: &EnrolRequest) -> Result<(EnrolAnswer, ConfigRecord), Refusal> {
    let text = post(ENROL, None, json(request)?).await?;
    let config = member(&text, "config").map_err(malformed)?;
    Ok((parse(&text)?, ConfigRecord::of(None, config)))
}

/// Proves who this register is and returns a token.
pub(super) async fn authenticate(
    register: RegisterId,
    key: &SigningKey,
) -> Result<TokenAnswer, Refusal> {
    let asked = json(&ChallengeRequest { register })?;
    let ChallengeAnswer { challenge } = parse(&post(CHALLENGE, None, asked).await?)?;
    let signed = key.sign(challenge.as_bytes()).await;
    let signature = signed.map_err(|error| refused("device.sign", error))?;
    let proof = json(&TokenRequest { register, challenge, signature })?;
    parse(&post(TOKEN, None, proof).await?)
}

/// Sends entries, each as the text it is stored as.
pub(super) async fn push(token: &str, entries: &[String]) -> Result<PushAnswer, Refusal> {
    // The texts are JSON already; writing them again would only cost time.
    let body = format!("{{\"entries\":[{}]}}", entries.join(","));
    parse(&post(JOURNAL, Some(token), body).await?)
}

/// Asks how far the server has this register's journal.
pub(super) async fn head(token: &str) -> Result<PushAnswer, Refusal> {
    parse(&text(get(HEAD, token, None)).await?)
}

/// Asks for something. `etag` is what is here already; the answer may then be 304.
pub(super) fn get<'a>(path: &'a str, token: &str, etag: Option<String>) -> Answered<'a> {
    let mut headers = headers(Some(token));
    headers.extend(etag.map(|etag| ("if-none-match", etag)));
    let timeout_ms = if path == SNAPSHOT { SNAPSHOT_TIMEOUT_MS } else { TIMEOUT_MS };
    answered(Call { method: "GET", path, headers, body: None, timeout_ms })
}

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    read_kept(text).map_err(malformed)
}

pub(super) fn malformed(error: ReadError) -> Refusal {
    refused("answer.malformed", error)
}

#[expect(clippy::needless_pass_by_value, reason = "it takes what `map_err` hands over")]
pub(super) fn refused(code: &str, why: impl ToString) -> Refusal {
    Refusal { failure: Failure::Refused { code: code.to_owned() }, message: why.to_string() }
}

fn post<'a>(path: &'a str, token: Option<&str>, body: String) -> Said<'a> {
    let (headers, body) = (headers(token), Some(body));
    text(answered(Call { method: "POST", path, headers, body, timeout_ms: TIMEOUT_MS }))
}

/// An answer to come. Boxed: unboxed, each request would compile the whole of it again.
pub(super) type Answered<'a> = LocalBoxFuture<'a, Result<Answer, Refusal>>;

fn answered(call: Call<'_>) -> Answered<'_> {
    Box::pin(async move { check(send(call).await.map_err(|_| Failure::Network)?).await })
}

/// The text of an answer to come.
type Said<'a> = LocalBoxFuture<'a, Result<String, Refusal>>;

pub(super) fn text(answer: Answered<'_>) -> Said<'_> {
    Box::pin(async move { Ok(answer.await?.text().await.map_err(|_| Failure::Network)?) })
}

pub(super) fn headers(token: Option<&str>) -> Vec<(&'static str, String)> {
    let mut headers = vec![(PROTOCOL_HEADER, PROTOCOL.to_string())];
    headers.extend(token.map(|token| ("authorization", format!("Bearer {token}"))));
    headers
}

fn json(request: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(request).map_err(|_| refused("request.malformed", ""))
}

/// Sorts an answer that is not a success by what can be done about it.
async fn check(answer: Answer) -> Result<Answer, Refusal> {
    let status = answer.status();
    if (200..300).contains(&status) || status == 304 {
        return Ok(answer);
    }
    let wait = answer.header("retry-after").and_then(|text| text.parse::<i64>().ok());
    let body = answer.text().await.unwrap_or_default();
    let detail = read_kept::<ErrorBody>(&body).ok().map(|body| body.error);
    let (code, message) = detail.map_or_else(
        || (format!("http.{status}"), String::new()),
        |detail| (detail.code, detail.message),
    );
    let failure = match (status, code.as_str()) {
        (_, "auth.revoked" | "auth.unknown_register") => Failure::Revoked,
        (401, _) => Failure::Unauthorized,
        (_, "protocol.too_old") => Failure::TooOld,
        // What stands between us and the server says that it is not there.
        (502 | 504, _) => Failure::Network,
        (429 | 503, _) => Failure::Busy { retry_after_ms: wait.unwrap_or(2).clamp(1, 60) * 1_000 },
        _ => Failure::Refused { code },
    };
    Err(Refusal { failure, message })
}
