//! Which last digits become what, and published receipts.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use titan_core::money::{Currency, Minor, Rounding, format};
use titan_core::tender::{
    Balance, CashRules, Payment, PaymentRules, RoundedPayments, SCHEMES, TenderKind,
};

use crate::case::Case;
use crate::harness::{Outcome, Report, Verdict, run, same_number};

/// A row: last digits `from..=to` of an amount become `become`.
struct Row {
    from: i64,
    to: i64,
    becomes: i64,
    /// 10 to the number of digits looked at.
    modulus: i64,
    is_change: bool,
    payments: RoundedPayments,
}

impl Row {
    fn of(case: &Case) -> Result<Self> {
        let number = |field: &str| -> Result<i64> { Ok(case.text(field)?.parse()?) };
        let all = case.text("applies_to")?.starts_with("all");
        Ok(Self {
            from: number("last_digits_from")?,
            to: number("last_digits_to")?,
            becomes: number("become")?,
            modulus: 10_i64.pow(case.text("digits_looked_at")?.parse()?),
            is_change: case.text("moment")? == "change",
            payments: if all { RoundedPayments::AllMethods } else { RoundedPayments::CashOnly },
        })
    }

    /// The first amount that the rules round otherwise.
    fn mismatch(&self, rules: PaymentRules) -> Option<(Minor, Minor)> {
        let amounts = (0..12)
            .flat_map(|base| (self.from..=self.to).map(move |last| (base * self.modulus, last)));
        amounts.into_iter().find_map(|(base, last)| {
            let amount = Minor::new(base + last).ok()?;
            let rounded =
                if self.is_change { rules.round_change(amount) } else { rules.round_total(amount) };
            let right = Minor::new(base + self.becomes).ok()?;
            (rounded != Ok(right)).then_some((amount, rounded.unwrap_or_default()))
        })
    }
}

/// A scheme holds if some settings do all that its rows say: those of a named scheme of its
/// currency, or any that a shop can make.
pub(super) fn schemes(cases: Result<Vec<Case>>) -> Report {
    let rules = match &cases {
        Ok(cases) => by_scheme(cases),
        Err(_) => BTreeMap::new(),
    };
    run(cases, |case| {
        let row = Row::of(case)?;
        let chosen = rules.get(case.text("scheme")?).copied().flatten();
        let chosen = chosen.context("no settings do what the scheme says")?;
        Ok(match row.mismatch(chosen) {
            None => Outcome::Pass,
            Some((amount, got)) => Outcome::Fail {
                got: format!("{} becomes {}", amount.get(), got.get()),
                expected: format!("its last digits become {}", row.becomes),
            },
        })
    })
}

fn by_scheme(cases: &[Case]) -> BTreeMap<String, Option<PaymentRules>> {
    let mut rows: BTreeMap<String, (String, Vec<Row>)> = BTreeMap::new();
    for case in cases {
        let (Ok(scheme), Ok(row)) = (case.text("scheme"), Row::of(case)) else { continue };
        let currency = case.filled("likely_currency").unwrap_or_default();
        let entry = rows.entry(scheme.to_owned()).or_default();
        entry.0 = currency.split(' ').next().unwrap_or_default().to_owned();
        entry.1.push(row);
    }
    let chosen = |(currency, rows): (String, Vec<Row>)| {
        let fits = |rules: &PaymentRules| {
            rows.iter().all(|row| row.payments == rules.payments && row.mismatch(*rules).is_none())
        };
        let own = SCHEMES.iter().filter(|it| it.currency.is_none_or(|code| code == currency));
        let own = own.filter_map(|scheme| scheme.rules().ok()).find(fits);
        own.or_else(|| settings().find(fits))
    };
    rows.into_iter().map(|(scheme, rows)| (scheme, chosen(rows))).collect()
}

/// Settings of usual coins that a shop can make.
fn settings() -> impl Iterator<Item = PaymentRules> {
    const MODES: [Rounding; 4] =
        [Rounding::HalfUp, Rounding::HalfDown, Rounding::Up, Rounding::Down];
    let both = [RoundedPayments::CashOnly, RoundedPayments::AllMethods];
    let steps =
        [1, 5, 10, 20, 25, 50, 100, 500, 1000].into_iter().filter_map(|it| Minor::new(it).ok());
    steps.flat_map(move |step| {
        MODES.into_iter().flat_map(move |rounding| {
            MODES.into_iter().flat_map(move |change| {
                both.into_iter().map(move |payments| PaymentRules {
                    cash: CashRules { step, rounding },
                    change,
                    payments,
                })
            })
        })
    })
}

/// A receipt: `SEK 0.50 (...)` names the currency and the coin that cash is rounded to.
pub(super) fn example(case: &Case) -> Verdict {
    let mut words = case.text("scheme")?.split(' ');
    let currency = Currency::from_code(words.next().unwrap_or_default())?;
    let step = format::parse(words.next().context("no coin")?, currency)?;
    let cash = CashRules { step, rounding: Rounding::HalfUp };
    let rules = PaymentRules { cash, ..PaymentRules::exact() };
    let gross = format::parse(case.text("gross")?, currency)?;
    let none: [Payment; 0] = [];
    let open = Balance::of(gross, &none, rules)?;
    let kind = if case.text("paid_by")? == "cash" { TenderKind::Cash } else { TenderKind::Card };
    let to_pay = if kind == TenderKind::Cash { open.next_cash } else { open.next };
    Ok(same_number(format::plain(to_pay, currency), case.text("to_pay")?))
}
