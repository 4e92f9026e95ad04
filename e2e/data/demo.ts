// The goods of the demo shop, from the file that `titan-server seed` reads, and made-up baskets of them.

import fs from 'node:fs';
import path from 'node:path';

import type { Basket, BasketLine } from './basket';
import { readCsv } from './csv';
import type { Random } from './random';
import { scaleLabel } from './scale-label';

export interface Goods {
  sku: string;
  name: string;
  category: string;
  /** Per unit, in minor units. */
  price: number;
  unit: string;
  tax: string;
  barcodes: string[];
}

const FILE = path.resolve(__dirname, '../../server/seed/catalog.csv');
const DEMO = path.resolve(__dirname, '../../server/seed/demo.json');

/** What an item is asked about when it is scanned. */
const ASKING = ['family', 'combo', 'modifiers', 'open_price'];

/** The goods that are sold as themselves, without a question. */
export async function demoGoods(): Promise<Goods[]> {
  if (!fs.existsSync(FILE)) throw new Error(`no goods of the demo shop in ${FILE}`);
  const goods: Goods[] = [];
  const { extras } = JSON.parse(fs.readFileSync(DEMO, 'utf8')) as { extras: Record<string, object> };
  for await (const row of readCsv(FILE)) {
    const { sku = '', name = '', category = '', unit = '', tax = '' } = row;
    const extra = extras[sku] ?? {};
    if (ASKING.some((key) => key in extra)) continue;
    const barcodes = (row.barcodes ?? '').split(/[|; ]/).filter(Boolean);
    goods.push({ sku, name, category, unit, tax, barcodes, price: Number(row.price_minor) });
  }
  return goods;
}

/** Baskets of one to `most` lines: pieces by barcode, weighed goods by the label of the scale. */
export async function makeBaskets(random: Random, count: number, most = 20): Promise<Basket[]> {
  const all = await demoGoods();
  const goods = all.filter(({ unit, price }) => ['each', 'kg'].includes(unit) && price > 0);
  return Array.from({ length: count }, (_, number) => {
    const basket: Basket = { id: `made-${number + 1}`, lines: [], total: 0 };
    const size = random.whole(1, random.pick([3, 8, most]));
    while (basket.lines.length < size) {
      const picked = random.pick(goods);
      if (basket.lines.some(({ sku }) => sku === picked.sku)) continue;
      const line = picked.unit === 'kg' ? weighed(picked, random) : pieces(picked, random);
      basket.lines.push(line);
      basket.total += line.total;
    }
    return basket;
  });
}

function pieces({ sku, price, barcodes }: Goods, random: Random): BasketLine {
  const quantity = random.next() < 0.7 ? 1 : random.whole(2, 12);
  const value = price * quantity;
  const discount = random.next() < 0.5 ? 0 : random.whole(1, Math.max(1, Math.floor(value / 2)));
  return { code: barcodes[0] ?? sku, sku, quantity, discount, total: value - discount };
}

function weighed({ sku, price }: Goods, random: Random): BasketLine {
  const grams = random.whole(50, 3000);
  // Half a cent goes up: the price is per kilogram.
  const total = Math.floor((price * grams + 500) / 1000);
  return { code: scaleLabel(sku, grams), sku, quantity: grams / 1000, discount: 0, total };
}
