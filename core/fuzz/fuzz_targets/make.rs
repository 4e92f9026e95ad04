//! Carts and books made of bytes.

use arbitrary::{Arbitrary as _, Result, Unstructured};
use rust_decimal::Decimal;
use titan_core::cart::{Cart, Command, Discount, DiscountValue, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::ids::{CartId, CategoryId, ItemId, PromotionId, TagId, TaxId};
use titan_core::limits::MINOR_MAX;
use titan_core::money::{Currency, Minor, Rounding};
use titan_core::pricing::promotion::{
    Benefit, BuyGet, Choose, Combine, Conditions, EqualPrices, LimitedUnits, ManualDiscounts,
    Measure, Off, PercentOf, PercentRounds, Pick, Scope, Selector, SetPart, Sets, Spread, Stacking,
    Threshold, Tier, TierBy, Tiers, UsedUp,
};
use titan_core::pricing::{Context, PriceBook, Promotion, PromotionSettings};
use titan_core::quantity::{Quantity, Unit};
use titan_core::tax::{Tax, TaxKind, TaxRounding, TaxRules};

/// Bytes that choices are made of.
pub(crate) struct From<'a>(Unstructured<'a>);

impl<'a> From<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    fn up_to(&mut self, most: u32) -> Result<u32> {
        self.0.int_in_range(0..=most)
    }

    fn flag(&mut self) -> Result<bool> {
        bool::arbitrary(&mut self.0)
    }

    fn one_of<T: Clone>(&mut self, list: &[T]) -> Result<T> {
        self.0.choose(list).cloned()
    }

    /// Small amounts, and now and then any up to the largest.
    fn minor(&mut self) -> Result<Minor> {
        let most = if self.up_to(7)? == 0 { MINOR_MAX } else { 3_000 };
        let units = self.0.int_in_range(0..=most)?;
        Minor::new(units).map_err(|_| arbitrary::Error::IncorrectFormat)
    }

    fn percent(&mut self) -> Result<Decimal> {
        Ok(Decimal::new(self.0.int_in_range(0..=1_000_000)?, 4))
    }

    fn units(&mut self) -> Result<u32> {
        let most = if self.up_to(15)? == 0 { 1_000_000 } else { 5 };
        Ok(1 + self.up_to(most - 1)?)
    }

    fn some_units(&mut self) -> Result<Option<u32>> {
        Ok(if self.flag()? { Some(self.units()?) } else { None })
    }
}

pub(crate) fn case(from: &mut From<'_>) -> Result<(Cart, PriceBook, Context)> {
    let currency = Currency::from_code("EUR").map_err(|_| arbitrary::Error::IncorrectFormat)?;
    let taxes = (1..=3).map(|id| tax(id, from)).collect::<Result<_>>()?;
    let mut book = PriceBook::new(currency, from.flag()?, taxes);
    let places = [TaxRounding::PerLine, TaxRounding::PerDocument, TaxRounding::NetFirst];
    book.tax_rounding = from.one_of(&places)?;
    book.rounding = from.one_of(&[
        Rounding::HalfUp,
        Rounding::HalfEven,
        Rounding::HalfDown,
        Rounding::Up,
        Rounding::Down,
    ])?;
    book.promotion_settings = settings(from)?;
    for id in 0..from.up_to(6)? {
        book.promotions.push(promotion(PromotionId(id), from)?);
    }
    Ok((cart(currency, from)?, book, Context::default()))
}

fn cart(currency: Currency, from: &mut From<'_>) -> Result<Cart> {
    let mut cart = Cart::new(CartId::new(uuid::Uuid::nil()), currency);
    for _ in 0..from.up_to(7)? {
        let (item, quantity) = (item(from)?, quantity(from)?);
        if cart.run(Command::Add { item, quantity }).is_ok()
            && let Some(line) = cart.lines.last().map(|line| line.id)
            && from.up_to(3)? == 0
        {
            let discount = Some(discount(from)?);
            let _ = cart.run(Command::SetLineDiscount { line, discount });
        }
    }
    if from.up_to(3)? == 0 {
        let discount = Some(discount(from)?);
        let _ = cart.run(Command::SetDiscount { discount });
    }
    Ok(cart)
}

fn item(from: &mut From<'_>) -> Result<LineItem> {
    let id = from.up_to(5)?;
    let minimum_price = if from.up_to(7)? == 0 { Some(price(from)?) } else { None };
    Ok(LineItem {
        id: ItemId(id),
        sku: String::new(),
        name: String::new(),
        category: CategoryId(from.up_to(3)?),
        price: price(from)?,
        unit: if from.up_to(4)? == 0 { Unit::Kilogram } else { Unit::Each },
        taxes: (1..=from.up_to(3)?).map(TaxId).collect(),
        tags: (0..from.up_to(2)?).map(TagId).collect(),
        minimum_price,
        ..LineItem::default()
    })
}

fn price(from: &mut From<'_>) -> Result<UnitPrice> {
    let units = Decimal::from(from.minor()?.get());
    let part = if from.flag()? { from.up_to(9_999)? } else { 0 };
    let price = units.checked_add(Decimal::new(part.into(), 4)).unwrap_or(units);
    UnitPrice::new(price).map_err(|_| arbitrary::Error::IncorrectFormat)
}

fn quantity(from: &mut From<'_>) -> Result<Quantity> {
    let value = match from.up_to(3)? {
        0 => Decimal::new(1 + i64::from(from.up_to(5_000)?), 3),
        _ => Decimal::from(from.units()?),
    };
    Quantity::new(value).map_err(|_| arbitrary::Error::IncorrectFormat)
}

fn discount(from: &mut From<'_>) -> Result<Discount> {
    let value = if from.flag()? {
        DiscountValue::Percent(from.percent()?)
    } else {
        DiscountValue::Amount(from.minor()?)
    };
    Ok(Discount { value, reason: String::new() })
}

fn tax(id: u32, from: &mut From<'_>) -> Result<Tax> {
    let rate = Decimal::new(from.0.int_in_range(0..=500_000)?, 4);
    let kind = match from.up_to(7)? {
        0 => TaxKind::Fixed { amount: Decimal::from(from.minor()?.get()) },
        1 => TaxKind::Division { rate },
        2 => TaxKind::AtLeast { rate, minimum: Decimal::from(from.minor()?.get()) },
        _ => TaxKind::Percent { rate },
    };
    let rules = TaxRules {
        included: if from.flag()? { Some(from.flag()?) } else { None },
        affects_later: from.flag()?,
        reverse_charge: from.up_to(7)? == 0,
        ..TaxRules::default()
    };
    Ok(Tax::new(TaxId(id), "", "", kind).with_rules(rules))
}

fn settings(from: &mut From<'_>) -> Result<PromotionSettings> {
    Ok(PromotionSettings {
        combine: from.one_of(&[Combine::ByPriority, Combine::BestForCustomer])?,
        manual: from.one_of(&[
            ManualDiscounts::BeforePromotions,
            ManualDiscounts::AfterPromotions,
            ManualDiscounts::InsteadOfPromotions,
        ])?,
        percent_of: from.one_of(&[
            PercentOf::Left,
            PercentOf::Original,
            PercentOf::OriginalOfLines,
        ])?,
        spread: from.one_of(&[Spread::Lines, Spread::TaxSets, Spread::NetAndTaxes])?,
        limited_units: from.one_of(&[LimitedUnits::Alike, LimitedUnits::SameFirst])?,
        percent_rounds: from.one_of(&[PercentRounds::Discount, PercentRounds::Price])?,
        equal_prices: from.one_of(&[EqualPrices::FirstLine, EqualPrices::LastLine])?,
        used_up: from.one_of(&[UsedUp::BoughtAndRewarded, UsedUp::Rewarded])?,
    })
}

fn promotion(id: PromotionId, from: &mut From<'_>) -> Result<Promotion> {
    let mut conditions = Conditions::default();
    if from.up_to(3)? == 0 {
        conditions.at_least.push(Threshold {
            of: selector(from)?,
            amount: Some(from.minor()?),
            units: from.some_units()?,
            measure: from.one_of(&[Measure::Left, Measure::Original])?,
            scope: from.one_of(&[Scope::Together, Scope::AnyLine])?,
        });
    }
    let stackings = [Stacking::Stack, Stacking::Last, Stacking::Alone, Stacking::BestOf(1)];
    Ok(Promotion {
        id,
        name: "P".to_owned(),
        coupon: None,
        conditions,
        benefit: benefit(from)?,
        priority: i32::from(i8::arbitrary(&mut from.0)?),
        stacking: from.one_of(&stackings)?,
        max_amount: if from.up_to(3)? == 0 { Some(from.minor()?) } else { None },
    })
}

fn benefit(from: &mut From<'_>) -> Result<Benefit> {
    Ok(match from.up_to(4)? {
        0 => {
            let (of, off) = (selector(from)?, off(from)?);
            Benefit::Discount { of, off, line_units_max: from.some_units()? }
        }
        1 => Benefit::Pick(Pick {
            of: selector(from)?,
            choose: choose(from)?,
            units: from.units()?,
            full_groups: from.flag()?,
            off: off(from)?,
            reuse: from.flag()?,
        }),
        2 => {
            let buy = selector(from)?;
            let get = if from.flag()? { buy.clone() } else { selector(from)? };
            Benefit::BuyGet(BuyGet {
                buy,
                buy_units: from.units()?,
                get,
                get_units: from.units()?,
                off: off(from)?,
                choose: choose(from)?,
                buy_choose: if from.flag()? { Some(choose(from)?) } else { None },
                times_max: from.some_units()?,
                reuse: from.flag()?,
                partial: from.flag()?,
                units_max: from.some_units()?,
            })
        }
        3 => {
            let part = |from: &mut From<'_>| -> Result<SetPart> {
                Ok(SetPart { of: selector(from)?, units: from.units()? })
            };
            let parts = (0..=from.up_to(2)?).map(|_| part(from)).collect::<Result<_>>()?;
            let (off, choose) = (off(from)?, choose(from)?);
            let (times_max, reuse) = (from.some_units()?, from.flag()?);
            Benefit::Sets(Sets { parts, off, choose, times_max, reuse })
        }
        _ => {
            let mut reached = 0;
            let mut tier = |from: &mut From<'_>| -> Result<Tier> {
                reached += 1 + from.minor()?.get() / 4;
                Ok(Tier { from: reached, off: off(from)? })
            };
            let tiers = (0..=from.up_to(2)?).map(|_| tier(from)).collect::<Result<_>>()?;
            let of = if from.flag()? { Some(selector(from)?) } else { None };
            let by = from.one_of(&[TierBy::Units, TierBy::Amount])?;
            Benefit::Tiers(Tiers { measure: selector(from)?, by, of, tiers })
        }
    })
}

fn choose(from: &mut From<'_>) -> Result<Choose> {
    from.one_of(&[Choose::Cheapest, Choose::Dearest, Choose::InOrder])
}

fn off(from: &mut From<'_>) -> Result<Off> {
    Ok(match from.up_to(8)? {
        0 => Off::Percent(from.percent()?),
        1 => Off::PercentPerUnit(from.percent()?),
        2 => Off::PercentOfSum(from.percent()?),
        3 => Off::PerUnit(from.minor()?),
        4 => Off::PerLine(from.minor()?),
        5 => Off::FirstThenEach { first: from.minor()?, each: from.minor()? },
        6 => Off::Amount(from.minor()?),
        7 => Off::UnitPrice(from.minor()?),
        _ => Off::Total(from.minor()?),
    })
}

fn selector(from: &mut From<'_>) -> Result<Selector> {
    let of = match from.up_to(4)? {
        0 => Selector::item(ItemId(from.up_to(5)?)),
        1 => Selector::category(CategoryId(from.up_to(3)?)),
        2 => Selector::tag(TagId(from.up_to(2)?)),
        _ => Selector::all(),
    };
    let except_items = if from.up_to(3)? == 0 { vec![ItemId(from.up_to(5)?)] } else { Vec::new() };
    let price_from = if from.up_to(7)? == 0 { Some(from.minor()?) } else { None };
    let (undiscounted, whole_only) = (from.up_to(7)? == 0, from.up_to(7)? == 0);
    Ok(Selector { except_items, price_from, undiscounted, whole_only, ..of })
}
