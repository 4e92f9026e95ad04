//! Acts that change no figures but have to be seen.

use serde::{Deserialize, Serialize};

use crate::hash::Hash256;
use crate::ids::{CartId, RegisterId, StaffId};
use crate::money::Minor;
use crate::shop::Permission;

/// The drawer was opened without a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerOpened {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A receipt was printed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReprinted {
    /// Where the entry is that the receipt was printed for.
    pub register: RegisterId,
    pub seq: u64,
    pub receipt_no: String,
}

/// A cart was dropped before it was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartCleared {
    pub cart: CartId,
    pub lines: u32,
    /// What would have been owed.
    pub total: Minor,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Somebody allowed what the cashier may not do alone. It holds once, for just what it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who approved; who asked is the entry's staff.
    pub by: StaffId,
    pub what: Permission,
    /// The cart that it is for; none where it is for no cart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart: Option<CartId>,
    /// Hash over the bytes of the cart or the act as it was approved.
    pub of: Hash256,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
