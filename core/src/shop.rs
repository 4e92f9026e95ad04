//! What a register needs to know of its shop to work without a network.

mod rights;

use serde::{Deserialize, Serialize};

use crate::catalog::barcode::ScalePattern;
use crate::catalog::{Category, ModifierGroup};
use crate::ids::{ItemId, OrgId, RegisterId, StaffId, StoreId};
use crate::loyalty::LoyaltyRules;
use crate::pricing::PriceBook;
use crate::refund::ReturnSettings;
use crate::stored::GiftCardTax;
use crate::tender::CashRules;

pub use rights::{Need, Rights, RoleRights, by_hand};

/// Everything but the catalogue that a register works by. It comes from the server and is kept
/// on the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopConfig {
    pub organisation: Organisation,
    pub store: Store,
    pub register: Register,
    pub book: PriceBook,
    pub cash: CashRules,
    pub categories: Vec<Category>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifier_groups: Vec<ModifierGroup>,
    pub staff: Vec<StaffMember>,
    /// Items on the first page, in order.
    pub favourites: Vec<ItemId>,
    pub discount_reasons: Vec<String>,
    pub scale_labels: Vec<ScalePattern>,
    pub receipt_footer: String,
    #[serde(default, skip_serializing_if = "ReturnSettings::is_default")]
    pub returns: ReturnSettings,
    #[serde(default, skip_serializing_if = "GiftCardTax::is_default")]
    pub gift_card_tax: GiftCardTax,
    /// How points are given and taken; none where the shop has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loyalty: Option<LoyaltyRules>,
    #[serde(default, skip_serializing_if = "Rights::is_default")]
    pub rights: Rights,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub id: OrgId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    pub id: StoreId,
    pub name: String,
    pub code: String,
    pub address: Vec<String>,
    pub tax_number: String,
    /// IANA name, such as `Europe/Berlin`.
    pub timezone: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    pub id: RegisterId,
    pub name: String,
    /// Begins each receipt number of the register.
    pub code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    pub id: StaffId,
    pub name: String,
    pub role: Role,
    pub pin: PinVerifier,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Cashier,
    Manager,
    Owner,
}

/// What some may do and others may not.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// A discount by hand on a line.
    LineDiscount,
    /// A discount by hand on the whole cart.
    CartDiscount,
    /// A price by hand.
    PriceOverride,
    /// Dropping a cart that has lines.
    ClearCart,
    /// Taking back what a receipt shows.
    Return,
    /// Taking back without a receipt, at a price that is given by hand.
    ReturnWithoutReceipt,
    /// Undoing a whole sale.
    VoidSale,
    /// Cash in or out of the drawer without a sale.
    MoveCash,
    /// Opening the drawer without a sale.
    OpenDrawer,
    ReprintReceipt,
    /// Seeing what a shift comes to before it is counted.
    ReadShift,
    CloseShift,
    /// Paying more than the limit of a customer on account.
    OnAccount,
}

impl Role {
    /// Returns whether somebody in this role may do it without asking.
    #[must_use]
    pub const fn may(self, what: Permission) -> bool {
        match self {
            Self::Manager | Self::Owner => true,
            Self::Cashier => !matches!(
                what,
                Permission::ReturnWithoutReceipt | Permission::VoidSale | Permission::ReadShift
            ),
        }
    }
}

/// What a device checks a PIN against without a network:
/// `mac = HMAC-SHA-256(pepper of the device, argon2id(PIN, salt))`.
///
/// The pepper is a key that the browser does not give out, so a copy of this record alone does
/// not let anyone try all PINs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinVerifier {
    /// Base64url without padding, 16 bytes.
    pub salt: String,
    /// Argon2 memory in KiB.
    pub memory_kib: u32,
    /// Argon2 passes.
    pub passes: u32,
    /// Base64url without padding, 32 bytes.
    pub mac: String,
}
