//! A case of a file: named fields, from JSON or from a row of CSV.

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

pub(crate) struct Case {
    /// The name in the file, or the number of the row.
    pub(crate) name: String,
    fields: Value,
}

impl Case {
    pub(crate) fn new(name: String, fields: Value) -> Self {
        Self { name, fields }
    }

    /// The field, if it is there and not null.
    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, field: &str) -> Result<&str> {
        self.get(field).and_then(Value::as_str).with_context(|| format!("no text {field:?}"))
    }

    /// A text that is not empty.
    pub(crate) fn filled(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A number or a text, as it is written.
    pub(crate) fn number(&self, field: &str) -> Result<String> {
        written(self.get(field).with_context(|| format!("no number {field:?}"))?)
    }

    /// A list of numbers or texts, as they are written.
    pub(crate) fn numbers(&self, field: &str) -> Result<Vec<String>> {
        self.list(field)?.iter().map(written).collect()
    }

    pub(crate) fn list(&self, field: &str) -> Result<&[Value]> {
        let list = self.get(field).and_then(Value::as_array);
        Ok(list.with_context(|| format!("no list {field:?}"))?)
    }
}

/// Numbers keep their digits: nothing here goes through a float but what JSON itself wrote as one.
pub(crate) fn written(value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => bail!("{other} is not a number or text"),
    }
}

/// The cases of a JSON file: a list, or an object with a list `cases`.
pub(crate) fn json(text: &str) -> Result<Vec<Case>> {
    let file: Value = serde_json::from_str(text)?;
    let list = file.as_array().or_else(|| file.get("cases")?.as_array());
    let named = list.context("no list of cases")?.iter().enumerate().map(|(index, fields)| {
        let id = fields.get("id").and_then(Value::as_str);
        let name = id.map_or_else(|| format!("#{}", index + 1), str::to_owned);
        Case::new(name, fields.clone())
    });
    Ok(named.collect())
}

/// The rows of a CSV file with a header; every field is a text.
pub(crate) fn csv(text: &str) -> Result<Vec<Case>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let rows = reader.into_records().enumerate().map(|(index, row)| {
        let row = row?;
        let fields = header.iter().zip(&row).map(|(name, field)| (name.into(), field.into()));
        let name = format!("row {}: {}", index + 2, row.get(0).unwrap_or_default());
        Ok(Case::new(name, Value::Object(fields.collect::<Map<_, _>>())))
    });
    rows.collect()
}

/// How many decimal places a number needs.
pub(crate) fn decimal_places(number: &str) -> u32 {
    let part = number.split_once('.').map_or("", |(_, part)| part.trim_end_matches('0'));
    u32::try_from(part.len()).unwrap_or(u32::MAX)
}
