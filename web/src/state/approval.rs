//! What a cashier may not do alone: somebody who may allows it in place, by PIN and without a network.

use leptos::prelude::*;
use titan_core::cart::{Command, DiscountValue};
use titan_core::hash::Hash256;
use titan_core::ids::{CartId, StaffId};
use titan_core::journal::{Act, Approval};
use titan_core::shop::{Need, Permission, RoleRights, StaffMember};

use super::basket::Beyond;
use super::notice::Tone;
use super::till::Draft;
use super::{App, Dialog};
use crate::i18n::Key;

/// What waits for somebody to allow it.
pub(super) struct Asked {
    need: Need,
    cart: Option<CartId>,
    /// Over what is asked for, as [`Approval::of`].
    of: Hash256,
    then: Box<dyn FnOnce(App)>,
}

impl App {
    /// Returns what who is signed in may do; nobody may do nothing.
    pub(super) fn rights(&self) -> RoleRights {
        let shop = self.shop.get_untracked();
        let rights = self.staff().zip(shop).map(|(who, shop)| shop.rights.of(who.role).clone());
        rights.unwrap_or_default()
    }

    /// Returns who may allow what is asked for.
    #[must_use]
    pub fn approvers(&self) -> Vec<StaffMember> {
        let need = self.parts.with_value(|parts| parts.asked.as_ref().map(|asked| asked.need));
        let (Some(need), Some(shop)) = (need, self.shop.get_untracked()) else { return Vec::new() };
        let cashier = self.cashier.get_untracked();
        let may =
            |who: &&StaffMember| shop.rights.of(who.role).allow(&need) && Some(who.id) != cashier;
        shop.staff.iter().filter(may).cloned().collect()
    }

    /// Does what takes a right, at once or when somebody has allowed it.
    pub(super) fn guard(
        &self,
        what: Permission,
        (words, reason): (String, &str),
        about: &[u8],
        then: impl FnOnce(Self) + 'static,
    ) {
        let need = Need::act(what);
        if self.rights().allow(&need) {
            return then(*self);
        }
        let cart = self.basket.kept().filter(|_| what == Permission::ClearCart);
        let (cart, of) = (cart.map(|(cart, _)| cart.id), Hash256::of(&[about]));
        self.ask((words, reason), Asked { need, cart, of, then: Box::new(then) });
    }

    /// Writes an act that takes a right into the journal.
    pub(super) fn guard_act(&self, what: Permission, words: String, reason: &str, act: Act) {
        let about = serde_json::to_vec(&act).unwrap_or_default();
        self.guard(what, (words, reason), &about, move |app| app.write_soon(act));
    }

    /// Asks whether a command may go beyond what the cashier may do.
    pub(super) fn ask_beyond(&self, beyond: Beyond, command: Command) {
        let Beyond { need, cart, bytes } = beyond;
        let (mut words, mut reason) = (vec![self.need_words(need.what)], String::new());
        words.extend(need.line.map(|line| self.line_name(line)));
        match &command {
            Command::SetLineDiscount { discount: Some(discount), .. }
            | Command::SetDiscount { discount: Some(discount) } => {
                words.push(match discount.value {
                    DiscountValue::Percent(percent) => format!("{}\u{a0}%", percent.normalize()),
                    DiscountValue::Amount(amount) => self.money(amount),
                });
                reason.clone_from(&discount.reason);
            }
            Command::OverridePrice { price: Some(price), reason: why, .. } => {
                words.push(self.price_words(*price));
                reason.clone_from(why);
            }
            _ => {}
        }
        let then = Box::new(move |app: Self| {
            app.carry_out(command, None);
        });
        let asked = Asked { need, cart: Some(cart), of: Hash256::of(&[&bytes]), then };
        self.ask((words.join(" · "), &reason), asked);
    }

    fn need_words(&self, what: Permission) -> String {
        let key = match what {
            Permission::CartDiscount => Key::DiscountOnAll,
            Permission::PriceOverride => Key::UnitPrice,
            _ => Key::Discount,
        };
        self.t(key).to_owned()
    }

    fn ask(&self, (words, reason): (String, &str), asked: Asked) {
        self.parts.update_value(|parts| parts.asked = Some(asked));
        let Some(first) = self.approvers().first().map(|who| who.id) else {
            self.forget_asked();
            return self.notify(Tone::Warning, self.t(Key::NobodyApproves));
        };
        self.choose_staff(Some(first));
        self.door.reason.set(reason.to_owned());
        self.open_dialog(Dialog::Approve(words));
    }

    /// Gives up what was asked for: everything is as it was.
    pub(super) fn forget_asked(&self) {
        let asked = self.parts.try_update_value(|parts| parts.asked.take()).flatten();
        if asked.is_some() {
            self.choose_staff(None);
            // A field there still shows what was not allowed.
            self.basket.open.set(None);
        }
    }

    /// Writes down that somebody allows what was asked for, and does it.
    pub(super) async fn approve(&self, by: StaffId) {
        let entry = self.parts.with_value(|parts| {
            let Asked { need, cart, of, .. } = parts.asked.as_ref()?;
            let reason = self.door.reason.with_untracked(|reason| reason.trim().to_owned());
            Some(Approval { by, what: need.what, cart: *cart, of: *of, reason })
        });
        let (Some(entry), Some(staff)) = (entry, self.cashier.get_untracked()) else { return };
        if self.write(staff, Draft::Plain(Act::Approval(entry))).await.is_none() {
            return self.door.state.set(super::cashier::DoorState::Open);
        }
        let asked = self.parts.try_update_value(|parts| parts.asked.take()).flatten();
        self.choose_staff(None);
        self.dialog.set(None);
        if let Some(asked) = asked {
            (asked.then)(*self);
            let name = self.staff_member(by).map(|who| who.name).unwrap_or_default();
            let text = self.tf(Key::ApprovedBy, &[("name", &name)]);
            if asked.cart.is_some() {
                self.offer_undo(text);
            } else {
                self.notify(Tone::Plain, text);
            }
        }
        self.take_waiting();
    }
}
