// The server and its database die at bad moments; registers go on, and nothing is lost or doubled.

import { Random } from '../data/random';
import type { Sale } from '../shop/ledger';
import { expect, test } from '../shop/fixtures';
import type { Register } from '../till/register';
import type { Shop } from '../shop/shop';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('the server is killed while it takes in a queue of sales, again and again', async ({
  register,
  shop,
}) => {
  test.slow();
  const sales: Sale[] = [];
  const random = new Random(20);
  shop.cable.unplug();
  for (let n = 0; n < 12; n += 1) sales.push(await register.sell(ROLL.code, ROLL.line));
  for (let round = 0; round < 4; round += 1) {
    shop.cable.plug();
    await register.wakeUp();
    // Killed as soon as something of the queue has arrived, or is about to.
    await arrivesSome(shop, random.whole(0, 2));
    await shop.server.kill();
    sales.push(await register.sell(ROLL.code, ROLL.line));
    await shop.startServer();
  }
  await register.isSynced();
  await shop.ledger.expectExactly(sales);
});

test('answers are lost on the way back: what is sent twice is booked once', async ({
  register,
  shop,
}) => {
  const sales: Sale[] = [];
  shop.cable.loseAnswers();
  for (let n = 0; n < 3; n += 1) sales.push(await register.sell(ROLL.code, ROLL.line));
  await expect.poll(() => shop.cable.lostAnswers, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(register.badge).not.toHaveAttribute('data-waiting', '0');
  shop.cable.plug();
  await register.wakeUp();
  await register.isSynced();
  await shop.ledger.expectExactly(sales);
});

test.describe('with a Postgres that dies', () => {
  test.use({ ownPostgres: true });

  test('Postgres stops, starts, is killed and starts again', async ({ register, shop }) => {
    test.slow();
    const sales: Sale[] = [await register.sell(ROLL.code, ROLL.line)];
    await register.isSynced();

    await shop.postgres.stop();
    await cannotReach(register, sales);
    expect(await shop.server.status('/health'), 'the server lives on').toBe(200);
    expect(await shop.server.status('/ready'), 'and says that it cannot work').toBe(503);
    await shop.postgres.startAgain();
    await register.wakeUp();
    await register.isSynced();

    await shop.postgres.kill();
    await cannotReach(register, sales);
    await shop.postgres.startAgain();
    await register.wakeUp();
    await register.isSynced();
    await shop.ledger.expectExactly(sales);
  });
});

test('a server that stops in order answers what is under way', async ({ register, shop }) => {
  const sales: Sale[] = [];
  for (let n = 0; n < 3; n += 1) {
    sales.push(await register.sell(ROLL.code, ROLL.line));
    await shop.server.stop();
    sales.push(await register.sell(ROLL.code, ROLL.line));
    await shop.startServer();
    await register.wakeUp();
  }
  await register.isSynced();
  await shop.ledger.expectExactly(sales);
});

async function arrivesSome(shop: Shop, entries: number) {
  const before = await shop.ledger.count('journal');
  if (entries === 0) return;
  await expect
    .poll(() => shop.ledger.count('journal'), { intervals: [5], timeout: 30_000 })
    .toBeGreaterThanOrEqual(before);
}

async function cannotReach(register: Register, sales: Sale[]) {
  sales.push(await register.sell(ROLL.code, ROLL.line));
  sales.push(await register.sell(ROLL.code, ROLL.line));
  await expect(register.badge).not.toHaveAttribute('data-waiting', '0');
}
