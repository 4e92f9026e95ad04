//! The columns of what only some items have.

use std::borrow::Cow;

use serde_json::{Map, Value};
use titan_core::catalog::{Extras, Pack, UnitPrice};
use titan_core::ids::PackId;
use titan_core::limits::TEXT_CHARS_MAX;

use super::row::Checked;

/// What a row says of extras: what can be checked, and the names of tags, which get their
/// numbers in the database.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) extras: Extras,
    tags: Option<Vec<String>>,
    /// Keys of [`Extras`] that the file has columns for.
    said: Vec<&'static str>,
}

type Text<'a> = Option<Cow<'a, str>>;

/// Reads the columns `tags`, `minimum_price` and `packs`; prices are read by `money`.
pub(super) fn read(
    (tags, minimum_price, packs): (Text<'_>, Text<'_>, Text<'_>),
    money: impl Fn(&'static str, &str) -> Checked<UnitPrice>,
) -> Checked<Named> {
    let mut named = Named::default();
    if let Some(text) = tags {
        named.said.push("tags");
        named.tags = Some(tag_names(&text)?);
    }
    if let Some(text) = minimum_price {
        named.said.push("minimum_price");
        let price = (!text.is_empty()).then(|| money("minimum_price", &text));
        named.extras.minimum_price = price.transpose()?;
    }
    if let Some(text) = packs {
        named.said.push("packs");
        let packs = text.split(';').map(str::trim).filter(|pack| !pack.is_empty()).zip(1..);
        let packs = packs.map(|(text, id)| pack(text, PackId(id), &money));
        named.extras.packs = packs.collect::<Result<_, _>>()?;
    }
    Ok(named)
}

fn tag_names(text: &str) -> Checked<Vec<String>> {
    let names = text.split([';', '|']).map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    let bad =
        |name: &String| name.chars().count() > TEXT_CHARS_MAX || name.chars().any(char::is_control);
    if names.len() > titan_core::limits::ITEM_TAGS_MAX || names.iter().any(bad) {
        return Err(("tags", "too many, too long or control characters".to_owned()));
    }
    Ok(names)
}

/// `name:contains:price:barcode barcode`; price and barcodes may be missing.
fn pack(
    text: &str,
    id: PackId,
    money: impl Fn(&'static str, &str) -> Checked<UnitPrice>,
) -> Checked<Pack> {
    let mut parts = text.split(':').map(str::trim);
    let name = parts.next().unwrap_or_default().to_owned();
    let contains = parts.next().unwrap_or_default();
    let contains = contains
        .parse()
        .map_err(|_| ("packs", format!("{text:?} is not name:contains:price:barcodes")))?;
    let price = parts.next().filter(|price| !price.is_empty());
    let price = price.map(|price| money("packs", price)).transpose()?;
    let barcodes = parts.next().unwrap_or_default().split([' ', '|']);
    let barcodes = barcodes.filter(|code| !code.is_empty()).map(str::to_owned).collect();
    Ok(Pack { id, name, contains, price, barcodes })
}

impl Named {
    /// Returns the keys that the file says something of; null where it says that there is none.
    pub(super) fn patch(&self) -> Map<String, Value> {
        let all = serde_json::to_value(&self.extras).unwrap_or_default();
        let value = |key: &str| match (key, &self.tags) {
            ("tags", Some(tags)) if !tags.is_empty() => Value::from(tags.clone()),
            _ => all.get(key).cloned().unwrap_or_default(),
        };
        self.said.iter().map(|key| ((*key).to_owned(), value(key))).collect()
    }
}
