//! Numbers that only their seed decides.

use rust_decimal::Decimal;

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(end)).unwrap_or(0)
    }

    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn either<T>(&mut self, one: T, other: T) -> T {
        if self.chance(50) { one } else { other }
    }

    pub(crate) fn one_of<T: Clone>(&mut self, list: &[T]) -> T {
        let at = self.below(u32::try_from(list.len()).unwrap_or(1));
        list[usize::try_from(at).unwrap_or(0)].clone()
    }

    /// A percentage: round ones more often, up to four places.
    pub(crate) fn percent(&mut self) -> Decimal {
        match self.below(4) {
            0 => Decimal::new(i64::from(self.below(1_000_001)), 4),
            1 => Decimal::ONE_HUNDRED,
            _ => Decimal::from(5 * (1 + self.below(19))),
        }
    }
}
