//! The layers inside core and web: a module may use only what lies below it.

use super::Violation;
use super::source::Source;

/// A crate's layers, lowest first; modules of one layer may use each other.
struct Stack {
    within: &'static str,
    layers: &'static [&'static [&'static str]],
}

const STACKS: &[Stack] = &[
    Stack {
        within: "core/src/",
        layers: &[
            &["ids", "time", "limits", "hash", "order", "json"],
            &["money"],
            &["quantity"],
            &["tax"],
            &["catalog"],
            &["cart"],
            &["pricing"],
            &["tender"],
            &["stored", "loyalty"],
            &["sale", "refund", "shift", "stock"],
            &["shop"],
            &["journal"],
            // Prints the journal's proof of the sale.
            &["receipt"],
            &["sync"],
        ],
    },
    Stack { within: "web/src/", layers: &[&["platform"], &["db", "sync"], &["state"], &["pages"]] },
];

pub(super) fn check(source: &Source) -> Vec<Violation> {
    STACKS.iter().flat_map(|stack| check_stack(stack, source)).collect()
}

fn check_stack(stack: &Stack, source: &Source) -> Vec<Violation> {
    let Some(inside) = source.path.strip_prefix(stack.within) else { return Vec::new() };
    let module = inside.split(['/', '.']).next().unwrap_or_default();
    let Some(own) = stack.rank(module) else { return Vec::new() };
    let lines = source.lines.iter().filter(|line| !line.is_test);
    let code = lines.map(|line| (line.number, line.code.as_str()));
    let imports = source.imports.iter().map(|(number, path)| (*number, path.as_str()));
    let mut found = Vec::new();
    for (number, text) in code.chain(imports) {
        for other in crate_modules(text) {
            if stack.rank(other).is_some_and(|rank| rank > own) {
                let rule = format!("`{module}` may not use `{other}`, which lies above it");
                let violation = Violation::at(source.path, number, rule);
                if !found.contains(&violation) {
                    found.push(violation);
                }
            }
        }
    }
    found
}

impl Stack {
    fn rank(&self, module: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.contains(&module))
    }
}

/// The `x` of every `crate::x`.
fn crate_modules(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}
