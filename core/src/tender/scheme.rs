//! How countries without small coins round what is paid.

use serde::{Deserialize, Serialize};

use super::{CashRules, TenderError};
use crate::money::currency::Everyday;
use crate::money::{Currency, Minor, Rounding};

/// Which payments make a total be rounded.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundedPayments {
    /// What is left for cash is rounded; cards pay to the cent.
    #[default]
    CashOnly,
    /// The total is rounded, however it is paid.
    AllMethods,
}

/// All that a shop can set about rounding payments.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRules {
    pub cash: CashRules,
    /// How change is rounded. Where it is counted from the unrounded total, a half goes the
    /// other way than in the total, so that both ways of counting give the same coins.
    pub change: Rounding,
    #[serde(default)]
    pub payments: RoundedPayments,
}

impl PaymentRules {
    /// Nothing is rounded.
    #[must_use]
    pub fn exact() -> Self {
        let cash = CashRules::exact();
        Self { cash, change: cash.rounding, payments: RoundedPayments::CashOnly }
    }

    /// Rounds a total, or what is left of it.
    ///
    /// # Errors
    /// As [`CashRules::round`].
    pub fn round_total(self, owed: Minor) -> Result<Minor, TenderError> {
        self.cash.round(owed)
    }

    /// Rounds change that was counted from an unrounded total.
    ///
    /// # Errors
    /// As [`CashRules::round`].
    pub fn round_change(self, change: Minor) -> Result<Minor, TenderError> {
        CashRules { rounding: self.change, ..self.cash }.round(change)
    }
}

/// A scheme of rounding that has a name, in law or on tills.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct CashScheme {
    pub name: &'static str,
    /// The currency it is made for; none for schemes of tills in any country.
    pub currency: Option<&'static str>,
    /// In minor units.
    pub step: i64,
    pub total: Rounding,
    pub change: Rounding,
    pub payments: RoundedPayments,
}

impl CashScheme {
    /// Returns the settings of the scheme.
    ///
    /// # Errors
    /// [`TenderError::Money`]; not for the schemes of [`SCHEMES`].
    pub fn rules(&self) -> Result<PaymentRules, TenderError> {
        let cash = CashRules { step: Minor::new(self.step)?, rounding: self.total };
        Ok(PaymentRules { cash, change: self.change, payments: self.payments })
    }

    const fn cash(name: &'static str, currency: &'static str, step: i64) -> Self {
        Self {
            name,
            currency: Some(currency),
            step,
            total: Rounding::HalfUp,
            change: Rounding::HalfUp,
            payments: RoundedPayments::CashOnly,
        }
    }

    const fn with(self, total: Rounding, change: Rounding) -> Self {
        Self { total, change, ..self }
    }

    const fn all_methods(self) -> Self {
        Self { payments: RoundedPayments::AllMethods, ..self }
    }

    const fn anywhere(self) -> Self {
        Self { currency: None, ..self }
    }
}

/// The named schemes: those of law and of central banks, and those that tills have had.
pub const SCHEMES: &[CashScheme] = &[
    CashScheme::cash("australian", "AUD", 5),
    CashScheme::cash("canadian", "CAD", 5),
    CashScheme::cash("czech", "CZK", 100),
    CashScheme::cash("danish", "DKK", 50).with(Rounding::HalfUp, Rounding::HalfDown),
    CashScheme::cash("euro_5_cents", "EUR", 5),
    CashScheme::cash("hungarian", "HUF", 500),
    CashScheme::cash("israeli", "ILS", 10),
    CashScheme::cash("malaysian", "MYR", 5).all_methods(),
    CashScheme::cash("new_zealand_half_down", "NZD", 10).with(Rounding::HalfDown, Rounding::HalfUp),
    CashScheme::cash("new_zealand_half_up", "NZD", 10).with(Rounding::HalfUp, Rounding::HalfDown),
    CashScheme::cash("norwegian", "NOK", 100).all_methods(),
    CashScheme::cash("singaporean", "SGD", 5),
    CashScheme::cash("south_african_5", "ZAR", 5).with(Rounding::Down, Rounding::Up).all_methods(),
    CashScheme::cash("south_african_10", "ZAR", 10).with(Rounding::Down, Rounding::Up),
    CashScheme::cash("swedish", "SEK", 100).with(Rounding::HalfUp, Rounding::HalfDown),
    CashScheme::cash("swedish_until_2010", "SEK", 50).all_methods(),
    CashScheme::cash("swiss", "CHF", 5),
    CashScheme::cash("yen_5", "JPY", 5).with(Rounding::Down, Rounding::Up).all_methods(),
    CashScheme::cash("yen_10", "JPY", 10).with(Rounding::Down, Rounding::Up).all_methods(),
    CashScheme::cash("till_5", "", 5).all_methods().anywhere(),
    CashScheme::cash("till_10", "", 10).all_methods().anywhere(),
];

/// `(currency, regions, scheme)` as practised; no regions means wherever the currency is used.
/// Countries of the euro differ, and the country names of CLDR know nothing of most of these.
const PRACTICE: &[(&str, &str, &str)] = &[
    ("AUD", "", "australian"),
    ("CAD", "", "canadian"),
    ("CHF", "", "swiss"),
    ("CZK", "", "czech"),
    ("DKK", "DK FO", "danish"),
    ("EUR", "AX BE EE FI IE IT LT NL SK", "euro_5_cents"),
    ("HUF", "", "hungarian"),
    ("ILS", "", "israeli"),
    ("MYR", "", "malaysian"),
    ("NOK", "", "norwegian"),
    ("NZD", "", "new_zealand_half_down"),
    ("SEK", "", "swedish"),
    ("SGD", "SG", "singaporean"),
    ("ZAR", "ZA", "south_african_10"),
];

/// Returns how cash in `currency` is rounded in `region` (two letters of ISO 3166-1): the scheme
/// in use there, else the smallest coin of everyday use. A shop may set it otherwise.
///
/// # Errors
/// [`TenderError::Money`]; not for a currency of the table.
pub fn cash_rules_for(currency: Currency, region: &str) -> Result<PaymentRules, TenderError> {
    let here = PRACTICE.iter().find(|(code, regions, _)| {
        *code == currency.code()
            && (regions.is_empty() || regions.split(' ').any(|it| it == region))
    });
    let named = here.and_then(|(.., name)| SCHEMES.iter().find(|scheme| scheme.name == *name));
    if let Some(scheme) = named {
        return scheme.rules();
    }
    let everyday = Everyday::of(currency.code());
    let finer = u32::from(currency.digits().saturating_sub(everyday.cash_digits));
    let step = 10_i64.saturating_pow(finer).saturating_mul(everyday.cash_rounding.max(1).into());
    let cash = CashRules { step: Minor::new(step)?, rounding: Rounding::HalfUp };
    Ok(PaymentRules { cash, ..PaymentRules::exact() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, region: &str, totals: &[(i64, i64)]) {
        let rules = cash_rules_for(Currency::from_code(code).unwrap(), region).unwrap();
        for (owed, expect) in totals {
            let round = |units| rules.round_total(Minor::new(units).unwrap()).unwrap().get();
            assert_eq!((round(*owed), round(-owed)), (*expect, -expect), "{code} {region} {owed}");
        }
    }

    #[test]
    fn countries_round_as_they_do() {
        check("EUR", "FI", &[(1497, 1495), (1498, 1500)]);
        check("EUR", "DE", &[(1497, 1497)]);
        check("CHF", "CH", &[(1497, 1495), (1498, 1500)]);
        check("NZD", "NZ", &[(1495, 1490), (1496, 1500)]);
        check("HUF", "HU", &[(1_202, 1_000), (1_2300, 1_2500)]);
        check("SEK", "SE", &[(1_049, 1_000), (1_050, 1_100)]);
        check("ZAR", "ZA", &[(1_009, 1_000)]);
        check("JPY", "JP", &[(1_009, 1_009)]);
        check("ISK", "IS", &[(1_009, 1_009)]);
        check("TWD", "TW", &[(1_009, 1_000)]);
        check("IQD", "IQ", &[(1_499, 1_000)]);
    }

    #[test]
    fn change_meets_the_total_from_the_other_side() {
        for scheme in SCHEMES.iter().filter(|scheme| scheme.total != scheme.change) {
            let rules = scheme.rules().unwrap();
            for owed in 1..scheme.step * 3 {
                let note = Minor::new(scheme.step * 10).unwrap();
                let owed = Minor::new(owed).unwrap();
                let by_total = note.minus(rules.round_total(owed).unwrap()).unwrap();
                let by_change = rules.round_change(note.minus(owed).unwrap()).unwrap();
                assert_eq!(by_total, by_change, "{} {owed:?}", scheme.name);
            }
        }
    }

    #[test]
    fn practice_names_known_schemes() {
        for (code, _, name) in PRACTICE {
            let scheme = SCHEMES.iter().find(|scheme| scheme.name == *name).unwrap();
            assert_eq!(scheme.currency, Some(*code));
        }
    }
}
