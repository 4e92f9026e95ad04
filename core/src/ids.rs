//! The one list of id kinds, so that a register can never be passed where a store is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that the caller drew.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Returns the UUID inside.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )+};
}

macro_rules! number_id {
    ($($(#[$doc:meta])* $name:ident($inner:ty)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

uuid_id! {
    /// A cart, from its first line until it is sold or dropped.
    CartId,
    /// One entry of a register's journal (UUID v7, drawn on the device).
    EntryId,
    /// An organisation: the tenant that owns stores.
    OrgId,
    /// A register: one enrolled device with a journal of its own.
    RegisterId,
    /// A finished sale.
    SaleId,
    /// A shift of a register, to which a business day belongs.
    ShiftId,
    /// A member of staff.
    StaffId,
    /// A store: one place with an address and a time zone.
    StoreId,
}

number_id! {
    /// A category of the catalogue, unique in the organisation.
    CategoryId(u32),
    /// A group of customers that prices and promotions are made for.
    CustomerGroupId(u32),
    /// An item of the catalogue, unique in the organisation. Small numbers travel small.
    ItemId(u32),
    /// A line of a cart, unique in the cart and never used again in it.
    LineId(u32),
    /// A group of modifiers, unique in the organisation.
    ModifierGroupId(u32),
    /// An option of a group of modifiers, unique in the group.
    ModifierId(u32),
    /// A larger unit of an item, such as a crate; unique in the item.
    PackId(u32),
    /// A price list of the price book, unique in the organisation.
    PriceListId(u32),
    /// A promotion of the price book, unique in the organisation.
    PromotionId(u32),
    /// A mark on items that promotions select by: a brand, a season, a label.
    TagId(u32),
    /// A tax of the price book, unique in the organisation.
    TaxId(u32),
}
