// The clock of the device goes wild: years ahead and back, to 1970, backwards in the middle of a sale, not at all.
// The order of sales comes from the journal, and none is lost for its time.

import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import { Register } from '../till/register';
import { dice, rounds } from './options';
import { score } from './score';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};
const YEAR_MS = 366 * 86_400_000;

test('clocks gone wild', async ({ page, shop, guard, context }, testInfo) => {
  guard.watch(context);
  const random = dice('clock');
  await page.addInitScript(wildClock);
  const register = new Register(page, shop);
  await register.enrol();
  await register.signIn();
  const shown: Sale[] = [];
  const faults = rounds(200, 12);
  const set = (offset: number | 'frozen') =>
    page.evaluate((offset) => {
      const clock = window as unknown as { wild: { offset: number; frozen?: number } };
      if (offset === 'frozen') clock.wild.frozen = Date.now();
      else clock.wild = { offset };
    }, offset);
  for (let fault = 0; fault < faults; fault += 1) {
    const offset = random.pick([
      10 * YEAR_MS,
      -10 * YEAR_MS,
      -Date.now(),
      random.whole(-86_400_000, 86_400_000),
      3_600_000,
      -1_000,
      'frozen',
    ] as const);
    await register.add(ROLL.code, ROLL.line.sku);
    // In the middle of a sale.
    await set(offset);
    await register.payExactly();
    const receipt = await register.receipt();
    await register.nextSale();
    const payments = [{ kind: 'cash' as const, amount: 42 }];
    shown.push({ receipt, total: 42, change: 0, lines: [ROLL.line], payments });
    if (random.next() < 0.2) {
      await page.reload();
      await register.returns();
    }
  }
  await set(0);
  await register.wakeUp();
  await register.isSynced();
  await score(testInfo, shop.ledger, shown, { faults, note: 'order kept' });
  const booked = await shop.ledger.sales();
  expect(booked.map(({ receipt }) => receipt)).toEqual(shown.map(({ receipt }) => receipt));
  expect(await shop.ledger.attention()).toEqual([]);
});

/** Runs in the page before all else: its dates follow `window.wild`. */
function wildClock() {
  const Real = Date;
  const wild = window as unknown as { wild: { offset: number; frozen?: number } };
  wild.wild = { offset: 0 };
  const now = () => wild.wild.frozen ?? Real.now() + wild.wild.offset;
  window.Date = new Proxy(Real, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [now()] : args),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}
