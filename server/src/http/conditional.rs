//! Answers that are sent only when the client has another version, and in which encoding.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;

use crate::db::snapshots::Encoding;

/// What the client has already.
#[derive(Clone, Debug, Default)]
pub struct Conditional(Option<String>);

impl Conditional {
    /// Returns whether the client has this version.
    #[must_use]
    pub fn has(&self, etag: &str) -> bool {
        let Some(given) = &self.0 else { return false };
        given.split(',').map(str::trim).any(|one| {
            one == "*" || one.strip_prefix("W/").unwrap_or(one).trim_matches('"') == etag
        })
    }

    /// Answers with the body, or with its version alone when the client has it. The version is
    /// weak: it is of the content, in whatever encoding.
    #[must_use]
    pub fn answer(&self, etag: &str, body: impl IntoResponse) -> Response {
        let mut response = if self.has(etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            body.into_response()
        };
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&format!("W/\"{etag}\"")) {
            headers.insert(header::ETAG, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Conditional {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(header::IF_NONE_MATCH);
        Ok(Self(header.and_then(|value| value.to_str().ok()).map(str::to_owned)))
    }
}

/// The encoding that the client takes best, of those that are ready.
#[derive(Copy, Clone, Debug)]
pub struct Accepted(pub Encoding);

impl<S: Send + Sync> FromRequestParts<S> for Accepted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(accepted_encoding(&parts.headers)))
    }
}

impl Accepted {
    /// Wraps bytes that are in this encoding already.
    #[must_use]
    pub fn encoded(self, bytes: Vec<u8>) -> Response {
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        let name = match self.0 {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Raw => None,
        };
        if let Some(name) = name {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        response
    }
}

/// Reads `Accept-Encoding`.
#[must_use]
pub fn accepted_encoding(headers: &HeaderMap) -> Encoding {
    let header = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let takes = |name: &str| {
        header.unwrap_or_default().split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            let named = words.next().is_some_and(|word| word.eq_ignore_ascii_case(name));
            let refused = words.any(|word| {
                word.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty())
            });
            named && !refused
        })
    };
    if takes("br") {
        Encoding::Brotli
    } else if takes("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_weakly() {
        let has = |header: &str| Conditional(Some(header.to_owned())).has("abc");
        assert!(has("\"abc\"") && has("W/\"abc\"") && has("\"x\", W/\"abc\"") && has("*"));
        assert!(!has("\"abcd\"") && !has(""));
        assert!(!Conditional(None).has("abc"));
    }

    #[test]
    fn the_best_encoding_is_taken() {
        let check = |value: &str, expect: Encoding| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            assert_eq!(accepted_encoding(&headers), expect, "{value}");
        };
        check("gzip, deflate, br, zstd", Encoding::Brotli);
        check("gzip;q=0.5", Encoding::Gzip);
        check("br;q=0, gzip", Encoding::Gzip);
        check("br; q=0.0, gzip; q=0", Encoding::Raw);
        check("identity", Encoding::Raw);
    }
}
