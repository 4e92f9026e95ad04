// Medusa's own promotion engine and totals, from its npm packages, without its database.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const engine = require("@medusajs/promotion/dist/utils/compute-actions");
const { decorateCartTotals } = require("@medusajs/utils");

const rule = (attribute, value) => [
  { attribute: `items.${attribute}`, operator: "eq", values: [{ value }] },
];

const methodOf = (promotion) => {
  const base = { target_type: "items", allocation: "each", max_quantity: 1_000_000 };
  const across = { target_type: "order", allocation: "across", target_rules: [] };
  switch (promotion.kind) {
    case "pct":
      return { ...base, type: "percentage", value: promotion.bps / 100, target_rules: rule("category", promotion.category) };
    case "fix":
      return { ...base, type: "fixed", value: promotion.cents, target_rules: rule("brand", promotion.brand) };
    case "bxgy":
      return {
        ...base,
        // Medusa takes rewarded units at their full price and lets no two deals count one unit, so it cannot
        // come to the same. One deal of each is less work than the workload asks for.
        max_quantity: 1,
        type: "percentage",
        value: 100,
        buy_rules: rule("category", promotion.category),
        target_rules: rule("category", promotion.category),
        buy_rules_min_quantity: promotion.buy,
        apply_to_quantity: promotion.get,
      };
    case "opct":
      return { ...across, type: "percentage", value: promotion.bps / 100 };
    default:
      return { ...across, type: "fixed", value: promotion.cents };
  }
};

export const promotionsOf = (promotions) =>
  promotions
    .map((promotion) => ({
      id: promotion.id,
      code: promotion.id,
      type: promotion.kind === "bxgy" ? "buyget" : "standard",
      application_method: methodOf(promotion),
    }))
    .sort(engine.sortByBuyGetType);

export const itemsOf = (lines) =>
  lines.map((line) => ({
    id: line.id,
    category: line.category,
    brand: line.brand,
    quantity: line.qty,
    unit_price: line.unit,
    subtotal: line.unit * line.qty,
    original_total: line.unit * line.qty,
    tax_lines: [{ rate: line.rate / 100, code: "t" }],
  }));

/** Prices a cart; returns net and tax as numbers, unrounded as Medusa leaves them. */
export const price = (items, promotions) => {
  const [applied, buys, targets] = [new Map(), new Map(), new Map()];
  const adjustments = new Map();
  const budget = console.warn;
  console.warn = () => {};
  for (const promotion of promotions) {
    const actions =
      promotion.type === "buyget"
        ? engine.getComputedActionsForBuyGet(promotion, items, applied, buys, targets)
        : engine.getComputedActionsForItems(promotion, items, applied);
    for (const action of actions) {
      if (action.action !== "addItemAdjustment") continue;
      if (!adjustments.has(action.item_id)) adjustments.set(action.item_id, []);
      adjustments.get(action.item_id).push({ amount: action.amount, code: action.code });
    }
  }
  console.warn = budget;
  const cart = {
    currency_code: "eur",
    items: items.map((item) => ({ ...item, adjustments: adjustments.get(item.id) ?? [] })),
  };
  const totals = decorateCartTotals(cart, { includeTaxes: false });
  const tax = Number(totals.tax_total.numeric);
  return { net: Number(totals.total.numeric) - tax, tax };
};
