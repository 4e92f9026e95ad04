//! `use` declarations with their braces expanded: `use crate::{a, b::{c, d}}` names `crate::a`, `crate::b::c`
//! and `crate::b::d`.

use super::source::Line;

/// Every path named by the `use` declarations outside tests, with the line the declaration starts at.
pub(super) fn collect(lines: &[Line]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut lines = lines.iter().filter(|line| !line.is_test);
    while let Some(line) = lines.next() {
        let Some(start) = declaration(&line.code) else { continue };
        let mut text = start.to_owned();
        while !text.contains(';') {
            let Some(next) = lines.next() else { break };
            text.push_str(&next.code);
        }
        let text = text.split(';').next().unwrap_or_default();
        expand("", text, &mut |path| found.push((line.number, path)));
    }
    found
}

/// What follows `use`, also after `pub` or `pub(crate)`.
fn declaration(code: &str) -> Option<&str> {
    let code = code.trim_start();
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => code,
    };
    code.strip_prefix("use ")
}

fn expand(prefix: &str, tree: &str, found: &mut dyn FnMut(String)) {
    let tree = tree.trim();
    let Some((head, tail)) = tree.split_once('{') else {
        if !tree.is_empty() {
            found(format!("{prefix}{tree}"));
        }
        return;
    };
    let inner = tail.trim_end().strip_suffix('}').unwrap_or(tail);
    let prefix = format!("{prefix}{}", head.trim());
    for part in split_top(inner) {
        expand(&prefix, part, found);
    }
}

/// Splits at the commas that are outside braces.
fn split_top(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0u32, 0);
    for (at, char) in text.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
