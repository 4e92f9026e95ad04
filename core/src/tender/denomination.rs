//! The notes and coins of a currency, and the amounts that a customer is likely to hand over.

use super::{CashRules, round_cash};
use crate::money::{Currency, Minor};

/// At most this many amounts are offered.
const QUICK_MAX: usize = 6;

/// Notes in whole units of currencies whose notes are not 5, 10, 20, 50, 100, 200.
const NOTES: &[(&str, &[i64])] = &[
    ("CHF", &[10, 20, 50, 100, 200]),
    ("GBP", &[5, 10, 20, 50]),
    ("JPY", &[1_000, 5_000, 10_000]),
    ("SEK", &[20, 50, 100, 200, 500]),
    ("USD", &[1, 5, 10, 20, 50, 100]),
];

/// Coins in minor units of currencies whose coins are not 1, 2, 5, 10, 20, 50, 100, 200.
const COINS: &[(&str, &[i64])] = &[
    ("CHF", &[5, 10, 20, 50, 100, 200, 500]),
    ("JPY", &[1, 5, 10, 50, 100, 500]),
    ("SEK", &[100, 200, 500, 1_000]),
    ("USD", &[1, 5, 10, 25]),
];

/// Returns what one of each note and coin is worth, falling: what a drawer is counted by.
#[must_use]
pub fn denominations(currency: Currency) -> Vec<Minor> {
    let own = COINS.iter().find(|(code, _)| *code == currency.code());
    let coins = own.map_or(&[1, 2, 5, 10, 20, 50, 100, 200][..], |(_, coins)| coins);
    let unit = 10_i64.pow(u32::from(currency.digits()));
    let notes = notes(currency).iter().map(|note| note.saturating_mul(unit));
    let mut all: Vec<Minor> =
        coins.iter().copied().chain(notes).filter_map(|worth| Minor::new(worth).ok()).collect();
    crate::order::sort(&mut all);
    all.dedup();
    all.reverse();
    all
}

/// Returns amounts to offer as buttons for `owed` in cash, rising: first the exact amount,
/// then for each note the next amount that can be paid with notes from it upwards.
#[must_use]
pub fn quick_cash(owed: Minor, currency: Currency, rules: CashRules) -> Vec<Minor> {
    let Ok(exact) = round_cash(owed, rules) else { return Vec::new() };
    if exact <= Minor::ZERO {
        return Vec::new();
    }
    let mut amounts = vec![exact];
    let unit = 10_i64.pow(u32::from(currency.digits()));
    for note in notes(currency) {
        let note = note.saturating_mul(unit);
        let above = exact.get().div_euclid(note) + i64::from(exact.get().rem_euclid(note) != 0);
        if let Ok(amount) = Minor::new(above.saturating_mul(note)) {
            amounts.push(amount);
        }
    }
    crate::order::sort(&mut amounts);
    amounts.dedup();
    amounts.truncate(QUICK_MAX);
    amounts
}

fn notes(currency: Currency) -> &'static [i64] {
    let own = NOTES.iter().find(|(code, _)| *code == currency.code());
    own.map_or(&[5, 10, 20, 50, 100, 200], |(_, notes)| notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Rounding;

    #[track_caller]
    fn check(owed: i64, code: &str, step: i64, expect: &[i64]) {
        let rules = CashRules { step: Minor::new(step).unwrap(), rounding: Rounding::HalfUp };
        let currency = Currency::from_code(code).unwrap();
        let quick = quick_cash(Minor::new(owed).unwrap(), currency, rules);
        assert_eq!(quick.into_iter().map(Minor::get).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn a_drawer_is_counted_by_notes_and_coins() {
        let of = |code| {
            let all = denominations(Currency::from_code(code).unwrap());
            all.into_iter().map(Minor::get).collect::<Vec<_>>()
        };
        let euro = [20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
        assert_eq!(of("EUR"), euro);
        assert_eq!(of("USD"), [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1]);
        assert_eq!(of("JPY"), [10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1]);
    }

    #[test]
    fn amounts_follow_the_notes_of_the_currency() {
        check(4260, "EUR", 1, &[4260, 4500, 5000, 6000, 10_000, 20_000]);
        check(500, "EUR", 1, &[500, 1000, 2000, 5000, 10_000, 20_000]);
        check(1572, "CHF", 5, &[1570, 2000, 5000, 10_000, 20_000]);
        check(999, "USD", 1, &[999, 1000, 2000, 5000, 10_000]);
        check(1572, "JPY", 1, &[1572, 2000, 5000, 10_000]);
        check(0, "EUR", 1, &[]);
    }
}
