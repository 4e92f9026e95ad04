//! Random taxes.

use rust_decimal::Decimal;
use titan_core::ids::TaxId;
use titan_core::tax::{Tax, TaxKind, TaxRules};

use super::dice::Dice;

pub(super) fn taxes(dice: &mut Dice) -> Vec<Tax> {
    let count = 1 + dice.below(4);
    (1..=count).map(|id| tax(TaxId(id), dice)).collect()
}

fn tax(id: TaxId, dice: &mut Dice) -> Tax {
    let rate = dice.one_of(&["19", "7", "5.5", "8.875", "20", "10", "0"]).parse();
    let rate: Decimal = rate.unwrap_or_default();
    let kind = match dice.below(8) {
        0 => TaxKind::Fixed { amount: Decimal::new(i64::from(dice.below(300)), 1) },
        1 => TaxKind::Division { rate },
        _ => TaxKind::Percent { rate },
    };
    let rules = TaxRules {
        included: dice.chance(25).then(|| dice.chance(50)),
        affects_later: dice.chance(20),
        affected_by_earlier: dice.chance(85),
        sequence: i32::from(dice.chance(20)),
        ..TaxRules::default()
    };
    Tax::new(id, "", "", kind).with_rules(rules)
}
