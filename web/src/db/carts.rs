//! The cart that is being filled.

use serde::{Deserialize, Serialize};
use titan_core::cart::Cart;
use titan_core::tender::Offer;

use super::connection::Db;
use super::error::DbError;
use super::meta::FENCE;
use super::tx::Mode;

pub(super) const CURRENT: &str = "current";

/// A cart as it is kept: with what was already put down for it, for a card that was charged is
/// charged also after the browser died.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCart {
    pub cart: Cart,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
}

impl Db {
    /// Keeps the cart, unless another page has taken over.
    ///
    /// # Errors
    /// [`DbError::Fenced`], or what the browser says.
    pub async fn keep_cart(&self, fence: u64, cart: &KeptCart) -> Result<(), DbError> {
        self.transact(&["meta", "carts"], Mode::Write, async |tx| {
            if tx.read::<u64>("meta", FENCE).await?.unwrap_or(0) != fence {
                return Err(DbError::Fenced);
            }
            tx.write("carts", CURRENT, cart)
        })
        .await
    }

    /// Reads the cart.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn kept_cart(&self) -> Result<Option<KeptCart>, DbError> {
        self.transact(&["carts"], Mode::Read, async |tx| tx.read("carts", CURRENT).await).await
    }
}
