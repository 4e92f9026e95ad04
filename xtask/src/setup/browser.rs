//! Chromium and its driver, from one source: a driver of another version cannot start the browser.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{Outcome, apt};
use crate::process;

pub(super) fn ensure() -> Result<Outcome> {
    let outcome = match (chromium(), chromedriver()) {
        (Ok(_), Ok(_)) => Outcome::Present,
        _ => {
            apt::install(&["chromium", "chromium-driver"])?;
            Outcome::Installed
        }
    };
    let (browser, driver) = (major(chromium()?)?, major(chromedriver()?)?);
    if browser != driver {
        bail!("Chromium is version {browser}, its driver {driver}: install both from one source");
    }
    Ok(outcome)
}

/// The browser: `$CHROMIUM`, else the system's.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    names.iter().find_map(|name| process::find(name)).context("no Chromium on the PATH")
}

/// Its driver: `$CHROMEDRIVER`, else the system's.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    match std::env::var_os("CHROMEDRIVER") {
        Some(path) => Ok(path.into()),
        None => process::find("chromedriver").context("no chromedriver on the PATH"),
    }
}

/// `Chromium 150.0.1 built on Debian` -> `150`
fn major(program: PathBuf) -> Result<String> {
    let text = process::output(process::command(program)?.arg("--version"))?;
    major_in(&text).with_context(|| format!("no version in {text:?}"))
}

fn major_in(text: &str) -> Option<String> {
    let number =
        text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    number?.split('.').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_versions() {
        let browser = "Chromium 150.0.7871.46 built on Debian GNU/Linux 12 (bookworm)";
        assert_eq!(major_in(browser).as_deref(), Some("150"));
        assert_eq!(major_in("ChromeDriver 150.0.7871.46 (abc)").as_deref(), Some("150"));
    }
}
