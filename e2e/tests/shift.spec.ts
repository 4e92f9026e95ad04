// A day at the drawer: it is counted in the morning, cash goes in and out, and in the evening it has to be right.

import { expect, test } from '../shop/fixtures';
import { Register } from '../till/register';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

interface Closed {
  z: number;
  expected: number;
  counted: number;
  difference: number;
  blind?: boolean;
}

test('the drawer is counted in the morning and in the evening, without a network, and the report has what is missing', async ({
  page,
  shop,
}) => {
  const register = new Register(page, shop);
  await register.enrol();
  await register.chooseStaff();
  await register.enterPin();
  // 2 x 20.00, 5 x 2.00, 10 x 0.10 are 51.00.
  await page.getByTestId('count-2000').fill('2');
  await page.getByTestId('count-200').fill('5');
  await page.getByTestId('count-10').fill('10');
  await expect(page.getByTestId('count-sum')).toHaveAttribute('data-minor', '5100');
  await page.getByTestId('count-done').click();
  await register.isReady();
  await register.losesNetwork();
  await register.sell(ROLL.code, ROLL.line);

  await register.goToShift();
  await register.moveCash('paid-in', 1000, 'Change from the bank');
  await register.moveCash('paid-out', 350, 'Milk from next door');
  await register.moveCash('cash-drop', 2000, '');
  await page.getByTestId('open-drawer').click();
  await page.getByTestId('drawer-done').click();
  await page.getByTestId('x-report').click();
  const report = page.getByTestId('receipt');
  await expect(report).toContainText('X report');
  // A cashier counts blind: what should be there is not told before.
  await expect(report).not.toContainText('Expected');

  await page.getByTestId('close-shift').click();
  // 51.00 + 0.42 + 10.00 - 3.50 - 20.00 are 37.92; 37.90 are there.
  await register.count({ 2000: 1, 1000: 1, 500: 1, 200: 1, 50: 1, 20: 2 });
  await expect(report).toContainText('Z report 1');
  await expect(report).toContainText('Expected37.92');
  await expect(report).toContainText('Difference-0.02');

  // The next shift has the next number, whatever happens in between.
  await page.reload();
  await register.returns();
  await register.goToShift();
  await page.getByTestId('close-shift').click();
  await register.count({});
  await expect(report).toContainText('Z report 2');
  shop.cable.plug();
  await register.isSynced();
  const closed = await shop.ledger.rows<{ act: Closed }>(
    `SELECT convert_from(bytes, 'UTF8')::json -> 'act' -> 'shift_closed' AS act
     FROM journal WHERE kind = 'shift_closed' ORDER BY seq`,
  );
  expect(closed.map(({ act }) => act)).toMatchObject([
    { z: 1, expected: 3792, counted: 3790, difference: -2, blind: true },
    { z: 2, expected: 0, counted: 0, difference: 0 },
  ]);
});

test('a manager sees what the drawer should hold; paying out needs a reason', async ({
  page,
  shop,
}) => {
  const register = new Register(page, shop);
  await register.enrol();
  await register.signIn('Ada Brandt');
  await register.sell(ROLL.code, ROLL.line);
  await register.goToShift();
  await page.getByTestId('paid-out').click();
  await page.getByTestId('drawer-amount').fill('1.00');
  await page.getByTestId('drawer-done').click();
  await expect(page.getByTestId('notice')).toContainText('reason');
  await page.keyboard.press('Escape');
  await page.getByTestId('x-report').click();
  await expect(page.getByTestId('receipt')).toContainText('Expected0.42');
});

test('a copy of a receipt says that it is one, and the journal says who printed it', async ({
  register,
  shop,
}) => {
  const { page } = register;
  const sale = await register.sell(ROLL.code, ROLL.line);
  await register.dayList();
  await page.getByTestId('sale-row').click();
  await expect(page.getByTestId('receipt')).toContainText('COPY');
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes');
  });
  await page.getByTestId('reprint').click();
  await expect(page.locator('html[data-printed="yes"]')).toBeAttached();
  await register.isSynced();
  const [row] = await shop.ledger.rows<{ act: { receipt_no: string } }>(
    `SELECT convert_from(bytes, 'UTF8')::json -> 'act' -> 'receipt_reprinted' AS act
     FROM journal WHERE kind = 'receipt_reprinted'`,
  );
  expect(row?.act.receipt_no).toBe(sale.receipt);
  await register.goToShift();
  await page.getByTestId('x-report').click();
  await expect(page.getByTestId('receipt')).toContainText('Copies printed1');
});
