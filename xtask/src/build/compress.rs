//! Compressed siblings (`.br`, `.gz`), so that the server compresses nothing per request.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::assets;

const EXTENSIONS: &[&str] =
    &["wasm", "js", "css", "html", "svg", "json", "webmanifest", "txt", "ftl"];

/// How hard to try; the order is "better".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Quality {
    /// For tests: the right files, soon.
    Quick,
    /// For a release: the smallest files.
    Small,
}

impl Quality {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Small => "small",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Quick, Self::Small].into_iter().find(|quality| quality.name() == name)
    }

    fn brotli(self) -> i32 {
        match self {
            Self::Quick => 5,
            Self::Small => 11,
        }
    }
}

/// Writes the siblings of every file that shrinks; two at a time, the largest first.
pub(super) fn compress(dist: &Path, quality: Quality) -> Result<()> {
    let mut files = assets::files(dist)?;
    files.retain(|file| EXTENSIONS.contains(&assets::extension(file)) && !is_private(file));
    files.sort_by_key(|file| fs::metadata(dist.join(file)).map_or(0, |meta| meta.len()));
    let queue = Mutex::new(files);
    let next = || queue.lock().ok().and_then(|mut files| files.pop());
    let worker = || -> Result<()> {
        while let Some(file) = next() {
            crate::signals::check()?;
            compress_file(&dist.join(&file), quality)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(worker);
        let mine = worker();
        other.join().map_err(|_| anyhow!("a compressing thread died"))?.and(mine)
    })
}

/// Read by the server, not sent.
fn is_private(file: &Path) -> bool {
    file == Path::new("csp.json")
}

fn compress_file(path: &Path, quality: Quality) -> Result<()> {
    let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let brotli = brotli(&content, quality)?;
    let gzip = gzip(&content)?;
    for (extension, packed) in [("br", brotli), ("gz", gzip)] {
        let sibling = sibling(path, extension);
        if packed.len() < content.len() {
            fs::write(&sibling, packed)
                .with_context(|| format!("cannot write {}", sibling.display()))?;
        } else if sibling.exists() {
            fs::remove_file(&sibling)?;
        }
    }
    Ok(())
}

pub(super) fn brotli(content: &[u8], quality: Quality) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: quality.brotli(),
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let (mut input, mut output) = (content, Vec::new());
    brotli::BrotliCompress(&mut input, &mut output, &params).context("brotli failed")?;
    Ok(output)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

/// `app.js` -> `app.js.br`
fn sibling(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn siblings_unpack_to_the_original_and_pictures_have_none() {
        let dir = tempfile::tempdir().unwrap();
        let text = "titan ".repeat(500);
        for name in ["app.js", "icon.png", "csp.json"] {
            fs::write(dir.path().join(name), &text).unwrap();
        }
        fs::write(dir.path().join("tiny.css"), "a").unwrap();
        compress(dir.path(), Quality::Quick).unwrap();

        let packed = fs::read(dir.path().join("app.js.br")).unwrap();
        let mut unpacked = String::new();
        brotli::Decompressor::new(&packed[..], 4096).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);

        let packed = fs::read(dir.path().join("app.js.gz")).unwrap();
        unpacked.clear();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);

        let names = assets::files(dir.path()).unwrap();
        assert_eq!(names.len(), 6, "{names:?}");
    }
}
