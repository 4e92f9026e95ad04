// A new version of the app comes while the queue is long, also in the middle of a sale and beside an old tab.

import { release, test } from '../shop/changeable';
import { expect } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import { rounds } from './options';
import { score } from './score';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('upgraded with a full queue', async ({ register, context, app, shop }, testInfo) => {
  const versions = rounds(5, 1);
  const queued = rounds(100, 8);
  const shown: Sale[] = [];
  await register.worksOffline();
  const old = new Register(await context.newPage(), shop);
  await old.open();
  await old.isReadOnly();
  for (let version = 1; version <= versions; version += 1) {
    await withoutPushes(shop, async () => {
      for (let sale = 0; sale < queued; sale += 1) {
        shown.push(await register.sell(ROLL.code, ROLL.line));
      }
      release(app);
      await register.add(ROLL.code, ROLL.line.sku);
      await register.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
      });
      await expect
        .poll(() => waits(register), { timeout: 20_000, message: 'a new version waits' })
        .toBe(true);
      await register.payExactly();
      const receipt = await register.receipt();
      const payments = [{ kind: 'cash' as const, amount: 42 }];
      shown.push({ receipt, total: 42, change: 0, lines: [ROLL.line], payments });
      const reloaded = register.page.waitForEvent('load');
      await register.takesUpdate();
      await reloaded;
      await register.page.bringToFront();
      await register.becomesWriter();
      shown.push(await register.sell(ROLL.code, ROLL.line));
    });
    await register.wakeUp();
    await register.isSynced();
  }
  const note = `${queued} waiting sales at each, an old tab beside`;
  await score(testInfo, shop.ledger, shown, { faults: versions, note });
});

/** The app's own files come, and nothing that was sold gets through. */
async function withoutPushes(shop: Shop, work: () => Promise<void>) {
  const startAgain = async (takesEntries: boolean) => {
    await shop.server.stop();
    shop.server.takesEntries = takesEntries;
    await shop.startServer();
  };
  await startAgain(false);
  await work();
  await startAgain(true);
}

const waits = (register: Register) =>
  register.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.waiting !== null;
  });
