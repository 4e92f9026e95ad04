// Prices a cart, changes it, and says why: node examples/price.mjs
import { Book, OpenCart, formatAmount } from "titan-core";

const book = new Book({
  currency: "EUR",
  prices_include_tax: true,
  taxes: [{ id: 1, code: "standard", name: "VAT 19 %", kind: { percent: { rate: "19" } } }],
  promotions: [
    { id: 1, name: "A tenth off tea", benefit: { discount: { of: { categories: [2] }, off: { percent: "10" } } } },
    { id: 2, name: "Spring", coupon: "SPRING", benefit: { discount: { off: { amount: 100 } } } },
  ],
});

const cart = new OpenCart(book, undefined, { coupons: [{ code: "spring" }] });
const tea = { id: 7, sku: "TEA", name: "Tea", category: 2, price: "349", unit: "each", taxes: [1] };
const ham = { id: 8, sku: "HAM", name: "Ham", category: 3, price: "1290", unit: "kilogram", taxes: [1] };
const line = cart.add(tea, "2");
cart.add(ham, "0.235");
cart.setQuantity(line, "3");

const show = (amount) => formatAmount(amount, "EUR").padStart(8);
for (const step of book.explain(cart.toJSON(), { coupons: [{ code: "spring" }] }).steps) {
  console.log(`line ${step.line} ${show(step.amount)}  ${step.by?.name ?? step.rule}`);
}
console.log(`total  ${show(cart.total)}`);
