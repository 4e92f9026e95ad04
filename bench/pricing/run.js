// `cargo xtask bench pricing` runs this. Prints the tables of docs/bench.md.
import { readFileSync } from "node:fs";

import { inBrowser } from "./browser.js";
import { SIZES, bookOf, bookOfItems, cartOf } from "./documents.js";
import { metered } from "./fuel.js";
import * as medusa from "./medusa.js";
import { at, interleaved } from "./measure.js";
import { agree, sidesOf } from "./sides.js";
import { isShared, makeCart, makePromos, plain } from "./workload.js";

const folder = process.env.TITAN_JS_PACKAGE;
const core = await import(`${folder}/pkg/full/node.js`);
const SHOPIFY = 11_000_000;
const seconds = Number(process.env.TITAN_BENCH_SECONDS ?? 4);

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const print = (cells) => console.log(`| ${cells.join(" | ")} |`);
const heading = (title, ...cells) => {
  console.log(`\n${title}\n`);
  print(cells);
  print(cells.map((_, index) => (index ? "---:" : "---")));
};

/** Prints the times of each side and how much longer it takes than the first. */
const table = (title, names, times) => {
  heading(title, "", "p50, us", "p99, us", "x");
  const base = at(times[0], 0.5);
  names.forEach((name, side) => {
    const [p50, p99] = [at(times[side], 0.5), at(times[side], 0.99)];
    print([name, digits(p50), digits(p99), digits(p50 / base)]);
  });
};

/**
 * Medusa rounds no step and applies promotions in an order of its own. In that order, and where it means the same
 * by a promotion (all but buy and get), the two may differ by half a minor unit for each rounding of ours.
 */
const likeMedusa = (lines, promotions) => {
  const rules = medusa.promotionsOf(promotions);
  const inOrder = rules.map(({ id }) => promotions.find((promotion) => promotion.id === id));
  const priced = new core.Book(bookOf(inOrder)).price(cartOf(lines)).toJSON();
  const theirs = medusa.price(medusa.itemsOf(lines), rules);
  const steps = priced.lines.reduce((sum, line) => sum + (line.promotions?.length ?? 0) + 1, 0);
  const apart = Math.abs(priced.total - theirs.net - theirs.tax);
  console.log(`\nWithout buy and get, unrounded Medusa is ${apart.toFixed(2)} minor units apart in ${steps} roundings of ours.`);
  if (apart > steps / 2) throw new Error("Medusa and titan do not price the same");
};

if (!isShared) {
  console.error("!!! The shared workload is NOT there: its integer loop and decimal.js are left out,");
  console.error("!!! and the carts are those of our own generator. Name its folder with --workload.");
}

for (const [count, rules] of SIZES) {
  const [lines, promotions] = [makeCart(count), makePromos(rules)];
  const sides = sidesOf(core, plain, lines, promotions);
  const { net, tax } = agree(sides);
  if (count <= 200) {
    const items = medusa.itemsOf(lines);
    const rulesOf = medusa.promotionsOf(promotions);
    likeMedusa(lines, promotions.filter(({ kind }) => kind !== "bxgy"));
    sides.push({ name: "Medusa 2.21.2, without its database", run: () => medusa.price(items, rulesOf) });
  }
  const names = sides.map(({ name }) => name);
  const times = interleaved(sides, { seconds, now: () => performance.now() });
  table(`${count} x ${rules} in Node ${process.version}: net ${net}, tax ${tax}`, names, times);
}

for (const { size, version, names, times, net, tax } of await inBrowser({ sizes: SIZES, seconds, isShared })) {
  table(`${size.join(" x ")} in Chromium ${version}: net ${net}, tax ${tax}`, names, times);
}

// Instructions: the module with a counter in it, behind the same JavaScript.
const counted = await import(`${folder}/pkg/full/titan_core.js?metered`);
const wasm = new WebAssembly.Module(metered(readFileSync(`${folder}/pkg/full/titan_core_bg.wasm`)));
const { fuel } = counted.initSync({ module: wasm });
const instructions = (run) => {
  run();
  const before = fuel.value;
  run();
  return Number(fuel.value - before);
};

heading("Instructions of the wasm, counted as wasmtime counts fuel", "", "instructions", "of Shopify's budget");
const show = (name, value, lines = 200) => {
  const budget = SHOPIFY * Math.max(1, lines / 200);
  print([name, value.toLocaleString("en"), `${((100 * value) / budget).toFixed(2)} %`]);
};
for (const [count, rules] of SIZES) {
  const sides = sidesOf(counted, undefined, makeCart(count), makePromos(rules));
  for (const { name, run } of sides) show(`${count} x ${rules}, ${name}`, instructions(run), count);
}
const few = { 100: 0, 10_000: 0 };
for (const rules of Object.keys(few)) {
  const open = new counted.OpenCart(new counted.Book(bookOfItems(Number(rules))), cartOf(makeCart(20)));
  few[rules] = instructions(() => open.reprice());
  show(`20 lines, ${rules} promotions of items, kept cart`, few[rules]);
}
console.log(`\n10,000 promotions cost ${(few[10_000] / few[100]).toFixed(2)} times what 100 cost.`);
