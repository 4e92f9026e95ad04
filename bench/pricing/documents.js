// The carts and promotions of the comparison as documents of ours, and the generator that makes the same carts
// where the shared one is not at hand.

export const SIZES = [
  [10, 10],
  [50, 50],
  [200, 100],
  [1000, 500],
];

/** Mulberry32, as the workload draws. */
const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) >>> 0;
  let t = seed;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

export const generator = {
  makeCart(count) {
    const next = random(1);
    return Array.from({ length: count }, (_, index) => {
      const category = Math.floor(next() * 20);
      const brand = Math.floor(next() * 50);
      const product = Math.floor(next() * 5000);
      const unit = Math.floor(50 + next() * 20000);
      const qty = 1 + Math.floor(next() * 5);
      const rate = [550, 1000, 2000][category % 3];
      return { id: `li_${index}`, product: `p${product}`, category: `c${category}`, brand: `b${brand}`, unit, qty, rate };
    });
  },
  makePromos(count) {
    const next = random(2);
    return Array.from({ length: count }, (_, index) => {
      const [id, kind] = [`promo_${index}`, index % 10];
      if (kind < 6) return { id, kind: "pct", category: `c${Math.floor(next() * 20)}`, bps: 100 + Math.floor(next() * 900) };
      if (kind < 8) return { id, kind: "fix", brand: `b${Math.floor(next() * 50)}`, cents: 5 + Math.floor(next() * 100) };
      if (kind < 9) return { id, kind: "bxgy", category: `c${Math.floor(next() * 20)}`, buy: 2, get: 1 };
      const whole = index % 20 === 9 ? "opct" : "ofix";
      return { id, kind: whole, bps: 50 + Math.floor(next() * 200), cents: 100 + Math.floor(next() * 400) };
    });
  },
};

const number = (name) => Number(name.slice(1));
const TAXES = [550, 1000, 2000];
const percent = (bps) => String(bps / 100);

/** A line as an item of ours. */
export const itemOf = (line, index) => ({
  id: index,
  sku: `S${index}`,
  name: `Item ${index}`,
  category: number(line.category),
  price: String(line.unit),
  unit: "each",
  taxes: [1 + TAXES.indexOf(line.rate)],
  tags: [number(line.brand)],
});

/** The cart as a document of ours. */
export const cartOf = (lines) => ({
  id: "00000000-0000-0000-0000-000000000000",
  currency: "EUR",
  lines: lines.map((line, index) => ({
    id: index + 1,
    item: itemOf(line, index),
    quantity: String(line.qty),
  })),
});

const benefitOf = (promotion) => {
  const discount = (of, off) => ({ discount: { of, off } });
  const category = () => ({ categories: [number(promotion.category)] });
  switch (promotion.kind) {
    case "pct":
      return discount(category(), { percent: percent(promotion.bps) });
    case "fix":
      return discount({ tags: [number(promotion.brand)] }, { per_unit: promotion.cents });
    case "bxgy": {
      const [buy, get] = [category(), category()];
      const { buy: buy_units, get: get_units } = promotion;
      return { buy_get: { buy, buy_units, get, get_units, off: { percent: "100" }, reuse: true } };
    }
    case "opct":
      return discount({}, { percent_of_sum: percent(promotion.bps) });
    default:
      return discount({}, { amount: promotion.cents });
  }
};

/** The promotions as a price book of ours. */
export const bookOf = (promotions) => ({
  currency: "EUR",
  prices_include_tax: false,
  taxes: TAXES.map((bps, index) => ({
    id: index + 1,
    code: `t${index}`,
    name: `Tax ${percent(bps)} %`,
    kind: { percent: { rate: percent(bps) } },
  })),
  promotions: promotions.map((promotion, index) => ({
    id: index,
    name: promotion.id,
    benefit: benefitOf(promotion),
  })),
});

/** Promotions of single items: a large shop, of which a cart sees little. */
export const bookOfItems = (count) => ({
  ...bookOf([]),
  promotions: Array.from({ length: count }, (_, id) => ({
    id,
    name: `Promotion ${id}`,
    benefit: { discount: { of: { items: [(id * 2) % count] }, off: { percent: "5" } } },
  })),
});
