// The network between a till and the shop falls ill in every way that proxies can make it.

import { setTimeout as pause } from 'node:timers/promises';

import { test as base } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import { dice, rounds } from './options';
import { score } from './score';
import { TOXICS, ToxicCable } from './toxic';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};
const ILL_MS_MAX = 1_500;

const test = base.extend<{ cable: ToxicCable }>({
  cable: async ({ shop }, use) => {
    const cable = await ToxicCable.open(() => shop.server.port, dice('cable'));
    await use(cable);
    await cable.close();
  },
});

test('network', async ({ page, shop, cable, guard, context }, testInfo) => {
  const random = dice('network');
  guard.watch(context);
  const register = new Register(page, through(shop, cable));
  await register.enrol();
  await register.signIn();
  const shown: Sale[] = [];
  const times = rounds(20, 1);
  for (let time = 0; time < times; time += 1) {
    for (const toxic of TOXICS) {
      cable.become(toxic);
      for (let sale = random.whole(1, 3); sale > 0; sale -= 1) {
        shown.push(await register.sell(ROLL.code, ROLL.line));
      }
      await register.wakeUp();
      await pause(random.next() * ILL_MS_MAX);
      if (random.next() < 0.5) continue;
      cable.become(undefined);
      await register.wakeUp();
      await register.isSynced();
    }
  }
  cable.become(undefined);
  await register.wakeUp();
  await register.isSynced();
  const note = `${TOXICS.length} illnesses, ${cable.touched} connections`;
  await score(testInfo, shop.ledger, shown, { faults: times * TOXICS.length, note });
});

/** The same shop, found at the end of another cable. */
function through(shop: Shop, cable: ToxicCable): Shop {
  return Object.create(shop, { origin: { get: () => cable.origin } }) as Shop;
}
