//! The cart that is being filled, and those that are parked.

use idb::KeyRange;
use serde::{Deserialize, Serialize};
use titan_core::cart::Cart;
use titan_core::ids::CartId;
use titan_core::json::read_kept;
use titan_core::money::Minor;
use titan_core::order;
use titan_core::pricing::Context;
use titan_core::tender::Offer;
use titan_core::time::Timestamp;

use super::connection::Db;
use super::error::DbError;
use super::meta::FENCE;
use super::tx::{Mode, Tx};

pub(super) const CURRENT: &str = "current";
/// Keys of parked carts begin so, each followed by the id of its cart.
const PARKED: &str = "parked ";
const PARKED_END: &str = "parked!";

/// A cart as it is kept: with what was already put down for it, for a card that was charged is
/// charged also after the browser died.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCart {
    pub cart: Cart,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// Who buys it where, when and with which coupons.
    #[serde(default, skip_serializing_if = "Context::is_unknown")]
    pub context: Context,
}

/// A cart that waits for its customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedCart {
    pub name: String,
    pub parked_at: Timestamp,
    /// What it came to when it was parked.
    pub total: Minor,
    pub kept: KeptCart,
}

/// Carts that change places, all or none.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// The cart that is parked.
    pub park: Option<ParkedCart>,
    /// The parked cart that is taken up.
    pub take: Option<CartId>,
    /// The cart that is being filled from now on; none: an empty one.
    pub current: Option<KeptCart>,
}

impl Db {
    /// Keeps the cart, unless another page has taken over.
    ///
    /// # Errors
    /// [`DbError::Fenced`], or what the browser says.
    pub async fn keep_cart(&self, fence: u64, cart: &KeptCart) -> Result<(), DbError> {
        self.transact(&["meta", "carts"], Mode::Write, async |tx| {
            check_fence(tx, fence).await?;
            tx.write("carts", CURRENT, cart)
        })
        .await
    }

    /// Parks a cart, takes one up or both, unless another page has taken over.
    ///
    /// # Errors
    /// [`DbError::Fenced`], or what the browser says. Nothing has changed then.
    pub async fn exchange_carts(&self, fence: u64, carts: &Exchange) -> Result<(), DbError> {
        self.transact(&["meta", "carts"], Mode::Durable, async |tx| {
            check_fence(tx, fence).await?;
            if let Some(id) = carts.take {
                tx.delete("carts", &parked_key(id).into())?;
            }
            if let Some(parked) = &carts.park {
                tx.write("carts", &parked_key(parked.kept.cart.id), parked)?;
            }
            match &carts.current {
                Some(current) => tx.write("carts", CURRENT, current),
                None => tx.delete("carts", &CURRENT.into()),
            }
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

    /// Reads the parked carts, the oldest first. One that cannot be read stays where it is.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn parked_carts(&self) -> Result<Vec<ParkedCart>, DbError> {
        let range = KeyRange::bound(&PARKED.into(), &PARKED_END.into(), None, Some(true))?;
        let found = self
            .transact(&["carts"], Mode::Read, async |tx| tx.get_all("carts", &range, None).await)
            .await?;
        let texts = found.iter().filter_map(|record| record.as_string());
        let mut carts: Vec<ParkedCart> = texts.filter_map(|text| read_kept(&text).ok()).collect();
        order::sort_by_key(&mut carts, |cart| cart.parked_at);
        Ok(carts)
    }
}

async fn check_fence(tx: &Tx, fence: u64) -> Result<(), DbError> {
    let now = tx.read::<u64>("meta", FENCE).await?.unwrap_or(0);
    if now == fence { Ok(()) } else { Err(DbError::Fenced) }
}

fn parked_key(id: CartId) -> String {
    format!("{PARKED}{id}")
}
