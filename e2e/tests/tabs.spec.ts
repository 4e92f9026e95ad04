// Two pages of one register: one writes, the other watches and may take over.

import type { Sale } from '../shop/ledger';
import { expect, test } from '../shop/fixtures';
import { Register } from '../till/register';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('the second page only watches, takes over, and nothing is sold twice', async ({
  register: first,
  context,
  shop,
}) => {
  const sales: Sale[] = [await first.sell(ROLL.code, ROLL.line)];

  const second = new Register(await context.newPage(), shop);
  await second.open();
  await second.isReadOnly();
  expect(await second.link(), 'the badge of a page that watches').toBe('watching');
  await second.page.keyboard.type(ROLL.code);
  await second.page.keyboard.press('Enter');
  await expect(second.lines).toHaveCount(0);
  sales.push(await first.sell(ROLL.code, ROLL.line));

  await second.takeOver();
  await first.isReadOnly();
  sales.push(await second.sell(ROLL.code, ROLL.line));

  await first.takeOver();
  await second.isReadOnly();
  sales.push(await first.sell(ROLL.code, ROLL.line));

  await first.isSynced();
  await shop.ledger.expectExactly(sales);
  const [row] = await shop.ledger.rows<{ n: number }>(
    `SELECT max(convert_from(bytes, 'UTF8')::json ->> 'fence')::int AS n FROM journal`,
  );
  expect(row?.n, 'each take-over raises the fence').toBeGreaterThanOrEqual(3);
});

test('the page that sells is closed: the other one can go on', async ({
  register: first,
  context,
  shop,
}) => {
  const sales: Sale[] = [await first.sell(ROLL.code, ROLL.line)];
  const second = new Register(await context.newPage(), shop);
  await second.open();
  await second.isReadOnly();
  await first.page.close();
  await second.becomesWriter();
  sales.push(await second.sell(ROLL.code, ROLL.line));
  await second.isSynced();
  await shop.ledger.expectExactly(sales);
});
