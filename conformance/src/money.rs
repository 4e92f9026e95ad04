//! Sharing and rounding as money libraries do it.

use anyhow::{Context as _, Result};
use titan_core::money::step::minor_units;
use titan_core::money::{
    Currency, Leftover, Minor, MoneyError, Ratio, Rounding, Sharing, Step, Weightless, Weights,
    format,
};

use crate::case::{Case, json};
use crate::harness::{
    File, Outcome, Verdict, not_supported, refused_or, run, same_number, same_numbers,
};

pub(crate) const FILES: [File; 2] = [
    File { path: "money/allocation.json", run: |text, _| run(json(text), allocation) },
    File { path: "money/rounding.json", run: |text, _| run(json(text), rounding) },
];

/// Amounts as a case writes them: minor units, or whole units of a currency.
struct Unit(Option<Currency>);

impl Unit {
    fn of(case: &Case) -> Result<Self> {
        let currency = case.filled("currency").map(Currency::from_code).transpose()?;
        Ok(Self(currency.filter(|_| case.filled("unit") != Some("minor"))))
    }

    fn read(&self, text: &str) -> Result<Ratio, MoneyError> {
        let amount = text.parse()?;
        self.0.map_or(Ok(amount), |currency| minor_units(amount, currency))
    }

    fn minor(&self, text: &str) -> Result<Minor, MoneyError> {
        Minor::from_wide(self.read(text)?.round(Rounding::Exact)?)
    }

    fn write(&self, amount: Minor) -> String {
        self.0.map_or_else(|| amount.get().to_string(), |currency| format::plain(amount, currency))
    }
}

/// The rules as the file words them, the longer wording first where one begins the other.
const RULES: &[(&str, Leftover, Weightless)] = &[
    ("floortofirst", Leftover::First, Weightless::Refuse),
    ("floortolargestremainder", Leftover::LargestRemainder, Weightless::Refuse),
    ("floortolargestratio", Leftover::LargestWeight, Weightless::Refuse),
    ("floorseparate", Leftover::Separate, Weightless::Refuse),
    ("blockseparate", Leftover::SeparateBlocks, Weightless::Refuse),
    ("tofirst", Leftover::First, Weightless::Refuse),
    ("tolast", Leftover::Last, Weightless::Refuse),
    ("separate", Leftover::Separate, Weightless::Refuse),
    ("equal split, remainder to the first", Leftover::First, Weightless::Refuse),
    ("equal split, remainder to the last", Leftover::Last, Weightless::Refuse),
    ("floor shares of the ratio total, then", Leftover::LargestRemainderFloor, Weightless::Refuse),
    ("each share is rounded from what is still left", Leftover::Running, Weightless::Even),
    (
        "floor shares, remainder one unit at a time to the largest ratios",
        Leftover::LargestWeight,
        Weightless::Nothing,
    ),
];

fn allocation(case: &Case) -> Verdict {
    let rule = case.text("rule")?.to_lowercase();
    let known = RULES.iter().find(|(words, ..)| rule.starts_with(words));
    let Some((_, leftover, weightless)) = known else {
        return not_supported("a rule for the remainder that no shop has asked for");
    };
    let unit = Unit::of(case)?;
    let step = match case.get("step_minor_units") {
        Some(_) => Step::new(case.number("step_minor_units")?.parse()?)?,
        None => Step::ONE,
    };
    let sharing = Sharing { leftover: *leftover, weightless: *weightless, step };
    let amount = unit.minor(&case.number("amount")?)?;
    let shares = share(case, sharing, amount);
    let separate = matches!(leftover, Leftover::Separate | Leftover::SeparateBlocks);
    if let Some(error) = case.get("expected").and_then(|expected| expected.as_str()) {
        return Ok(refused_or(shares, error, |_| Outcome::Pass));
    }
    let shares = shares?;
    let parts = shares.parts.into_iter().chain(separate.then_some(shares.kept));
    let got: Vec<String> = parts.map(|part| unit.write(part)).collect();
    Ok(same_numbers(&got, &case.numbers("expected")?))
}

fn share(
    case: &Case,
    sharing: Sharing,
    amount: Minor,
) -> Result<titan_core::money::Shares, anyhow::Error> {
    if case.get("parts").is_some() {
        return Ok(sharing.split(amount, case.number("parts")?.parse()?)?);
    }
    let ratios = case.numbers("ratios")?;
    let ratios: Vec<&str> = ratios.iter().map(String::as_str).collect();
    Ok(sharing.share(amount, &Weights::parse(&ratios)?)?)
}

/// The modes as the sources call them, without case and underscores.
fn mode(case: &Case) -> Result<Option<Rounding>> {
    let name = case.text("mode")?.replace('_', "").to_lowercase();
    // One source names the directions of the number line "up" and "down".
    let source = case.get("source").and_then(|source| source.get("repo"));
    let on_the_line = source.and_then(|repo| repo.as_str()) == Some("moneyphp/money");
    Ok(Some(match name.as_str() {
        "up" if on_the_line => Rounding::Ceiling,
        "down" if on_the_line => Rounding::Floor,
        "up" => Rounding::Up,
        "down" => Rounding::Down,
        "ceiling" | "ceil" => Rounding::Ceiling,
        "floor" => Rounding::Floor,
        "halfup" | "halfawayfromzero" => Rounding::HalfUp,
        "halfdown" | "halftowardszero" => Rounding::HalfDown,
        "halfeven" => Rounding::HalfEven,
        "halfodd" => Rounding::HalfOdd,
        "halfceiling" | "halfpositiveinfinity" => Rounding::HalfCeiling,
        "halffloor" | "halfnegativeinfinity" => Rounding::HalfFloor,
        "unnecessary" | "none" => Rounding::Exact,
        _ => return Ok(None),
    }))
}

fn rounding(case: &Case) -> Verdict {
    let Some(mode) = mode(case)? else {
        return not_supported("a rounding mode that no shop has asked for");
    };
    let unit = Unit::of(case)?;
    let amount = case.number("amount")?;
    let number = |field: &str| case.number(field)?.parse::<Ratio>().map_err(anyhow::Error::from);
    let minor = |text: &str| -> Result<Minor> { Ok(unit.minor(text)?) };
    let got: Result<String> = match case.text("kind")? {
        "round to integer" => (|| Ok(amount.parse::<Ratio>()?.round(mode)?.to_string()))(),
        kind if kind.contains("10^n") => (|| {
            let power = case.number("power_of_ten")?.parse()?;
            Ok(unit.write(minor(&amount)?.to_power_of_ten(power, mode)?))
        })(),
        kind if kind.contains("cash step") => (|| {
            let step = Step::new(case.number("step_minor_units")?.parse()?)?;
            Ok(unit.write(step.round(unit.read(&amount)?, mode)?))
        })(),
        "multiply" => (|| Ok(unit.write(minor(&amount)?.times(number("by")?, mode)?)))(),
        "divide" => (|| Ok(unit.write(minor(&amount)?.over(number("by")?, mode)?)))(),
        _ => return not_supported("a kind of rounding that no shop has asked for"),
    };
    let expected = case.number("expected")?;
    if let (Err(error), Some(name)) = (&got, expected.strip_prefix("error: ")) {
        return refusal(error, name);
    }
    Ok(refused_or(got, &expected, |got| same_number(got, &expected)))
}

/// The refusal has to be of the kind that the source names.
fn refusal(error: &anyhow::Error, name: &str) -> Verdict {
    let error = error.downcast_ref::<MoneyError>().context("not a refusal of the core")?;
    let right = match name {
        "RoundingNecessaryException" => matches!(error, MoneyError::NotExact),
        "ContextException" => matches!(error, MoneyError::Step(_)),
        "DivisionByZeroException" => matches!(error, MoneyError::DivisionByZero),
        _ => true,
    };
    let fail = || Outcome::Fail { got: error.to_string(), expected: name.into() };
    Ok(if right { Outcome::Pass } else { fail() })
}
