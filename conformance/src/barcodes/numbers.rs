//! Check digits, forms of one number, prefixes.

use anyhow::{Context as _, Result};
use titan_core::catalog::barcode::prefix::{CompanyPrefixes, gs1_8_prefix, gs1_prefix};
use titan_core::catalog::barcode::{BarcodeError, Candidate, Gtin, UpcE, candidates};

use crate::case::Case;
use crate::harness::{Outcome, Verdict, all, not_supported, refused_or, same};

/// A number of the kind that the case names, or of any kind that the scanner door knows.
pub(super) fn check_digit(case: &Case) -> Verdict {
    let (code, kind) = (case.text("code")?, case.text("kind")?);
    let found = candidates(code, &[]);
    let is_right = match (kind, named_length(kind)) {
        ("SSCC", _) => found.iter().any(|it| matches!(it, Candidate::Sscc(_))),
        (_, Some(length)) => code.len() == length && Gtin::parse(code).is_ok(),
        _ => !found.is_empty(),
    };
    Ok(same(is_right, flag(case, "valid")?))
}

/// A row of a product list: the code as it stands is a trade item number or it is not.
pub(super) fn product(case: &Case) -> Verdict {
    let code = case.text("code")?;
    let gtin = Gtin::parse(code);
    let fits = named_length(case.text("kind")?).is_none_or(|length| code.len() == length);
    Ok(same(gtin.is_ok() && fits, flag(case, "check_digit_valid")?))
}

/// `GTIN-13/EAN-13`, `UPC-A`: the number of digits, where the kind has one.
fn named_length(kind: &str) -> Option<usize> {
    match kind.split('/').next()? {
        "GTIN-8" | "EAN-8" => Some(8),
        "GTIN-12" | "UPC-A" => Some(12),
        "GTIN-13" | "EAN-13" => Some(13),
        "GTIN-14" => Some(14),
        _ => None,
    }
}

fn flag(case: &Case, field: &str) -> Result<bool> {
    Ok(case.text(field)?.to_lowercase().parse()?)
}

/// The number of a code in another form.
pub(super) fn conversion(case: &Case) -> Verdict {
    let (input, expected) = (case.text("input")?, case.text("expected")?);
    let gtin = || -> Result<Gtin, BarcodeError> {
        let is_upc_e = |_| UpcE::parse(input).map(UpcE::gtin);
        match case.text("input_family") {
            Ok("UPC") if input.len() < 12 => UpcE::parse(input).map(UpcE::gtin),
            _ => Gtin::parse(input).or_else(is_upc_e),
        }
    };
    let got = match case.text("to")? {
        "GTIN-8" => gtin().and_then(|gtin| gtin.in_digits(8)),
        "GTIN-12" | "UPC-A" => gtin().and_then(|gtin| gtin.in_digits(12)),
        "GTIN-13" => gtin().and_then(|gtin| gtin.in_digits(13)),
        "GTIN-14" => gtin().and_then(|gtin| gtin.in_digits(14)),
        "UPC-E" => gtin().and_then(UpcE::compress).map(UpcE::code),
        "UPC-E parsed" => return parsed(input, expected),
        _ => return not_supported("a form of number that no scanner sends"),
    };
    Ok(refused_or(got, expected, |got| same(got, expected)))
}

fn parsed(input: &str, expected: &str) -> Verdict {
    let upc = UpcE::parse(input);
    if expected.starts_with("error") {
        return Ok(refused_or(upc, expected, |_| Outcome::Pass));
    }
    let upc = upc?;
    let fields = Case::new(String::new(), serde_json::from_str(expected)?);
    Ok(all([
        same(upc.number_system(), fields.number("number_system_digit")?),
        same(upc.payload(), fields.text("payload")?),
        same(upc.check_digit(), fields.number("check_digit")?),
    ]))
}

/// Who gave out a number.
pub(super) fn prefix(case: &Case, companies: &CompanyPrefixes) -> Verdict {
    let code = case.text("code")?;
    let expected = case.get("expected");
    let of = |field: &str| expected.and_then(|it| it.get(field)).and_then(|it| it.as_str());
    let prefix = match case.text("level")? {
        "gs1_prefix" => gs1_prefix(code),
        "gs1_8_prefix" => gs1_8_prefix(code),
        "gs1_company_prefix" if companies.is_empty() && expected.is_some() => {
            return not_supported(
                "which number range belongs to which company is a list of 170,000 rows that GS1 \
                 changes weekly; a till finds goods by the whole number (--company-prefixes FILE)",
            );
        }
        "gs1_company_prefix" => {
            let got = companies.find(code).unwrap_or("none");
            return Ok(same(got, of("value").unwrap_or("none")));
        }
        _ => return not_supported("a level of prefix that GS1 does not have"),
    };
    let Some(prefix) = prefix else {
        return Ok(same("none", of("value").unwrap_or("none")));
    };
    let value = same(prefix.digits, of("value").unwrap_or("none"));
    let usage = expected.map(|_| of("usage").context("no usage")).transpose()?;
    Ok(all([value, same(prefix.usage, usage.unwrap_or("none"))]))
}
