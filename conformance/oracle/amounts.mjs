// Amounts that come off, and who bears how much of them.

import { Q, largestRemainder, max, min, sum } from './rational.mjs';
import { netPart } from './taxes.mjs';

export const room = (line) => max(0n, line.left - line.floor);

/** What units are worth and what comes off, for a pricing that has lines and settings. */
export class Amounts {
  /** What one unit is worth that no promotion has counted. */
  fresh(line) {
    return new Q(line.left - line.usedLeft, BigInt(Math.max(line.units - line.used, 1)));
  }

  ofOriginal(ofSum) {
    const of = this.settings.percent_of;
    return of === 'original' || (of === 'original_of_lines' && !ofSum);
  }

  originals(parts) {
    const part = ({ line, units }) => new Q(line.base * BigInt(units), BigInt(line.units));
    return sum(parts.map((one) => this.round(part(one))));
  }

  /** A percentage off an exact amount: the discount is rounded, or the price that is left. */
  percent(rate, amount) {
    const share = Q.of(rate).over(100n);
    const of = Q.of(amount);
    if (this.settings.percent_rounds === 'discount') return this.round(of.times(share));
    const whole = this.round(of);
    return whole - min(whole, this.round(of.times(Q.of(1n).minus(share))));
  }

  /** What some units of a line are worth now. */
  worth(line, units, fresh) {
    const count = BigInt(units);
    if (fresh) return this.round(this.fresh(line).times(count));
    if (units < line.units && this.settings.limited_units === 'same_first') {
      const before = this.round(new Q(line.base * count, BigInt(line.units)));
      return max(0n, before - (line.base - line.left));
    }
    return this.round(new Q(line.left * count, BigInt(line.units)));
  }

  takeOff(off, parts, times, fresh) {
    const [[kind, by]] = Object.entries(off);
    const together = ['percent_of_sum', 'amount', 'total'].includes(kind);
    const amounts = together
      ? this.offTogether(kind, by, parts, BigInt(times), fresh)
      : parts.map((part) => this.offPart(kind, by, part, fresh));
    return parts.map(({ line, units }, at) => ({ line, units, amount: min(amounts[at], room(line)) }));
  }

  offPart(kind, by, { line, units }, fresh) {
    const count = BigInt(units);
    const worth = () => this.worth(line, units, fresh);
    switch (kind) {
      case 'percent':
      case 'percent_per_unit': {
        const original = this.ofOriginal(false);
        const all = new Q(original ? line.base : line.left, BigInt(line.units));
        const each = fresh && !original ? this.fresh(line) : all;
        if (kind === 'percent_per_unit') return this.percent(by, each) * count;
        const sameFirst = this.settings.limited_units === 'same_first' && units < line.units;
        if (sameFirst && !fresh && !original) return this.percent(by, worth());
        return this.percent(by, each.times(count));
      }
      case 'per_unit':
        return min(BigInt(by) * count, worth());
      case 'per_line':
        return BigInt(by);
      case 'first_then_each':
        return BigInt(by.first) + BigInt(by.each) * (count - 1n);
      default: {
        const instead = line.measured ? this.round(line.quantity.times(BigInt(by))) : BigInt(by) * count;
        return worth() - instead;
      }
    }
  }

  offTogether(kind, by, parts, times, fresh) {
    const bases = parts.map(({ line, units }) => this.worth(line, units, fresh));
    const total = sum(bases);
    let wanted;
    if (kind === 'amount') wanted = BigInt(by) * times;
    else if (kind === 'total') wanted = total - BigInt(by) * times;
    else wanted = this.percent(by, this.ofOriginal(true) ? this.originals(parts) : total);
    wanted = min(wanted, total);
    if (wanted <= 0n) return parts.map(() => 0n);
    return this.shareAboveFloors(wanted, parts, bases);
  }

  /** What a line cannot give without going below its minimum price, the others give. */
  shareAboveFloors(wanted, parts, bases) {
    const rooms = parts.map(({ line }, at) => min(room(line), bases[at]));
    const filled = new Set();
    for (;;) {
      const rest = min(wanted, sum(rooms)) - sum([...filled].map((at) => rooms[at]));
      const open = parts.map(({ line }, at) => ({ line, base: filled.has(at) ? 0n : bases[at] }));
      const shares = this.share(rest, open);
      const full = shares.flatMap((share, at) => (open[at].base > 0n && share > rooms[at] ? [at] : []));
      if (full.length === 0) return shares.map((share, at) => (filled.has(at) ? rooms[at] : share));
      full.forEach((at) => filled.add(at));
    }
  }

  // Sharing.

  share(amount, parts) {
    const bases = parts.map((part) => part.base);
    const { spread } = this.settings;
    if (spread === 'lines') return largestRemainder(amount, bases);
    const setOf = (line) => JSON.stringify(line.taxes);
    // Net and taxes go by the sets in the order of the cart, tax sets in the order of the parts.
    const lines = spread === 'tax_sets' ? parts.map((part) => part.line) : this.lines;
    const sets = [...new Set(lines.map(setOf))];
    const weights = sets.map((set) => parts.map(({ line, base }) => (setOf(line) === set ? base : 0n)));
    if (spread === 'tax_sets') {
      const ofSets = largestRemainder(amount, weights.map(sum));
      const shares = ofSets.map((share, at) => largestRemainder(share, weights[at]));
      return bases.map((_, at) => sum(shares.map((list) => list[at])));
    }
    const total = sum(bases);
    if (total <= 0n || amount <= 0n) return bases.map(() => 0n);
    const netParts = sets.map((set) => netPart(JSON.parse(set), this.book));
    const netWeights = bases.map((_, at) =>
      weights.reduce((all, own, set) => all.plus(netParts[set].times(own[at])), Q.of(0n)),
    );
    let net = amount;
    const taxes = weights.map((own, set) => {
      const exact = new Q(amount * sum(own), total).times(Q.of(1n).minus(netParts[set]));
      const tax = max(0n, min(net, this.round(exact)));
      net -= tax;
      return largestRemainder(tax, own);
    });
    const shares = largestRemainder(net, netWeights);
    return fit(shares.map((share, at) => share + sum(taxes.map((list) => list[at]))), bases);
  }
}

/** Moves what a share has beyond its base to the first that have room. */
function fit(shares, bases) {
  let beyond = sum(shares.map((share, at) => max(0n, share - bases[at])));
  return shares.map((share, at) => {
    const held = min(share, bases[at]);
    const more = min(beyond, bases[at] - held);
    beyond -= more;
    return held + more;
  });
}
