// The types for TypeScript against the schemas, and the examples against the types.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import ts from "typescript";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const options = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts"],
  strict: true,
  noEmit: true,
  types: [],
};

const schema = (file, pointer = "") => {
  const whole = JSON.parse(readFileSync(path(`../schema/${file}`), "utf8"));
  return pointer.split("/").filter(Boolean).reduce((at, step) => at[step], whole);
};

const INTERFACES = {
  Cart: ["cart.json"],
  Line: ["cart.json", "$defs/line"],
  LineItem: ["cart.json", "$defs/item"],
  Discount: ["common.json", "$defs/discount"],
  PriceBook: ["book.json"],
  Tax: ["book.json", "$defs/tax"],
  TaxRules: ["book.json", "$defs/tax_rules"],
  Promotion: ["book.json", "$defs/promotion"],
  Conditions: ["book.json", "$defs/conditions"],
  WeekWindow: ["book.json", "$defs/week_window"],
  Threshold: ["book.json", "$defs/threshold"],
  Selector: ["book.json", "$defs/selector"],
  Pick: ["book.json", "$defs/pick"],
  BuyGet: ["book.json", "$defs/buy_get"],
  Sets: ["book.json", "$defs/sets"],
  Tiers: ["book.json", "$defs/tiers"],
  PromotionSettings: ["book.json", "$defs/promotion_settings"],
  Context: ["context.json"],
  PricedCart: ["priced.json"],
  PricedLine: ["priced.json", "$defs/line"],
  Explained: ["explained.json"],
};

test("the types have the fields of the schemas", () => {
  const file = path("../pkg/full/titan_core.d.ts");
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const found = new Map();
  ts.forEachChild(program.getSourceFile(file), (node) => {
    if (ts.isInterfaceDeclaration(node)) found.set(node.name.text, checker.getTypeAtLocation(node));
  });
  for (const [name, place] of Object.entries(INTERFACES)) {
    const { properties, required } = schema(...place);
    const fields = found.get(name).getProperties().map((field) => {
      const optional = (field.flags & ts.SymbolFlags.Optional) !== 0;
      return `${field.name}${optional ? "?" : ""}`;
    });
    const expected = Object.keys(properties).map((key) => `${key}${required.includes(key) ? "" : "?"}`);
    assert.deepEqual(fields.sort(), expected.sort(), name);
  }
});

test("the examples are right by the types, and mistakes are not", () => {
  const problems = (file) => {
    const program = ts.createProgram([path(file)], options);
    return ts
      .getPreEmitDiagnostics(program)
      .map((found) => `${found.start} ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`);
  };
  assert.deepEqual(problems("./types.ts"), []);
});
