//! Instants and days, always handed in by the caller.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Returns the instant `ms` milliseconds later, held at the ends of the range.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Returns the civil date and the minute of the day at an offset from UTC in minutes.
    ///
    /// Days are turned into dates by Howard Hinnant's `civil_from_days`.
    #[must_use]
    pub fn civil(self, offset_minutes: i32) -> (BusinessDate, u16) {
        let minute = u16::try_from(self.minutes(offset_minutes).rem_euclid(1440)).unwrap_or(0);
        (BusinessDate::from_days(self.day(offset_minutes)), minute)
    }

    /// Returns the number of the civil day at an offset from UTC in minutes; 0 is 1970-01-01.
    #[must_use]
    pub fn day(self, offset_minutes: i32) -> i64 {
        self.minutes(offset_minutes).div_euclid(1440)
    }

    fn minutes(self, offset_minutes: i32) -> i64 {
        self.0.div_euclid(60_000).saturating_add(i64::from(offset_minutes))
    }
}

/// A day of business, `YYYY-MM-DD`. It belongs to the shift, not to the clock.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BusinessDate {
    year: i16,
    month: u8,
    day: u8,
}

/// A text is not a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date of the form YYYY-MM-DD")]
pub struct DateError(String);

impl BusinessDate {
    /// Returns the date if there is such a day in the years 1 to 9999.
    #[must_use]
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=last).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    fn from_days(days: i64) -> Self {
        let z = days.saturating_add(719_468);
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era.saturating_mul(400) + i64::from(month <= 2);
        let clamp = |value: i64, low: i64, high: i64| value.clamp(low, high);
        Self {
            year: i16::try_from(clamp(year, 1, 9999)).unwrap_or(1),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }
}

impl fmt::Display for BusinessDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for BusinessDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let parse = || {
            let mut parts = text.split('-');
            let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
            let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let shape = year.len() == 4 && month.len() == 2 && day.len() == 2 && digits;
            if !shape || parts.next().is_some() {
                return None;
            }
            Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        };
        parse().ok_or_else(|| DateError(text.chars().take(32).collect()))
    }
}

impl TryFrom<String> for BusinessDate {
    type Error = DateError;
    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<BusinessDate> for String {
    fn from(date: BusinessDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_date_follows_the_offset() {
        // 1_700_000_000 s is 2023-11-14 22:13:20 UTC.
        let at = Timestamp(1_700_000_000_000);
        assert_eq!(at.civil(0), (BusinessDate::new(2023, 11, 14).unwrap(), 22 * 60 + 13));
        assert_eq!(at.civil(120), (BusinessDate::new(2023, 11, 15).unwrap(), 13));
        assert_eq!(Timestamp(-1).civil(0), (BusinessDate::new(1969, 12, 31).unwrap(), 1439));
    }

    #[test]
    fn dates_parse_strictly() {
        for bad in
            ["2026-13-01", "2026-02-29", "26-01-01", "2026-1-01", "2026-01-01x", "", "+026-01-01"]
        {
            assert!(bad.parse::<BusinessDate>().is_err(), "{bad}");
        }
        let leap: BusinessDate = "2024-02-29".parse().unwrap();
        assert_eq!(leap.to_string(), "2024-02-29");
    }
}
