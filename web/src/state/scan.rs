//! From a code to a line.

use std::cell::RefCell;
use std::collections::VecDeque;

use leptos::prelude::*;
use titan_core::catalog::Item;
use titan_core::limits::BARCODE_CHARS_MAX;
use titan_core::quantity::Quantity;

use super::adding::Wanted;
use super::day::is_proof;
use super::notice::Tone;
use super::payment::Step;
use super::{App, Dialog, Pane, Screen};
use crate::i18n::Key;

/// Shorter ends of a text may be a code by chance.
const CODE_CHARS_MIN: usize = 8;

thread_local! {
    /// Codes that came before they could be looked up. None is dropped.
    static WAITING: RefCell<VecDeque<String>> = const { RefCell::new(VecDeque::new()) };
}

impl App {
    /// Takes what a scanner sent or what was typed as a code: `CODE` or `3*CODE`.
    pub fn scan(&self, typed: &str) {
        let typed = typed.trim();
        if typed.is_empty() || !self.takes_scans() {
            return;
        }
        if is_proof(typed) {
            self.show_day();
            return self.find_receipt(typed);
        }
        if !self.goods.is_ready() || self.is_asking() {
            WAITING.with_borrow_mut(|waiting| waiting.push_back(typed.to_owned()));
            return;
        }
        self.pane.set(Pane::Cart);
        let (quantity, code) = split(typed);
        match self.find(code) {
            Found::One(item, weighed) => match item.pack_of_code(code) {
                Some(pack) => self.add_packs(&item, pack, quantity),
                None => self.add(&item, weighed.or(quantity)),
            },
            Found::Several(items) => self.dialog.set(Some(Dialog::Choice { items, quantity })),
            Found::None if self.knows_coupon(code) => {
                self.add_coupon(code);
            }
            Found::None => self.notify(Tone::Warning, self.tf(Key::UnknownCode, &[("code", code)])),
        }
    }

    /// Takes what was typed into the search and confirmed: a code, or words that only one item has.
    /// Returns whether the field is done with it.
    pub fn search_or_scan(&self, typed: &str) -> bool {
        let (quantity, code) = split(typed.trim());
        let known = !matches!(self.find(code), Found::None) || self.knows_coupon(code);
        let known = known || is_proof(code);
        if !self.goods.is_ready() || known {
            self.scan(typed);
            return true;
        }
        match self.goods.search(code).as_slice() {
            [only] => {
                if let Some(item) = self.goods.item(*only) {
                    self.add(&item, quantity);
                }
                true
            }
            [] => {
                self.scan(self.code_at_the_end(code).unwrap_or(typed));
                true
            }
            // The hits are on the screen to choose from.
            _ => false,
        }
    }

    /// Takes the codes that had to wait.
    pub fn take_waiting(&self) {
        while !self.is_asking() && self.goods.is_ready() {
            let Some(code) = WAITING.with_borrow_mut(VecDeque::pop_front) else { return };
            self.scan(&code);
        }
    }

    /// Answers a question about an item and goes on with what was scanned meanwhile.
    pub fn answer(&self, wanted: Wanted) {
        self.dialog.set(None);
        self.want(wanted);
        self.take_waiting();
    }

    /// Closes what lies over the page and goes on with what was scanned meanwhile.
    pub fn close_dialog(&self) {
        self.forget_asked();
        self.dialog.set(None);
        self.take_waiting();
    }

    fn is_asking(&self) -> bool {
        self.dialog.with_untracked(|dialog| {
            matches!(
                dialog,
                Some(
                    Dialog::Choice { .. }
                        | Dialog::Weigh(_)
                        | Dialog::Price(_)
                        | Dialog::Options(_)
                        | Dialog::Approve(_)
                )
            )
        })
    }

    /// Whether goods can be added where the cashier is; goes back to selling where that is safe.
    fn takes_scans(&self) -> bool {
        if self.cashier.get_untracked().is_none() {
            return false;
        }
        if !self.writes() {
            self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
            return false;
        }
        match self.screen.get_untracked() {
            Screen::Sell => true,
            Screen::Paid => {
                self.next_sale();
                true
            }
            Screen::Sales => {
                self.screen.set(Screen::Sell);
                true
            }
            Screen::Shift | Screen::Return => false,
            Screen::Pay => {
                let open = self.payment.offers.with_untracked(Vec::is_empty)
                    && self.payment.step.with_untracked(|step| *step == Step::Open);
                if open {
                    self.screen.set(Screen::Sell);
                } else {
                    self.notify(Tone::Warning, self.t(Key::ScanWhilePaying));
                }
                open
            }
            _ => false,
        }
    }

    /// Returns a code that stands after other text: somebody searched, and then a scanner typed.
    fn code_at_the_end<'a>(&self, typed: &'a str) -> Option<&'a str> {
        let longest = typed.len().saturating_sub(BARCODE_CHARS_MAX).max(1);
        let shortest = typed.len().saturating_sub(CODE_CHARS_MIN);
        let mut ends = (longest..=shortest).filter_map(|at| typed.get(at..));
        ends.find(|end| !matches!(self.find(end), Found::None))
    }

    fn find(&self, code: &str) -> Found {
        let mut items = self.goods.by_code(code);
        let mut weighed = None;
        if items.is_empty() {
            let label = self.shop.with_untracked(|shop| {
                shop.as_ref()?.scale_labels.iter().find_map(|pattern| pattern.read(code))
            });
            if let Some(label) = label {
                items = self.goods.by_code(&label.sku);
                weighed = Some(label.quantity);
            }
        }
        match items.len() {
            0 => Found::None,
            1 => items.pop().map_or(Found::None, |item| Found::One(Box::new(item), weighed)),
            _ => Found::Several(items),
        }
    }
}

enum Found {
    None,
    One(Box<Item>, Option<Quantity>),
    Several(Vec<Item>),
}

/// Splits `3*CODE` into quantity and code.
fn split(typed: &str) -> (Option<Quantity>, &str) {
    match typed.split_once('*') {
        Some((quantity, code)) if !code.trim().is_empty() => match quantity.parse() {
            Ok(quantity) => (Some(quantity), code.trim()),
            Err(_) => (None, typed),
        },
        _ => (None, typed),
    }
}
