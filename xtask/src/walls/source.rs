//! Rust source as the rules see it: code, strings and comments told apart.

use super::imports;

/// One file.
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    pub(super) lines: Vec<Line>,
    /// Every path that a `use` names, braces expanded, with its line.
    pub(super) imports: Vec<(usize, String)>,
}

/// One line of it.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) number: usize,
    /// Without comments; string literals are emptied.
    pub(super) code: String,
    /// The string literals that begin here.
    pub(super) strings: Vec<String>,
    /// Inside a test module.
    pub(super) is_test: bool,
}

impl<'a> Source<'a> {
    pub(super) fn parse(path: &'a str, text: &str) -> Self {
        let mut lines = Lexer::new(text).lines();
        mark_tests(&mut lines, is_test_file(path));
        let imports = imports::collect(&lines);
        Self { path, lines, imports }
    }

    pub(super) fn is_test(&self) -> bool {
        is_test_file(self.path)
    }
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/benches/")
}

/// Marks the lines of `#[cfg(test)] mod ... { }`.
fn mark_tests(lines: &mut [Line], whole_file: bool) {
    let (mut pending, mut depth) = (false, 0i32);
    for line in lines {
        let code = line.code.trim();
        let opens = code.matches('{').count() as i32 - code.matches('}').count() as i32;
        if depth > 0 {
            line.is_test = true;
            depth += opens;
        } else if code.starts_with("#[cfg(") && code.contains("test") {
            (pending, line.is_test) = (true, true);
        } else if pending && !code.is_empty() && !code.starts_with("#[") {
            pending = false;
            line.is_test = true;
            depth = opens.max(0);
        }
        line.is_test |= whole_file;
    }
}

/// Splits text into [`Line`]s.
struct Lexer<'a> {
    rest: &'a str,
    lines: Vec<Line>,
    line: Line,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text, lines: Vec::new(), line: Line { number: 1, ..Line::default() } }
    }

    fn lines(mut self) -> Vec<Line> {
        while let Some(first) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.skip(end);
            } else if self.rest.starts_with("/*") {
                self.skip(block_comment(self.rest));
            } else if let Some((prefix, hashes)) = string_start(self.rest, &self.line.code) {
                self.string(prefix, hashes);
            } else if first == '\'' {
                self.quote();
            } else {
                self.keep(first.len_utf8());
            }
        }
        self.lines.push(self.line);
        self.lines
    }

    /// Takes `length` bytes as code.
    fn keep(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        for char in taken.chars() {
            self.push(char, true);
        }
    }

    /// Drops `length` bytes, keeping count of the lines.
    fn skip(&mut self, length: usize) {
        let (dropped, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        for char in dropped.chars() {
            self.push(char, false);
        }
    }

    fn push(&mut self, char: char, is_code: bool) {
        if char == '\n' {
            let number = self.line.number + 1;
            let line = std::mem::replace(&mut self.line, Line { number, ..Line::default() });
            self.lines.push(line);
        } else if is_code {
            self.line.code.push(char);
        }
    }

    /// A string literal: its text goes to `strings`, only the quotes stay in the code.
    fn string(&mut self, prefix: usize, hashes: Option<usize>) {
        self.keep(prefix);
        let length = match hashes {
            Some(hashes) => {
                let end = format!("\"{}", "#".repeat(hashes));
                self.rest.find(&end).unwrap_or(self.rest.len())
            }
            None => escaped_length(self.rest),
        };
        let text = self.rest[..length].to_owned();
        self.line.strings.push(text);
        self.skip(length);
        self.keep(1 + hashes.unwrap_or(0));
    }

    /// A character literal is dropped (it may be a quote or a brace); a lifetime is code.
    fn quote(&mut self) {
        let mut chars = self.rest.char_indices().skip(1);
        let length = match (chars.next(), chars.next()) {
            (Some((_, '\\')), Some((after, _))) => {
                let start = after + 1;
                self.rest.get(start..).and_then(|tail| tail.find('\'')).map(|end| start + end + 1)
            }
            (Some(_), Some((end, '\''))) => Some(end + 1),
            _ => None,
        };
        match length {
            Some(length) => self.skip(length),
            None => self.keep(1),
        }
    }
}

/// Where a string literal starts: the length up to its text, and the number of hashes when it is raw.
fn string_start(rest: &str, before: &str) -> Option<(usize, Option<usize>)> {
    if rest.starts_with('"') {
        return Some((1, None));
    }
    let in_word = before.ends_with(|char: char| char.is_alphanumeric() || char == '_');
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr"));
    let raw = raw.or_else(|| rest.strip_prefix('r')).filter(|_| !in_word)?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let prefix = rest.len() - raw.len() + hashes;
    raw[hashes..].starts_with('"').then_some((prefix + 1, Some(hashes)))
}

/// The length of a string's text up to its closing quote.
fn escaped_length(text: &str) -> usize {
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a block comment; they nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}
