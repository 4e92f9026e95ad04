// Somebody forgot the milk: the cart is parked, the next customer is served, and nothing gets lost.

import { expect, test } from '../shop/fixtures';
import { Register } from '../till/register';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};
const MILK = {
  code: '2904000116229',
  line: { sku: 'DAI-001', quantity: 1, discount: 0, total: 129 },
};
const ESPRESSO = { code: '2912000119140', sku: 'CDR-001' }; // 2.30

test('a cart is parked while the next customer is served, without a network and through a power cut', async ({
  shop,
  tablet,
}) => {
  let register = new Register(await tablet.switchOn(), shop);
  await register.enrol();
  await register.signIn();
  await register.losesNetwork();
  await register.add(ROLL.code, 'BAK-001');
  await register.park('Anna');
  await register.hasParked(1);
  const next = await register.sell(MILK.code, MILK.line);
  await register.page.reload();
  await register.returns();
  await register.hasParked(1);
  await expect(register.lines).toHaveCount(0);

  await tablet.losePower();
  register = new Register(await tablet.switchOn(), shop);
  await register.open();
  await register.returns();
  await register.takeParked('Anna');
  await register.showsTotal(42);
  await register.hasParked(0);
  await register.add(MILK.code, 'DAI-001');
  await register.payExactly();
  const receipt = await register.receipt();
  await register.nextSale();
  await register.hasParked(0);

  shop.cable.plug();
  await register.isSynced();
  const payments = [{ kind: 'cash' as const, amount: 171 }];
  const lines = [ROLL.line, MILK.line];
  await shop.ledger.expectExactly([
    next,
    { receipt, total: 171, change: 0, lines, payments },
  ]);
});

test('taking up a parked cart parks the one in hand', async ({ register }) => {
  const { page } = register;
  await register.add(ROLL.code, 'BAK-001');
  await register.takeOff('BAK-001', 2);
  await register.park('Table 4');
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.park('Table 7');
  await register.add(MILK.code, 'DAI-001');
  await register.hasParked(2);
  await page.getByTestId('parked').click();
  await expect(page.getByTestId('parked-cart').first()).toContainText('€0.40');
  await page.keyboard.press('Escape');
  await register.takeParked('Table 4');
  await register.showsTotal(40);
  await register.hasParked(2);
  await register.takeParked('Cart 1');
  await register.showsTotal(129);
  await register.takeParked('Table 7');
  await register.showsTotal(230);
  await register.hasParked(2);
});

test('an empty register says what parking is for', async ({ register }) => {
  await register.page.keyboard.press('F6');
  await expect(register.page.getByText('No cart is parked')).toBeVisible();
  await register.page.keyboard.press('Escape');
  await register.add(ROLL.code, 'BAK-001');
});
