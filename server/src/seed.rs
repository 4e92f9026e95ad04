//! The demo shop. Running it again adds what is missing, leaves alone what somebody changed, and
//! draws fresh enrolment codes.

mod demo;
mod extras;

use titan_core::catalog::barcode::ScalePattern;
use titan_core::money::{Currency, MoneyError};
use titan_core::refund::ReturnSettings;
use titan_core::stored::GiftCardTax;
use titan_core::tax::TaxKind;
use titan_core::tender::CashRules;

use crate::auth::code;
use crate::auth::pin::{PinError, StoredPin};
use crate::db::shop::{Pricing, StoreSettings};
use crate::db::{Db, DbError, Tx, items, registers, setup, shop};
use crate::import::mapping::Mapping;
use crate::import::{self, ImportError};
use demo::Demo;
use titan_core::ids::{OrgId, StoreId};

pub use demo::Welcome;

const ORG_CODE: &str = "demo";
const DEMO: &str = include_str!("../seed/demo.json");
const CATALOG: &[u8] = include_bytes!("../seed/catalog.csv");
/// How long a fresh enrolment code can be used.
pub const CODE_HOURS: i32 = 48;

/// The demo shop cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Pin(#[from] PinError),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("seed/demo.json is out of form: {0}")]
    Demo(#[from] serde_json::Error),
    #[error("seed/demo.json names {0:?}, which seed/catalog.csv does not have")]
    Sku(String),
    #[error("a row of seed/catalog.csv is refused: {0}")]
    Row(String),
}

/// Sets the demo shop up and returns how to get in.
///
/// # Errors
/// [`SeedError`].
pub async fn run(db: &Db) -> Result<Welcome, SeedError> {
    let demo: Demo = serde_json::from_str(DEMO)?;
    let (mut tx, org) = db.set_up_org(ORG_CODE, &demo.organisation.name).await?;
    let store = setup::store(&mut tx, org, &demo.store.new_store()).await?;
    for tax in &demo.taxes {
        let kind = TaxKind::Percent { rate: tax.rate_percent };
        setup::tax(&mut tx, org, &tax.code, &tax.name, &kind).await?;
    }
    for category in &demo.categories {
        let colour = category.colour.name();
        setup::category(&mut tx, org, &category.name, colour, category.sort).await?;
    }
    for register in &demo.registers {
        setup::till(&mut tx, org, store, &register.code, &register.name).await?;
    }
    let is_new = shop::currency(&mut tx, org).await?.is_none();
    if is_new {
        shop::set_settings(&mut tx, org, store, &settings(&demo)?).await?;
    }
    add_staff(&mut tx, org, &demo).await?;
    tx.commit().await.map_err(DbError::from)?;

    import_catalog(db, org).await?;
    let mut tx = db.org(org).await?;
    if is_new {
        let settings = extras::add(&mut tx, org, &demo, settings(&demo)?).await?;
        set_favourites(&mut tx, org, store, settings, &demo).await?;
    }
    let pricing = shop::settings(&mut tx, org, store).await?.pricing;
    let book = shop::book(&pricing, &shop::taxes(&mut tx, org).await?)?;
    crate::db::books::keep(&mut tx, org, &book).await?;
    let welcome = welcome(&mut tx, org, &demo).await?;
    tx.commit().await.map_err(DbError::from)?;
    Ok(welcome)
}

fn settings(demo: &Demo) -> Result<StoreSettings, SeedError> {
    let pricing = Pricing {
        currency: Currency::from_code(&demo.store.currency)?,
        prices_include_tax: demo.store.prices_include_tax,
        more: serde_json::Map::new(),
    };
    // `21 IIIII WWWWW C`: item, then weight in grams.
    let scale: ScalePattern = serde_json::from_value(serde_json::json!({
        "prefix": "21", "item_digits": 5, "weight_digits": 5, "weight_decimals": 3,
    }))?;
    Ok(StoreSettings {
        pricing,
        cash: CashRules::exact(),
        favourites: Vec::new(),
        discount_reasons: demo.discount_reasons.clone(),
        scale_labels: vec![scale],
        receipt_footer: demo.store.receipt_footer.clone(),
        returns: ReturnSettings::default(),
        gift_card_tax: GiftCardTax::default(),
        loyalty: None,
        modifier_groups: demo.modifier_groups.clone(),
        rights: demo.rights.clone(),
    })
}

async fn add_staff(tx: &mut Tx, org: OrgId, demo: &Demo) -> Result<(), SeedError> {
    let known = setup::staff_names(tx, org).await?;
    for (sort, member) in (0..).zip(&demo.staff) {
        if !known.contains(&member.name) {
            let text = member.pin.clone();
            let pin = tokio::task::spawn_blocking(move || StoredPin::new(&text)).await;
            let pin = pin.unwrap_or_else(|_| StoredPin::new(&member.pin))?;
            setup::staff(tx, org, &member.name, member.role, sort, &pin).await?;
        }
    }
    Ok(())
}

/// Adds the demo goods once: an item that somebody has changed since is not changed back.
async fn import_catalog(db: &Db, org: OrgId) -> Result<(), SeedError> {
    let mut tx = db.org(org).await?;
    let is_stocked = items::any(&mut tx, org).await?;
    drop(tx);
    if is_stocked {
        return Ok(());
    }
    let mut refused = None;
    let mut tell = |progress: import::Progress<'_>| {
        if let import::Progress::Rejected(error) = progress {
            refused = Some(format!("line {}, {}: {}", error.line, error.field, error.reason));
        }
    };
    let (tx, _) = import::run(db, org, CATALOG, &Mapping::default(), &mut tell).await?;
    match refused {
        Some(reason) => Err(SeedError::Row(reason)),
        None => Ok(tx.commit().await.map_err(DbError::from)?),
    }
}

async fn set_favourites(
    tx: &mut Tx,
    org: OrgId,
    store: StoreId,
    settings: StoreSettings,
    demo: &Demo,
) -> Result<(), SeedError> {
    let favourites = items::ids_of_skus(tx, org, &demo.favourites).await?;
    let settings = StoreSettings { favourites, ..settings };
    Ok(shop::set_settings(tx, org, store, &settings).await?)
}

async fn welcome(tx: &mut Tx, org: OrgId, demo: &Demo) -> Result<Welcome, SeedError> {
    let mut welcome = Welcome::new(demo);
    for till in registers::tills(tx, org).await? {
        let drawn = code::draw();
        let digest = code::digest(&drawn);
        registers::add_enrol_code(tx, org, till.register, &digest, CODE_HOURS).await?;
        welcome.add_register(till, drawn);
    }
    Ok(welcome)
}
