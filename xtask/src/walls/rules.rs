//! The rules about single files, as data.

use super::Violation;
use super::source::{Line, Source};

const MAX_LINES: usize = 600;

/// Words that may not appear in the code of some folders.
struct WordRule {
    within: &'static [&'static str],
    /// Modules (`foo.rs` and `foo/`) where they may.
    except: &'static [&'static str],
    /// Whole words; one that ends with `*` stands for every word that starts so.
    words: &'static [&'static str],
    why: &'static str,
}

const WORD_RULES: &[WordRule] = &[
    WordRule {
        within: &["web/src/"],
        except: &["web/src/platform", "web/src/db"],
        words: &["web_sys", "js_sys", "wasm_bindgen*", "serde_wasm_bindgen", "idb::*", "gloo_*"],
        why: "only `platform` and `db` touch the browser",
    },
    WordRule {
        within: &["web/src/ui.rs", "web/src/ui/"],
        except: &[],
        words: &["crate::db", "crate::sync", "crate::platform", "crate::state", "crate::pages"],
        why: "`ui` knows its properties and callbacks, nothing else",
    },
    WordRule {
        within: &["web/src/"],
        except: &["web/src/pages", "web/src/ui", "web/src/main", "web/src/app", "web/src/lib"],
        words: &["crate::ui"],
        why: "only `pages` put components on the screen",
    },
    WordRule {
        within: &["server/src/"],
        except: &["server/src/db"],
        words: &["sqlx::query*", "AssertSqlSafe"],
        why: "SQL lives in `db`",
    },
    WordRule {
        within: &["server/src/"],
        except: &["server/src/http"],
        words: &["StatusCode"],
        why: "only `http` knows status codes",
    },
    WordRule {
        within: &["server/src/jobs.rs", "server/src/jobs/", "server/src/db.rs", "server/src/db/"],
        except: &[],
        words: &["crate::routes", "crate::http"],
        why: "workers and storage do not know HTTP",
    },
    WordRule {
        within: &["core/src/"],
        // Serde asks by these names; what is read so is a whole number or refused.
        except: &["core/src/json"],
        words: &["f32", "f64"],
        why: "no floats in core: money is integer minor units, rates are Decimal",
    },
    WordRule {
        within: &["core/src/"],
        except: &[],
        words: &[
            "std::time",
            "SystemTime",
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "std::io",
        ],
        why: "core performs no IO and has no clock: the caller passes time in",
    },
    WordRule {
        within: &["core/src/"],
        except: &[],
        words: &["async", "await"],
        why: "core is functions from values to values",
    },
    WordRule {
        within: &["core/", "web/", "server/", "conformance/", "simulator/", "xtask/"],
        except: &[],
        words: &["include!"],
        why: "code is not pasted from files: make it a module",
    },
];

/// How statements begin; a string literal outside `db` that does is SQL in the wrong place.
const SQL: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];

/// Somebody's home folder, spelled so that this file does not break its own rule.
const HOMES: &[&str] = &[concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
const HOME_RULE: &str = "no path of somebody's machine";

/// Names and sizes.
pub(super) fn check_shape(source: &Source) -> Vec<Violation> {
    let mut found = Vec::new();
    if source.path.ends_with("/mod.rs") {
        found.push(Violation::of(source.path, "modules are foo.rs and foo/, never mod.rs"));
    }
    let lines = source.lines.iter().filter(|line| !line.is_test).count();
    if !source.is_test() && lines > MAX_LINES {
        let rule = format!("{lines} lines without tests; at most {MAX_LINES}");
        found.push(Violation::of(source.path, rule));
    }
    found
}

/// What the code says; tests may say what they like.
pub(super) fn check_content(source: &Source) -> Vec<Violation> {
    let mut found = Vec::new();
    let lines = source.lines.iter().filter(|line| !line.is_test);
    for rule in WORD_RULES.iter().filter(|rule| rule.applies_to(source.path)) {
        let mentions = |text: &str| rule.words.iter().find(|word| has_word(text, word));
        let code = lines.clone().map(|line| (line.number, line.code.as_str()));
        let imports = source.imports.iter().map(|(number, path)| (*number, path.as_str()));
        for (number, text) in code.chain(imports) {
            let Some(word) = mentions(text) else { continue };
            let word = word.trim_end_matches(['*', ':']);
            let violation = Violation::at(source.path, number, format!("`{word}`: {}", rule.why));
            if !found.contains(&violation) {
                found.push(violation);
            }
        }
    }
    found.extend(lines.flat_map(|line| check_strings(source.path, line)));
    found
}

/// Files in other languages.
pub(super) fn check_plain(path: &str, text: &str) -> Vec<Violation> {
    let lines = text.lines().zip(1..).filter(|(line, _)| names_home(line));
    lines.map(|(_, number)| Violation::at(path, number, HOME_RULE)).collect()
}

fn check_strings(path: &str, line: &Line) -> Vec<Violation> {
    let mut found = Vec::new();
    for text in &line.strings {
        let is_sql = SQL.iter().any(|start| text.trim_start().starts_with(start));
        if is_sql && path.starts_with("server/src/") && !in_module(path, "server/src/db") {
            found.push(Violation::at(path, line.number, "SQL lives in `db`"));
        }
        if names_home(text) {
            found.push(Violation::at(path, line.number, HOME_RULE));
        }
    }
    found
}

fn names_home(text: &str) -> bool {
    HOMES.iter().any(|home| text.contains(home))
}

impl WordRule {
    fn applies_to(&self, path: &str) -> bool {
        self.within.iter().any(|start| path.starts_with(start))
            && !self.except.iter().any(|module| in_module(path, module))
    }
}

/// Whether a file belongs to the module `a/b`: it is `a/b.rs` or lies in `a/b/`.
fn in_module(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Whether the word stands alone in the text; `word*` may go on.
fn has_word(text: &str, word: &str) -> bool {
    let (word, open) = match word.strip_suffix('*') {
        Some(start) => (start, true),
        None => (word, false),
    };
    let is_name = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(word).any(|(at, _)| {
        let starts = !text[..at].ends_with(is_name);
        let ends =
            open || !word.ends_with(is_name) || !text[at + word.len()..].starts_with(is_name);
        starts && ends
    })
}
