// `cargo xtask replay`: the whole catalogue of a grocery chain and hundreds of its real baskets.

import { CATALOGUE_MAPPING, catalogueFile, chooseBaskets } from '../data/grocery';
import { vectors } from '../shop/environment';
import { expect, test } from '../shop/fixtures';
import { replay } from './replay';
import { Table } from './table';

const IMPORT_LIMIT_S = 30;

test('real baskets through the page', async ({ shop, tablet }) => {
  const dir = vectors();
  if (!dir) throw new Error('no real baskets: say --vectors DIR');
  const count = Number(process.env.TITAN_BASKETS ?? 300);
  const seed = Number(process.env.TITAN_SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed} (TITAN_SEED=${seed} draws the same power cuts again)`);
  const baskets = await chooseBaskets(dir, count);
  const table = new Table('Real baskets, replayed');
  try {
    const importing = () =>
      shop.server.command('import', 'catalog', catalogueFile(dir), ...CATALOGUE_MAPPING);
    const report = await table.time('catalogue imported', importing, IMPORT_LIMIT_S);
    table.say('import', report.trim().split('\n').at(-1) ?? '');
    await replay({ shop, tablet, baskets, seed, cuts: 5, table });
    expect(table.late, 'took longer than the limit').toEqual([]);
  } finally {
    table.print();
  }
});
