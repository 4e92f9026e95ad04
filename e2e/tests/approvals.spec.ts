// What a cashier may not do alone: somebody who may allows it at the till, by PIN, also without a network.

import { expect, test } from '../shop/fixtures';
import type { Shop } from '../shop/shop';
import { obstacles, overhang } from '../till/looks';

const ROLL = { code: '2903000156174', sku: 'BAK-001' }; // 0.42
const AVOCADO = { code: '2901000304687', sku: 'FRU-003' }; // 1.49
const ESPRESSO = { code: '2912000119140', sku: 'CDR-001' }; // 2.30
const BEER = 'ALC-001'; // 1.19; from 20 of them 0.95

interface Approval {
  by: string;
  what: string;
  cart?: string;
  reason?: string;
}

test('more than half off needs the manager: she types her PIN without a network, and the journal says so', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.losesNetwork();
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.takeOffPercent(ESPRESSO.sku, 50);
  await register.showsTotal(115);
  await register.takeOffPercent(ESPRESSO.sku, 60);
  await register.isAskedFor('60 %');
  await register.showsTotal(115);
  expect(await obstacles(page)).toEqual([]);
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await page.getByTestId('approve-reason').fill('Cold coffee');
  await register.approves('Ada Brandt');
  await register.showsTotal(92);
  await expect(page.getByTestId('notice')).toContainText('Ada Brandt');
  // What was allowed once is not asked for again by the goods that follow.
  await register.add(ROLL.code, ROLL.sku);
  await register.payExactly();
  const receipt = await register.receipt();
  shop.cable.plug();
  const lines = [
    { sku: ESPRESSO.sku, quantity: 1, discount: 138, total: 92 },
    { sku: ROLL.sku, quantity: 1, discount: 0, total: 42 },
  ];
  const payments = [{ kind: 'cash' as const, amount: 134 }];
  await shop.ledger.expectExactly([{ receipt, total: 134, change: 0, lines, payments }]);
  const [approval] = await approvals(shop);
  expect(approval).toMatchObject({ what: 'line_discount', reason: 'Cold coffee' });
  expect(approval?.by).toBe(await staffId(shop, 'Ada Brandt'));
  expect(approval?.cart).toBe(await cartOfTheSale(shop));
});

test('Escape gives up, and the cart is as it was; what was scanned meanwhile is in it', async ({
  register,
}) => {
  const { page } = register;
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.takeOffPercent(ESPRESSO.sku, 60);
  await register.isAskedFor('60 %');
  // At the speed of a hand.
  await page.keyboard.type('18', { delay: 100 });
  await register.scan(ROLL.code);
  await register.scan(AVOCADO.code);
  await expect(page.getByTestId('approve-what')).toBeVisible();
  await expect(register.lines).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('approve-what')).toBeHidden();
  await expect(register.lines).toHaveCount(3);
  await register.showsTotal(230 + 42 + 149);
  await register.openLine(ESPRESSO.sku);
  await expect(page.getByTestId('line-discount-percent')).toHaveValue('');
  await register.closeLine();
  await register.payExactly();
  await register.receipt();
});

test('a wrong PIN changes nothing, and after a few the till makes one wait', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.takeOffEverythingPercent(80);
  await register.isAskedFor('80 %');
  for (let tries = 0; tries < 3; tries += 1) {
    await page.keyboard.type('3141');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('door-state')).toContainText('not the PIN');
  }
  await page.keyboard.type('3141');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('door-state')).toContainText('Too many');
  await register.showsTotal(230);
  await expect(page.getByTestId('door-state')).toContainText('Enter your PIN');
  await register.approves('Grace Vogel');
  await register.showsTotal(46);
  await register.isSynced();
  expect((await approvals(shop)).map(({ what }) => what)).toEqual(['cart_discount']);
});

test('a manager asks nobody', async ({ register, shop }) => {
  await register.page.getByTestId('menu').click();
  await register.page.getByTestId('sign-out').click();
  await register.signIn('Ada Brandt');
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.takeOffPercent(ESPRESSO.sku, 100);
  await register.showsTotal(0);
  await register.isSynced();
  expect(await approvals(shop)).toEqual([]);
});

test('two discounts are no way around the limit of one, nor is taking goods out', async ({
  register,
}) => {
  const { page } = register;
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.takeOffPercent(ESPRESSO.sku, 50);
  await register.takeOffEverythingPercent(20);
  await register.isAskedFor('20 %');
  await page.keyboard.press('Escape');
  await register.showsTotal(115);
  await register.takeOffPercent(ESPRESSO.sku, 0);
  await register.add(AVOCADO.code, AVOCADO.sku);
  await page.getByTestId('cart-discount').click();
  await page.getByTestId('cart-discount-amount').fill('1.80');
  await page.getByTestId('cart-discount-apply').click();
  await register.showsTotal(230 + 149 - 180);
  await register.remove(ESPRESSO.sku);
  await register.isAskedFor('Discount on everything');
  await page.keyboard.press('Escape');
  await register.showsTotal(230 + 149 - 180);
});

test('the neighbour sells it cheaper: a price by hand has a reason, a limit and a way back', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.losesNetwork();
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.setPrice(ESPRESSO.sku, 200, 'Price match');
  await register.showsTotal(200);
  await expect(register.line(ESPRESSO.sku)).toContainText('instead of 2.30 · Price match');
  await register.setPrice(ESPRESSO.sku, 100);
  await register.isAskedFor('Espresso · 1.00');
  await page.keyboard.press('Escape');
  await register.showsTotal(200);
  // Another one is not cheaper by itself.
  await register.scan(ESPRESSO.code);
  await register.showsTotal(430);
  await register.setPrice(ESPRESSO.sku, 100, 'Price match');
  await register.approves('Ada Brandt');
  await register.showsTotal(300);
  const { steps, sum } = await register.reasons(ESPRESSO.sku);
  expect([steps[0], sum]).toEqual([100, 100]);
  await register.closeLine();
  await register.payExactly();
  const receipt = await register.receipt();
  shop.cable.plug();
  const line = { sku: ESPRESSO.sku, quantity: 1, discount: 0 };
  const lines = [{ ...line, total: 200 }, { ...line, total: 100 }];
  const payments = [{ kind: 'cash' as const, amount: 300 }];
  await shop.ledger.expectExactly([{ receipt, total: 300, change: 0, lines, payments }]);
  expect(await approvals(shop)).toMatchObject([{ what: 'price_override', reason: 'Price match' }]);
});

test('a line shows the price that it is sold at, also where a price list makes it', async ({
  register,
}) => {
  await register.add(BEER);
  await expect(register.line(BEER)).toContainText('1 × 1.19');
  await register.setQuantity(BEER, 20);
  await expect(register.line(BEER)).toContainText('20 × 0.95');
  await register.showsTotal(1900);
});

test('a shop may want the manager for the drawer, for cash, for the cart and for the end of the shift', async ({
  page,
  shop,
  register,
}) => {
  await shop.limit({
    cashier: { asks: ['open_drawer', 'move_cash', 'clear_cart', 'close_shift'] },
  });
  await register.isSynced();
  await page.reload();
  await register.returns();
  await register.add(ROLL.code, ROLL.sku);
  await expect(async () => {
    await register.clear();
    await register.isAskedFor('Clear');
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(register.lines).toHaveCount(1);
  await register.clear();
  await register.approves('Ada Brandt');
  await expect(register.lines).toHaveCount(0);
  await register.goToShift();
  await page.getByTestId('open-drawer').click();
  await page.getByTestId('drawer-reason').fill('Coins');
  await page.getByTestId('drawer-done').click();
  await expect(page.getByTestId('approve-reason')).toHaveValue('Coins');
  await register.approves('Ada Brandt');
  await register.moveCash('paid-in', 1000, 'Change');
  await register.isAskedFor('€10.00');
  await register.approves('Ada Brandt');
  await page.getByTestId('close-shift').click();
  await register.count({ 1000: 1 });
  await register.approves('Grace Vogel');
  await expect(page.getByTestId('receipt')).toContainText('Z report 1');
  await register.isSynced();
  const seen = await shop.ledger.rows<{ kind: string }>(
    `SELECT kind FROM journal WHERE kind IN ('approval', 'drawer_opened', 'cash_moved', 'shift_closed')
     ORDER BY seq`,
  );
  const kinds = ['approval', 'approval', 'drawer_opened', 'approval', 'cash_moved', 'approval'];
  expect(seen.map(({ kind }) => kind)).toEqual([...kinds, 'shift_closed']);
});

async function approvals(shop: Shop): Promise<Approval[]> {
  const rows = await shop.ledger.rows<{ act: Approval }>(
    `SELECT convert_from(bytes, 'UTF8')::json -> 'act' -> 'approval' AS act
     FROM journal WHERE kind = 'approval' ORDER BY seq`,
  );
  return rows.map(({ act }) => act);
}

async function staffId(shop: Shop, name: string): Promise<string | undefined> {
  const sql = 'SELECT staff_id::text AS id FROM staff WHERE name = $1';
  const [row] = await shop.ledger.rows<{ id: string }>(sql, [name]);
  return row?.id;
}

async function cartOfTheSale(shop: Shop): Promise<string | undefined> {
  const [row] = await shop.ledger.rows<{ id: string }>(
    `SELECT convert_from(bytes, 'UTF8')::json -> 'act' -> 'sale' -> 'cart' ->> 'id' AS id
     FROM journal WHERE kind = 'sale'`,
  );
  return row?.id;
}
