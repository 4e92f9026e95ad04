//! What the data of an element says: numbers, amounts, days.

use std::fmt;

use rust_decimal::Decimal;

use super::{Element, Gs1Error};
use crate::catalog::barcode::{Gtin, has_check_digit};
use crate::money::Currency;
use crate::time::BusinessDate;

/// An amount to pay, in whole units of the currency or of the currency of the shop.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    pub value: Decimal,
    pub currency: Option<Currency>,
}

/// A day, with hour, minute and second where the data has them. It has no time zone.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct DateTime {
    pub date: BusinessDate,
    pub time: Option<(u8, u8, u8)>,
}

/// The meaning of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Batch, serial number and all else that is just text.
    Text,
    /// 01 to 03: a trade item.
    Gtin(Gtin),
    /// 00: a logistic unit, with a right check digit.
    Sscc,
    /// 30 and 37: pieces.
    Count(u32),
    /// 310n to 369n: kilograms, metres, pounds, ... as the identifier says.
    Measure(Decimal),
    /// 390n to 393n and 395n: the price, or the price per unit of measure.
    Amount(Amount),
    /// 394n: percent off.
    Percent(Decimal),
    /// 11 to 17 and others: a day; the second one ends a period.
    Date(DateTime, Option<DateTime>),
}

impl Element {
    /// Returns what the data says. Two digits of a year are taken to be the year nearest to
    /// `this_year`: 49 years back to 50 years on (GS1 General Specifications, section 7.12).
    ///
    /// # Errors
    /// [`Gs1Error::Value`].
    pub fn value(&self, this_year: i16) -> Result<Value, Gs1Error> {
        self.meaning(this_year).ok_or_else(|| Gs1Error::Value(self.identifier.clone()))
    }

    fn meaning(&self, this_year: i16) -> Option<Value> {
        let data = self.data.as_str();
        let (family, decimals) =
            self.identifier.split_at_checked(3).unwrap_or((&self.identifier, ""));
        let decimals: u32 = decimals.parse().unwrap_or(0);
        Some(match family {
            "00" => return has_check_digit(data).then_some(Value::Sscc),
            "01" | "02" | "03" => Value::Gtin(Gtin::parse(data).ok()?),
            "30" | "37" => Value::Count(data.parse().ok()?),
            "390" | "392" | "395" => {
                Value::Amount(Amount { value: decimal(data, decimals)?, currency: None })
            }
            "391" | "393" => {
                let (numeric, amount) = data.split_at_checked(3)?;
                let currency = Currency::from_numeric(numeric.parse().ok()?).ok()?;
                Value::Amount(Amount {
                    value: decimal(amount, decimals)?,
                    currency: Some(currency),
                })
            }
            "394" => Value::Percent(decimal(data, decimals)?),
            "11" | "12" | "13" | "15" | "16" | "17" => date(data, this_year)?,
            _ if ("310"..="369").contains(&family) => Value::Measure(decimal(data, decimals)?),
            _ => match self.identifier.as_str() {
                "7007" => period(data, this_year)?,
                "4324" | "4325" | "4326" | "7003" | "7006" | "7011" | "8008" => {
                    date(data, this_year)?
                }
                _ => Value::Text,
            },
        })
    }
}

fn decimal(digits: &str, decimals: u32) -> Option<Decimal> {
    Decimal::try_new(digits.parse().ok()?, decimals).ok()
}

fn date(data: &str, this_year: i16) -> Option<Value> {
    Some(Value::Date(date_time(data, this_year)?, None))
}

/// A day, or a first and a last day.
fn period(data: &str, this_year: i16) -> Option<Value> {
    let (first, last) = data.split_at_checked(6)?;
    let last = match last.len() {
        0 => None,
        6 => Some(date_time(last, this_year)?),
        _ => return None,
    };
    Some(Value::Date(date_time(first, this_year)?, last))
}

/// `YYMMDD`, `YYMMDDhh`, `YYMMDDhhmm` or `YYMMDDhhmmss`. Day 00 is the last of the month; hour and
/// minute 99 say that there is no time.
fn date_time(data: &str, this_year: i16) -> Option<DateTime> {
    let pairs: Vec<u8> = data
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok().filter(|it| it.len() == 2)?.parse().ok())
        .collect::<Option<_>>()?;
    let (year, month, day, time) = match *pairs.as_slice() {
        [year, month, day] | [year, month, day, 99, 99] => (year, month, day, None),
        [year, month, day, hour] => (year, month, day, Some((hour, 0, 0))),
        [year, month, day, hour, minute] => (year, month, day, Some((hour, minute, 0))),
        [year, month, day, hour, minute, second] => {
            (year, month, day, Some((hour, minute, second)))
        }
        _ => return None,
    };
    if time.is_some_and(|(hour, minute, second)| hour > 23 || minute > 59 || second > 59) {
        return None;
    }
    let year = full_year(year, this_year)?;
    let date = match day {
        0 => [31, 30, 29, 28].into_iter().find_map(|day| BusinessDate::new(year, month, day))?,
        day => BusinessDate::new(year, month, day)?,
    };
    Some(DateTime { date, time })
}

fn full_year(two_digits: u8, this_year: i16) -> Option<i16> {
    let century = this_year.checked_sub(this_year.rem_euclid(100))?;
    let year = century.checked_add(i16::from(two_digits))?;
    match year.checked_sub(this_year)? {
        51.. => year.checked_sub(100),
        ..=-50 => year.checked_add(100),
        _ => Some(year),
    }
}

impl fmt::Display for DateTime {
    /// Writes `2026-01-31` or `2026-01-31T14:30:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some((hour, minute, second)) => write!(f, "T{hour:02}:{minute:02}:{second:02}"),
            None => Ok(()),
        }
    }
}
