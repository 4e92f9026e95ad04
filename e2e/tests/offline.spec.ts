// Selling without a network: nothing is lost when the page or the browser goes, and all of it arrives once.

import type { Sale } from '../shop/ledger';
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

test('the network goes, the page is reloaded, the browser is killed: each sale arrives once', async ({
  shop,
  tablet,
}) => {
  test.slow();
  const sales: Sale[] = [];
  let register = new Register(await tablet.switchOn(), shop);
  await register.enrol();
  await register.signIn();
  await register.worksOffline();
  sales.push(await register.sell(ROLL.code, ROLL.line));
  await register.isSynced();

  shop.cable.unplug();
  await tablet.context.setOffline(true);
  await register.showsLink('offline');
  sales.push(await register.sell(MILK.code, MILK.line));
  sales.push(await register.sell(ROLL.code, ROLL.line));

  await register.page.reload();
  await register.returns();
  sales.push(await register.sell(MILK.code, MILK.line));
  await expect(register.badge).toHaveAttribute('data-waiting', /[1-9]/);

  await tablet.losePower();
  register = new Register(await tablet.switchOn(), shop);
  await register.open();
  await register.returns();
  await register.showsLink('offline');
  const listed = await register.dayList();
  expect(listed.map(({ receipt }) => receipt).sort()).toEqual(sales.map((sale) => sale.receipt));
  await register.backToSell();
  sales.push(await register.sell(ROLL.code, ROLL.line));
  expect(await shop.ledger.count('sales'), 'nothing got through').toBe(1);

  shop.cable.plug();
  await register.isSynced();
  await register.showsLink('online');
  await shop.ledger.expectExactly(sales);
});

test('power is lost with half a cart: the cart is there again, and is sold once', async ({
  shop,
  tablet,
}) => {
  let register = new Register(await tablet.switchOn(), shop);
  await register.enrol();
  await register.signIn();
  await register.losesNetwork();
  await register.add(ROLL.code, 'BAK-001');
  await register.add(MILK.code, 'DAI-001');
  await register.showsTotal(171);
  await register.keeps(['BAK-001 x1', 'DAI-001 x1']);

  await tablet.losePower();
  register = new Register(await tablet.switchOn(), shop);
  await register.open();
  await register.returns();
  await register.showsTotal(171);
  await register.payExactly();
  const receipt = await register.receipt();
  await register.nextSale();

  shop.cable.plug();
  await register.isSynced();
  const payments = [{ kind: 'cash' as const, amount: 171 }];
  const lines = [ROLL.line, MILK.line];
  await shop.ledger.expectExactly([{ receipt, total: 171, change: 0, lines, payments }]);
});
