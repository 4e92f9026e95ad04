// There is no room left on the device, from any step of a sale on. Without room no money is taken; and what the
// disk did not take was never shown as paid.
//
// The refusal is made at the border of IndexedDB: what Chromium says of its quota is not what it holds to.

import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import { Register } from '../till/register';
import { rounds } from './options';
import { score } from './score';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};
const STEPS = ['before the scan', 'in the cart', 'in the payment', 'after the sale'] as const;
type Step = (typeof STEPS)[number];

test('quota full', async ({ page, shop, guard, context }, testInfo) => {
  guard.watch(context);
  await page.addInitScript(fillableDisk);
  const register = new Register(page, shop);
  await register.enrol();
  await register.signIn();
  const shown: Sale[] = [];
  const told = { refused: 0, 'not saved, and said so': 0, kept: 0 };
  const times = rounds(25, 2);
  for (let time = 0; time < times; time += 1) {
    for (const step of STEPS) {
      const outcome = await sellWithout(register, step);
      if (typeof outcome === 'object') {
        shown.push(outcome);
        told.kept += 1;
      } else told[outcome] += 1;
      const early = step === 'before the scan' || step === 'in the cart';
      expect(outcome === 'refused', `${step}: refused before the money`).toBe(early);
      await full(register, false);
      // With room again, what is still in the cart is sold.
      if ((await register.lines.count()) > 0) shown.push(await sellCart(register));
    }
  }
  await register.isSynced();
  const note = Object.entries(told)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
  await score(testInfo, shop.ledger, shown, { faults: times * STEPS.length, note });
});

/** Sells while the room runs out at a step; returns the sale if it was shown as paid. */
async function sellWithout(
  register: Register,
  step: Step,
): Promise<Sale | 'refused' | 'not saved, and said so'> {
  const { page } = register;
  if (step === 'before the scan') await full(register, true);
  await register.add(ROLL.code, ROLL.line.sku);
  if (step === 'in the cart') await full(register, true);
  await page.getByTestId('pay').filter({ visible: true }).click();
  if (step === 'before the scan' || step === 'in the cart') {
    await expect(page.getByTestId('notice')).toBeVisible();
    await expect(page.getByTestId('due')).toBeHidden();
    return 'refused';
  }
  await expect(page.getByTestId('due')).toBeVisible();
  if (step === 'in the payment') {
    await page.evaluate(() => window.disk.idle());
    await full(register, true);
  }
  await page.getByTestId('tender-cash-exact').click();
  const notSaved = page.getByTestId('not-saved');
  await register.paid.or(notSaved).first().waitFor();
  if (await notSaved.isVisible()) {
    await full(register, false);
    await page.getByTestId('pay-back').click();
    return 'not saved, and said so';
  }
  const receipt = await register.receipt();
  if (step === 'after the sale') await full(register, true);
  await register.nextSale();
  return saleOf(receipt);
}

async function sellCart(register: Register): Promise<Sale> {
  await register.payExactly();
  const receipt = await register.receipt();
  await register.nextSale();
  return saleOf(receipt);
}

function saleOf(receipt: string): Sale {
  const { total } = ROLL.line;
  const payments = [{ kind: 'cash' as const, amount: total }];
  return { receipt, total, change: 0, lines: [ROLL.line], payments };
}

const full = (register: Register, is: boolean) =>
  register.page.evaluate((is) => {
    window.disk.full = is;
  }, is);

declare global {
  interface Window {
    disk: { full: boolean; idle: () => Promise<void> };
  }
}

/** Runs in the page before all else: a full disk takes no write. */
function fillableDisk() {
  let open = 0;
  window.disk = {
    full: false,
    idle: async () => {
      while (open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...args) {
    const tx = begin.apply(this, args);
    open += 1;
    const end = () => (open -= 1);
    tx.addEventListener('complete', end);
    tx.addEventListener('abort', end);
    return tx;
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    if (window.disk.full) {
      const why = new DOMException('full', 'QuotaExceededError');
      Object.defineProperty(this.transaction, 'error', { value: why });
      const asked = put.apply(this, args);
      this.transaction.abort();
      return asked;
    }
    return put.apply(this, args);
  };
}
