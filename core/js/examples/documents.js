// A cart, a price book and a context; the tests price them too.

export const UUID = "00000000-0000-0000-0000-000000000001";

export const item = (id, price, more = {}) => ({
  id,
  sku: `S${id}`,
  name: `Goods ${id}`,
  category: 1 + (id % 3),
  price,
  unit: "each",
  taxes: [1],
  ...more,
});

export const cart = (more = {}) => ({
  id: UUID,
  currency: "EUR",
  lines: [
    { id: 1, item: item(1, "1050"), quantity: "3" },
    { id: 2, item: item(2, "333", { tags: [5] }), quantity: "1" },
    {
      id: 3,
      item: item(3, "299", { unit: "kilogram", minimum_price: "100" }),
      quantity: "1.25",
      discount: { value: { percent: "10" }, reason: "ripe" },
    },
  ],
  ...more,
});

export const book = (more = {}) => ({
  currency: "EUR",
  prices_include_tax: true,
  taxes: [
    { id: 1, code: "standard", name: "VAT 19 %", kind: { percent: { rate: "19" } } },
    { id: 2, code: "bag", name: "Bag", kind: { fixed: { amount: "5" } }, rules: { included: false } },
  ],
  promotions: [
    {
      id: 1,
      name: "Members",
      conditions: { customer_groups: [7] },
      benefit: { discount: { of: { categories: [2, 3] }, off: { percent: "10" } } },
    },
    { id: 2, name: "Spring", coupon: "SPRING", benefit: { discount: { off: { amount: 100 } } } },
    {
      id: 3,
      name: "Three for two",
      benefit: {
        buy_get: { buy: { items: [1] }, buy_units: 2, get: { items: [1] }, get_units: 1, off: { percent: "100" } },
      },
      stacking: { best_of: 1 },
    },
  ],
  ...more,
});

export const context = () => ({
  customer_groups: [7],
  local_time: 29_000_000,
  order_type: "retail",
  coupons: [{ code: "spring" }, { code: "AUTUMN" }],
});
