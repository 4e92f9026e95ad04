//! `titan-server store` and `titan-server tax`

use anyhow::{Context as _, bail};
use rust_decimal::Decimal;
use titan_core::money::Currency;
use titan_core::refund::ReturnSettings;
use titan_core::shop::Rights;
use titan_core::stored::GiftCardTax;
use titan_core::tax::TaxKind;
use titan_core::tender::CashRules;

use super::names;
use crate::config::Config;
use crate::db::listen::{self, Topic};
use crate::db::setup::{self, NewStore};
use crate::db::shop::{self, Pricing, StoreSettings};
use crate::db::{admin, books};

#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Add a store
    Create(Args),
    /// List the stores
    List {
        /// Code of the organisation, where there are several
        #[arg(long)]
        org: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A short word that other commands name it by
    code: String,
    /// As receipts show it
    name: String,
    /// IANA name, such as Europe/Berlin
    #[arg(long)]
    timezone: String,
    /// ISO 4217 code, such as EUR
    #[arg(long)]
    currency: String,
    /// Prices are shown without the taxes that are added at the till
    #[arg(long)]
    taxes_added: bool,
    /// A line of the address; can be given several times
    #[arg(long = "address")]
    address: Vec<String>,
    #[arg(long, default_value = "")]
    tax_number: String,
    #[arg(long, default_value = "")]
    receipt_footer: String,
    /// Code of the organisation, where there are several
    #[arg(long)]
    org: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum Tax {
    /// Add a tax of so many percent; items name it by its code
    Create {
        code: String,
        /// As receipts show it
        name: String,
        /// In percent, such as 19 or 5.5
        rate: Decimal,
        /// Code of the organisation, where there are several
        #[arg(long)]
        org: Option<String>,
    },
}

pub(super) async fn run(config: &Config, what: &What) -> anyhow::Result<()> {
    let db = super::open(config)?;
    match what {
        What::Create(args) => create(&db, args).await,
        What::List { org } => {
            let org = super::org::choose(&db, org.as_deref()).await?;
            for store in admin::stores(&mut db.org(org).await?, org).await? {
                println!("{}  {}  {}  {}", store.code, store.id, store.timezone, store.name);
            }
            Ok(())
        }
    }
}

async fn create(db: &crate::db::Db, args: &Args) -> anyhow::Result<()> {
    names::check_code("store", &args.code)?;
    names::check_name("store", &args.name)?;
    let currency = Currency::from_code(&args.currency)
        .with_context(|| format!("store.currency: {:?} is not known", args.currency))?;
    let org = super::org::choose(db, args.org.as_deref()).await?;
    let mut tx = db.org(org).await?;
    if admin::stores(&mut tx, org).await?.iter().any(|store| store.code == args.code) {
        bail!("store.exists: there is a store {:?} already", args.code);
    }
    if !admin::is_timezone(&mut tx, &args.timezone).await? {
        bail!("store.timezone: {:?} is no IANA time zone", args.timezone);
    }
    if let Some(known) = shop::currency(&mut tx, org).await?.filter(|known| *known != currency) {
        bail!("store.currency: this organisation sells in {known}");
    }
    let new = NewStore {
        code: &args.code,
        name: &args.name,
        address: &args.address,
        tax_number: &args.tax_number,
        timezone: &args.timezone,
    };
    let store = setup::store(&mut tx, org, &new).await?;
    let settings = StoreSettings {
        pricing: Pricing {
            currency,
            prices_include_tax: !args.taxes_added,
            more: serde_json::Map::new(),
        },
        cash: CashRules::exact(),
        favourites: Vec::new(),
        discount_reasons: Vec::new(),
        scale_labels: Vec::new(),
        receipt_footer: args.receipt_footer.clone(),
        returns: ReturnSettings::default(),
        gift_card_tax: GiftCardTax::default(),
        loyalty: None,
        modifier_groups: Vec::new(),
        rights: Rights::default(),
    };
    shop::set_settings(&mut tx, org, store, &settings).await?;
    let book = shop::book(&settings.pricing, &shop::taxes(&mut tx, org).await?)?;
    books::keep(&mut tx, org, &book).await?;
    tx.commit().await.context("nothing was added")?;
    println!("{} {store}", args.code);
    Ok(())
}

pub(super) async fn run_tax(config: &Config, what: &Tax) -> anyhow::Result<()> {
    let Tax::Create { code, name, rate, org } = what;
    names::check_code("tax", code)?;
    names::check_name("tax", name)?;
    if rate.is_sign_negative() || *rate > Decimal::ONE_HUNDRED || rate.scale() > 4 {
        bail!("tax.rate: a rate is 0 to 100 percent with at most 4 decimal places");
    }
    let db = super::open(config)?;
    let org = super::org::choose(&db, org.as_deref()).await?;
    let mut tx = db.org(org).await?;
    if shop::taxes(&mut tx, org).await?.iter().any(|tax| tax.code == *code) {
        bail!("tax.exists: there is a tax {code:?} already");
    }
    setup::tax(&mut tx, org, code, name, &TaxKind::Percent { rate: *rate }).await?;
    listen::notify(&mut tx, Topic::Config, &org.to_string()).await?;
    tx.commit().await.context("nothing was added")?;
    println!("{code}");
    Ok(())
}
