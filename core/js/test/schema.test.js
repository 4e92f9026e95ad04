// The schemas against core: what it writes fits them, and what they do not know it refuses by name.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";
import { Book } from "titan-core";

import { UUID, book, cart, context } from "../examples/documents.js";

const folder = new URL("../schema/", import.meta.url);
const schemas = Object.fromEntries(
  readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8"))]),
);
const ajv = new Ajv2020({ allErrors: true, strictRequired: true, allowUnionTypes: true });
Object.values(schemas).forEach((schema) => ajv.addSchema(schema));

const fits = (name, value) => {
  const validate = ajv.getSchema(name);
  assert.ok(validate(value), JSON.stringify(validate.errors));
};

/** Follows `$ref` and returns the schema with the file that its own references are in. */
const resolve = (schema, file) => {
  if (!schema.$ref) return [schema, file];
  const [name, pointer = ""] = schema.$ref.split("#");
  const target = name || file;
  const steps = pointer.split("/").slice(1);
  return resolve(steps.reduce((at, step) => at[step], schemas[target]), target);
};

const PATTERNS = { "^[A-Z]{3}$": "EUR", "^-?[0-9]+(\\.[0-9]+)?$": "1" };

/** Returns a least value that fits a schema. */
const least = (schema, file) => {
  [schema, file] = resolve(schema, file);
  const branch = schema.oneOf ?? schema.anyOf;
  if (branch) return least(branch[0], file);
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (type === "object") {
    return Object.fromEntries(schema.required.map((key) => [key, least(schema.properties[key], file)]));
  }
  if (type === "string") return schema.pattern ? (PATTERNS[schema.pattern] ?? UUID) : "";
  return { array: [], boolean: true, integer: 1 }[type];
};

/** Calls `visit` for each schema in reach, with its place and what puts a value there. */
const walk = (schema, file, place, put, visit, seen = new Set()) => {
  [schema, file] = resolve(schema, file);
  if (seen.has(schema)) return;
  seen = new Set(seen).add(schema);
  visit(schema, place, put, file);
  for (const branch of schema.oneOf ?? schema.anyOf ?? []) {
    // Words beside kinds were seen with them.
    if (!branch.enum) walk(branch, file, place, put, visit, seen);
  }
  if (schema.items) walk(schema.items, file, `${place}[0]`, (value) => put([value]), visit, seen);
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const around = least(schema, file);
    walk(inner, file, place ? `${place}.${key}` : key, (value) => put({ ...around, [key]: value }), visit, seen);
  }
};

const price = ({ cart, book, context }) => new Book(book).price(cart, context);

const refusal = (request) => {
  try {
    price(request);
  } catch (error) {
    assert.equal(error.name, "TitanError", error);
    return error;
  }
  assert.fail(`taken: ${JSON.stringify(request)}`);
};

const places = (visit) => {
  const whole = { cart: least({ $ref: "cart.json" }, ""), book: least({ $ref: "book.json" }, "") };
  for (const name of ["cart", "book", "context"]) {
    const put = (value) => ({ ...whole, [name]: value });
    walk({ $ref: `${name}.json` }, `${name}.json`, name, put, visit);
  }
};

test("the least documents are taken", () => {
  let taken = 0;
  places((schema, place, put, file) => {
    if (schema.type !== "object") return;
    const value = least(schema, file);
    const request = put(value);
    fits("request.json", request);
    try {
      price(request);
    } catch (error) {
      // What a schema cannot say: 1 % of nothing, a tax that is not in the book, ...
      assert.match(error.code, /^(price|cart)\./, `${place} ${error.code} ${error.message}`);
    }
    taken += 1;
  });
  assert.ok(taken > 40, `${taken}`);
});

test("core knows just the fields that the schemas know", () => {
  let count = 0;
  places((schema, place, put) => {
    if (schema.type !== "object") return;
    const single = schema.required?.length === 1 && Object.keys(schema.properties).length === 1;
    const error = refusal(put({ "?": 1 }));
    const known = error.message.split(/there are | is none of /)[1]?.split(", ") ?? [];
    if (error.code === "json.unknown") {
      assert.equal(error.field, `${place}.?`);
      assert.deepEqual(known.sort(), Object.keys(schema.properties).sort(), place);
    } else {
      // One of several kinds: an object with one field.
      assert.ok(single, `${place}: ${error.message}`);
      assert.equal(error.field, place);
      assert.ok(known.includes(schema.required[0]), place);
    }
    count += 1;
  });
  assert.ok(count > 40, `${count}`);
});

test("core knows just the words and kinds that the schemas know", () => {
  let count = 0;
  places((schema, place, put) => {
    const words = schema.enum ?? schema.oneOf?.flatMap((branch) => branch.enum ?? branch.required);
    if (!words) return;
    const error = refusal(put("?"));
    assert.equal(error.code, "json.value", `${place}: ${error.message}`);
    assert.equal(error.field, place);
    assert.deepEqual(error.message.split(" is none of ")[1].split(", ").sort(), [...words].sort(), place);
    count += 1;
  });
  assert.ok(count > 20, `${count}`);
});

test("a wrong type is refused where it is", () => {
  const wrong = { string: 7, integer: "7", boolean: 1, array: {}, object: [] };
  let count = 0;
  places((schema, place, put) => {
    const type = [schema.type].flat()[0];
    if (!(type in wrong)) return;
    const request = put(wrong[type]);
    assert.ok(!ajv.getSchema("request.json")(request), place);
    const error = refusal(request);
    assert.deepEqual([error.code, error.field], ["json.type", place]);
    count += 1;
  });
  assert.ok(count > 100, `${count}`);
});

test("a field that has to be there is missed", () => {
  places((schema, place, put, file) => {
    if (schema.type !== "object" || Object.keys(schema.properties).length === 1) return;
    const whole = least(schema, file);
    for (const key of schema.required ?? []) {
      const { [key]: _, ...rest } = whole;
      const error = refusal(put(rest));
      assert.deepEqual([error.code, error.field], ["json.missing", `${place}.${key}`]);
    }
  });
});

test("what core writes fits the schemas", () => {
  fits("request.json", { cart: cart(), book: book(), context: context() });
  const prices = new Book(book());
  const explained = prices.explain(cart({ discount: { value: { amount: 10 } } }), context());
  fits("explained.json", explained);
  fits("priced.json", explained.priced);
  assert.deepEqual(
    [...new Set(explained.steps.map((step) => step.rule))].sort(),
    ["cart_discount", "included_tax", "line_discount", "promotion", "unit_price"],
  );
});
