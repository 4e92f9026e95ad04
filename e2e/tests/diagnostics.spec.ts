// Somebody on the telephone asks how the register is.

import fs from 'node:fs';

import { expect, test } from '../shop/fixtures';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('a cashier saves how the register is; no sale, no name and no PIN is in it', async ({
  register,
}, testInfo) => {
  const { page, shop } = register;
  await register.sell(ROLL.code, ROLL.line);
  await register.isSynced();
  await page.getByTestId('menu').click();
  await page.getByTestId('menu-diagnostics').click();
  await expect(page.locator('[data-name="journal.seq"]')).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByTestId('diagnostics-save').click();
  const file = testInfo.outputPath('diagnostics.txt');
  await (await saving).saveAs(file);
  const found = new Map(
    fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split('\t') as [string, string]),
  );
  // The shift was opened, somebody signed in, a roll was sold.
  expect(found.get('journal.seq')).toBe('3');
  expect(found.get('journal.acknowledged')).toBe('3');
  expect(found.get('sync.problem')).toBe('none');
  expect(found.get('register.code')).toBe('R1');
  expect(found.get('shop.timezone')).toBe('Europe/Berlin');
  const all = [...found.values()].join('\n');
  expect(all).not.toContain('Linus');
  expect(all.split('\n')).not.toContain(shop.pinOf('Linus Weber'));
});
