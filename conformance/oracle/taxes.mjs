// The taxes of the lines of a cart: each tax knows what it stands on.

import { Q, min, sum, sumQ } from './rational.mjs';

const HUNDRED = 100n;

/** The taxes of a line in order, each with the number of its batch. */
function plan(ids, book) {
  const taxes = [...new Set(ids)].map((id) => {
    const { kind, rules = {} } = book.taxes.find((tax) => tax.id === id);
    const [[name, figures]] = Object.entries(kind);
    return {
      id,
      name,
      rate: Q.of(figures.rate ?? 0).over(HUNDRED),
      each: Q.of(figures.amount ?? 0),
      inside: rules.included ?? book.prices_include_tax,
      feeds: rules.affects_later ?? false,
      takes: rules.affected_by_earlier ?? true,
      sequence: rules.sequence ?? 0,
    };
  });
  taxes.sort((a, b) => a.sequence - b.sequence);
  taxes.forEach((tax, at) => {
    const before = taxes[at - 1];
    const joins =
      before &&
      before.name === tax.name &&
      before.inside === tax.inside &&
      before.feeds === tax.feeds &&
      !(before.feeds && tax.takes);
    tax.batch = joins ? before.batch : at;
  });
  return taxes;
}

/** Amounts of the taxes of one line: fixed ones, then from the price inwards, then upwards. */
function reckon(amount, quantity, taxes, round) {
  const found = new Map();
  const rank = (tax, at) => (tax.name === 'fixed' ? [0, -at] : tax.inside ? [1, -at] : [2, at]);
  const order = taxes.map((tax, at) => ({ tax, at, rank: rank(tax, at) }));
  order.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1]);
  for (const { tax, at } of order) {
    let base = Q.of(amount);
    // Taxes of other batches that are known by now have moved the base.
    for (const [other, known] of found) {
      if (taxes[other].batch === tax.batch) continue;
      const under = other < at && taxes[other].feeds && tax.takes;
      if (taxes[other].inside && !under) base = base.minus(known);
      if (!taxes[other].inside && under) base = base.plus(known);
    }
    const together = sumQ(taxes.filter((own) => own.batch === tax.batch).map((own) => own.rate));
    let exact;
    if (tax.name === 'fixed') exact = tax.each.times(quantity);
    else if (tax.name === 'percent') {
      exact = base.times(tax.rate);
      if (tax.inside) exact = exact.over(Q.of(1n).plus(together));
    } else {
      exact = base.times(tax.rate);
      if (!tax.inside) exact = exact.over(Q.of(1n).minus(together));
    }
    found.set(at, Q.of(round(exact)));
  }
  return taxes.map((_, at) => found.get(at));
}

/** Puts the cents that are missing on the amounts, the largest first. */
function putBack(missing, entries) {
  const size = missing < 0n ? -missing : missing;
  const step = missing < 0n ? -1n : 1n;
  const order = [...entries].sort((a, b) => b.exact.abs().compare(a.exact.abs()));
  const total = sumQ(order.map((entry) => entry.exact.abs()));
  let left = size;
  for (const entry of order) {
    const weight = total.isZero() ? Q.of(1n) : entry.exact.abs();
    const wanted = halfEven(weight.times(size).over(total.isZero() ? BigInt(order.length) : total));
    entry.more = min(wanted, left);
    left -= entry.more;
  }
  const turn = [...order.filter((e) => e.more === 0n), ...order.filter((e) => e.more !== 0n)];
  for (let at = 0; left > 0n; at += 1, left -= 1n) turn[at % turn.length].more += 1n;
  for (const entry of order) entry.rounded += step * entry.more;
}

function halfEven(value) {
  const whole = value.trunc();
  const half = value.minus(whole).times(2n).compare(1n);
  return half > 0 || (half === 0 && whole % 2n === 1n) ? whole + 1n : whole;
}

/** The part of a price that is left when the included taxes that follow it are taken out. */
export function netPart(ids, book) {
  const taxes = plan(ids, book);
  const amounts = reckon(1n, 0n, taxes, (value) => value);
  return Q.of(1n).minus(sumQ(amounts.filter((_, at) => taxes[at].inside)));
}

/** Net amount and taxes of lines `{ left, quantity, taxes }`. */
export function taxLines(lines, book, round) {
  const late = book.tax_rounding === 'per_document';
  const of = lines.map((line) => {
    const taxes = plan(line.taxes, book);
    const amounts = reckon(line.left, line.quantity, taxes, late ? (value) => value : round);
    return taxes.map((tax, at) => ({ tax, exact: amounts[at], rounded: round(amounts[at]) }));
  });
  if (late) {
    for (const { id } of book.taxes) {
      const own = of.flat().filter((entry) => entry.tax.id === id);
      if (own.length === 0) continue;
      const whole = round(sumQ(own.map((entry) => entry.exact)));
      putBack(whole - sum(own.map((entry) => entry.rounded)), own);
    }
  }
  return lines.map((line, at) => ({
    net: line.left - sum(of[at].filter((e) => e.tax.inside).map((e) => e.rounded)),
    taxes: of[at].map((entry) => [entry.tax.id, entry.rounded]),
  }));
}
