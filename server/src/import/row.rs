//! Checking one row of a file.

use std::borrow::Cow;

use csv::ByteRecord;
use rust_decimal::Decimal;
use serde::Serialize;
use titan_core::catalog::{Colour, ItemDraft, ItemError, UnitPrice};
use titan_core::ids::{CategoryId, ItemId, TaxId};
use titan_core::limits::TEXT_CHARS_MAX;
use titan_core::money::Currency;
use titan_core::quantity::Unit;
use titan_core::tax::Tax;

use super::extras;
use super::mapping::Columns;
use crate::db::import::ImportRow;

/// A row is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Line of the file that the row begins on.
    pub line: i64,
    pub field: &'static str,
    pub reason: String,
}

/// Checks rows against the header and the organisation's taxes.
pub struct Checker {
    columns: Columns,
    taxes: Vec<(String, TaxId)>,
    currency: Currency,
}

/// Where items go that the file puts nowhere.
const NO_CATEGORY: &str = "Other";

pub(super) type Checked<T> = Result<T, (&'static str, String)>;

impl Checker {
    #[must_use]
    pub fn new(columns: Columns, taxes: &[Tax], currency: Currency) -> Self {
        let taxes = taxes.iter().map(|tax| (tax.code.clone(), tax.id)).collect();
        Self { columns, taxes, currency }
    }

    /// Reads a row into an item that can be stored.
    ///
    /// # Errors
    /// [`RowError`] names the first field at fault.
    pub fn check(&self, line: i64, record: &ByteRecord) -> Result<ImportRow, RowError> {
        self.read(line, record).map_err(|(field, reason)| RowError { line, field, reason })
    }

    fn read(&self, line: i64, record: &ByteRecord) -> Checked<ImportRow> {
        if record.len() != self.columns.width {
            let reason =
                format!("it has {} fields, the header {}", record.len(), self.columns.width);
            return Err(("row", reason));
        }
        let text = |field| self.text(field, record);
        let category = text("category")?.filter(|category| !category.is_empty());
        let category = category.unwrap_or(Cow::Borrowed(NO_CATEGORY)).into_owned();
        if category.chars().count() > TEXT_CHARS_MAX || category.chars().any(char::is_control) {
            let reason = format!("longer than {TEXT_CHARS_MAX} characters or control characters");
            return Err(("category", reason));
        }
        let colour = text("colour")?.filter(|colour| !colour.is_empty());
        let colour = colour.map(|name| {
            Colour::from_name(&name)
                .ok_or_else(|| ("colour", format!("{name:?} is not one of the colours")))
        });
        let barcodes = text("barcodes")?.map(|all| {
            let split = all.split([';', '|', ' ']).filter(|code| !code.is_empty());
            split.map(str::to_owned).collect::<Vec<_>>()
        });
        let (colour, unit) =
            (colour.transpose()?, unit(text("unit")?.as_deref().unwrap_or_default())?);
        let money = |field, text: &str| price_of(field, text, self.currency.digits());
        let named = extras::read((text("tags")?, text("minimum_price")?, text("packs")?), money)?;
        let draft = ItemDraft {
            id: ItemId(0),
            sku: text("sku")?.unwrap_or_default().into_owned(),
            name: text("name")?.unwrap_or_default().into_owned(),
            category: CategoryId(0),
            price: self.price(record)?,
            unit,
            taxes: self.taxes(text("tax")?)?,
            barcodes: barcodes.clone().unwrap_or_default(),
            colour: colour.unwrap_or_default(),
            extras: named.extras.clone(),
        };
        let item = draft.check().map_err(|error| match error {
            ItemError::Text { field, .. }
            | ItemError::TooMany { field, .. }
            | ItemError::Twice { field }
            | ItemError::Limits { field } => (field, error.to_string()),
            ItemError::Price(_) => ("price", error.to_string()),
        })?;
        let tax = |id: &TaxId| i32::try_from(id.0).map_err(|it| ("tax", it.to_string()));
        Ok(ImportRow {
            line,
            sku: item.sku().to_owned(),
            name: item.name().to_owned(),
            category,
            price: item.price().value(),
            unit: unit_word(unit).to_owned(),
            taxes: item.taxes().iter().map(tax).collect::<Result<_, _>>()?,
            colour: colour.map(|colour| colour.name().to_owned()),
            barcodes,
            extras: named.patch(),
        })
    }

    /// The trimmed text of a field; none where the file says nothing of it.
    fn text<'a>(
        &'a self,
        field: &'static str,
        record: &'a ByteRecord,
    ) -> Checked<Option<Cow<'a, str>>> {
        let source = self.columns.source(field);
        let Some(column) = source.column else {
            return Ok(source.default.as_deref().map(Cow::Borrowed));
        };
        let bytes = record.get(column).unwrap_or_default();
        let text =
            std::str::from_utf8(bytes).map_err(|_| (field, "it is not UTF-8 text".to_owned()))?;
        match (text.trim(), source.default.as_deref()) {
            ("", Some(default)) => Ok(Some(Cow::Borrowed(default))),
            (text, _) => Ok(Some(Cow::Borrowed(text))),
        }
    }

    fn price(&self, record: &ByteRecord) -> Checked<UnitPrice> {
        let (field, digits) = if self.columns.source("price").is_none() {
            ("price_minor", 0)
        } else {
            ("price", self.currency.digits())
        };
        price_of(field, &self.text(field, record)?.unwrap_or_default(), digits)
    }

    fn taxes(&self, text: Option<Cow<'_, str>>) -> Checked<Vec<TaxId>> {
        let text = text.unwrap_or_default();
        text.split(['+', ';'])
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .map(|code| {
                let known = self.taxes.iter().find(|(known, _)| known == code);
                known.map(|(_, id)| *id).ok_or_else(|| {
                    let known: Vec<&str> = self.taxes.iter().map(|(it, _)| it.as_str()).collect();
                    ("tax", format!("there is no tax {code:?}; there are {}", known.join(", ")))
                })
            })
            .collect()
    }
}

/// A price in units of which one is `10^digits` minor units.
fn price_of(field: &'static str, text: &str, digits: u8) -> Checked<UnitPrice> {
    let refused = || (field, format!("{text:?} is not a price"));
    let value = Decimal::from_str_exact(text).map_err(|_| refused())?;
    let whole = Decimal::from(10_u64.pow(u32::from(digits)));
    let minor = whole.checked_mul(value).ok_or_else(refused)?;
    UnitPrice::new(minor).map_err(|error| (field, error.to_string()))
}

fn unit(text: &str) -> Checked<Unit> {
    match text.to_ascii_lowercase().as_str() {
        "each" | "piece" | "pcs" | "ea" | "" => Ok(Unit::Each),
        "kg" | "kilogram" => Ok(Unit::Kilogram),
        "l" | "litre" | "liter" => Ok(Unit::Litre),
        "m" | "metre" | "meter" => Ok(Unit::Metre),
        other => Err(("unit", format!("{other:?} is not a unit: each, kg, l or m"))),
    }
}

const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Each => "each",
        Unit::Kilogram => "kilogram",
        Unit::Litre => "litre",
        Unit::Metre => "metre",
    }
}
