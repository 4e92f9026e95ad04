// Exact fractions of BigInts, in lowest terms with a positive denominator.

const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};

export class Q {
  constructor(above, below = 1n) {
    const common = gcd(above, below) * (below < 0n ? -1n : 1n);
    this.above = above / common;
    this.below = below / common;
  }

  /** Reads `-12.50`, a number or a BigInt. */
  static of(value) {
    if (value instanceof Q) return value;
    if (typeof value === 'bigint') return new Q(value);
    const [whole, part = ''] = String(value).split('.');
    return new Q(BigInt(whole + part), 10n ** BigInt(part.length));
  }

  plus(other) {
    const { above, below } = Q.of(other);
    return new Q(this.above * below + above * this.below, this.below * below);
  }
  minus(other) {
    return this.plus(Q.of(other).times(-1n));
  }
  times(other) {
    const { above, below } = Q.of(other);
    return new Q(this.above * above, this.below * below);
  }
  over(other) {
    const { above, below } = Q.of(other);
    return new Q(this.above * below, this.below * above);
  }
  compare(other) {
    const { above } = this.minus(other);
    return above < 0n ? -1 : above > 0n ? 1 : 0;
  }
  get sign() {
    return this.above < 0n ? -1n : this.above > 0n ? 1n : 0n;
  }
  abs() {
    return this.times(this.sign || 1n);
  }
  /** The whole part, towards zero. */
  trunc() {
    return this.above / this.below;
  }
  isZero() {
    return this.above === 0n;
  }
}

/** Returns how a shop rounds: `round(-x) = -round(x)`. */
export const rounding = (mode) => (value) => {
  const size = Q.of(value).abs();
  const whole = size.trunc();
  const twice = size.minus(whole).times(2n);
  const half = twice.compare(1n);
  const up = {
    half_up: half >= 0,
    half_down: half > 0,
    half_even: half > 0 || (half === 0 && whole % 2n === 1n),
    up: !twice.isZero(),
    down: false,
  }[mode];
  return (up ? whole + 1n : whole) * (Q.of(value).sign || 1n);
};

export const sum = (list) => list.reduce((total, value) => total + value, 0n);
export const sumQ = (list) => list.reduce((total, value) => total.plus(value), Q.of(0n));
export const min = (...list) => list.reduce((least, value) => (value < least ? value : least));
export const max = (...list) => list.reduce((most, value) => (value > most ? value : most));

/** Shares a whole amount; each left-over unit goes to the largest remainder, then to the first. */
export function largestRemainder(amount, weights) {
  const total = sumQ(weights);
  if (total.isZero() || amount === 0n) return weights.map(() => 0n);
  const exact = weights.map((weight) => Q.of(weight).times(amount).over(total));
  const shares = exact.map((share) => share.trunc());
  for (let left = amount - sum(shares); left > 0n; left -= 1n) {
    let first = -1;
    exact.forEach((share, at) => {
      const rest = share.minus(shares[at]);
      if (first < 0 || rest.compare(exact[first].minus(shares[first])) > 0) first = at;
    });
    shares[first] += 1n;
  }
  return shares;
}
