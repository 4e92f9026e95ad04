//! Modifiers: what may be added to an item, in groups that say how much of it.

use serde::{Deserialize, Serialize};

use super::item::UnitPrice;
use crate::ids::{ModifierGroupId, ModifierId};

/// Options of which a line takes some: the kind of milk, toppings. Items name their groups, so
/// many items share one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModifierGroup {
    pub id: ModifierGroupId,
    pub name: String,
    /// The least units of all options together; above 0 the group has to be answered.
    #[serde(default)]
    pub min: u32,
    /// The most units of all options together; none: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    pub options: Vec<Modifier>,
}

/// One option of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modifier {
    /// Unique in its group.
    pub id: ModifierId,
    pub name: String,
    /// What one of it adds to the price of one unit of the item.
    #[serde(default)]
    pub price: UnitPrice,
    /// The most of it on one unit of the item.
    #[serde(default = "one")]
    pub units_max: u32,
    /// Chosen unless the cashier says otherwise; nothing follows from it in core.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub preset: bool,
}

const fn one() -> u32 {
    1
}

/// An option that was chosen.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    pub group: ModifierGroupId,
    pub option: ModifierId,
    /// How much of it on one unit of the item.
    pub units: u32,
}

/// An option as a line has it, frozen with name and price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    pub group: ModifierGroupId,
    pub option: ModifierId,
    pub name: String,
    /// Of one of it.
    #[serde(default)]
    pub price: UnitPrice,
    /// On one unit of the item.
    pub units: u32,
}

/// A choice of modifiers is refused; it names the group to choose in again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PickError {
    #[error("the item has no modifier group {group}")]
    NoSuchGroup { group: ModifierGroupId },
    #[error("modifier group {group} has no option {option}")]
    NoSuchOption { group: ModifierGroupId, option: ModifierId },
    #[error("{name}: at least {min}")]
    TooFew { group: ModifierGroupId, name: String, min: u32 },
    #[error("{name}: at most {max}")]
    TooMany { group: ModifierGroupId, name: String, max: u32 },
    #[error("{name}: at most {max}")]
    TooMuch { group: ModifierGroupId, option: ModifierId, name: String, max: u32 },
}

impl PickError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchGroup { .. } => "modifiers.no_such_group",
            Self::NoSuchOption { .. } => "modifiers.no_such_option",
            Self::TooFew { .. } => "modifiers.too_few",
            Self::TooMany { .. } => "modifiers.too_many",
            Self::TooMuch { .. } => "modifiers.too_much",
        }
    }

    /// Returns the group to choose in again.
    #[must_use]
    pub const fn group(&self) -> ModifierGroupId {
        match self {
            Self::NoSuchGroup { group }
            | Self::NoSuchOption { group, .. }
            | Self::TooFew { group, .. }
            | Self::TooMany { group, .. }
            | Self::TooMuch { group, .. } => *group,
        }
    }
}

/// Checks a choice against the groups of an item and freezes it, in the order of the groups and
/// their options: the same choice is always the same list. An option that is named twice is taken
/// as often.
///
/// # Errors
/// [`PickError`] for the first group that does not fit.
pub fn pick(groups: &[&ModifierGroup], picks: &[Pick]) -> Result<Vec<Picked>, PickError> {
    for Pick { group, option, .. } in picks {
        let found = groups.iter().find(|known| known.id == *group);
        let found = found.ok_or(PickError::NoSuchGroup { group: *group })?;
        if !found.options.iter().any(|known| known.id == *option) {
            return Err(PickError::NoSuchOption { group: *group, option: *option });
        }
    }
    let mut picked = Vec::new();
    for group in groups {
        let mut all = 0_u32;
        for option in &group.options {
            let of_it =
                picks.iter().filter(|pick| (pick.group, pick.option) == (group.id, option.id));
            let units = of_it.fold(0_u32, |sum, pick| sum.saturating_add(pick.units));
            if units > option.units_max {
                let (group, name) = (group.id, option.name.clone());
                return Err(PickError::TooMuch {
                    group,
                    option: option.id,
                    name,
                    max: option.units_max,
                });
            }
            all = all.saturating_add(units);
            if units > 0 {
                let (group, name) = (group.id, option.name.clone());
                picked.push(Picked { group, option: option.id, name, price: option.price, units });
            }
        }
        let name = || group.name.clone();
        if all < group.min {
            return Err(PickError::TooFew { group: group.id, name: name(), min: group.min });
        }
        if let Some(max) = group.max.filter(|max| all > *max) {
            return Err(PickError::TooMany { group: group.id, name: name(), max });
        }
    }
    Ok(picked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milk_and_toppings() -> [ModifierGroup; 2] {
        let groups = serde_json::json!([
            {"id": 1, "name": "Milk", "min": 1, "max": 1, "options": [
                {"id": 1, "name": "Whole", "preset": true}, {"id": 2, "name": "Oat", "price": "50"},
            ]},
            {"id": 2, "name": "Toppings", "max": 3, "options": [
                {"id": 1, "name": "Cream", "price": "60"},
                {"id": 2, "name": "Shot", "price": "80", "units_max": 3},
            ]},
        ]);
        serde_json::from_value(groups).unwrap()
    }

    #[track_caller]
    fn check(picks: &[(u32, u32, u32)], expect: Result<&[(&str, u32)], (&str, u32)>) {
        let groups = milk_and_toppings();
        let groups: Vec<&ModifierGroup> = groups.iter().collect();
        let picks: Vec<Pick> = picks
            .iter()
            .map(|(group, option, units)| Pick {
                group: ModifierGroupId(*group),
                option: ModifierId(*option),
                units: *units,
            })
            .collect();
        let seen = pick(&groups, &picks);
        let seen = match &seen {
            Ok(all) => Ok(all.iter().map(|one| (one.name.as_str(), one.units)).collect::<Vec<_>>()),
            Err(error) => Err((error.code(), error.group().0)),
        };
        assert_eq!(seen, expect.map(<[_]>::to_vec));
    }

    #[test]
    fn a_choice_has_to_fit_its_groups() {
        check(&[(2, 2, 1), (1, 2, 1), (2, 2, 1)], Ok(&[("Oat", 1), ("Shot", 2)]));
        check(&[(1, 1, 1), (2, 1, 0)], Ok(&[("Whole", 1)]));
        check(&[], Err(("modifiers.too_few", 1)));
        check(&[(1, 1, 1), (1, 2, 1)], Err(("modifiers.too_many", 1)));
        check(&[(1, 1, 2)], Err(("modifiers.too_much", 1)));
        check(&[(1, 1, 1), (2, 1, 1), (2, 2, 3)], Err(("modifiers.too_many", 2)));
        check(&[(1, 1, 1), (2, 2, 4)], Err(("modifiers.too_much", 2)));
        check(&[(1, 1, 1), (2, 2, u32::MAX), (2, 2, 9)], Err(("modifiers.too_much", 2)));
        check(&[(1, 3, 1)], Err(("modifiers.no_such_option", 1)));
        check(&[(3, 1, 1)], Err(("modifiers.no_such_group", 3)));
    }
}
