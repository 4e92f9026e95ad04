//! From an item to a line: what has to be known first is asked for, one question after the other.

use leptos::prelude::*;
use titan_core::cart::{CartError, ComboLines, Command, LineItem};
use titan_core::catalog::modifier::{Pick, pick};
use titan_core::catalog::{Item, ModifierGroup, Pack, PickError, Picked, UnitPrice};
use titan_core::ids::LineId;
use titan_core::quantity::{Quantity, Unit};

use super::notice::Tone;
use super::selling::line_element;
use super::{App, Dialog};
use crate::i18n::Key;
use crate::platform::page;

/// An item on its way into the cart, and what is known of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub item: Item,
    pub quantity: Option<Quantity>,
    /// The price that was typed.
    pub price: Option<UnitPrice>,
    pub modifiers: Option<Vec<Picked>>,
    /// The line that it is already; only its modifiers are asked for.
    pub line: Option<LineId>,
}

/// A question with its answers: a group of modifiers, or a part of a combo.
#[derive(Clone, Debug)]
pub struct Question {
    pub name: String,
    pub min: u32,
    pub max: Option<u32>,
    pub answers: Vec<Answer>,
}

/// One answer, which may be given more than once.
#[derive(Clone, Debug)]
pub struct Answer {
    pub name: String,
    /// What it adds to the price.
    pub price: UnitPrice,
    pub most: u32,
    /// How often it is given before anybody says something.
    pub units: u32,
}

impl App {
    /// Adds an item, when all that it needs is known; asks for what is not.
    pub fn add(&self, item: &Item, quantity: Option<Quantity>) {
        let item = item.clone();
        self.want(Wanted { item, quantity, price: None, modifiers: None, line: None });
    }

    /// Answers which item is meant.
    pub fn answer_with(&self, item: &Item, quantity: Option<Quantity>) {
        let item = item.clone();
        self.answer(Wanted { item, quantity, price: None, modifiers: None, line: None });
    }

    /// Adds packs of an item.
    pub fn add_packs(&self, item: &Item, pack: &Pack, quantity: Option<Quantity>) {
        self.add_line(LineItem::in_packs(item, pack), quantity.unwrap_or(Quantity::ONE));
    }

    /// Asks for other modifiers of a line.
    pub fn change_modifiers(&self, line: LineId) {
        let Some(view) = self.basket.line(line) else { return };
        let Some(item) = self.goods.item(view.item.id) else { return };
        let modifiers = Some(view.item.modifiers);
        let wanted = Wanted { item, quantity: None, price: None, modifiers, line: Some(line) };
        self.dialog.set(Some(Dialog::Options(Box::new(wanted))));
    }

    /// Goes on with an item until something is not known.
    pub(super) fn want(&self, mut wanted: Wanted) {
        let extras = wanted.item.extras();
        if let Some(family) = &extras.family {
            let variants = family.variants.iter();
            let items = variants.filter_map(|variant| self.goods.item(variant.item)).collect();
            let quantity = wanted.quantity;
            return self.dialog.set(Some(Dialog::Choice { items, quantity }));
        }
        if wanted.item.unit() != Unit::Each && wanted.quantity.is_none() {
            return self.dialog.set(Some(Dialog::Weigh(Box::new(wanted))));
        }
        if extras.open_price.is_some() && wanted.price.is_none() {
            return self.dialog.set(Some(Dialog::Price(Box::new(wanted))));
        }
        let asks = self.questions(&wanted).iter().any(|question| question.answers.len() > 1);
        if wanted.modifiers.is_none() && asks {
            return self.dialog.set(Some(Dialog::Options(Box::new(wanted))));
        }
        let quantity = wanted.quantity.unwrap_or(Quantity::ONE);
        if extras.combo.is_some() {
            return self.add_combo(&wanted.item, &[], quantity);
        }
        let modifiers = wanted.modifiers.take().unwrap_or_default();
        let item = LineItem::try_from(&wanted.item).map(|item| {
            let price = wanted.price.unwrap_or(item.price);
            LineItem { price, modifiers, ..item }
        });
        self.add_line(item, quantity);
    }

    /// Returns what has to be answered of an item.
    #[must_use]
    pub fn questions(&self, wanted: &Wanted) -> Vec<Question> {
        let Wanted { item, modifiers, .. } = wanted;
        if let Some(combo) = &item.extras().combo {
            let part = |part: &titan_core::catalog::ComboPart| {
                let answers = self.choices(part).into_iter();
                let answers = answers.enumerate().map(|(at, (item, extra))| Answer {
                    name: item.name().to_owned(),
                    price: extra,
                    most: 1,
                    units: u32::from(at == 0),
                });
                Question {
                    name: part.name.clone(),
                    min: 1,
                    max: Some(1),
                    answers: answers.collect(),
                }
            };
            return combo.parts.iter().map(part).collect();
        }
        let question = |group: &ModifierGroup| {
            let units = |option: &titan_core::catalog::Modifier| match modifiers {
                None => u32::from(option.preset),
                Some(all) => {
                    let is_it = |it: &&Picked| (it.group, it.option) == (group.id, option.id);
                    all.iter().find(is_it).map_or(0, |picked| picked.units)
                }
            };
            let answers = group.options.iter().map(|option| Answer {
                name: option.name.clone(),
                price: option.price,
                most: option.units_max,
                units: units(option),
            });
            let (name, answers) = (group.name.clone(), answers.collect());
            Question { name, min: group.min, max: group.max, answers }
        };
        self.groups(item).iter().map(question).collect()
    }

    /// Takes the answers of an item, how often each was given, in the order of the questions.
    pub fn answer_options(&self, wanted: &Wanted, units: &[u32]) {
        if wanted.item.extras().combo.is_some() {
            self.dialog.set(None);
            self.add_combo(&wanted.item, units, wanted.quantity.unwrap_or(Quantity::ONE));
            return self.take_waiting();
        }
        let groups = self.groups(&wanted.item);
        let options = groups
            .iter()
            .flat_map(|group| group.options.iter().map(|option| (group.id, option.id)));
        let picks = options.zip(units).map(|((group, option), units)| Pick {
            group,
            option,
            units: *units,
        });
        let picks: Vec<Pick> = picks.collect();
        match pick(&groups.iter().collect::<Vec<_>>(), &picks) {
            Ok(modifiers) => {
                self.dialog.set(None);
                match wanted.line {
                    Some(line) => {
                        self.command(Command::SetModifiers { line, modifiers });
                    }
                    None => self.want(Wanted { modifiers: Some(modifiers), ..wanted.clone() }),
                }
                self.take_waiting();
            }
            Err(error) => self.notify(Tone::Warning, self.pick_error(&error)),
        }
    }

    /// Writes how many answers a question takes.
    #[must_use]
    pub fn how_many(&self, min: u32, max: Option<u32>) -> String {
        let n = |n: u32| n.to_string();
        match (min, max) {
            (1, Some(1)) => self.t(Key::ChooseOne).to_owned(),
            (1.., _) => self.tf(Key::AtLeast, &[("n", &n(min))]),
            (0, Some(max)) => self.tf(Key::AtMost, &[("n", &n(max))]),
            (0, None) => String::new(),
        }
    }

    fn pick_error(&self, error: &PickError) -> String {
        match error {
            PickError::TooFew { name, min, .. } => {
                format!("{name}: {}", self.tf(Key::AtLeast, &[("n", &min.to_string())]))
            }
            PickError::TooMany { name, max, .. } | PickError::TooMuch { name, max, .. } => {
                format!("{name}: {}", self.tf(Key::AtMost, &[("n", &max.to_string())]))
            }
            other => other.code().to_owned(),
        }
    }

    fn groups(&self, item: &Item) -> Vec<ModifierGroup> {
        let shop = self.shop.get_untracked();
        let all = shop.as_ref().map(|shop| shop.modifier_groups.as_slice()).unwrap_or_default();
        item.modifier_groups(all).into_iter().cloned().collect()
    }

    /// What a part of a combo can be, and what that adds.
    fn choices(&self, part: &titan_core::catalog::ComboPart) -> Vec<(Item, UnitPrice)> {
        let mut all = Vec::new();
        for choice in &part.choices {
            let Some(item) = self.goods.item(choice.item) else { continue };
            match &item.extras().family {
                Some(family) => {
                    let variants = family.variants.iter();
                    let items = variants.filter_map(|variant| self.goods.item(variant.item));
                    all.extend(items.map(|item| (item, choice.extra)));
                }
                None => all.push((item, choice.extra)),
            }
        }
        all
    }

    /// Adds a combo of what was chosen; where nothing was, of the first of each part.
    fn add_combo(&self, combo: &Item, units: &[u32], quantity: Quantity) {
        let mut units = units.iter();
        let parts = combo.extras().combo.iter().flat_map(|combo| &combo.parts);
        let chosen: Option<Vec<LineItem>> = parts
            .map(|part| {
                let choices = self.choices(part);
                let given: Vec<bool> =
                    choices.iter().map(|_| units.next().is_some_and(|units| *units > 0)).collect();
                let at = given.iter().position(|given| *given).unwrap_or_default();
                let item = LineItem::try_from(&choices.get(at)?.0).ok()?;
                let presets = self.presets(&choices.get(at)?.0);
                Some(LineItem { modifiers: presets, ..item })
            })
            .collect();
        match chosen.and_then(|chosen| ComboLines::new(combo, chosen).ok()) {
            Some(combo) => {
                self.command(Command::AddCombo { combo, quantity });
            }
            None => {
                let error = CartError::ChooseParts.into();
                self.notify(Tone::Warning, self.basket_error(&error));
            }
        }
    }

    /// The modifiers of an item that nobody was asked about.
    fn presets(&self, item: &Item) -> Vec<Picked> {
        let groups = self.groups(item);
        let presets = groups.iter().flat_map(|group| {
            let preset = group.options.iter().filter(|option| option.preset);
            preset.map(|option| Pick { group: group.id, option: option.id, units: 1 })
        });
        let presets: Vec<Pick> = presets.collect();
        pick(&groups.iter().collect::<Vec<_>>(), &presets).unwrap_or_default()
    }

    fn add_line(&self, item: Result<LineItem, CartError>, quantity: Quantity) {
        match item {
            Ok(item) => {
                if let Some(line) = self.command(Command::Add { item, quantity }) {
                    self.basket.open.set(None);
                    page::reveal_soon(line_element(line));
                }
            }
            Err(error) => self.notify(Tone::Warning, self.basket_error(&error.into())),
        }
    }
}
