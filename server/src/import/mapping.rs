//! Which column of a file is which field of an item.

use csv::ByteRecord;

/// The fields that a file can fill.
pub const FIELDS: [&str; 12] = [
    "sku",
    "name",
    "category",
    "price_minor",
    "price",
    "unit",
    "tax",
    "barcodes",
    "colour",
    "tags",
    "minimum_price",
    "packs",
];
const REQUIRED: [&str; 2] = ["sku", "name"];

/// Columns and defaults as the user gave them. A field without either is looked for under its
/// own name; a default also stands in for an empty column.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    columns: Vec<(&'static str, String)>,
    defaults: Vec<(&'static str, String)>,
}

/// A mapping does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    #[error("{text:?} is not of the form field=value; fields are {fields}", text = .0, fields = FIELDS.join(", "))]
    Form(String),
    #[error("there is no field {text:?}; fields are {fields}", text = .0, fields = FIELDS.join(", "))]
    Field(String),
    #[error("the file has no column {column:?} for {field}; it has {has}")]
    Column { field: &'static str, column: String, has: String },
    #[error("nothing says where {0} comes from: use --map {0}=COLUMN or --default {0}=VALUE")]
    Missing(&'static str),
    #[error("price and price_minor are two ways to say one thing: map only one of them")]
    TwoPrices,
}

/// Where the value of a field is: in a column, and in a default where the column is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub column: Option<usize>,
    pub default: Option<String>,
}

impl Source {
    const NONE: Self = Self { column: None, default: None };

    /// Returns whether nothing fills the field.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.column.is_none() && self.default.is_none()
    }
}

/// A mapping against the header of a file.
#[derive(Clone, Debug)]
pub struct Columns {
    pub width: usize,
    sources: [Source; FIELDS.len()],
}

impl Mapping {
    /// Reads `field=column` and `field=value` pairs.
    ///
    /// # Errors
    /// [`MappingError`] for a field that does not exist or a text that is no pair.
    pub fn new(columns: &[String], defaults: &[String]) -> Result<Self, MappingError> {
        Ok(Self { columns: pairs(columns)?, defaults: pairs(defaults)? })
    }

    /// Finds the columns in a header.
    ///
    /// # Errors
    /// [`MappingError`] names a column that is not there or a field that nothing fills.
    pub fn resolve(&self, header: &ByteRecord) -> Result<Columns, MappingError> {
        let names: Vec<String> = header
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim_matches(['\u{feff}', ' ']).to_owned())
            .collect();
        let mut sources = [Source::NONE; FIELDS.len()];
        for (source, field) in sources.iter_mut().zip(FIELDS) {
            *source = self.source(field, &names)?;
        }
        let columns = Columns { width: names.len(), sources };
        for field in REQUIRED {
            if columns.source(field).is_none() {
                return Err(MappingError::Missing(field));
            }
        }
        match (columns.source("price").is_none(), columns.source("price_minor").is_none()) {
            (true, true) => Err(MappingError::Missing("price")),
            (false, false) => Err(MappingError::TwoPrices),
            _ => Ok(columns),
        }
    }

    fn source(&self, field: &'static str, names: &[String]) -> Result<Source, MappingError> {
        let place = |column: &str| names.iter().position(|name| name == column);
        let of = |pairs: &[(&'static str, String)]| {
            pairs.iter().find(|(mapped, _)| *mapped == field).map(|(_, text)| text.clone())
        };
        let default = of(&self.defaults);
        let column = match of(&self.columns) {
            Some(column) => Some(place(&column).ok_or_else(|| MappingError::Column {
                field,
                column,
                has: names.join(", "),
            })?),
            None if default.is_some() => None,
            None => place(field),
        };
        Ok(Source { column, default })
    }
}

impl Columns {
    /// Returns where a field of [`FIELDS`] comes from.
    #[must_use]
    pub fn source(&self, field: &str) -> &Source {
        let place = FIELDS.iter().position(|known| *known == field);
        place.and_then(|place| self.sources.get(place)).unwrap_or(&Source::NONE)
    }
}

fn pairs(texts: &[String]) -> Result<Vec<(&'static str, String)>, MappingError> {
    texts
        .iter()
        .map(|text| {
            let (field, value) =
                text.split_once('=').ok_or_else(|| MappingError::Form(text.clone()))?;
            let known = FIELDS.into_iter().find(|known| *known == field.trim());
            let known = known.ok_or_else(|| MappingError::Field(field.to_owned()))?;
            Ok((known, value.trim().to_owned()))
        })
        .collect()
}
