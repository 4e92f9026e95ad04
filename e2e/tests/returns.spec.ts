// Goods come back: what was paid for them is paid back, once, with and without a network.

import type { Paid, Sale, Sold } from '../shop/ledger';
import { expect, test } from '../shop/fixtures';
import { obstacles, overhang } from '../till/looks';
import { Register } from '../till/register';

const MANAGER = 'Ada Brandt';
const ROLL = '2903000156174';
const MILK = '2904000116229';

const roll = (quantity: number): Sold => ({
  sku: 'BAK-001',
  quantity,
  discount: 0,
  total: 42 * quantity,
});
const milk = (quantity: number): Sold => ({
  sku: 'DAI-001',
  quantity,
  discount: 0,
  total: 129 * quantity,
});

/** A sale, or a return with everything below zero. */
function booked(receipt: string, lines: Sold[], kind: Paid['kind'] = 'cash'): Sale {
  const total = lines.reduce((sum, line) => sum + line.total, 0);
  return { receipt, total, change: 0, lines, payments: [{ kind, amount: total }] };
}

/** Sells three rolls and a milk. */
async function sells(register: Register, kind: Paid['kind'] = 'cash'): Promise<Sale> {
  await register.add(ROLL, 'BAK-001');
  await register.setQuantity('BAK-001', 3);
  await register.closeLine();
  await register.add(MILK, 'DAI-001');
  await register.showsTotal(255);
  await (kind === 'cash' ? register.payExactly() : register.payByCard());
  const receipt = await register.receipt();
  await register.nextSale();
  return booked(receipt, [roll(3), milk(1)], kind);
}

for (const network of ['with', 'without'] as const) {
  test(`a customer brings two of three rolls back, ${network} a network`, async ({
    register,
    shop,
  }) => {
    const { page } = register;
    if (network === 'without') {
      await register.worksOffline();
      shop.cable.unplug();
      await page.context().setOffline(true);
    }
    const sale = await sells(register);
    await register.beginsReturn(sale.receipt);
    await expect(page.getByTestId('return-done')).toBeDisabled();
    await register.takes(2);
    await page.getByTestId('return-reason').fill('Too dark');
    expect(await obstacles(page)).toEqual([]);
    const back = await register.paysBack(84);
    const rows = (await register.dayList()).map(({ receipt }) => receipt);
    expect(rows).toEqual([back, sale.receipt]);

    if (network === 'without') {
      expect(await shop.ledger.count('sales'), 'nothing got through').toBe(0);
      await page.context().setOffline(false);
      shop.cable.plug();
    }
    await register.isSynced();
    await shop.ledger.expectExactly([sale, booked(back, [roll(-2)])]);
    const [row] = await shop.ledger.rows(
      'SELECT kind, reason, origin_seq IS NOT NULL AS named FROM sales WHERE total < 0',
    );
    expect(row).toEqual({ kind: 'return', reason: 'Too dark', named: true });
  });
}

test('what came back once does not come back again, also when the power was lost in between', async ({
  shop,
  tablet,
}) => {
  test.slow();
  let register = new Register(await tablet.switchOn(), shop);
  await register.enrol();
  await register.signIn();
  await register.losesNetwork();
  await tablet.context.setOffline(true);
  const sale = await sells(register);
  await register.beginsReturn(sale.receipt);
  await register.takes(1);
  const first = await register.paysBack(42);

  await tablet.losePower();
  register = new Register(await tablet.switchOn(), shop);
  await register.open();
  await register.returns();
  const { page } = register;
  await register.beginsReturn(sale.receipt);
  await expect(page.getByTestId('take').first()).toContainText('2 of 3 left');
  await register.takes(3);
  await expect(page.getByTestId('return-refused')).toContainText('Only 2 can still come back');
  await expect(page.getByTestId('return-done')).toBeDisabled();
  await register.takes('half');
  await expect(page.getByTestId('return-refused')).toContainText('not a quantity');
  await register.takes('0.5');
  await expect(page.getByTestId('return-refused')).toContainText('whole pieces');
  await page.getByTestId('take-all').click();
  const second = await register.paysBack(84 + 129);

  await register.openReceipt(sale.receipt);
  await page.getByTestId('return-goods').click();
  await register.isTold('come back already');
  shop.cable.plug();
  await register.isSynced();
  await shop.ledger.expectExactly([
    sale,
    booked(first, [roll(-1)]),
    booked(second, [milk(-1), roll(-2)]),
  ]);
});

test('what was paid by card goes back to the card, or in cash to who wants it', async ({
  register,
  shop,
}) => {
  const { page } = register;
  const sale = await sells(register, 'card');
  await register.beginsReturn(sale.receipt);
  await register.takes(1);
  await expect(page.getByTestId('pay-back-means')).toContainText('Card');
  const toCard = await register.paysBack(42);
  await register.beginsReturn(sale.receipt);
  await register.takes(1);
  await page.getByTestId('return-in-cash').click();
  await expect(page.getByTestId('pay-back-means')).toContainText('Cash');
  const inCash = await register.paysBack(42);
  await register.isSynced();
  await shop.ledger.expectExactly([
    sale,
    booked(toCard, [roll(-1)], 'card'),
    booked(inCash, [roll(-1)]),
  ]);
});

test('spoilt goods are written off and do not go back on the shelf', async ({ register, shop }) => {
  const { page } = register;
  const sale = await sells(register);
  await register.beginsReturn(sale.receipt);
  await register.takes(1, 1);
  await page.getByTestId('write-off-1').click();
  const back = await register.paysBack(171);
  await register.isSynced();
  await shop.ledger.expectExactly([sale, booked(back, [milk(-1), roll(-1)])]);
  const moved = await shop.ledger.rows<{ delta: number }>(
    'SELECT delta::float8 AS delta FROM stock_movements WHERE delta > 0',
  );
  expect(moved).toEqual([{ delta: 1 }]);
});

test('the reports of the shift count what came back, and the drawer is right', async ({
  page,
  shop,
}) => {
  const register = new Register(page, shop);
  await register.enrol();
  await register.signIn(MANAGER);
  const sale = await sells(register);
  await register.beginsReturn(sale.receipt);
  await register.takes(2);
  await register.paysBack(84);
  await register.goToShift();
  await page.getByTestId('x-report').click();
  const report = page.getByTestId('receipt');
  await expect(report).toContainText('Return1');
  await expect(report).toContainText('Return-0.84');
  await expect(report).toContainText('Cash paid back-0.84');
  await expect(report).toContainText('Expected1.71');
  await page.getByTestId('close-shift').click();
  await register.count({ 100: 1, 50: 1, 20: 1, 1: 1 });
  await expect(report).toContainText('Difference0.00');
});

test('a sale that was a mistake is undone by a manager; a cashier is told to ask one', async ({
  register,
  shop,
}) => {
  const { page } = register;
  const sale = await sells(register);
  await register.openReceipt(sale.receipt);
  await page.getByTestId('void-sale').click();
  await register.isTold('needs a manager');
  await page.getByTestId('menu').click();
  await page.getByTestId('sign-out').click();
  await register.signIn(MANAGER);
  await register.openReceipt(sale.receipt);
  await page.getByTestId('void-sale').click();
  await register.owesBack(255);
  await expect(page.getByTestId('take-0')).toBeHidden();
  const back = await register.paysBack(255);
  await register.isSynced();
  await shop.ledger.expectExactly([sale, booked(back, [milk(-1), roll(-3)])]);
  const [row] = await shop.ledger.rows('SELECT kind FROM sales WHERE total < 0');
  expect(row).toEqual({ kind: 'void' });
});

test('without a receipt a manager takes back what is rung up; a cashier is told to ask one', async ({
  register,
  shop,
}) => {
  const { page } = register;
  await register.add(MILK, 'DAI-001');
  await page.keyboard.press('F8');
  await page.getByTestId('without-receipt').click();
  await register.isTold('needs a manager');
  await page.getByTestId('menu').click();
  await page.getByTestId('sign-out').click();
  await register.signIn(MANAGER);
  await register.clear();
  await register.dayList();
  await page.getByTestId('without-receipt').click();
  await register.isTold('Ring up what comes back first');
  await register.backToSell();
  await register.add(MILK, 'DAI-001');
  await register.dayList();
  await page.getByTestId('without-receipt').click();
  const back = await register.paysBack(129);
  await expect(register.lines).toHaveCount(0);
  await page.reload();
  await register.isReady();
  await expect(register.lines).toHaveCount(0);
  await register.isSynced();
  await shop.ledger.expectExactly([booked(back, [milk(-1)])]);
  const approved = await shop.ledger.count(
    'journal',
    `kind = 'return' AND convert_from(bytes, 'UTF8')::json #>> '{act,return,approval}' IN (
       SELECT convert_from(bytes, 'UTF8')::json ->> 'id' FROM journal WHERE kind = 'approval')`,
  );
  expect(approved, 'the return names who allowed it').toBe(1);
});

test('a receipt of another day is found by its number, and by its code under a scanner', async ({
  register,
  shop,
}) => {
  const { page } = register;
  const sale = await sells(register);
  await register.isSynced();
  const [printed] = await shop.ledger.rows<{ proof: string }>(
    `SELECT 'TITAN1:' || register_id || ':' || seq || ':' || encode(hash, 'hex') AS proof
     FROM journal WHERE kind = 'sale'`,
  );
  const proof = printed?.proof ?? '';
  await register.goToShift();
  await page.getByTestId('close-shift').click();
  await register.count({});
  await register.count({});
  await register.isReady();
  expect(await register.dayList()).toEqual([]);
  const find = page.getByTestId('receipt-find');
  await find.fill('R9-000001');
  await find.press('Enter');
  await register.isTold('no receipt R9-000001');
  await find.fill('1');
  await find.press('Enter');
  await expect(page.getByTestId('receipt')).toContainText(sale.receipt);
  await register.backToSell();
  await register.scan(proof);
  await expect(page.getByTestId('receipt')).toContainText(sale.receipt);
  const other = proof.replace(/^TITAN1:......../, 'TITAN1:00000000');
  await find.fill(other);
  await find.press('Enter');
  await register.isTold('another register');
  await page.getByTestId('return-goods').click();
  await register.takes(1);
  await register.paysBack(42);
});

test('a return is made without a mouse or a finger', async ({ register, shop }) => {
  const { page } = register;
  const sale = await sells(register);
  await page.keyboard.press('F8');
  await page.getByTestId('sale-row').waitFor();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('receipt')).toContainText(sale.receipt);
  await page.keyboard.press('F7');
  await expect(page.getByTestId('take-0')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('+');
  await register.owesBack(129);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('2');
  await register.owesBack(213);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F7');
  await register.owesBack(0);
  await expect(page.getByTestId('take-0')).toBeFocused();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const back = await register.receipt();
  await page.keyboard.press('Enter');
  await register.isReady();
  await shop.ledger.expectExactly([sale, booked(back, [roll(-1)])]);
});

test('a cart that waits stays as it is while goods come back', async ({ register, shop }) => {
  const sale = await sells(register);
  await register.add(MILK, 'DAI-001');
  await register.beginsReturn(sale.receipt);
  await register.takes(1);
  const back = await register.paysBack(42);
  await register.showsTotal(129);
  await register.payExactly();
  const next = await register.receipt();
  await shop.ledger.expectExactly([
    sale,
    booked(back, [roll(-1)]),
    booked(next, [milk(1)]),
  ]);
});

test('of two pages of a register only the one that writes takes goods back', async ({
  register,
  shop,
}) => {
  const sale = await sells(register);
  const other = new Register(await register.page.context().newPage(), shop);
  await other.open();
  await other.isReadOnly();
  await other.takeOver();
  await register.isReadOnly();
  await register.openReceipt(sale.receipt);
  await register.page.getByTestId('return-goods').click();
  await register.isTold('Take over first');
  await other.beginsReturn(sale.receipt);
  await other.takes(3);
  const back = await other.paysBack(126);
  await shop.ledger.expectExactly([sale, booked(back, [roll(-3)])]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('goods come back with a thumb', async ({ register, shop }) => {
    const { page } = register;
    await register.scan(ROLL);
    await register.payExactly();
    const receipt = await register.receipt();
    await register.nextSale();
    await register.beginsReturn(receipt);
    await page.getByTestId('take-more-0').click();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    const back = await register.paysBack(42);
    await shop.ledger.expectExactly([booked(receipt, [roll(1)]), booked(back, [roll(-1)])]);
  });
});
