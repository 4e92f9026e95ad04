//! The rules that a shop prices by.

use serde::{Deserialize, Serialize};

use crate::hash::Hash256;
use crate::ids::TaxId;
use crate::money::{Currency, Rounding};
use crate::tax::{Tax, TaxRounding, TaxSettings};

/// Everything but the cart that decides a price. A sale names the book it was sold under by
/// its fingerprint, so the server prices it again by the same rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBook {
    pub currency: Currency,
    /// Whether unit prices include tax.
    pub prices_include_tax: bool,
    #[serde(default)]
    pub rounding: Rounding,
    #[serde(default)]
    pub tax_rounding: TaxRounding,
    pub taxes: Vec<Tax>,
}

impl PriceBook {
    /// Returns a tax by its id.
    #[must_use]
    pub fn tax(&self, id: TaxId) -> Option<&Tax> {
        self.taxes.iter().find(|tax| tax.id == id)
    }

    /// Returns the fingerprint of the book: SHA-256 over its JSON.
    ///
    /// # Errors
    /// An error of serialisation, which a book made of plain values does not meet.
    pub fn fingerprint(&self) -> Result<Hash256, serde_json::Error> {
        Ok(Hash256::of(&[&serde_json::to_vec(self)?]))
    }

    pub(crate) const fn tax_settings(&self) -> TaxSettings {
        TaxSettings {
            prices_include_tax: self.prices_include_tax,
            rounding: self.rounding,
            place: self.tax_rounding,
        }
    }
}
