// The app itself breaks: what the cashier sees, and what is left.

import { expect, test } from '../shop/fixtures';
import { Register } from '../till/register';

const ROLL = '2903000156174';

/** A wasm module whose only function, `f`, is a trap: what a panic of the released app is. */
const TRAP = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0], // a type: no parameters, no results
  ...[3, 2, 1, 0], // a function of it
  ...[7, 5, 1, 1, 0x66, 0, 0], // exported as `f`
  ...[10, 5, 1, 3, 0, 0, 0x0b], // unreachable; end
];

test('the app stops: it says so, and the cart is there after loading again', async ({
  shop,
  browser,
  contextOptions,
}) => {
  // Not the fixtures' page: there an exception fails the test.
  const context = await browser.newContext({ ...contextOptions, locale: 'de-DE' });
  const page = await context.newPage();
  const register = new Register(page, shop);
  await register.enrol();
  await register.signIn();
  await register.add(ROLL, 'BAK-001');
  await register.keeps(['BAK-001 x1']);

  await page.evaluate(async (bytes) => {
    const trap = await WebAssembly.instantiate(new Uint8Array(bytes));
    setTimeout(trap.instance.exports['f'] as () => void);
  }, TRAP);

  const crash = page.getByRole('alert');
  await expect(crash.getByRole('heading')).toHaveText('Die App wurde angehalten');
  await expect(crash.locator('pre')).toContainText('unreachable');
  const kept = await page.evaluate(() => localStorage.getItem('titan.last_panic'));
  expect(kept).toContain('unreachable');

  await crash.getByRole('link').click();
  await register.isReady();
  await expect(register.lines).toHaveCount(1);
  await context.close();
});
