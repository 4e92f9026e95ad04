// Real baskets of a grocery chain (Complete Journey, 84.51 degrees): see the README beside the files.

import path from 'node:path';

import type { Basket, BasketLine } from './basket';
import { readCsv, writeCsv } from './csv';

export const catalogueFile = (vectors: string) =>
  path.join(vectors, 'retail/grocery_catalogue.csv.gz');

/** How `titan-server import catalog` reads the catalogue. */
export const CATALOGUE_MAPPING = [
  ...['--map', 'sku=product_id'],
  ...['--map', 'name=name'],
  ...['--map', 'category=product_category'],
  ...['--map', 'price_minor=median_unit_price_cents'],
  ...['--default', 'tax=zero'],
  ...['--default', 'unit=each'],
];

/** Upper ends of the classes of basket sizes, in lines; each class gets the same number of baskets. */
const SIZE_CLASSES = [1, 3, 7, 15, 30, Infinity];

/** How many of the largest baskets are always among those chosen. */
const LARGEST = 5;

/**
 * Chooses `count` baskets whose every line is sold at the median price of the catalogue, spread over sizes and over
 * the file, and returns them in the order of the file.
 */
export async function chooseBaskets(vectors: string, count: number): Promise<Basket[]> {
  const all = await fittingBaskets(vectors);
  const chosen = new Set(
    [...all].sort((a, b) => b.lines.length - a.lines.length).slice(0, Math.min(LARGEST, count)),
  );
  let floor = 0;
  SIZE_CLASSES.forEach((ceiling, at) => {
    const size = (basket: Basket) => basket.lines.length;
    const members = all.filter((basket) => size(basket) > floor && size(basket) <= ceiling);
    const share = Math.floor((count - chosen.size) / (SIZE_CLASSES.length - at));
    for (const basket of spread(
      members.filter((basket) => !chosen.has(basket)),
      share,
    )) {
      chosen.add(basket);
    }
    floor = ceiling;
  });
  for (const basket of spread(
    all.filter((basket) => !chosen.has(basket)),
    count - chosen.size,
  )) {
    chosen.add(basket);
  }
  return all.filter((basket) => chosen.has(basket));
}

/** Writes the part of the catalogue that the baskets need. */
export async function writePart(vectors: string, baskets: Basket[], file: string) {
  const needed = new Set(baskets.flatMap((basket) => basket.lines.map((line) => line.sku)));
  const names = ['product_id', 'name', 'product_category', 'median_unit_price_cents'];
  const rows: string[][] = [];
  for await (const row of readCsv(catalogueFile(vectors))) {
    if (needed.has(row.product_id ?? '')) rows.push(names.map((name) => row[name] ?? ''));
  }
  writeCsv(file, names, rows);
}

async function fittingBaskets(vectors: string): Promise<Basket[]> {
  const prices = new Map<string, number>();
  for await (const row of readCsv(catalogueFile(vectors))) {
    prices.set(row.product_id ?? '', Number(row.median_unit_price_cents));
  }
  const baskets = new Map<string, Basket>();
  const misfits = new Set<string>();
  const file = path.join(vectors, 'retail/grocery_baskets_weeks01_13.csv.gz');
  for await (const row of readCsv(file)) {
    const id = row.basket_id ?? '';
    const line = fittingLine(row, prices);
    if (!line) {
      misfits.add(id);
      continue;
    }
    const basket = baskets.get(id) ?? { id, lines: [], total: 0 };
    baskets.set(id, basket);
    add(basket, line);
  }
  return [...baskets.values()].filter(({ id, total }) => total > 0 && !misfits.has(id));
}

function fittingLine(row: Record<string, string>, prices: Map<string, number>) {
  const sku = row.product_id ?? '';
  const quantity = Number(row.quantity);
  const shelf = Number(row.shelf_amount_cents);
  const discount = Number(row.store_discount_cents) + Number(row.store_coupon_match_cents);
  const total = Number(row.sales_value_cents);
  const fits =
    Number.isInteger(quantity) &&
    quantity > 0 &&
    quantity < 1000 &&
    shelf === quantity * (prices.get(sku) ?? NaN) &&
    discount >= 0 &&
    shelf - discount === total &&
    total >= 0;
  return fits ? { code: sku, sku, quantity, discount, total } : undefined;
}

/** The same goods twice in a basket are rung up as one line. */
function add(basket: Basket, line: BasketLine) {
  const same = basket.lines.find(({ sku }) => sku === line.sku);
  if (same) {
    same.quantity += line.quantity;
    same.discount += line.discount;
    same.total += line.total;
  } else basket.lines.push(line);
  basket.total += line.total;
}

/** `count` members at even distances, or all when there are fewer. */
function spread<T>(members: T[], count: number): T[] {
  if (count >= members.length) return members;
  return Array.from({ length: count }, (_, at) => {
    const place = Math.floor(((at + 0.5) * members.length) / count);
    return members[place] as T;
  });
}
