// The goods that a bench scans.

import path from 'node:path';

import { readCsv, writeCsv } from '../data/csv';
import { CATALOGUE_MAPPING, catalogueFile } from '../data/grocery';
import { Random } from '../data/random';
import { vectors } from '../shop/environment';
import type { Shop } from '../shop/shop';

const PRODUCTS = 68_114;

/** Fills the shop with the real catalogue, or with one of the same size; returns what can be scanned. */
export async function stock(shop: Shop): Promise<string[]> {
  const dir = vectors();
  if (!dir) return stockMade(shop, PRODUCTS);
  return importAll(shop, catalogueFile(dir));
}

/** Fills the shop with so many goods that nobody sells; returns what can be scanned. */
export async function stockMade(shop: Shop, products: number): Promise<string[]> {
  const file = path.join(shop.folder, 'made.csv');
  writeCatalogue(file, products);
  return importAll(shop, file);
}

async function importAll(shop: Shop, file: string): Promise<string[]> {
  await shop.server.command('import', 'catalog', file, ...CATALOGUE_MAPPING);
  const codes: string[] = [];
  for await (const row of readCsv(file)) codes.push(row.product_id ?? '');
  return codes;
}

function writeCatalogue(file: string, products: number) {
  const random = new Random(1);
  const words = 'choc milk bread orange ice cream white whole juice soup tea red'.split(' ');
  const rows = Array.from({ length: products }, (_, number) => [
    String(100_000 + number),
    `${random.pick(words)} ${random.pick(words)} ${random.whole(1, 999)} g`,
    random.pick(words),
    String(random.whole(10, 2000)),
  ]);
  const names = ['product_id', 'name', 'product_category', 'median_unit_price_cents'];
  writeCsv(file, names, rows);
}
