// Goods that have to be asked about: the price of a donation, the milk of a coffee, the grind of the beans, the
// parts of a menu. The till asks, by finger or by key, with or without a network, and the server reckons the same.

import { expect, test } from '../shop/fixtures';
import { obstacles, overhang } from '../till/looks';

const ROLL = { code: '2903000156174', sku: 'BAK-001' }; // 0.42
const CAPPUCCINO = { code: '2912000757885', sku: 'CDR-007' }; // 3.40
const DONATION = { code: '2915001537340', sku: 'PAP-015' }; // 1.00 to 500.00
const BEANS = 'PAN-036';
const MENU = 'CKI-022'; // 7.90

test('a cappuccino with oat milk and two extra shots, then one as usual', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.losesNetwork();
  await register.scan(CAPPUCCINO.code);
  await expect(register.option('Whole milk')).toHaveAttribute('aria-pressed', 'true');
  expect(await obstacles(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await register.option('Oat milk').click();
  await expect(register.option('Whole milk')).toHaveAttribute('aria-pressed', 'false');
  await register.option('Extra shot').click();
  await register.option('Extra shot').click();
  await expect(register.option('Extra shot')).toContainText('× 2');
  await page.getByTestId('options-done').click();
  await register.showsTotal(340 + 50 + 160);
  await expect(register.line(CAPPUCCINO.sku)).toContainText('+ 2 × Extra shot');
  await register.scan(CAPPUCCINO.code);
  await expect(page.getByTestId('options-done')).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('options-done')).toBeHidden({ timeout: 500 });
  }).toPass();
  await register.showsTotal(550 + 340);
  await register.payExactly();
  const receipt = await register.receipt();
  await page.getByTestId('receipt-show').click();
  await expect(page.getByTestId('receipt')).toContainText('Oat milk');
  shop.cable.plug();
  const line = { sku: CAPPUCCINO.sku, quantity: 1, discount: 0 };
  const lines = [{ ...line, total: 550 }, { ...line, total: 340 }];
  const payments = [{ kind: 'cash' as const, amount: 890 }];
  await shop.ledger.expectExactly([{ receipt, total: 890, change: 0, lines, payments }]);
});

test('the milk has to be said, extras go up to four, and both are changed in the cart', async ({
  register,
}) => {
  const { page } = register;
  await register.tap(CAPPUCCINO.sku);
  // What has to be chosen stays chosen.
  await register.option('Whole milk').click();
  await expect(register.option('Whole milk')).toHaveAttribute('aria-pressed', 'true');
  for (const extra of ['Extra shot', 'Extra shot', 'Vanilla syrup', 'Whipped cream']) {
    await register.option(extra).click();
  }
  await register.option('Extra shot').click();
  await expect(register.option('Extra shot')).toHaveAttribute('aria-pressed', 'false');
  await page.getByTestId('options-done').click();
  await register.showsTotal(340 + 60 + 60);
  await register.openLine(CAPPUCCINO.sku);
  await page.getByTestId('line-options').click();
  await expect(register.option('Vanilla syrup')).toHaveAttribute('aria-pressed', 'true');
  await register.option('Vanilla syrup').click();
  await register.option('Soy milk').click();
  await page.getByTestId('options-done').click();
  await register.showsTotal(340 + 60 + 50);
});

test('what is scanned while the till asks comes after the answer, in its order', async ({
  register,
}) => {
  const { page } = register;
  await register.scan(CAPPUCCINO.code);
  await expect(page.getByTestId('options-done')).toBeVisible();
  await register.scan(ROLL.code);
  await register.scan(CAPPUCCINO.code);
  await register.scan(ROLL.code);
  await expect(register.option('Whole milk')).toHaveAttribute('aria-pressed', 'true');
  await expect(register.lines).toHaveCount(0);
  await page.getByTestId('options-done').click();
  await expect(register.lines).toHaveCount(2);
  await register.option('Oat milk').click();
  await page.getByTestId('options-done').click();
  await expect(register.lines).toHaveCount(3);
  await register.showsTotal(340 + 390 + 84);
  await expect(page.getByTestId('options-done')).toBeHidden();
});

test('a donation is what the customer gives, within the limits of the shop', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.losesNetwork();
  await register.scan(DONATION.code);
  await page.getByTestId('weight').fill('0.50');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('notice')).toContainText('from 1.00 to 500.00');
  await page.getByTestId('weight').fill('12.50');
  await page.keyboard.press('Enter');
  await register.showsTotal(1250);
  await register.setPrice(DONATION.sku, 2000);
  await register.showsTotal(2000);
  await register.setPrice(DONATION.sku, 50);
  await expect(page.getByTestId('notice')).toContainText('from 1.00 to 500.00');
  await register.showsTotal(2000);
  await register.closeLine();
  await register.payExactly();
  const receipt = await register.receipt();
  shop.cable.plug();
  const lines = [{ sku: DONATION.sku, quantity: 1, discount: 0, total: 2000 }];
  const payments = [{ kind: 'cash' as const, amount: 2000 }];
  await shop.ledger.expectExactly([{ receipt, total: 2000, change: 0, lines, payments }]);
});

test('the beans come in three grinds, and one is chosen by its number', async ({
  register,
}) => {
  const { page } = register;
  await register.scan(BEANS);
  await expect(page.getByTestId('choice-PAN-039')).toBeVisible();
  expect(await obstacles(page)).toEqual([]);
  await expect(async () => {
    await page.keyboard.press('3');
    await expect(page.getByTestId('choice-PAN-039')).toBeHidden({ timeout: 500 });
  }).toPass();
  await register.showsTotal(569);
  await register.scan(BEANS);
  await expect(page.getByTestId('choice-PAN-037')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(register.lines).toHaveCount(1);
});

test('a breakfast menu: the better pastry costs a little more, and the parts share the price', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.losesNetwork();
  await register.scan(MENU);
  await register.option('Cinnamon Swirl').click();
  await page.getByTestId('options-done').click();
  await expect(register.lines).toHaveCount(3);
  await register.showsTotal(830);
  await register.payExactly();
  await register.receipt();
  shop.cable.plug();
  await shop.ledger.waitForSales(1);
  await shop.ledger.expectBalance();
  const [sale] = await shop.ledger.sales();
  expect(sale?.total).toBe(830);
  expect(sale?.lines.map(({ sku }) => sku)).toEqual(['CDR-007', 'BAK-015', 'SOF-009']);
});

test('a note on a line stays with it', async ({ register }) => {
  const { page } = register;
  await register.add(ROLL.code, ROLL.sku);
  await register.openLine(ROLL.sku);
  await page.getByTestId('line-note').fill('cut in half');
  await page.getByTestId('line-note').press('Enter');
  await expect(register.line(ROLL.sku)).toContainText('cut in half');
  // One with a note is not one more of the same.
  await register.closeLine();
  await register.scan(ROLL.code);
  await expect(register.lines).toHaveCount(2);
});
