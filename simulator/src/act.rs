//! What a cashier does next at a register, drawn at random.

use titan_core::hash::Hash256;
use titan_core::ids::{CartId, LineId, SaleId, ShiftId, StaffId};
use titan_core::journal::{
    Act, Approval, CartCleared, DrawerOpened, Entry, Numbers, ReceiptReprinted, SealedEntry,
};
use titan_core::money::Minor;
use titan_core::pricing::{Context, price};
use titan_core::refund::{
    Bought, BrokenPromotions, Origin, Restock, Return, Sold, Take, TakenBack, give_back, left,
    take_unreceipted,
};
use titan_core::sale::Sale;
use titan_core::shift::{CashCount, CashMove, CashMoved, ShiftClosed, ShiftOpened, ShiftTotals};
use titan_core::shop::Permission;
use titan_core::time::Timestamp;
use uuid::Uuid;

use crate::bugs::Bug;
use crate::device::{Disk, Register, Shift};
use crate::page::Page;
use crate::rng::Rng;
use crate::server::shop;

/// What is to be written, and where the register is after it.
#[derive(Clone, Debug)]
pub struct Planned {
    pub act: Act,
    pub shift: Option<Shift>,
    pub numbers: Numbers,
}

/// A register at which something is done.
pub struct Desk<'a> {
    pub page: &'a Page,
    pub disk: &'a Disk,
    /// The other registers: their customers may bring goods here.
    pub others: &'a [Register],
    pub now: Timestamp,
    pub bug: Option<Bug>,
}

impl Desk<'_> {
    /// Draws what is done next. Nothing is done where what was drawn is not possible.
    pub fn plan(&self, rng: &mut Rng) -> Option<Planned> {
        let Some(shift) = &self.page.shift else { return Some(self.open_shift(rng)) };
        match rng.below(100) {
            0..=55 => self.sell(rng),
            56..=68 => self.take_back(rng),
            69..=73 => self.take_back_unreceipted(rng),
            74..=77 => Some(self.plain(move_cash(rng)?)),
            78..=80 => Some(self.plain(Act::DrawerOpened(DrawerOpened { reason: "coins".into() }))),
            81..=85 => self.reprint(rng),
            86..=89 => self.clear_cart(rng),
            90..=93 => {
                let arrives = rng.chance(500);
                Some(self.plain(if arrives { Act::StaffSignedIn } else { Act::StaffSignedOut }))
            }
            _ => self.close_shift(rng, shift),
        }
    }

    /// An act that is what it is wherever it stands.
    fn plain(&self, act: Act) -> Planned {
        Planned { act, shift: self.page.shift.clone(), numbers: self.page.numbers }
    }

    fn open_shift(&self, rng: &mut Rng) -> Planned {
        let opening_float = Minor::new(i64::try_from(rng.below(200)).unwrap_or(0) * 100);
        let (business_date, _) = self.now.civil(0);
        let opening_float = opening_float.unwrap_or(Minor::ZERO);
        let id = ShiftId::new(Uuid::from_u128(rng.wide()));
        let shift = Some(Shift { id, business_date, totals: ShiftTotals::default() });
        let act = Act::ShiftOpened(ShiftOpened { business_date, opening_float });
        Planned { shift, ..self.plain(act) }
    }

    fn close_shift(&self, rng: &mut Rng, shift: &Shift) -> Option<Planned> {
        let expected = shift.totals.expected_cash().ok()?.get();
        let missing = if rng.chance(300) { i64::try_from(rng.below(50)).ok()? } else { 0 };
        let loose = Minor::new((expected - missing).max(0)).ok()?;
        let count = CashCount { pieces: Vec::new(), loose };
        let (date, last) = (shift.business_date, self.page.numbers.reports);
        let closed = ShiftClosed::close(date, last, shift.totals.clone(), count).ok()?;
        let numbers = Numbers { reports: closed.z, ..self.page.numbers };
        let act = Act::ShiftClosed(Box::new(closed));
        Some(Planned { act, shift: None, numbers })
    }

    /// The number of the next receipt, and the numbers after it.
    fn receipt(&self) -> (String, Numbers) {
        let receipts = self.page.numbers.receipts + 1;
        (format!("R-{receipts:06}"), Numbers { receipts, ..self.page.numbers })
    }

    fn sell(&self, rng: &mut Rng) -> Option<Planned> {
        let cart = shop::cart(rng, self.page.cart?)?;
        let (receipt_no, numbers) = self.receipt();
        let act = Act::Sale(Box::new(shop::sale(rng, cart, receipt_no, self.now)?));
        Some(Planned { numbers, ..self.plain(act) })
    }

    fn clear_cart(&self, rng: &mut Rng) -> Option<Planned> {
        let cart = shop::cart(rng, self.page.cart?)?;
        let total = price(&cart, shop::book()?).ok()?.total;
        let lines = u32::try_from(cart.lines.len()).ok()?;
        let reason = String::new();
        Some(self.plain(Act::CartCleared(CartCleared { cart: cart.id, lines, total, reason })))
    }

    fn reprint(&self, rng: &mut Rng) -> Option<Planned> {
        let entry = any(self.disk, rng)?;
        let paper = matches!(entry.act, Act::Sale(_) | Act::Return(_));
        paper.then(|| {
            self.plain(Act::ReceiptReprinted(ReceiptReprinted {
                register: entry.register,
                seq: entry.seq,
                receipt_no: entry.act.paper_no(),
            }))
        })
    }

    /// Takes back some of a sale that was made here or, with its receipt, at another register.
    fn take_back(&self, rng: &mut Rng) -> Option<Planned> {
        let elsewhere = !self.others.is_empty() && rng.chance(200);
        let from = if elsewhere {
            let other = rng.below(u64::try_from(self.others.len()).ok()?);
            &self.others.get(usize::try_from(other).ok()?)?.disk
        } else {
            self.disk
        };
        let entry = any(from, rng)?;
        let Act::Sale(sale) = &entry.act else { return None };
        let earlier = if self.bug == Some(Bug::ReturnsForgotten) {
            Vec::new()
        } else {
            returns_of(self.disk, sale.id)
        };
        let earlier: Vec<&Return> = earlier.iter().collect();
        let takes = takes(rng, sale, &earlier)?;
        let bought = Bought::from(&**sale);
        let taken = give_back(bought, &earlier, &takes, BrokenPromotions::Keep, None).ok()?;
        let origin = Origin {
            sale: sale.id,
            receipt_no: sale.receipt_no.clone(),
            register: entry.register,
            seq: entry.seq,
        };
        let sold = if rng.chance(200) { Some(exchanged(rng)?) } else { None };
        self.close_return(rng, Some(origin), taken, sold)
    }

    /// Takes goods back without a receipt, once somebody has allowed it.
    fn take_back_unreceipted(&self, rng: &mut Rng) -> Option<Planned> {
        if self.page.approval.is_none() {
            return Some(self.plain(Act::Approval(Approval {
                by: StaffId::new(shop::org().uuid()),
                what: Permission::ReturnWithoutReceipt,
                cart: None,
                of: Hash256::of(&[b"goods"]),
                reason: String::new(),
            })));
        }
        let id = CartId::new(Uuid::from_u128(rng.wide()));
        let cart = shop::cart(rng, id)?;
        let taken = take_unreceipted(&cart, shop::book()?, restock(rng)).ok()?;
        self.close_return(rng, None, taken, None)
    }

    fn close_return(
        &self,
        rng: &mut Rng,
        origin: Option<Origin>,
        taken: TakenBack,
        sold: Option<Sold>,
    ) -> Option<Planned> {
        let (receipt_no, numbers) = self.receipt();
        let approval = self.page.approval.filter(|_| origin.is_none());
        let paper = (receipt_no, self.now);
        let back = shop::give_back(rng, origin, taken, sold, paper, approval)?;
        Some(Planned { numbers, ..self.plain(Act::Return(Box::new(back))) })
    }
}

/// Any entry of a disk.
fn any(disk: &Disk, rng: &mut Rng) -> Option<Entry> {
    let from = rng.between(1, disk.head.seq.max(1));
    disk.entries.range(from..).next()?.1.entry().ok()
}

/// The returns of a sale that a device knows of.
fn returns_of(disk: &Disk, sale: SaleId) -> Vec<Return> {
    let back = |sealed: &SealedEntry| match sealed.entry().ok()?.act {
        Act::Return(back) => Some(*back),
        _ => None,
    };
    let seqs = disk.returns.get(&sale).into_iter().flatten();
    seqs.filter_map(|seq| back(disk.entries.get(seq)?)).collect()
}

/// Draws how much of each line comes back.
fn takes(rng: &mut Rng, sale: &Sale, earlier: &[&Return]) -> Option<Vec<Take>> {
    let mut takes = Vec::new();
    for line in left(Bought::from(sale), earlier).ok()? {
        let most: u64 = line.quantity.trunc().mantissa().try_into().unwrap_or(0);
        if most > 0 && rng.chance(700) {
            let quantity = rng.between(1, most).to_string().parse().ok()?;
            takes.push(Take { line: LineId(line.line.0), quantity, restock: restock(rng) });
        }
    }
    (!takes.is_empty()).then_some(takes)
}

fn restock(rng: &mut Rng) -> Restock {
    if rng.chance(700) { Restock::Restock } else { Restock::WriteOff }
}

fn exchanged(rng: &mut Rng) -> Option<Sold> {
    let id = CartId::new(Uuid::from_u128(rng.wide()));
    let cart = shop::cart(rng, id)?;
    Sold::price(Context::default(), cart, shop::book()?).ok()
}

fn move_cash(rng: &mut Rng) -> Option<Act> {
    let kind = match rng.below(3) {
        0 => CashMove::PaidIn,
        1 => CashMove::PaidOut,
        _ => CashMove::Drop,
    };
    let amount = Minor::new(i64::try_from(rng.between(1, 5_000)).ok()?).ok()?;
    Some(Act::CashMoved(CashMoved { kind, amount, reason: "change".into() }))
}
