// A day at the till with the network there. Prices are the demo shop's; sums are worked out beside them.

import { scaleLabel } from '../data/scale-label';
import type { Sale } from '../shop/ledger';
import { expect, test } from '../shop/fixtures';

const ROLL = { code: '2903000156174', sku: 'BAK-001' }; // 0.42
const PRETZEL = { code: '2903000410467', sku: 'BAK-004' }; // 0.95
const AVOCADO = { code: '2901000304687', sku: 'FRU-003' }; // 1.49
const ESPRESSO = { code: '2912000119140', sku: 'CDR-001' }; // 2.30
const BANANAS = { sku: '11047' }; // 1.89 a kilogram

test('a tablet becomes a register, a cashier signs in and sells by scan', async ({
  register,
  shop,
}) => {
  await register.add(ROLL.code, ROLL.sku);
  await register.add(PRETZEL.code, PRETZEL.sku);
  await register.showsTotal(137);
  await register.payExactly();
  const receipt = await register.receipt();
  expect(receipt).toMatch(/^R1-0*1$/);
  await expect(register.page.getByTestId('change')).toHaveAttribute('data-minor', '0');
  await shop.ledger.expectExactly([
    {
      receipt,
      total: 137,
      change: 0,
      lines: [piece(ROLL.sku, 1, 42), piece(PRETZEL.sku, 1, 95)],
      payments: [{ kind: 'cash', amount: 137 }],
    },
  ]);
});

test('goods are found by name, by tile, by barcode, by number and by the label of the scale', async ({
  register,
  shop,
}) => {
  await register.tap(ESPRESSO.sku);
  await register.search('avocad');
  await register.tap(AVOCADO.sku);
  await register.search('');
  await register.add(ROLL.code, ROLL.sku);
  await register.add(PRETZEL.sku);
  // 1.234 kg at 1.89 are 2.33226.
  await register.add(scaleLabel(BANANAS.sku, 1234), BANANAS.sku);
  await register.showsTotal(230 + 149 + 42 + 95 + 233);
  await register.payByCard();
  const receipt = await register.receipt();
  const lines = [
    piece(ESPRESSO.sku, 1, 230),
    piece(AVOCADO.sku, 1, 149),
    piece(ROLL.sku, 1, 42),
    piece(PRETZEL.sku, 1, 95),
    piece(BANANAS.sku, 1.234, 233),
  ];
  const payments = [{ kind: 'card' as const, amount: 749 }];
  await shop.ledger.expectExactly([{ receipt, total: 749, change: 0, lines, payments }]);
});

test('an unknown code is said to be unknown and changes nothing', async ({ register }) => {
  await register.add(ROLL.code, ROLL.sku);
  await register.scan('2900000000001');
  await expect(register.page.getByText('2900000000001').first()).toBeVisible();
  await expect(register.lines).toHaveCount(1);
  await register.showsTotal(42);
});

test('quantities, discounts on a line in percent and as an amount, and one on everything', async ({
  register,
  shop,
}) => {
  await register.add(ROLL.code, ROLL.sku);
  await register.scan(ROLL.code);
  await register.showsTotal(84);
  await register.setQuantity(ROLL.sku, 12);
  await register.showsTotal(504);
  await register.takeOffPercent(ROLL.sku, 12.5); // 5.04 - 0.63
  await register.showsTotal(441);
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.takeOff(ESPRESSO.sku, 31); // 2.30 - 0.31
  await register.showsTotal(640);
  // 10 % of 6.40 are 0.64: of 4.41 it takes 0.441, of 1.99 it takes 0.199. The largest remainder gets the cent.
  await register.takeOffEverythingPercent(10);
  await register.showsTotal(576);
  await register.payExactly();
  const receipt = await register.receipt();
  const lines = [
    { sku: ROLL.sku, quantity: 12, discount: 63 + 44, total: 397 },
    { sku: ESPRESSO.sku, quantity: 1, discount: 31 + 20, total: 179 },
  ];
  const payments = [{ kind: 'cash' as const, amount: 576 }];
  await shop.ledger.expectExactly([{ receipt, total: 576, change: 0, lines, payments }]);
});

test('a line is taken out and brought back, and so is the whole cart', async ({ register }) => {
  await register.add(ROLL.code, ROLL.sku);
  await register.add(AVOCADO.code, AVOCADO.sku);
  await register.remove(ROLL.sku);
  await expect(register.lines).toHaveCount(1);
  await register.showsTotal(149);
  await register.undo();
  await expect(register.lines).toHaveCount(2);
  await register.showsTotal(191);
  await register.clear();
  await expect(register.lines).toHaveCount(0);
  await register.undo();
  await expect(register.lines).toHaveCount(2);
  await register.showsTotal(191);
});

test('Ctrl+Z takes back what was changed last, one step after the other', async ({ register }) => {
  const { page } = register;
  await register.add(ROLL.code, ROLL.sku);
  await register.setQuantity(ROLL.sku, 10);
  await expect(page.getByTestId('undo')).toBeVisible();
  await register.takeOffPercent(ROLL.sku, 40);
  await register.closeLine();
  await register.takeOffEverythingPercent(10);
  await register.showsTotal(227);
  await register.add(AVOCADO.code, AVOCADO.sku);
  // A later change has taken the offer of the earlier one away.
  await expect(page.getByTestId('undo')).toBeHidden();
  for (const total of [227, 252, 420, 42]) {
    await page.keyboard.press('Control+z');
    await register.showsTotal(total);
  }
  await page.keyboard.press('Control+z');
  await expect(register.lines).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('notice')).toBeVisible();
});

test('a quantity typed wrong is taken back by a tap', async ({ register }) => {
  await register.add(ROLL.code, ROLL.sku);
  await register.setQuantity(ROLL.sku, 100);
  await register.showsTotal(4200);
  await register.undo();
  await register.showsTotal(42);
  await register.takeOff(ROLL.sku, 20);
  await register.showsTotal(22);
  await register.undo();
  await register.showsTotal(42);
});

test('a customer pays with a note and gets change', async ({ register, shop }) => {
  await register.add(AVOCADO.code, AVOCADO.sku);
  await register.pay();
  await register.page.getByTestId('quick-500').click();
  const receipt = await register.receipt();
  await expect(register.page.getByTestId('change')).toHaveAttribute('data-minor', '351');
  const lines = [piece(AVOCADO.sku, 1, 149)];
  const payments = [{ kind: 'cash' as const, amount: 500 }];
  await shop.ledger.expectExactly([{ receipt, total: 149, change: 351, lines, payments }]);
});

test('a customer pays a part in cash and the rest by card', async ({ register, shop }) => {
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.setQuantity(ESPRESSO.sku, 3);
  await register.pay();
  await register.putDownCash(500);
  await expect(register.page.getByTestId('due')).toHaveAttribute('data-minor', '190');
  await register.page.getByTestId('tender-card').click();
  const receipt = await register.receipt();
  const lines = [piece(ESPRESSO.sku, 3, 690)];
  const payments = [
    { kind: 'cash' as const, amount: 500 },
    { kind: 'card' as const, amount: 190 },
  ];
  await shop.ledger.expectExactly([{ receipt, total: 690, change: 0, lines, payments }]);
});

test('the list of the day has every sale, and says that the shop has them', async ({
  register,
  shop,
}) => {
  const sales: Sale[] = [];
  for (const amount of [1, 2, 3]) {
    await register.add(PRETZEL.code, PRETZEL.sku);
    if (amount > 1) await register.setQuantity(PRETZEL.sku, amount);
    await register.payExactly();
    const receipt = await register.receipt();
    await register.nextSale();
    const total = 95 * amount;
    const payments = [{ kind: 'cash' as const, amount: total }];
    const lines = [piece(PRETZEL.sku, amount, total)];
    sales.push({ receipt, total, change: 0, lines, payments });
  }
  await register.isSynced();
  const listed = await register.dayList();
  expect(listed.map(({ receipt }) => receipt).sort()).toEqual(sales.map((sale) => sale.receipt));
  expect(listed.every(({ synced }) => synced)).toBe(true);
  await shop.ledger.expectExactly(sales);
});

test('a cart in the making is still there after a reload', async ({ register }) => {
  await register.add(ROLL.code, ROLL.sku);
  await register.setQuantity(ROLL.sku, 7);
  await register.takeOff(ROLL.sku, 14);
  await register.showsTotal(280);
  await register.keeps(['BAK-001 x7 -14']);
  await register.page.reload();
  await register.returns();
  await register.showsTotal(280);
});

function piece(sku: string, quantity: number, total: number) {
  return { sku, quantity, discount: 0, total };
}
