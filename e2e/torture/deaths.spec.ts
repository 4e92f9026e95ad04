// The server and its database die while registers push.

import { setTimeout as pause } from 'node:timers/promises';

import type { Random } from '../data/random';
import { test } from '../shop/fixtures';
import type { Shop } from '../shop/shop';
import { until } from '../shop/wait';
import { dice, rounds } from './options';
import { score } from './score';
import { Seller } from './seller';

const REGISTERS = ['R1', 'R2'];
const SALES_PER_ROUND_MAX = 30;
const DEATH_AFTER_MS_MAX = 60;

test('server killed', async ({ shop }, testInfo) => {
  const random = dice('server');
  const sellers = await enrolAll(shop);
  const faults = rounds(100, 5);
  let midway = 0;
  for (let round = 0; round < faults; round += 1) {
    const before = await pushUntilDeath(sellers, random, () => shop.server.kill());
    await shop.startServer();
    midway += before;
  }
  await drain(sellers);
  const note = `${midway} pushes were cut off`;
  await score(testInfo, shop.ledger, soldBy(sellers), { faults, note });
});

test.describe(() => {
  test.use({ ownPostgres: true });

  test('Postgres killed', async ({ shop }, testInfo) => {
    const random = dice('postgres');
    const sellers = await enrolAll(shop);
    const faults = rounds(50, 3);
    let midway = 0;
    for (let round = 0; round < faults; round += 1) {
      const before = await pushUntilDeath(sellers, random, () => shop.postgres.kill());
      await shop.postgres.startAgain();
      midway += before;
    }
    await drain(sellers);
    const note = `${midway} pushes were cut off`;
    await score(testInfo, shop.ledger, soldBy(sellers), { faults, note });
  });
});

const enrolAll = (shop: Shop) => Promise.all(REGISTERS.map((code) => Seller.enrol(shop, code)));

const soldBy = (sellers: Seller[]) => sellers.flatMap(({ sold }) => sold);

/** Sells, pushes, and kills at a random moment of it; returns how many pushes had no good answer. */
async function pushUntilDeath(
  sellers: Seller[],
  random: Random,
  kill: () => Promise<void>,
): Promise<number> {
  for (const seller of sellers) {
    const count = random.whole(1, SALES_PER_ROUND_MAX);
    for (let sale = 0; sale < count; sale += 1) await seller.sell(random.whole(1, 9));
  }
  const afterMs = random.next() * DEATH_AFTER_MS_MAX;
  const batch = random.whole(1, 10);
  let alive = true;
  let cut = 0;
  const pushes = sellers.map(async (seller) => {
    while (alive && !seller.isDone) {
      const answer = await seller.push(batch);
      if (answer?.status !== 200) {
        cut += 1;
        return;
      }
    }
  });
  await pause(afterMs);
  await kill();
  alive = false;
  await Promise.all(pushes);
  return cut;
}

async function drain(sellers: Seller[]) {
  for (const seller of sellers) {
    await until('everything is acknowledged', async () => {
      await seller.push();
      return seller.isDone;
    });
  }
}
