import assert from "node:assert/strict";
import { test } from "node:test";

import * as core from "titan-core";
import * as pricing from "titan-core/pricing";

import { UUID, book, cart, context, item } from "../examples/documents.js";

const { Book, OpenCart } = core;

test("a cart is priced, whole or with pricing alone, from objects or from text", () => {
  const priced = new Book(book()).price(cart(), context());
  // 31.50 less 10 % and a third of the rest; 3.33; 3.74 less 0.37 by hand and 10 %; 1.00 over all.
  assert.equal(priced.value, 3150 + 333 + 374);
  assert.equal(priced.lineCount, 3);
  const { lines, total, taxes, notices } = priced.toJSON();
  assert.equal(total, lines.reduce((sum, line) => sum + line.total, 0));
  assert.equal(priced.total, total);
  assert.equal(priced.net + taxes[0].amount, total);
  assert.equal(priced.value - priced.discount, total);
  assert.deepEqual(notices, [{ coupon_unknown: { code: "AUTUMN" } }]);
  assert.deepEqual([...priced.lineTotals()], lines.map((line) => line.total));
  assert.deepEqual(priced.line(1), lines[1]);
  assert.equal(priced.line(3), undefined);
  assert.equal(JSON.stringify(priced), priced.toText());
  const text = JSON.stringify;
  const small = new pricing.Book(text(book())).price(text(cart()), text(context()));
  assert.equal(small.toText(), priced.toText());
});

test("each cent is explained", () => {
  const { priced, steps } = new Book(book()).explain(cart(), context());
  for (const { line, total } of priced.lines) {
    const own = steps.filter((step) => step.line === line && step.rule !== "included_tax");
    assert.equal(own.reduce((sum, step) => sum + step.amount, 0), total);
    assert.equal(own[0].rule, "unit_price");
  }
});

test("a kept cart comes to what the whole cart comes to", () => {
  const prices = new Book(book());
  const open = new OpenCart(prices, undefined, context());
  const check = () => {
    const whole = prices.price(open.toJSON(), context());
    assert.equal(open.priced().toText(), whole.toText());
    assert.equal(open.total, whole.total);
    assert.equal(open.net, whole.net);
  };
  const first = open.add(item(1, "1050"), "1");
  check();
  assert.equal(open.add(item(1, "1050"), "1"), first);
  const second = open.add(item(2, "333"), "4");
  check();
  open.setQuantity(first, "6");
  check();
  open.setLineDiscount(second, { value: { amount: 50 } });
  check();
  open.setDiscount({ value: { percent: "5" } });
  check();
  open.setDiscount();
  open.remove(first);
  check();
  assert.equal(open.lineCount, 1);
  const before = JSON.stringify(open);
  assert.throws(() => open.setQuantity(second, "0.5"), { code: "cart.quantity", field: "quantity" });
  assert.throws(() => open.setQuantity(first, "1"), { code: "cart.no_such_line", field: "line" });
  assert.throws(() => open.add(item(9, "1", { taxes: [8] }), "1"), {
    code: "price.unknown_tax",
    field: "cart.lines[1].item.taxes",
  });
  assert.equal(JSON.parse(before).lines.length, open.lineCount);
  check();
  assert.equal(open.add(item(1, "1050"), "1"), JSON.parse(before).next_line + 1);
  const again = new OpenCart(prices, open.toJSON(), context());
  assert.equal(again.total, open.total);
  open.clear();
  assert.equal(open.total, 0);
});

test("a sale is closed when it is paid", () => {
  const prices = new Book(book());
  const open = new OpenCart(prices, cart());
  const payment = (amount) => ({
    id: UUID,
    receipt_no: "R1-000042",
    closed_at: 1_764_000_000_000,
    tenders: [{ kind: "cash", amount }],
    cash: { step: 5, rounding: "half_up" },
  });
  assert.throws(() => open.close(payment(1)), { code: "tender.short", field: "payment.tenders" });
  assert.throws(() => open.close({ ...payment(1), kasse: 2 }), {
    code: "json.unknown",
    field: "payment.kasse",
  });
  const sale = open.close(payment(10_000));
  const { due, cash_rounding, change } = sale.settlement;
  assert.equal(due, open.total);
  assert.equal(due + cash_rounding + change, 10_000);
  assert.equal(change % 5, 0);
  assert.equal(sale.book, prices.fingerprint);
  assert.match(sale.book, /^[0-9a-f]{64}$/);
  open.clear();
  assert.throws(() => open.close(payment(1)), { code: "sale.empty" });
});

test("amounts are written, read and shared", () => {
  const { allocate, currencyDigits, formatAmount, parseAmount } = core;
  assert.equal(formatAmount(-1230, "EUR"), "-12.30");
  assert.equal(formatAmount(1230, "JPY"), "1230");
  assert.equal(parseAmount("12,3", "EUR"), 1230);
  assert.equal(currencyDigits("BHD"), 3);
  assert.deepEqual([...allocate(1000, [1, 1, 1])], [334, 333, 333]);
  assert.throws(() => formatAmount(0.5, "EUR"), { code: "money.refused", field: "amount" });
  assert.throws(() => formatAmount(2 ** 53, "EUR"), { code: "money.refused", field: "amount" });
  assert.throws(() => parseAmount("1", "EURO"), { code: "money.refused", field: "currency" });
  assert.throws(() => allocate(1, []), { code: "money.refused", field: "weights" });
});

test("codes are read in every way they can be read", () => {
  const { parseCode } = core;
  assert.deepEqual(parseCode("4006381333931"), [{ kind: "gtin", gtin14: "04006381333931" }]);
  assert.deepEqual(parseCode("no code"), []);
  const pattern = { prefix: "21", item_digits: 5, weight_digits: 5, weight_decimals: 3 };
  const [label] = parseCode("2112345012506", [pattern]);
  assert.deepEqual([label.kind, label.item, label.measure, label.value], ["label", "12345", "weight", "1.250"]);
  const [elements] = parseCode("]C1010400638133393110A1");
  assert.equal(elements.kind, "elements");
  assert.deepEqual(elements.elements[1], { identifier: "10", data: "A1" });
  assert.throws(() => parseCode("1", [{ ...pattern, prefix: 21 }]), {
    name: "TitanError",
    code: "json.type",
    field: "patterns[0].prefix",
  });
});
