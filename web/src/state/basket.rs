//! The cart on the screen: one signal a line, so that a scan repaints one row.

mod view;

use std::sync::Arc;

use leptos::prelude::*;
use titan_core::cart::{Cart, CartError, Command, Discount, Event};
use titan_core::ids::{CartId, LineId};
use titan_core::pricing::explain::{Explanation, Step};
use titan_core::pricing::{
    CompiledBook, Context, OrderType, PriceBook, PriceError, PricedCart, Pricer, price_with_traced,
};
use titan_core::shop::{Need, RoleRights, ShopConfig, by_hand};
use titan_core::time::Timestamp;

use crate::platform::clock;
pub use view::{Coupon, CouponState, LineRow, LineView, Totals};

/// Changes that can be taken back.
const UNDO_STEPS: usize = 50;

/// The cart and what is shown of it.
#[derive(Copy, Clone)]
pub struct Basket {
    inside: StoredValue<Option<Inside>, LocalStorage>,
    before: StoredValue<Vec<Before>, LocalStorage>,
    /// When goods were added last.
    pub added_at: StoredValue<Timestamp>,
    pub lines: RwSignal<Vec<LineRow>>,
    pub totals: RwSignal<Totals>,
    pub discount: RwSignal<Option<Discount>>,
    pub coupons: RwSignal<Vec<Coupon>>,
    pub order_type: RwSignal<Option<OrderType>>,
    pub selected: RwSignal<Option<LineId>>,
    /// Whether a cashier chose the line, and not just the last scan.
    pub by_hand: StoredValue<bool>,
    /// The line that is being changed in place.
    pub open: RwSignal<Option<LineId>>,
}

/// The cart and the rules that it is priced by.
struct Inside {
    cart: Cart,
    context: Context,
    shop: Arc<ShopConfig>,
    pricer: Pricer,
}

/// The cart as it was before a change.
struct Before {
    cart: Cart,
    context: Context,
}

/// A cart with everything that its prices come from.
#[derive(Clone, Debug)]
pub struct Priced {
    pub cart: Cart,
    pub context: Context,
    pub book: PriceBook,
}

/// A change that was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BasketError {
    #[error("the register is not ready")]
    NotReady,
    #[error(transparent)]
    Cart(#[from] CartError),
    #[error("this cart cannot be priced: {0}")]
    Price(String),
    #[error("somebody else has to allow this")]
    Beyond(Box<Beyond>),
}

/// A change that goes beyond what the cashier may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    pub need: Need,
    pub cart: CartId,
    /// The cart as it would be.
    pub bytes: Vec<u8>,
}

impl From<PriceError> for BasketError {
    fn from(error: PriceError) -> Self {
        Self::Price(error.code().to_owned())
    }
}

impl Inside {
    /// What is done by hand in the cart as it stands.
    fn by_hand(&self) -> Result<Vec<Need>, PriceError> {
        let priced = self.pricer.priced();
        priced.map_or(Ok(Vec::new()), |priced| Ok(by_hand(&self.cart, priced)?))
    }

    /// The first thing in a cart, priced last, that is beyond rights and was not there before.
    fn beyond(
        &self,
        cart: &Cart,
        before: &[Need],
        rights: Option<&RoleRights>,
    ) -> Result<Option<Need>, PriceError> {
        let (Some(priced), Some(rights)) = (self.pricer.priced(), rights) else { return Ok(None) };
        let new = |need: &Need| {
            !rights.allow(need) && !before.iter().any(|before| need.is_within(before))
        };
        Ok(by_hand(cart, priced)?.into_iter().find(new))
    }
}

impl Basket {
    pub(super) fn new() -> Self {
        Self {
            inside: StoredValue::new_local(None),
            before: StoredValue::new_local(Vec::new()),
            added_at: StoredValue::new(Timestamp::default()),
            lines: RwSignal::new(Vec::new()),
            totals: RwSignal::new(Totals::default()),
            discount: RwSignal::new(None),
            coupons: RwSignal::new(Vec::new()),
            order_type: RwSignal::new(None),
            selected: RwSignal::new(None),
            by_hand: StoredValue::new(false),
            open: RwSignal::new(None),
        }
    }

    /// Returns the cart and who buys it where, when and with which coupons.
    #[must_use]
    pub fn kept(&self) -> Option<(Cart, Context)> {
        self.inside.with_value(|inside| {
            inside.as_ref().map(|inside| (inside.cart.clone(), inside.context.clone()))
        })
    }

    /// Returns the cart with everything that the prices on the screen come from.
    #[must_use]
    pub fn priced(&self) -> Option<Priced> {
        self.inside.with_value(|inside| {
            let Inside { cart, context, shop, .. } = inside.as_ref()?;
            let (cart, context) = (cart.clone(), context.clone());
            Some(Priced { cart, context, book: shop.book.clone() })
        })
    }

    /// Returns whether nothing is in the cart, without subscribing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inside.with_value(|inside| inside.as_ref().is_none_or(|it| it.cart.is_empty()))
    }

    /// Puts a cart in the place of the one that is there. What could be undone is forgotten.
    ///
    /// # Errors
    /// [`BasketError::Price`] when the book cannot price it.
    pub fn replace(
        &self,
        cart: Cart,
        context: Context,
        shop: Arc<ShopConfig>,
    ) -> Result<(), BasketError> {
        let old = self.inside.try_update_value(Option::take).flatten();
        let mut pricer = match old.filter(|old| Arc::ptr_eq(&old.shop, &shop)) {
            Some(old) => old.pricer,
            None => Pricer::new(CompiledBook::new(shop.book.clone()), Context::default()),
        };
        pricer.set_context(context.clone());
        self.show(&cart, &context, pricer.price(&cart)?, None);
        self.forget_what_is_gone(&cart);
        self.before.update_value(Vec::clear);
        self.inside.set_value(Some(Inside { cart, context, shop, pricer }));
        Ok(())
    }

    /// Carries out a command as far as the rights go, without any to the end, and returns the
    /// line it touched.
    ///
    /// # Errors
    /// [`BasketError`]; the cart is then unchanged.
    pub fn run(
        &self,
        command: Command,
        rights: Option<&RoleRights>,
    ) -> Result<Option<LineId>, BasketError> {
        let added = matches!(command, Command::Add { .. });
        let (touched, cart) = self.within(|inside| {
            let mut cart = inside.cart.clone();
            let events = cart.run(command)?;
            let touched = events.iter().find_map(line_of);
            let before = inside.by_hand()?;
            inside.pricer.update(&cart, &events)?;
            if let Some(need) = inside.beyond(&cart, &before, rights)? {
                inside.pricer.price(&inside.cart)?;
                let bytes = serde_json::to_vec(&cart).unwrap_or_default();
                return Err(BasketError::Beyond(Box::new(Beyond { need, cart: cart.id, bytes })));
            }
            if let Some(priced) = inside.pricer.priced() {
                self.show(&cart, &inside.context, priced, touched.filter(|_| added));
            }
            let old = std::mem::replace(&mut inside.cart, cart.clone());
            if !events.is_empty() {
                self.remember(old, inside.context.clone());
            }
            Ok((touched, cart))
        })?;
        if added {
            self.added_at.set_value(clock::now());
            self.selected.set(touched);
            self.by_hand.set_value(false);
        }
        self.forget_what_is_gone(&cart);
        Ok(touched)
    }

    /// Changes who buys where, when and with which coupons; prices again where that is new.
    ///
    /// # Errors
    /// [`BasketError`]; everything is then as it was.
    pub fn set_context(&self, change: impl FnOnce(&mut Context)) -> Result<bool, BasketError> {
        self.within(|inside| {
            let mut context = inside.context.clone();
            change(&mut context);
            if context == inside.context {
                return Ok(false);
            }
            inside.pricer.set_context(context.clone());
            match inside.pricer.price(&inside.cart) {
                Ok(priced) => self.show(&inside.cart, &context, priced, None),
                Err(error) => {
                    inside.pricer.set_context(inside.context.clone());
                    return Err(error.into());
                }
            }
            inside.context = context;
            Ok(true)
        })
    }

    /// Prices by the rules of a shop from now on, if they are not those already.
    ///
    /// # Errors
    /// [`BasketError`]; everything is then as it was.
    pub fn set_shop(&self, shop: &Arc<ShopConfig>) -> Result<(), BasketError> {
        self.within(|inside| {
            if Arc::ptr_eq(&inside.shop, shop) {
                return Ok(());
            }
            let book = CompiledBook::new(shop.book.clone());
            let mut pricer = Pricer::new(book, inside.context.clone());
            self.show(&inside.cart, &inside.context, pricer.price(&inside.cart)?, None);
            inside.pricer = pricer;
            inside.shop = shop.clone();
            Ok(())
        })
    }

    /// Returns the reasons for the price of a line, in the order in which they apply.
    ///
    /// # Errors
    /// [`BasketError`].
    pub fn explain(&self, line: LineId) -> Result<Vec<Step>, BasketError> {
        self.within(|inside| {
            let mut told = Explanation::default();
            price_with_traced(&inside.cart, &inside.shop.book, &inside.context, &mut told)?;
            told.steps.retain(|step| step.line == line);
            Ok(told.steps)
        })
    }

    /// Returns what is shown of a line, without subscribing.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<LineView> {
        self.lines.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == id)?;
            Some(row.view.get_untracked())
        })
    }

    /// Chooses a line by hand.
    pub fn choose(&self, line: LineId) {
        self.selected.set(Some(line));
        self.by_hand.set_value(true);
    }

    /// Takes the last change back; returns whether there was one. The time stays what it is.
    ///
    /// # Errors
    /// [`BasketError::Price`] when the book cannot price it any more.
    pub fn undo(&self) -> Result<bool, BasketError> {
        let Some(Before { cart, mut context }) = self.before.try_update_value(Vec::pop).flatten()
        else {
            return Ok(false);
        };
        self.within(|inside| {
            context.local_time = inside.context.local_time;
            inside.pricer.set_context(context.clone());
            self.show(&cart, &context, inside.pricer.price(&cart)?, None);
            self.forget_what_is_gone(&cart);
            inside.cart = cart;
            inside.context = context;
            Ok(true)
        })
    }

    /// Remembers the cart as it was, to be brought back by [`Basket::undo`].
    fn remember(&self, cart: Cart, context: Context) {
        self.before.update_value(|before| {
            if before.len() == UNDO_STEPS {
                before.remove(0);
            }
            before.push(Before { cart, context });
        });
    }

    fn within<T>(
        &self,
        act: impl FnOnce(&mut Inside) -> Result<T, BasketError>,
    ) -> Result<T, BasketError> {
        let done = self.inside.try_update_value(|inside| inside.as_mut().map(act)).flatten();
        done.unwrap_or(Err(BasketError::NotReady))
    }

    fn forget_what_is_gone(&self, cart: &Cart) {
        for line in [self.selected, self.open] {
            if line.get_untracked().is_some_and(|id| cart.line(id).is_none()) {
                line.set(None);
            }
        }
    }

    fn show(&self, cart: &Cart, context: &Context, priced: &PricedCart, touched: Option<LineId>) {
        if let Some(rows) = view::rows(&self.lines.get_untracked(), cart, priced, touched) {
            self.lines.set(rows);
        }
        put(self.discount, cart.discount.clone());
        put(self.coupons, view::coupons(context, priced));
        put(self.order_type, context.order_type);
        put(self.totals, view::totals(priced));
    }
}

/// Sets a signal where the value is new.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

const fn line_of(event: &Event) -> Option<LineId> {
    match event {
        Event::LineAdded { line, .. }
        | Event::QuantitySet { line, .. }
        | Event::ModifiersSet { line, .. }
        | Event::PriceSet { line, .. }
        | Event::PriceOverridden { line, .. }
        | Event::NoteSet { line, .. }
        | Event::LineDiscountSet { line, .. }
        | Event::LineRemoved { line } => Some(*line),
        Event::DiscountSet { .. } | Event::Cleared => None,
    }
}
