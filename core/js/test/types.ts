// Compiled only. Each line under `@ts-expect-error` has to be a mistake.
import { Book, OpenCart, formatAmount, parseCode } from "titan-core";
import type { Cart, PriceBook, PricedCart, Sale, TitanError } from "titan-core";
import { Book as SmallBook } from "titan-core/pricing";

const book: PriceBook = {
  currency: "EUR",
  prices_include_tax: true,
  taxes: [{ id: 1, code: "standard", name: "VAT", kind: { percent: { rate: "19" } } }],
  promotions: [
    { id: 1, name: "Half", benefit: { discount: { off: { percent: "50" } } }, stacking: { best_of: 1 } },
  ],
};
const cart: Cart = {
  id: "00000000-0000-0000-0000-000000000001",
  currency: "EUR",
  lines: [
    {
      id: 1,
      item: { id: 1, sku: "A", name: "A", category: 1, price: "100", unit: "each" },
      quantity: "1",
    },
  ],
};
const priced: PricedCart = new Book(book).price(cart).toJSON();
const total: number = new SmallBook(JSON.stringify(book)).price(cart, { customer_groups: [1] }).total;
const open = new OpenCart(new Book(book), cart);
const line: number = open.add(cart.lines[0]!.item, "2");
open.setLineDiscount(line, { value: { percent: "5" } });
open.setLineDiscount(line);
const sale: Sale = open.close({ id: cart.id, receipt_no: "1", closed_at: 0, tenders: [] });
const text: string = formatAmount(priced.total + total + sale.settlement.due, "EUR");
for (const reading of parseCode(text)) {
  if (reading.kind === "gtin") reading.gtin14.padStart(14);
}
for (const step of new Book(book).explain(cart).steps) {
  if (step.rule === "promotion") step.by.name.trim();
}
export const isRefusal = (error: unknown): error is TitanError =>
  error instanceof Error && error.name === "TitanError";

// @ts-expect-error: a quantity is text
open.setQuantity(line, 2);
// @ts-expect-error: there is no such unit
cart.lines[0]!.item.unit = "pound";
// @ts-expect-error: percentages are text
book.promotions![0]!.benefit = { discount: { off: { percent: 50 } } };
// @ts-expect-error: a cart has a currency
new Book(book).price({ id: cart.id, lines: [] });
