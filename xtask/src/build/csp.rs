//! csp.json: the hashes of the page's inline scripts, for the server's Content-Security-Policy.
//!
//! Trunk writes its loader as an inline script. `script-src` allows exactly this text by its hash.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

pub(super) fn write_hashes(dist: &Path) -> Result<()> {
    let html = fs::read_to_string(dist.join("index.html")).context("cannot read index.html")?;
    let hashes = inline_scripts(&html).into_iter().map(hash).collect::<Vec<_>>();
    let text = serde_json::to_string(&json!({ "script_hashes": hashes }))?;
    fs::write(dist.join("csp.json"), text + "\n").context("cannot write csp.json")
}

fn hash(script: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// The exact text of every script without `src`: the browser hashes it byte for byte.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        let Some((tag, body)) = rest[start..].split_once('>') else { break };
        let Some((script, after)) = body.split_once("</script>") else { break };
        if !tag.contains(" src=") && !script.is_empty() {
            scripts.push(script);
        }
        rest = after;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_inline_scripts_only() {
        let html = "<head><script type=\"module\">alert(1)</script>\
                    <script src=\"/a.js\"></script><SCRIPT-like>x</SCRIPT-like></head>";
        assert_eq!(inline_scripts(html), ["alert(1)"]);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(hash("alert(1)"), "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
    }
}
