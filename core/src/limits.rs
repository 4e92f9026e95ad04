//! Every maximum of the product, in one place. Both sides of each are tested where it is used.

/// Lines in one cart.
pub const CART_LINES_MAX: usize = 1_000;
/// Characters in a name, note or reason.
pub const TEXT_CHARS_MAX: usize = 200;
/// Tenders on one sale.
pub const TENDERS_MAX: usize = 50;
/// Taxes on one line.
pub const LINE_TAXES_MAX: usize = 8;
/// Bytes of one journal entry.
pub const ENTRY_BYTES_MAX: usize = 1_048_576;
/// Entries in one push.
pub const PUSH_ENTRIES_MAX: usize = 500;
/// Bytes of all entries in one push; one entry always fits.
pub const PUSH_BYTES_MAX: usize = 3_145_728;
/// Bytes of the body of one request.
pub const REQUEST_BYTES_MAX: usize = 8_388_608;
/// Changes in one answer of the change feed.
pub const PULL_CHANGES_MAX: usize = 1_000;
/// Items in one catalogue snapshot.
pub const CATALOG_ITEMS_MAX: usize = 2_000_000;
/// Barcodes of one item.
pub const ITEM_BARCODES_MAX: usize = 32;
/// Tags of one item.
pub const ITEM_TAGS_MAX: usize = 32;
/// Packs of one item.
pub const ITEM_PACKS_MAX: usize = 16;
/// Groups of modifiers of one item.
pub const ITEM_MODIFIER_GROUPS_MAX: usize = 16;
/// Modifiers on one line.
pub const LINE_MODIFIERS_MAX: usize = 50;
/// Parts of one combo.
pub const COMBO_PARTS_MAX: usize = 12;
/// Goods to choose from for one part of a combo.
pub const COMBO_CHOICES_MAX: usize = 40;
/// Variants of one item, and attributes that tell them apart.
pub const ITEM_VARIANTS_MAX: usize = 200;
pub const ITEM_ATTRIBUTES_MAX: usize = 4;
/// Characters of the value of an attribute.
pub const ATTRIBUTE_CHARS_MAX: usize = 40;
/// Characters of one barcode.
pub const BARCODE_CHARS_MAX: usize = 128;
/// The largest amount in minor units: every integer up to it is exact in JavaScript.
pub const MINOR_MAX: i64 = 9_007_199_254_740_991;
/// The largest quantity on a line, in units.
pub const QUANTITY_MAX: u32 = 1_000_000;
/// Decimal places of a quantity.
pub const QUANTITY_SCALE_MAX: u32 = 6;
/// Decimal places of a unit price below the minor unit.
pub const UNIT_PRICE_SCALE_MAX: u32 = 4;
/// Parts that one amount is shared over.
pub const SHARE_PARTS_MAX: usize = 10_000;
/// Promotions in one price book.
pub const PROMOTIONS_MAX: usize = 20_000;
/// Parts, tiers and the like in one promotion.
pub const PROMOTION_LIST_MAX: usize = 100;
/// Units that a promotion asks for or gives.
pub const PROMOTION_UNITS_MAX: u32 = 1_000_000;
/// Price lists in one price book.
pub const PRICE_LISTS_MAX: usize = 200;
/// Rules of all price lists in one price book.
pub const PRICE_RULES_MAX: usize = 20_000;
/// The most that a price list puts on a price, in percent.
pub const PRICE_RULE_PERCENT_MAX: u32 = 1_000;
/// Promotions among which the best combination for the customer is searched exactly.
pub const BEST_PROMOTIONS_MAX: usize = 16;
/// Combinations that are looked at before the search gives up.
pub const BEST_NODES_MAX: u32 = 20_000;
