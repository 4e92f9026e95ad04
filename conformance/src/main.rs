//! `titan-conformance [--vectors DIR] [--only FILE] [--company-prefixes FILE] [--verbose]`
//!
//! Runs every known file of cases in a folder and prints per file what passed, failed and is not
//! supported (with the reason). Files that are not there are left out. An adapter translates the
//! words of a file into calls of the core; it holds no expected value and knows no case by name.

mod arguments;
mod barcodes;
mod case;
mod currency;
mod harness;
mod money;
mod odoo_cash;
mod promotion_shares;
mod promotions_calculators;
mod promotions_medusa;
mod promotions_odoo;
mod promotions_shop;
mod promotions_sylius;
mod promotions_vendure;
mod table;
mod taxes;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use arguments::Arguments;
use harness::{Context, File};

/// Every known file, by its path in the folder.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    files.extend(money::FILES);
    files.extend(promotion_shares::FILES);
    files.extend(promotions_calculators::FILES);
    files.extend(promotions_medusa::FILES);
    files.extend(promotions_odoo::FILES);
    files.extend(promotions_sylius::FILES);
    files.extend(promotions_vendure::FILES);
    files.extend(barcodes::FILES);
    files.extend(currency::FILES);
    files.extend(odoo_cash::FILES);
    files.extend(taxes::FILES);
    files
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether nothing failed.
fn run() -> Result<bool> {
    let arguments = Arguments::parse()?;
    let context = Context::load(arguments.company_prefixes.as_deref())?;
    // A panic of the core is a failure of the case; its message goes into the table.
    std::panic::set_hook(Box::new(|_| {}));
    let (mut reports, mut missing) = (Vec::new(), Vec::new());
    for file in files() {
        if arguments.only.as_ref().is_some_and(|only| !file.path.contains(only.as_str())) {
            continue;
        }
        let path = arguments.vectors.join(file.path);
        if !path.is_file() {
            missing.push(file.path);
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        reports.push((file.path, (file.run)(&text, &context)));
    }
    if reports.is_empty() {
        bail!("no known file of cases in {}", arguments.vectors.display());
    }
    print!("{}", table::render(&reports, &missing, arguments.verbose));
    Ok(reports.iter().all(|(_, report)| report.failed() == 0))
}
