// The office switched a register off: it keeps what it sold, and can begin anew.

import fs from 'node:fs';

import type { Sale } from '../shop/ledger';
import { expect, test } from '../shop/fixtures';
import { Register } from '../till/register';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('a register that was switched off saves what is unsent and is set up again', async ({
  register: first,
  shop,
}, testInfo) => {
  const { page } = first;
  const sales: Sale[] = [await first.sell(ROLL.code, ROLL.line)];
  await first.isSynced();
  await shop.revokeRegisters();
  await first.sell(ROLL.code, ROLL.line);
  await first.showsLink('problem');

  await first.badge.click();
  await page.getByTestId('set-up-again').click();
  await expect(page.getByTestId('set-up-again-now')).toBeDisabled();
  const saving = page.waitForEvent('download');
  await page.getByTestId('set-up-again-export').click();
  const file = testInfo.outputPath('unsent.jsonl');
  await (await saving).saveAs(file);
  const unsent = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  expect(unsent.length).toBeGreaterThan(0);
  expect(unsent.at(-1).bytes).toContain('R1-000002');

  await page.getByTestId('set-up-again-now').click();
  await page.getByTestId('enrol-code').fill(await shop.freshEnrolCode());
  await page.getByTestId('enrol-submit').click();
  const again = new Register(page, shop);
  await again.signIn();
  const sale = await again.sell(ROLL.code, ROLL.line);
  expect(sale.receipt).toMatch(/^R1-2-0*1$/);
  sales.push(sale);
  await again.isSynced();
  await again.showsLink('online');
  await shop.ledger.expectExactly(sales);

  // The old journal is still on the device.
  const kept = await page.evaluate(async () => (await indexedDB.databases()).length);
  expect(kept).toBe(2);
});
