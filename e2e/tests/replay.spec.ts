// The replay in short: real baskets where they are at hand, else made-up ones of the demo shop's goods.

import path from 'node:path';

import { makeBaskets } from '../data/demo';
import { CATALOGUE_MAPPING, chooseBaskets, writePart } from '../data/grocery';
import { Random } from '../data/random';
import { replay } from '../replay/replay';
import { Table } from '../replay/table';
import { vectors } from '../shop/environment';
import { test } from '../shop/fixtures';
import type { Shop } from '../shop/shop';

const BASKETS = 40;
const SEED = 20260101;

test('a day of baskets, a third of it without a network, with power cuts', async ({
  shop,
  tablet,
}) => {
  test.setTimeout(300_000);
  const table = new Table('Baskets, replayed');
  const baskets = await stock(shop);
  try {
    await replay({ shop, tablet, baskets, seed: SEED, cuts: 3, table });
  } finally {
    table.print();
  }
});

/** Chooses baskets and sees to it that their goods are in the shop. */
async function stock(shop: Shop) {
  const dir = vectors();
  if (!dir) return makeBaskets(new Random(SEED), BASKETS);
  const baskets = await chooseBaskets(dir, BASKETS);
  const part = path.join(shop.folder, 'part.csv');
  await writePart(dir, baskets, part);
  await shop.server.command('import', 'catalog', part, ...CATALOGUE_MAPPING);
  return baskets;
}
