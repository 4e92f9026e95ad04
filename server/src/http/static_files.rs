//! The app's files: compressed siblings, MIME types, how long they may be kept, and `index.html`
//! for the addresses of pages.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

use super::ApiError;
use crate::app::App;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_FIRST: &str = "no-cache";
const A_DAY: &str = "public, max-age=86400";

/// Answers whatever no route takes: a file of the app, a page of the app, or an error.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if path == "/api" || path.starts_with("/api/") {
        return ApiError::not_found("request.unknown_path", "there is no such address")
            .into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return ApiError::method_not_allowed().into_response();
    }
    let is_page = is_page(&path) && takes_html(request.headers());
    let dir = ServeDir::new(&app.static_dir).precompressed_br().precompressed_gzip();
    let index = ServeFile::new(app.static_dir.join("index.html"));
    let index = index.precompressed_br().precompressed_gzip();
    let copy = copy_of(&request);
    let found = match dir.oneshot(request).await {
        Ok(response) if response.status() != StatusCode::NOT_FOUND => {
            Some((response.map(Body::new), cache_of(&path)))
        }
        _ if is_page => match index.oneshot(copy).await {
            Ok(response) if response.status() != StatusCode::NOT_FOUND => {
                Some((response.map(Body::new), ASK_FIRST))
            }
            _ => None,
        },
        _ => None,
    };
    let Some((mut response, cache)) = found else {
        return ApiError::not_found("request.unknown_path", "there is no such file")
            .into_response();
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// The same request again, for the second try; its body is empty anyway.
fn copy_of(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}

/// The address of a page has no extension; what looks like a file and is not there is an error.
fn is_page(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| !last.contains('.'))
}

fn takes_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"))
}

fn cache_of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_entry = matches!(name, "" | "index.html" | "sw.js" | "csp.json")
        || name.ends_with(".webmanifest")
        || name.starts_with("manifest.");
    if is_entry || !name.contains('.') {
        ASK_FIRST
    } else if is_hashed(name) {
        FOR_EVER
    } else {
        A_DAY
    }
}

/// Whether a name has a hash of its content in it: at least eight hexadecimal digits that stand
/// alone, as in `titan-web-1a2b3c4d5e6f7a8b_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.']).any(|part| {
        part.len() >= 8
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_as_long_as_their_names_allow() {
        for (path, expect) in [
            ("/", ASK_FIRST),
            ("/index.html", ASK_FIRST),
            ("/sw.js", ASK_FIRST),
            ("/manifest.webmanifest", ASK_FIRST),
            ("/titan-web-1a2b3c4d5e6f7a8b_bg.wasm", FOR_EVER),
            ("/assets/base-0123456789abcdef.css", FOR_EVER),
            ("/icons/icon-192.png", A_DAY),
            ("/icons/icon-decade.png", A_DAY),
        ] {
            assert_eq!(cache_of(path), expect, "{path}");
        }
    }

    #[test]
    fn pages_have_no_extension() {
        assert!(is_page("/") && is_page("/sell") && is_page("/sales/0192-abc"));
        assert!(!is_page("/app.js") && !is_page("/x/missing.wasm") && !is_page("/.env"));
    }
}
