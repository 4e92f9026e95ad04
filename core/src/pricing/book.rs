//! The rules that a shop prices by.

use serde::{Deserialize, Serialize};

use crate::hash::Hash256;
use crate::ids::TaxId;
use crate::money::{Currency, Rounding};
use crate::tax::{Tax, TaxRounding, TaxSettings};

use super::list::{PriceList, PriceListSettings, is_default};
use super::promotion::{Promotion, PromotionSettings};

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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<Promotion>,
    #[serde(default, skip_serializing_if = "PromotionSettings::is_default")]
    pub promotion_settings: PromotionSettings,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub price_lists: Vec<PriceList>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub price_list_settings: PriceListSettings,
}

impl PriceBook {
    /// Returns a book without promotions and price lists, with the usual rounding.
    #[must_use]
    pub fn new(currency: Currency, prices_include_tax: bool, taxes: Vec<Tax>) -> Self {
        Self {
            currency,
            prices_include_tax,
            rounding: Rounding::default(),
            tax_rounding: TaxRounding::default(),
            taxes,
            promotions: Vec::new(),
            promotion_settings: PromotionSettings::default(),
            price_lists: Vec::new(),
            price_list_settings: PriceListSettings::default(),
        }
    }

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
