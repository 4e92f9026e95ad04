//! Codes as scanners send them.

mod element_strings;
mod numbers;
mod variable_measure;

use crate::case::{csv, json};
use crate::harness::{File, run};

pub(crate) const FILES: [File; 7] = [
    File { path: "barcodes/check_digits.csv", run: |text, _| run(csv(text), numbers::check_digit) },
    File { path: "barcodes/conversions.csv", run: |text, _| run(csv(text), numbers::conversion) },
    File {
        path: "barcodes/gs1_element_strings.json",
        run: |text, _| run(json(text), element_strings::check),
    },
    File {
        path: "barcodes/gs1_prefixes.json",
        run: |text, context| {
            run(json(text), |case| numbers::prefix(case, &context.company_prefixes))
        },
    },
    File {
        path: "barcodes/open_food_facts_sample.csv",
        run: |text, _| run(csv(text), numbers::product),
    },
    File {
        path: "barcodes/variable_measure_rcn.csv",
        run: |text, _| run(csv(text), variable_measure::measure),
    },
    File {
        path: "barcodes/variable_measure_strip.csv",
        run: |text, _| run(csv(text), variable_measure::article),
    },
];
