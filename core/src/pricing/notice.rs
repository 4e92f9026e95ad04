//! What a pricing has to say besides the amounts. None of it stops a sale.

use serde::{Deserialize, Serialize};

use crate::ids::{PriceListId, PromotionId};

/// Something the cashier or the office should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// No promotion has this coupon.
    CouponUnknown { code: String },
    /// The coupon has no uses left.
    CouponUsedUp { code: String },
    /// The coupon is good but took nothing off: its conditions are not met.
    CouponWithoutEffect { code: String },
    /// The promotion does not pass its check and was left out.
    PromotionLeftOut { promotion: PromotionId },
    /// The price list does not pass its check and was left out.
    PriceListLeftOut { price_list: PriceListId },
    /// The search for the best combination had to stop; a good one was taken, which may not be
    /// the best. `promotions` is how many there were to combine.
    SearchStopped { promotions: u32 },
}
