//! Amounts as text, and back, without a locale: what receipts, logs and imports use.

use super::{Currency, Minor, MoneyError};

/// Writes an amount with a point and all decimal places of its currency: `-12.30`.
#[must_use]
pub fn plain(amount: Minor, currency: Currency) -> String {
    let digits = usize::from(currency.digits());
    let sign = if amount.is_negative() { "-" } else { "" };
    let units = amount.abs().get().to_string();
    if digits == 0 {
        return format!("{sign}{units}");
    }
    let padded = format!("{units:0>width$}", width = digits + 1);
    let (whole, part) = padded.split_at(padded.len() - digits);
    format!("{sign}{whole}.{part}")
}

/// Reads an amount with an optional sign and at most the decimal places of the currency.
/// A comma is taken as a point; grouping is not guessed.
///
/// # Errors
/// [`MoneyError::Malformed`], [`MoneyError::Overflow`].
pub fn parse(text: &str, currency: Currency) -> Result<Minor, MoneyError> {
    let malformed = || MoneyError::Malformed {
        text: text.chars().take(40).collect(),
        currency: currency.to_string(),
    };
    let trimmed = text.trim();
    let (negative, rest) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let (whole, part) = rest.split_once(['.', ',']).unwrap_or((rest, ""));
    let digits = usize::from(currency.digits());
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = all_digits(whole) && all_digits(part) && part.len() <= digits;
    if !shaped || (whole.is_empty() && part.is_empty()) {
        return Err(malformed());
    }
    let units: i64 =
        format!("{whole}{part:0<digits$}").parse().map_err(|_| MoneyError::Overflow)?;
    Minor::new(if negative { -units } else { units })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, units: i64, text: &str) {
        let currency = Currency::from_code(code).unwrap();
        let amount = Minor::new(units).unwrap();
        assert_eq!(plain(amount, currency), text);
        assert_eq!(parse(text, currency), Ok(amount));
    }

    #[test]
    fn text_and_amount_mirror_each_other() {
        check("EUR", 1230, "12.30");
        check("EUR", -5, "-0.05");
        check("JPY", 1230, "1230");
        check("KWD", -1, "-0.001");
    }

    #[test]
    fn only_amounts_of_the_currency_are_read() {
        let eur = Currency::from_code("EUR").unwrap();
        assert_eq!(parse(" 1,5 ", eur).unwrap().get(), 150);
        assert_eq!(parse(".5", eur).unwrap().get(), 50);
        for bad in ["", ".", "1.234", "1,234.50", "1 000", "abc", "--1", "1e3", "٣"] {
            assert!(matches!(parse(bad, eur), Err(MoneyError::Malformed { .. })), "{bad}");
        }
        assert_eq!(parse("99999999999999999999", eur), Err(MoneyError::Overflow));
        assert_eq!(parse("90071992547409.92", eur), Err(MoneyError::Overflow));
    }
}
