//! One line of a file: the one way to write a sealed entry, read byte by byte.

use super::{FaultKind, FileFault};
use crate::hash::Hash256;
use crate::journal::SealedEntry;

/// An entry with its place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry<'a> {
    pub sealed: SealedEntry,
    /// Counted from 1.
    pub line: usize,
    /// Where the parts begin, in bytes from the start of the file.
    pub seq_at: usize,
    pub bytes_at: usize,
    pub hash_at: usize,
    pub signature_at: usize,
    /// The entry's bytes as the text of a JSON string.
    escaped: &'a str,
}

impl FileEntry<'_> {
    pub(super) fn fault(&self, offset: usize, kind: impl Into<FaultKind>) -> FileFault {
        FileFault { line: self.line, offset, kind: kind.into() }
    }

    /// Returns the place in the file of a byte of the entry.
    pub(super) fn place_of(&self, at: usize) -> usize {
        let (mut decoded, mut place) = (0_usize, 0_usize);
        let mut rest = self.escaped;
        while decoded < at && !rest.is_empty() {
            let (length, bytes) = unit(rest);
            decoded = decoded.saturating_add(bytes);
            place = place.saturating_add(length);
            rest = rest.get(length..).unwrap_or_default();
        }
        // A byte inside of a character of several bytes, which is written as it is.
        let inside = if decoded > at { decoded.saturating_sub(at) } else { 0 };
        self.bytes_at.saturating_add(place).saturating_sub(inside)
    }

    /// Returns where the line ends, without its newline.
    pub(super) const fn end(&self) -> usize {
        // A signature is ASCII without escapes: its closing quote and brace follow it.
        self.signature_at.saturating_add(self.sealed.signature.len()).saturating_add(2)
    }
}

/// The length of the first character of an escaped text, and of what it stands for.
fn unit(text: &str) -> (usize, usize) {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), Some('u')) => (6, 1),
        (Some('\\'), Some(_)) => (2, 1),
        (Some(char), _) => (char.len_utf8(), char.len_utf8()),
        (None, _) => (1, 1),
    }
}

/// Reads a line, which begins at `offset` in the file.
pub(super) fn read(text: &str, line: usize, offset: usize) -> Result<FileEntry<'_>, FileFault> {
    let mut reader = Reader { text, line, offset, at: 0 };
    reader.literal("{\"seq\":")?;
    let (seq_at, seq) = reader.take_while(|byte| byte.is_ascii_digit());
    reader.literal(",\"bytes\":\"")?;
    let (bytes_at, escaped) = reader.string();
    reader.literal("\",\"hash\":\"")?;
    let (hash_at, hash) = reader.take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    reader.literal("\",\"signature\":\"")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let (signature_at, signature) = reader.take_while(plain);
    reader.literal("\"}\n")?;
    let wrong = |at: usize| FileFault { line, offset: at, kind: FaultKind::NotAnEntry };
    let number: u64 = seq.parse().map_err(|_| wrong(seq_at))?;
    if number.to_string() != seq {
        return Err(wrong(seq_at));
    }
    let hash: Hash256 = hash.parse().map_err(|_| wrong(hash_at))?;
    let sealed = SealedEntry {
        seq: number,
        bytes: unescape(escaped).map_err(|at| wrong(bytes_at.saturating_add(at)))?,
        hash,
        signature: signature.to_owned(),
    };
    Ok(FileEntry { sealed, line, seq_at, bytes_at, hash_at, signature_at, escaped })
}

/// Reads an escaped text that is written the one way there is, which is serde_json's; otherwise
/// returns the place of the first byte that is wrong.
fn unescape(escaped: &str) -> Result<String, usize> {
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.find(|char: char| char == '\\' || char < ' ') {
        let place = escaped.len().saturating_sub(rest.len()).saturating_add(at);
        let (plain, special) = rest.split_at_checked(at).ok_or(place)?;
        let (length, _) = unit(special);
        let (special, after) = special.split_at_checked(length).ok_or(place)?;
        let short = [("\\\"", '"'), ("\\\\", '\\'), ("\\n", '\n'), ("\\r", '\r'), ("\\t", '\t')];
        let char = match short.iter().find(|(written, _)| *written == special) {
            Some((_, char)) => *char,
            None => control(special).ok_or(place)?,
        };
        text.push_str(plain);
        text.push(char);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

/// The control character that an escape stands for, where it has no shorter one.
fn control(escape: &str) -> Option<char> {
    match escape {
        "\\b" => return Some('\u{8}'),
        "\\f" => return Some('\u{c}'),
        _ => {}
    }
    let digits = escape.strip_prefix("\\u00")?;
    let small = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| small)?;
    let char = char::from_u32(code).filter(|char| *char < ' ')?;
    (!"\u{8}\t\n\u{c}\r".contains(char)).then_some(char)
}

struct Reader<'a> {
    text: &'a str,
    line: usize,
    offset: usize,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Steps over what has to stand here.
    fn literal(&mut self, expected: &str) -> Result<(), FileFault> {
        let rest = self.rest();
        let same = rest.bytes().zip(expected.bytes()).take_while(|(is, wanted)| is == wanted);
        let same = same.count();
        self.at = self.at.saturating_add(same);
        if same == expected.len() {
            return Ok(());
        }
        let is_over = same == rest.len();
        let kind = if is_over { FaultKind::CutOff } else { FaultKind::NotAnEntry };
        Err(FileFault { line: self.line, offset: self.offset.saturating_add(self.at), kind })
    }

    /// Returns what stands here up to the first byte that does not belong to it, and its place.
    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> (usize, &'a str) {
        let rest = self.rest();
        let length = rest.bytes().take_while(|byte| belongs(*byte)).count();
        self.take(length)
    }

    /// Returns what stands here up to the quote that ends a string.
    fn string(&mut self) -> (usize, &'a str) {
        let mut escaped = false;
        let ends = |byte: u8| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        };
        let rest = self.rest();
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        self.take(length)
    }

    fn take(&mut self, length: usize) -> (usize, &'a str) {
        let start = self.offset.saturating_add(self.at);
        let taken = self.rest().get(..length).unwrap_or_default();
        self.at = self.at.saturating_add(length);
        (start, taken)
    }
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_are_the_ones_that_are_written_and_no_others() {
        let all: String =
            (0..0x180).filter_map(char::from_u32).chain("\u{1F600}x".chars()).collect();
        let written = serde_json::to_string(&all).unwrap();
        assert_eq!(unescape(written.trim_matches('"')), Ok(all));
        for other in
            [r"ab\/", r"ab\u0041", r"ab\u001F", r"ab\u000a", r"ab\u00", r"ab\x", "ab\n", r"ab\uéé"]
        {
            assert_eq!(unescape(other), Err(2), "{other}");
        }
    }
}
