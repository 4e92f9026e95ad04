//! The parts of a shop's configuration, and putting them together for one register.

use serde::{Deserialize, Serialize};
use titan_core::catalog::barcode::ScalePattern;
use titan_core::catalog::{Category, ModifierGroup};
use titan_core::ids::{CategoryId, ItemId, OrgId, RegisterId, StaffId, StoreId};
use titan_core::loyalty::LoyaltyRules;
use titan_core::money::Currency;
use titan_core::pricing::PriceBook;
use titan_core::refund::ReturnSettings;
use titan_core::shop::{Organisation, Register, Rights, Role, ShopConfig, StaffMember, Store};
use titan_core::stored::GiftCardTax;
use titan_core::tax::Tax;
use titan_core::tender::CashRules;
use uuid::Uuid;

use super::{DbError, Tx, codec};
use crate::auth::pin::StoredPin;

/// Settings of a store, each under its own key in the table `settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreSettings {
    pub pricing: Pricing,
    pub cash: CashRules,
    pub favourites: Vec<ItemId>,
    pub discount_reasons: Vec<String>,
    pub scale_labels: Vec<ScalePattern>,
    pub receipt_footer: String,
    #[serde(default)]
    pub returns: ReturnSettings,
    #[serde(default)]
    pub gift_card_tax: GiftCardTax,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loyalty: Option<LoyaltyRules>,
    #[serde(default)]
    pub modifier_groups: Vec<ModifierGroup>,
    #[serde(default)]
    pub rights: Rights,
}

/// How a store prices: a price book without its taxes, which are the organisation's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pricing {
    pub currency: Currency,
    pub prices_include_tax: bool,
    /// Whatever else a price book of this version knows.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Returns the configuration of a register: what its shop is, with PIN verifiers for it alone.
///
/// # Errors
/// [`DbError`]; `None` when there is no such register or it has not enrolled.
pub async fn config(
    tx: &mut Tx,
    org: OrgId,
    register: RegisterId,
) -> Result<Option<ShopConfig>, DbError> {
    let Some((organisation, store, register, pepper)) = place(tx, org, register).await? else {
        return Ok(None);
    };
    let settings = settings(tx, org, store.id).await?;
    let book = book(&settings.pricing, &taxes(tx, org).await?)?;
    super::books::keep(tx, org, &book).await?;
    let config = ShopConfig {
        organisation,
        store,
        register,
        book,
        cash: settings.cash,
        categories: categories(tx, org).await?,
        staff: staff(tx, org, &pepper).await?,
        favourites: settings.favourites,
        discount_reasons: settings.discount_reasons,
        scale_labels: settings.scale_labels,
        receipt_footer: settings.receipt_footer,
        returns: settings.returns,
        gift_card_tax: settings.gift_card_tax,
        loyalty: settings.loyalty,
        modifier_groups: settings.modifier_groups,
        rights: settings.rights,
    };
    Ok(Some(config))
}

/// Makes the price book of a store.
///
/// # Errors
/// [`DbError::Corrupt`] when the settings are not those of a price book.
pub fn book(pricing: &Pricing, taxes: &[Tax]) -> Result<PriceBook, DbError> {
    let corrupt = |error: serde_json::Error| DbError::corrupt("a price book", error);
    let mut book = serde_json::to_value(pricing).map_err(corrupt)?;
    book["taxes"] = serde_json::to_value(taxes).map_err(corrupt)?;
    codec::from_json("a price book", book)
}

type Place = (Organisation, Store, Register, Vec<u8>);

async fn place(tx: &mut Tx, org: OrgId, id: RegisterId) -> Result<Option<Place>, DbError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        org_name: String,
        store_id: Uuid,
        store_code: String,
        store_name: String,
        address: Vec<String>,
        tax_number: String,
        timezone: String,
        register_code: String,
        register_name: String,
        pepper: Vec<u8>,
    }
    let row: Option<Row> = sqlx::query_as(
        "SELECT o.name AS org_name, s.store_id, s.code AS store_code, s.name AS store_name,
                s.address, s.tax_number, s.timezone,
                r.code AS register_code, r.name AS register_name, p.pepper
         FROM registers r
         JOIN organisations o ON o.org_id = r.org_id
         JOIN stores s ON s.org_id = r.org_id AND s.store_id = r.store_id
         JOIN register_peppers p ON p.org_id = r.org_id AND p.register_id = r.register_id
         WHERE r.org_id = $1 AND r.register_id = $2",
    )
    .bind(org.uuid())
    .bind(id.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| {
        let store = Store {
            id: StoreId::new(row.store_id),
            name: row.store_name,
            code: row.store_code,
            address: row.address,
            tax_number: row.tax_number,
            timezone: row.timezone,
        };
        let register = Register { id, name: row.register_name, code: row.register_code };
        (Organisation { id: org, name: row.org_name }, store, register, row.pepper)
    }))
}

/// Returns the settings of a store.
///
/// # Errors
/// [`DbError::Corrupt`] when one is missing or out of form.
pub async fn settings(tx: &mut Tx, org: OrgId, store: StoreId) -> Result<StoreSettings, DbError> {
    let value: Option<serde_json::Value> = sqlx::query_scalar(
        "SELECT jsonb_object_agg(key, value) FROM settings WHERE org_id = $1 AND store_id = $2",
    )
    .bind(org.uuid())
    .bind(store.uuid())
    .fetch_one(&mut **tx)
    .await?;
    codec::from_json("settings of a store", value.unwrap_or_default())
}

/// Writes the settings of a store.
///
/// # Errors
/// [`DbError`].
pub async fn set_settings(
    tx: &mut Tx,
    org: OrgId,
    store: StoreId,
    settings: &StoreSettings,
) -> Result<(), DbError> {
    let value = serde_json::to_value(settings).map_err(|it| DbError::corrupt("settings", it))?;
    sqlx::query(
        "INSERT INTO settings (org_id, store_id, key, value)
         SELECT $1, $2, key, value FROM jsonb_each($3)
         ON CONFLICT (org_id, store_id, key) DO UPDATE SET value = excluded.value",
    )
    .bind(org.uuid())
    .bind(store.uuid())
    .bind(value)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the taxes of an organisation in the order of their ids.
///
/// # Errors
/// [`DbError`].
pub async fn taxes(tx: &mut Tx, org: OrgId) -> Result<Vec<Tax>, DbError> {
    let rows: Vec<serde_json::Value> = sqlx::query_scalar(
        "SELECT definition || jsonb_build_object('id', tax_id, 'code', code, 'name', name)
         FROM taxes WHERE org_id = $1 ORDER BY tax_id",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(|definition| codec::from_json("a tax", definition)).collect()
}

async fn categories(tx: &mut Tx, org: OrgId) -> Result<Vec<Category>, DbError> {
    let rows: Vec<(i32, String, String, i32)> = sqlx::query_as(
        "SELECT category_id, name, colour, sort FROM categories WHERE org_id = $1
         ORDER BY sort, name",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(id, name, colour, sort)| {
            let id = CategoryId(codec::number("a category id", id)?);
            Ok(Category { id, name, colour: codec::from_word("a colour", colour)?, sort })
        })
        .collect()
}

async fn staff(tx: &mut Tx, org: OrgId, pepper: &[u8]) -> Result<Vec<StaffMember>, DbError> {
    type Row = (Uuid, String, String, Vec<u8>, i32, i32, Vec<u8>);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT staff_id, name, role, pin_salt, pin_memory_kib, pin_passes, pin_hash
         FROM staff WHERE org_id = $1 AND active ORDER BY sort, name",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    let wrong = |_| DbError::corrupt("a PIN", "a part has another length");
    rows.into_iter()
        .map(|(id, name, role, salt, memory, passes, hash)| {
            let pin = StoredPin {
                salt: salt.try_into().map_err(wrong)?,
                memory_kib: codec::number("a PIN", memory)?,
                passes: codec::number("a PIN", passes)?,
                hash: hash.try_into().map_err(wrong)?,
            };
            let role: Role = codec::from_word("a role", role)?;
            Ok(StaffMember { id: StaffId::new(id), name, role, pin: pin.verifier(pepper) })
        })
        .collect()
}

/// Returns the currency of an organisation's stores.
///
/// # Errors
/// [`DbError`]; `None` when it has no store.
pub async fn currency(tx: &mut Tx, org: OrgId) -> Result<Option<Currency>, DbError> {
    let value: Option<serde_json::Value> = sqlx::query_scalar(
        "SELECT value FROM settings WHERE org_id = $1 AND key = 'pricing' ORDER BY store_id LIMIT 1",
    )
    .bind(org.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    let pricing: Option<Pricing> =
        value.map(|value| codec::from_json("settings of a store", value)).transpose()?;
    Ok(pricing.map(|pricing| pricing.currency))
}
