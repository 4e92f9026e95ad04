use std::fs;

use reqwest::Method;

use crate::support::{Answer, TestApp};

/// A built app in small.
async fn served() -> (TestApp, tempfile::TempDir) {
    let dir = TestApp::temp();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("index.html", "<!doctype html><title>Titan</title>");
    write("index.html.br", "brotli of index");
    write("sw.js", "self.x = 1");
    write("manifest.webmanifest", "{}");
    write("titan-web-1a2b3c4d5e6f7a8b_bg.wasm", "\0asm");
    write("titan-web-1a2b3c4d5e6f7a8b_bg.wasm.br", "brotli of wasm");
    write("titan-web-1a2b3c4d5e6f7a8b_bg.wasm.gz", "gzip of wasm");
    write("titan-web-1a2b3c4d5e6f7a8b.js", "export {}");
    write("base-c920ca43256fdcb9.css", "body {}");
    write("icon.png", "png");
    write("csp.json", r#"{"script_hashes": ["sha256-AAAA+/=", "bad'; script-src *"]}"#);
    let app = TestApp::with_env("STATIC_DIR", dir.path().to_str().unwrap()).await;
    (app, dir)
}

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = reqwest::Client::new().get(format!("{}{path}", app.url));
    Answer::of(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
        .await
}

#[tokio::test]
async fn files_have_the_right_kind_and_life() {
    let (app, _dir) = served().await;
    const FOR_EVER: &str = "public, max-age=31536000, immutable";
    let cases = [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/sw.js", "text/javascript", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/titan-web-1a2b3c4d5e6f7a8b_bg.wasm", "application/wasm", FOR_EVER),
        ("/titan-web-1a2b3c4d5e6f7a8b.js", "text/javascript", FOR_EVER),
        ("/base-c920ca43256fdcb9.css", "text/css", FOR_EVER),
        ("/icon.png", "image/png", "public, max-age=86400"),
    ];
    for (path, kind, cache) in cases {
        let answer = get(&app, path, &[]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.header("content-type").starts_with(kind),
            "{path} {}",
            answer.header("content-type")
        );
        assert_eq!(answer.header("cache-control"), cache, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn compressed_siblings_are_sent_as_they_are() {
    let (app, _dir) = served().await;
    let wasm = "/titan-web-1a2b3c4d5e6f7a8b_bg.wasm";
    let br = get(&app, wasm, &[("accept-encoding", "gzip, deflate, br, zstd")]).await;
    assert_eq!(
        (br.header("content-encoding"), br.body.as_slice()),
        ("br", b"brotli of wasm".as_slice())
    );
    assert_eq!(br.header("content-type"), "application/wasm");
    assert_eq!(br.header("vary"), "accept-encoding");
    let gz = get(&app, wasm, &[("accept-encoding", "gzip")]).await;
    assert_eq!(
        (gz.header("content-encoding"), gz.body.as_slice()),
        ("gzip", b"gzip of wasm".as_slice())
    );
    let plain = get(&app, wasm, &[]).await;
    assert_eq!(
        (plain.header("content-encoding"), plain.body.as_slice()),
        ("", b"\0asm".as_slice())
    );
    let page = get(&app, "/sell", &[("accept-encoding", "br")]).await;
    assert_eq!((page.status, page.body.as_slice()), (200, b"brotli of index".as_slice()));
    assert_eq!(page.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn pages_lead_to_the_app_and_missing_files_do_not() {
    let (app, _dir) = served().await;
    for page in ["/sell", "/sales/0192", "/settings/printer", "/?enrol=ABCD"] {
        let answer = get(&app, page, &[("accept", "text/html")]).await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(answer.header("content-type").starts_with("text/html"));
    }
    for missing in [
        "/app.js",
        "/old-0123456789abcdef.wasm",
        "/.env",
        "/x/y.png",
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
    ] {
        assert_eq!(get(&app, missing, &[]).await.status, 404, "{missing}");
    }
    let data = get(&app, "/sell", &[("accept", "application/json")]).await;
    assert_eq!(data.error(), (404, "request.unknown_path".into()));
    let head = Answer::of(app.request(Method::HEAD, "/sell")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[tokio::test]
async fn a_browser_is_told_what_the_app_may_do() {
    let (app, _dir) = served().await;
    let answer = get(&app, "/", &[]).await;
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-AAAA+/='; \
         style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; \
         frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
    );
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("permissions-policy").contains("camera=(self)"));
    assert!(answer.header("permissions-policy").contains("bluetooth=(self)"));
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(answer.header("strict-transport-security"), "", "HSTS is the proxy's");
}

#[tokio::test]
async fn without_a_built_app_the_api_still_answers() {
    let app = TestApp::with_env("STATIC_DIR", "/nowhere/at/all").await;
    assert_eq!(get(&app, "/", &[]).await.error(), (404, "request.unknown_path".into()));
    assert_eq!(app.get("/health").await.status, 200);
}
