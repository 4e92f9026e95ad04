//! A receipt in columns of characters.

use super::{Receipt, Row};

/// Writes a receipt `width` characters wide, for a text file or a log.
#[must_use]
pub fn to_text(receipt: &Receipt, width: usize) -> String {
    let mut text = String::new();
    for row in &receipt.rows {
        for line in lines(row, width) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

fn lines(row: &Row, width: usize) -> Vec<String> {
    match row {
        Row::Title { text } | Row::Centre { text } => vec![format!("{text:^width$}")],
        Row::Pair { label, value } => vec![spread(label, value, width)],
        Row::Item { name, detail: None, amount } => vec![spread(name, amount, width)],
        Row::Item { name, detail: Some(detail), amount } => {
            vec![spread(name, "", width), spread(&format!("  {detail}"), amount, width)]
        }
        Row::Extra { label, amount } | Row::Discount { label, amount } => {
            vec![spread(&format!("  {label}"), amount, width)]
        }
        Row::Total { label, amount } => vec![spread(label, amount, width)],
        Row::Tax { name, net, amount } => {
            vec![spread(&format!("{name} / {net}"), amount, width)]
        }
        Row::Rule => vec!["-".repeat(width)],
        Row::Qr { text } => vec![text.clone()],
    }
}

/// Puts two texts at the two edges, shortening the left one where they do not fit.
fn spread(left: &str, right: &str, width: usize) -> String {
    let right_len = right.chars().count();
    let gap = usize::from(right_len > 0);
    let room = width.saturating_sub(right_len + gap);
    let left: String = left.chars().take(room).collect();
    format!("{left:room$}{}{right}", " ".repeat(gap))
}
