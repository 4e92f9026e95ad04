//! What only some goods of the demo shop have, and its price lists.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use titan_core::catalog::Extras;
use titan_core::ids::{ItemId, OrgId};

use super::SeedError;
use super::demo::Demo;
use crate::db::shop::StoreSettings;
use crate::db::{Tx, items};

type Ids = BTreeMap<String, ItemId>;

/// Sets the extras of the goods and puts the price lists into the settings.
pub(super) async fn add(
    tx: &mut Tx,
    org: OrgId,
    demo: &Demo,
    mut settings: StoreSettings,
) -> Result<StoreSettings, SeedError> {
    let mut skus: BTreeSet<String> = demo.extras.keys().cloned().collect();
    named(&demo.price_lists, &mut skus);
    demo.extras.values().for_each(|extras| named(extras, &mut skus));
    let mut ids = Ids::new();
    for sku in skus {
        let found = items::ids_of_skus(tx, org, std::slice::from_ref(&sku)).await?;
        let id = found.first().ok_or_else(|| SeedError::Sku(sku.clone()))?;
        ids.insert(sku, *id);
    }
    for (sku, extras) in &demo.extras {
        let extras: Extras = serde_json::from_value(with_ids(extras, &ids))?;
        if let Some(item) = ids.get(sku) {
            items::set_extras(tx, org, *item, &extras).await?;
        }
    }
    let lists = with_ids(&demo.price_lists, &ids);
    settings.pricing.more.insert("price_lists".to_owned(), lists);
    Ok(settings)
}

/// Collects the SKUs that a value names.
fn named(value: &Value, skus: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => skus.extend(text.strip_prefix('@').map(str::to_owned)),
        Value::Array(all) => all.iter().for_each(|value| named(value, skus)),
        Value::Object(all) => all.values().for_each(|value| named(value, skus)),
        _ => {}
    }
}

/// Returns a value with ids for the SKUs that it names.
fn with_ids(value: &Value, ids: &Ids) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('@').and_then(|sku| ids.get(sku)) {
            Some(id) => Value::from(id.0),
            None => value.clone(),
        },
        Value::Array(all) => all.iter().map(|value| with_ids(value, ids)).collect(),
        Value::Object(all) => {
            all.iter().map(|(key, value)| (key.clone(), with_ids(value, ids))).collect()
        }
        _ => value.clone(),
    }
}
