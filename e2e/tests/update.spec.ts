// A new version of the app waits until nobody is in the middle of a sale.

import { release, test } from '../shop/changeable';
import { expect } from '../shop/fixtures';
import { Register } from '../till/register';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('an update is loaded beside a sale and taken when the cart is empty', async ({
  register,
  app,
  shop,
}) => {
  await register.worksOffline();
  const before = await version(register);
  await register.add(ROLL.code, 'BAK-001');
  await register.park('Anna');
  await register.add(ROLL.code, 'BAK-001');
  release(app);
  await lookForUpdate(register);
  await expect.poll(() => waiting(register), { timeout: 20_000 }).toBe(true);
  // The sale goes on with the version it began with.
  await register.showsTotal(42);
  expect(await version(register)).toBe(before);
  await register.payExactly();
  const receipt = await register.receipt();
  await register.takesUpdate();
  await expect.poll(() => version(register), { timeout: 20_000 }).not.toBe(before);

  const after = new Register(register.page, shop);
  await after.returns();
  await after.hasParked(1);
  await after.takeParked('Anna');
  await after.showsTotal(42);
  await after.clear();
  const second = await after.sell(ROLL.code, ROLL.line);
  await after.isSynced();
  const payments = [{ kind: 'cash' as const, amount: 42 }];
  const first = { receipt, total: 42, change: 0, lines: [ROLL.line], payments };
  await shop.ledger.expectExactly([first, second]);
});

const lookForUpdate = (register: Register) =>
  register.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });

const waiting = (register: Register) =>
  register.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.waiting !== null;
  });

/** The names of the caches tell which versions are there; the last one activated is alone. */
const version = (register: Register) =>
  register.page
    .evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('titan-pos-'))[0])
    .catch(() => undefined);
