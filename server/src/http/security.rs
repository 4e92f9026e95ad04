//! Headers that tell browsers what the app may do.

use std::path::Path;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;

/// What is next to the app and names the hashes of its inline scripts.
const HASHES_FILE: &str = "csp.json";
const PERMISSIONS: &str =
    "camera=(self), usb=(self), serial=(self), bluetooth=(self), geolocation=(), microphone=()";

/// The header values of a process.
#[derive(Clone, Debug)]
pub struct Policy {
    content: HeaderValue,
}

#[derive(Default, Deserialize)]
struct Hashes {
    script_hashes: Vec<String>,
}

impl Policy {
    /// Reads the script hashes of the app in `dir`.
    #[must_use]
    pub fn of(dir: &Path) -> Self {
        let text = std::fs::read(dir.join(HASHES_FILE)).unwrap_or_default();
        let hashes: Hashes = serde_json::from_slice(&text).unwrap_or_default();
        Self { content: content_policy(&hashes.script_hashes) }
    }
}

fn content_policy(script_hashes: &[String]) -> HeaderValue {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-".contains(&byte);
    let hashes = script_hashes.iter().filter(|hash| hash.bytes().all(is_plain));
    let hashes: String = hashes.map(|hash| format!(" '{hash}'")).collect();
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; \
         frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Sets the headers on every answer. HSTS is left to the proxy, which has the certificate.
pub async fn secure(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.content);
    response
}
