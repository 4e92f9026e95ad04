// Prices carts in exact fractions, unit by unit, from the description of the pricing alone.
//
// Reads lines `{"cart", "book", "context"}` and writes for each the amounts that core has to come
// to. Deals are made with single units: a line of three is three units in a row, and what is
// bought or rewarded is taken out of the row.

import { createInterface } from 'node:readline';

import { Benefits } from './benefits.mjs';
import { isOpen, sameCode } from './conditions.mjs';
import { Q, largestRemainder, max, min, rounding, sum } from './rational.mjs';
import { taxLines } from './taxes.mjs';

const USUAL = {
  combine: 'by_priority',
  manual: 'before_promotions',
  percent_of: 'left',
  spread: 'lines',
  limited_units: 'alike',
  percent_rounds: 'discount',
  equal_prices: 'first_line',
  used_up: 'bought_and_rewarded',
};

class Pricing extends Benefits {
  constructor({ cart, book, context }) {
    super();
    Object.assign(this, { cart, book, context });
    this.settings = { ...USUAL, ...book.promotion_settings };
    this.round = rounding(book.rounding);
    this.lines = cart.lines.map((line) => this.lineOf(line)).sort((a, b) => a.id - b.id);
    this.log = [];
  }

  lineOf({ id, item, quantity, discount }) {
    const measured = item.unit !== 'each';
    const value = this.round(Q.of(item.price).times(Q.of(quantity)));
    const byHand = discount !== undefined && discount !== null;
    return {
      id,
      item,
      discount,
      byHand,
      measured,
      taxes: item.taxes ?? [],
      price: Q.of(item.price),
      quantity: Q.of(quantity),
      units: measured ? 1 : Number(quantity),
      value,
      base: value,
      left: value,
      floor: this.round(Q.of(item.minimum_price ?? 0).times(Q.of(quantity))),
      lineDiscount: 0n,
      cartDiscount: 0n,
      // Units that a promotion has counted, and what is left on them.
      used: 0,
      usedLeft: 0n,
      apart: byHand && this.settings.manual === 'instead_of_promotions',
    };
  }

  run() {
    const after = this.settings.manual === 'after_promotions';
    if (!after) this.discountLines();
    if (!after) for (const line of this.lines) line.base = line.left;
    this.promote();
    if (after) this.discountLines();
    if (this.cart.discount) {
      const left = this.lines.map((line) => line.left);
      const shares = largestRemainder(this.byHand(this.cart.discount, sum(left)), left);
      this.lines.forEach((line, at) => {
        line.cartDiscount = shares[at];
        line.left -= shares[at];
      });
    }
  }

  discountLines() {
    for (const line of this.lines.filter((line) => line.byHand)) {
      line.lineDiscount = this.byHand(line.discount, line.left);
      line.left -= line.lineDiscount;
    }
  }

  byHand({ value }, amount) {
    const wanted =
      value.percent === undefined
        ? BigInt(value.amount)
        : this.round(Q.of(value.percent).times(amount).over(100n));
    return max(0n, min(wanted, amount));
  }

  promote() {
    const order = (a, b) => (a.priority ?? 0) - (b.priority ?? 0) || a.id - b.id;
    const promotions = [...(this.book.promotions ?? [])].sort(order);
    if (this.settings.combine === 'best_for_customer') return this.best(promotions);
    if (promotions.some((one) => one.stacking === 'alone' && this.apply(one) > 0n)) return undefined;
    const settled = new Set();
    for (const promotion of promotions) {
      const group = promotion.stacking?.best_of;
      if (group !== undefined) {
        if (!settled.has(group)) this.bestOf(promotions.filter((one) => one.stacking?.best_of === group));
        settled.add(group);
      } else if (promotion.stacking !== 'alone') {
        const off = this.apply(promotion);
        if (promotion.stacking === 'last' && off > 0n) break;
      }
    }
    return undefined;
  }

  bestOf(promotions) {
    const offs = promotions.map((promotion) => this.tried(() => this.apply(promotion)));
    const most = max(...offs);
    if (most > 0n) this.apply(promotions[offs.indexOf(most)]);
  }

  /** Tries every set of promotions that may go together; the first that takes off most wins. */
  best(promotions) {
    let best = { off: 0n, chosen: [] };
    const look = (rest, off, chosen) => {
      if (off > best.off) best = { off, chosen };
      if (rest.length === 0) return;
      const [first, ...others] = rest;
      const { stacking } = first;
      const group = stacking?.best_of;
      const barred =
        (stacking === 'alone' && chosen.length > 0) ||
        (group !== undefined && chosen.some((one) => one.stacking?.best_of === group));
      if (!barred) {
        this.tried(() => {
          const more = this.apply(first);
          const ends = stacking === 'last' || stacking === 'alone';
          if (more > 0n) look(ends ? [] : others, off + more, [...chosen, first]);
        });
      }
      look(others, off, chosen);
    };
    look(promotions, 0n, []);
    for (const promotion of best.chosen) this.apply(promotion);
  }

  /** Does something and takes it back. */
  tried(act) {
    const before = this.lines.map(({ left, used, usedLeft }) => ({ left, used, usedLeft }));
    const length = this.log.length;
    const result = act();
    this.lines.forEach((line, at) => Object.assign(line, before[at]));
    this.log.length = length;
    return result;
  }

  /** Applies one promotion and returns what it took off. */
  apply(promotion) {
    const { at_least: thresholds = [] } = promotion.conditions ?? {};
    if (!isOpen(promotion, this.context)) return 0n;
    if (!thresholds.every((threshold) => this.isReached(threshold))) return 0n;
    const [[kind, benefit]] = Object.entries(promotion.benefit);
    const { off, counted } = this[kind](benefit);
    let taken = off.filter((entry) => entry.amount > 0n);
    const most = promotion.max_amount;
    if (most !== undefined && sum(taken.map((entry) => entry.amount)) > BigInt(most)) {
      const weights = taken.map(({ line, amount }) => ({ line, base: amount }));
      const shares = this.share(BigInt(most), weights);
      taken = taken.map((entry, at) => ({ ...entry, amount: shares[at] }));
      taken = taken.filter((entry) => entry.amount > 0n);
    }
    const total = sum(taken.map((entry) => entry.amount));
    const counts = counted && counted.length > 0;
    if (counts && total > 0n) this.useUp(counted, taken);
    for (const { line, amount, units } of taken) {
      const before = line.left;
      line.left -= amount;
      if (!counts && line.usedLeft > 0n) line.usedLeft = (line.usedLeft * line.left) / before;
      this.log.push({ promotion, line, amount, units });
    }
    return total;
  }

  /** Marks units as counted; what is left on them goes with them. */
  useUp(counted, taken) {
    for (const line of new Set(counted)) {
      const units = counted.filter((of) => of === line).length;
      const off = taken.find((entry) => entry.line === line)?.amount ?? 0n;
      const worth = this.round(this.fresh(line).times(BigInt(units)));
      line.used += units;
      line.usedLeft = max(0n, min(line.usedLeft + worth - off, line.left - off));
    }
  }

  select(of = {}) {
    const named = ['items', 'categories', 'tags'].some((list) => of[list]?.length > 0);
    return this.lines.filter((line) => {
      const has = (prefix) =>
        (of[`${prefix}items`] ?? []).includes(line.item.id) ||
        (of[`${prefix}categories`] ?? []).includes(line.item.category) ||
        (of[`${prefix}tags`] ?? []).some((tag) => (line.item.tags ?? []).includes(tag));
      if (line.apart || (named && !has('')) || has('except_')) return false;
      if (of.undiscounted && (line.byHand || line.left < line.base)) return false;
      if (of.whole_only && line.measured) return false;
      const above = of.price_from === undefined || line.price.compare(BigInt(of.price_from)) >= 0;
      return above && (of.price_to === undefined || line.price.compare(BigInt(of.price_to)) <= 0);
    });
  }

  isReached({ of, amount, units, measure = 'left', scope = 'together' }) {
    const enough = (lines) =>
      sum(lines.map((line) => (measure === 'left' ? line.left : line.base))) >= BigInt(amount ?? 0) &&
      lines.reduce((count, line) => count + line.units, 0) >= (units ?? 0);
    const lines = this.select(of);
    return scope === 'together' ? enough(lines) : lines.some((line) => enough([line]));
  }

  notices() {
    const worked = new Set(this.log.map((entry) => entry.promotion));
    return (this.context.coupons ?? []).flatMap(({ code, remaining }) => {
      const own = (this.book.promotions ?? []).filter((one) => sameCode(one.coupon, code));
      if (remaining === 0) return ['coupon_used_up'];
      if (own.length === 0) return ['coupon_unknown'];
      return own.some((one) => worked.has(one)) ? [] : ['coupon_without_effect'];
    });
  }

  outcome() {
    this.run();
    const taxed = taxLines(this.lines, this.book, this.round);
    const totals = new Map();
    const lines = this.lines.map((line, at) => {
      const { net, taxes } = taxed[at];
      const total = net + sum(taxes.map(([, amount]) => amount));
      for (const [tax, amount] of taxes) {
        const had = totals.get(tax) ?? [0n, 0n];
        totals.set(tax, [had[0] + net, had[1] + amount]);
      }
      const own = this.log.filter((entry) => entry.line === line);
      const off = own.map(({ promotion, amount, units }) => [promotion.id, amount, units]);
      return [line.id, line.value, line.lineDiscount, off, line.cartDiscount, net, total, taxes];
    });
    const promotions = new Map();
    for (const { promotion, amount } of this.log) {
      promotions.set(promotion.id, (promotions.get(promotion.id) ?? 0n) + amount);
    }
    const place = new Map(lines.map((line) => [line[0], line]));
    return {
      lines: this.cart.lines.map(({ id }) => place.get(id)),
      promotions: [...promotions],
      taxes: [...totals].sort((a, b) => a[0] - b[0]).map(([tax, [net, amount]]) => [tax, net, amount]),
      total: sum(lines.map((line) => line[6])),
      notices: this.notices(),
    };
  }
}

for await (const text of createInterface({ input: process.stdin })) {
  const outcome = new Pricing(JSON.parse(text)).outcome();
  const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
  process.stdout.write(`${JSON.stringify(outcome, plain)}\n`);
}
