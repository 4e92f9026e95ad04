//! Whatever a scanner sends: it is read or refused, and what is read can be written again.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use titan_core::catalog::barcode::gs1::Elements;
use titan_core::catalog::barcode::gtin::{Gtin, gtin14};
use titan_core::catalog::barcode::label::{self, ScalePattern, national_patterns};
use titan_core::catalog::barcode::scan::candidates;
use titan_core::catalog::barcode::upc::UpcE;
use titan_core::catalog::barcode::{check, prefix};

static PATTERNS: LazyLock<Vec<ScalePattern>> = LazyLock::new(|| {
    ["DE", "US", "GB", "FR", "IT", "SE"].into_iter().flat_map(national_patterns).collect()
});

fuzz_target!(|text: &str| {
    let _ = (check::check_digit(text), check::measure_check_digit(text), gtin14(text));
    let _ = (prefix::gs1_prefix(text), prefix::gs1_8_prefix(text));
    let _ = (label::labels(text, &PATTERNS), label::article_code(text, &PATTERNS));
    assert!(!check::has_check_digit(text) || text.bytes().any(|byte| byte.is_ascii_digit()));
    for candidate in candidates(text, &PATTERNS) {
        let _ = format!("{candidate:?}");
    }
    if let Ok(gtin) = Gtin::parse(text) {
        assert_eq!(Gtin::parse(&gtin.as_14()), Ok(gtin));
        if let Ok(short) = UpcE::compress(gtin) {
            assert_eq!(short.gtin(), gtin);
        }
    }
    if let Ok(short) = UpcE::parse(text) {
        assert_eq!(UpcE::parse(&short.code()), Ok(short));
    }
    if let Ok(elements) = Elements::parse(text, &['\u{1d}']) {
        for element in elements.elements() {
            let _ = element.value(2026);
        }
        let again = Elements::parse(&elements.encoded(), &['\u{1d}']);
        assert_eq!(again.map(|again| again.readable()), Ok(elements.readable()));
    }
    let _ = Elements::parse_readable(text);
});
