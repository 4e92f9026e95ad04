// What a promotion takes off: deals are made with single units.

import { Amounts, room } from './amounts.mjs';
import { Q, min, sum } from './rational.mjs';

const ENDLESS = 1_000_000_000;
const OPPOSITE = { cheapest: 'dearest', dearest: 'cheapest', in_order: 'in_order' };

/** The kinds of benefit: what comes off, and the units that are counted. */
export class Benefits extends Amounts {
  /** All units that may be taken of lines, in the order in which they are. */
  row(lines, choose, reuse, behind = () => false) {
    const turn = this.settings.equal_prices === 'last_line' ? -1 : 1;
    const sorted = [...lines].sort((a, b) => {
      const [one, other] = choose === 'dearest' ? [b, a] : [a, b];
      const byPrice = choose === 'in_order' ? 0 : one.price.compare(other.price);
      const byLine = (a.id - b.id) * (choose === 'in_order' ? 1 : turn);
      return behind(a) - behind(b) || byPrice || byLine;
    });
    const free = (line) => line.units - (reuse ? 0 : line.used);
    return sorted.flatMap((line) => Array.from({ length: free(line) }, () => line));
  }

  discount({ of, off, line_units_max: most = ENDLESS }) {
    const parts = this.select(of).map((line) => ({ line, units: Math.min(line.units, most) }));
    return { off: this.takeOff(off, parts, 1, false) };
  }

  tiers({ measure, by, of, tiers }) {
    const lines = this.select(measure);
    const figures = lines.map((line) => (by === 'units' ? BigInt(line.units) : line.left));
    const reached = tiers.filter((tier) => BigInt(tier.from) <= sum(figures)).at(-1);
    return reached ? this.discount({ of: of ?? measure, off: reached.off }) : { off: [] };
  }

  pick({ of, choose = 'cheapest', units, full_groups: groups = false, off, reuse = false }) {
    const row = this.row(this.select(of), choose, reuse);
    const count = groups ? row.length - (row.length % units) : units;
    const picked = row.slice(0, count);
    const counted = reuse ? [] : picked;
    return { off: this.takeOff(off, this.gather(picked), 1, !reuse), counted };
  }

  buy_get(deal) {
    const { buy, get, buy_units: buyUnits, get_units: getUnits, reuse = false } = deal;
    const choose = deal.choose ?? 'cheapest';
    const buyChoose = deal.buy_choose ?? OPPOSITE[choose];
    const getLines = this.select(get);
    const toGet = this.row(getLines, choose, reuse);
    const oneSet = JSON.stringify(buy) === JSON.stringify(get) && buyChoose !== choose;
    const toBuy = oneSet
      ? [...toGet].reverse()
      : this.row(this.select(buy), buyChoose, reuse, (line) => getLines.includes(line));
    const most = deal.units_max ?? ENDLESS;
    const bought = [];
    const rewarded = [];
    let times = 0;
    while (times < (deal.times_max ?? ENDLESS) && rewarded.length < most) {
      const wanted = Math.min(getUnits, most - rewarded.length);
      const buys = toBuy.slice(0, buyUnits);
      // A unit that is bought is not there to be rewarded.
      const rest = [...toGet];
      for (const line of buys) if (rest.includes(line)) rest.splice(rest.indexOf(line), 1);
      const gets = rest.slice(0, wanted);
      if (buys.length < buyUnits || gets.length < (deal.partial ? 1 : wanted)) break;
      for (const line of [...buys, ...gets]) {
        for (const row of [toBuy, toGet]) {
          if (row.includes(line)) row.splice(row.indexOf(line), 1);
        }
      }
      bought.push(...buys);
      rewarded.push(...gets);
      times += 1;
    }
    const stay = this.settings.used_up === 'rewarded';
    const counted = reuse ? [] : [...rewarded, ...(stay ? [] : bought)];
    return { off: this.takeOff(deal.off, this.gather(rewarded), times, !reuse), counted };
  }

  sets({ parts, off, choose = 'cheapest', times_max: most = ENDLESS, reuse = false }) {
    const rows = parts.map(({ of }) => this.row(this.select(of), choose, reuse));
    const amounts = new Map();
    const counted = [];
    for (let times = 0; times < most; times += 1) {
      const pieces = [];
      for (const [at, { units }] of parts.entries()) {
        const taken = rows[at].slice(0, units);
        if (taken.length < units) return this.setsOff(amounts, counted, reuse);
        for (const line of taken) {
          for (const row of rows) if (row.includes(line)) row.splice(row.indexOf(line), 1);
        }
        for (const line of new Set(taken)) {
          pieces.push({ line, units: taken.filter((of) => of === line).length });
        }
      }
      this.oneSet(off, pieces, amounts, counted, reuse);
    }
    return this.setsOff(amounts, counted, reuse);
  }

  setsOff(amounts, counted, reuse) {
    const lines = this.lines.filter((line) => amounts.has(line));
    const off = lines.map((line) => ({
      line,
      amount: min(amounts.get(line), room(line)),
      units: counted.filter((of) => of === line).length,
    }));
    return { off, counted: reuse ? [] : counted };
  }

  oneSet(off, pieces, amounts, counted, reuse) {
    const had = (line) => counted.filter((of) => of === line).length;
    const new_ = [];
    const bases = pieces.map(({ line, units }) => {
      const each = reuse ? new Q(line.left, BigInt(line.units)) : this.fresh(line);
      const before = had(line) + new_.filter((of) => of === line).length;
      new_.push(...Array.from({ length: units }, () => line));
      const upTo = (count) => this.round(each.times(BigInt(count)));
      return upTo(before + units) - upTo(before);
    });
    const total = sum(bases);
    const units = BigInt(new_.length);
    const [[kind, by]] = Object.entries(off);
    let wanted;
    if (kind.startsWith('percent')) {
      const ofSum = kind === 'percent_of_sum';
      wanted = this.percent(by, this.ofOriginal(ofSum) ? this.originals(pieces) : total);
    } else if (kind === 'per_unit') wanted = BigInt(by) * units;
    else if (kind === 'first_then_each') wanted = BigInt(by.first) + BigInt(by.each) * (units - 1n);
    else if (kind === 'unit_price') wanted = total - BigInt(by) * units;
    else if (kind === 'total') wanted = total - BigInt(by);
    else wanted = BigInt(by);
    wanted = min(wanted, total);
    // What would not get cheaper keeps its price, and its units are free for others.
    if (wanted <= 0n) return;
    counted.push(...new_);
    const shares = this.share(wanted, pieces.map(({ line }, at) => ({ line, base: bases[at] })));
    pieces.forEach(({ line }, at) => amounts.set(line, (amounts.get(line) ?? 0n) + shares[at]));
  }

  /** Units in a row as parts, in the order of the lines. */
  gather(units) {
    const lines = this.lines.filter((line) => units.includes(line));
    return lines.map((line) => ({ line, units: units.filter((of) => of === line).length }));
  }
}
