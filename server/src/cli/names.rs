//! What codes, names and PINs may look like.

use std::io::BufRead as _;

use anyhow::{Context as _, bail};
use titan_core::limits::TEXT_CHARS_MAX;

const CODE_CHARS_MAX: usize = 16;

/// A code is typed, printed and part of receipt numbers.
pub(super) fn check_code(what: &str, code: &str) -> anyhow::Result<()> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if code.is_empty() || code.len() > CODE_CHARS_MAX || !code.bytes().all(is_plain) {
        bail!(
            "{what}.code: a code is 1 to {CODE_CHARS_MAX} letters, digits, - and _, not {code:?}"
        );
    }
    Ok(())
}

pub(super) fn check_name(what: &str, name: &str) -> anyhow::Result<()> {
    let count = name.chars().count();
    if name.trim().is_empty() || count > TEXT_CHARS_MAX || name.chars().any(char::is_control) {
        bail!("{what}.name: a name is 1 to {TEXT_CHARS_MAX} printable characters");
    }
    Ok(())
}

/// Reads a PIN from the first line of standard input, or draws one. It is never an argument:
/// those can be read by everybody on the machine.
pub(super) fn take_pin(from_stdin: bool) -> anyhow::Result<String> {
    if !from_stdin {
        let drawn = u32::from_le_bytes(crate::auth::random()) % 1_000_000;
        return Ok(format!("{drawn:06}"));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("no PIN on standard input")?;
    let pin = line.trim();
    if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        bail!("staff.pin: a PIN is 4 to 8 digits");
    }
    Ok(pin.to_owned())
}
