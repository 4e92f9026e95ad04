// The right price without anybody thinking of it: promotions, coupons, happy hours, and the reason for every cent.

import { expect, test } from '../shop/fixtures';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';

const ROLL = { code: '2903000156174', sku: 'BAK-001' }; // 0.42
const AVOCADO = { code: '2901000304687', sku: 'FRU-003' }; // 1.49
const ESPRESSO = { code: '2912000119140', sku: 'CDR-001' }; // 2.30

const THREE_ROLLS = 'Three rolls for 1.00';

async function threeRolls(shop: Shop) {
  const of = { items: [await shop.itemId(ROLL.sku)] };
  const benefit = { sets: { parts: [{ of, units: 3 }], off: { total: 100 } } };
  return { id: 1, name: THREE_ROLLS, benefit };
}

async function off(
  shop: Shop,
  id: number,
  sku: string,
  percent: string,
  conditions: object,
  more: object = {},
) {
  const of = { items: [await shop.itemId(sku)] };
  const benefit = { discount: { of, off: { percent } } };
  return { id, name: `${percent} % off ${sku}`, conditions, benefit, ...more };
}

test('three rolls cost a euro by themselves: on the line, on the receipt, in the books', async ({
  page,
  shop,
}) => {
  await shop.promote([await threeRolls(shop)]);
  const register = await openTill(new Register(page, shop));
  await register.add(ROLL.code, ROLL.sku);
  await register.scan(ROLL.code);
  await register.showsTotal(84);
  await register.scan(ROLL.code);
  await register.showsTotal(100);
  await expect(register.line(ROLL.sku)).toContainText(`−0.26 · ${THREE_ROLLS}`);
  await register.scan(ROLL.code);
  await register.showsTotal(142);
  await register.payExactly();
  const receipt = await register.receipt();
  await page.getByTestId('receipt-show').click();
  await expect(page.getByTestId('receipt')).toContainText(`${THREE_ROLLS}-0.26`);
  const lines = [{ sku: ROLL.sku, quantity: 4, discount: 26, total: 142 }];
  const payments = [{ kind: 'cash' as const, amount: 142 }];
  await shop.ledger.expectExactly([{ receipt, total: 142, change: 0, lines, payments }]);
});

test('the till says why a line costs what it costs, to the cent', async ({ page, shop }) => {
  await shop.promote([await threeRolls(shop)]);
  const register = await openTill(new Register(page, shop));
  await register.add(ROLL.code, ROLL.sku);
  await register.setQuantity(ROLL.sku, 3);
  await register.takeOff(ROLL.sku, 5);
  await register.add(AVOCADO.code, AVOCADO.sku);
  await register.takeOffEverythingPercent(10);
  // 1.26 less 0.05 less 0.21 leaves 1.00; with 1.49 that is 2.49. A tenth is 0.249, so 0.25: 0.10 and 0.15.
  await register.showsTotal(90 + 134);
  const { steps, sum } = await register.reasons(ROLL.sku);
  expect(steps.slice(0, 4)).toEqual([126, -5, -21, -10]);
  expect(sum).toBe(90);
  // The tax is inside: 0.90 at 7 % holds 0.0589.
  expect(steps.slice(4)).toEqual([6]);
  await register.closeLine();
  await page.keyboard.press('F3');
  await expect(page.getByTestId('reason-sum')).toBeVisible();
});

test('a coupon is typed or scanned, holds through a reload without a network, and is given back', async ({
  page,
  shop,
}) => {
  const coupon = { coupon: 'WELCOME10' };
  await shop.promote([await off(shop, 1, AVOCADO.sku, '10', {}, coupon)]);
  let register = await openTill(new Register(page, shop));
  await register.losesNetwork();
  await register.add(ROLL.code, ROLL.sku);
  await register.coupon('NOSUCHCODE');
  await expect(page.getByTestId('notice')).toContainText('NOSUCHCODE');
  await page.keyboard.press('Escape');
  const chip = page.getByTestId('coupon');
  await expect(chip).toHaveCount(0);
  await register.coupon('welcome10');
  await expect(chip).toHaveAttribute('data-state', 'waits');
  await register.showsTotal(42);
  await register.add(AVOCADO.code, AVOCADO.sku);
  await expect(chip).toHaveAttribute('data-state', 'works');
  await register.showsTotal(42 + 134);
  await register.scan('WELCOME10');
  await expect(chip).toHaveCount(1);
  await register.keeps(['BAK-001 x1', 'FRU-003 x1']);
  await page.reload();
  register = new Register(page, shop);
  await register.returns();
  await expect(chip).toHaveAttribute('data-state', 'works');
  await chip.click();
  await expect(chip).toHaveCount(0);
  await register.showsTotal(42 + 149);
  await register.scan('WELCOME10');
  await register.showsTotal(42 + 134);
  await register.payExactly();
  const receipt = await register.receipt();
  shop.cable.plug();
  const lines = [
    { sku: ROLL.sku, quantity: 1, discount: 0, total: 42 },
    { sku: AVOCADO.sku, quantity: 1, discount: 15, total: 134 },
  ];
  const payments = [{ kind: 'cash' as const, amount: 176 }];
  await shop.ledger.expectExactly([{ receipt, total: 176, change: 0, lines, payments }]);
});

test.describe('on a tablet with the clock of another continent', () => {
  test.use({ timezoneId: 'America/Los_Angeles' });

  test('happy hour is when the clock of the shop says so, and in that shop alone', async ({
    page,
    shop,
  }) => {
    const now = minuteInBerlin();
    const window = (around: number) => ({
      weekly: [{ from_minute: (around + 1410) % 1440, to_minute: (around + 30) % 1440 }],
    });
    await shop.promote([
      await off(shop, 1, ESPRESSO.sku, '50', window(now)),
      await off(shop, 2, AVOCADO.sku, '50', window(now + 720)),
      await off(shop, 3, ROLL.sku, '50', { stores: ['00000000-0000-7000-8000-000000000001'] }),
    ]);
    const register = await openTill(new Register(page, shop));
    await register.add(ESPRESSO.code, ESPRESSO.sku);
    await register.showsTotal(115);
    await register.add(AVOCADO.code, AVOCADO.sku);
    await register.add(ROLL.code, ROLL.sku);
    await register.showsTotal(115 + 149 + 42);
    await register.payExactly();
    await register.receipt();
    await shop.ledger.waitForSales(1);
    await shop.ledger.expectBalance();
  });
});

test('coffee is cheaper when it is drunk here, also after a reload', async ({ page, shop }) => {
  await shop.promote([await off(shop, 1, ESPRESSO.sku, '10', { order_types: ['eat_in'] })]);
  let register = await openTill(new Register(page, shop));
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.showsTotal(230);
  await page.getByTestId('order-eat-in').click();
  await register.showsTotal(207);
  await register.keeps(['CDR-001 x1']);
  await page.reload();
  register = new Register(page, shop);
  await register.returns();
  await register.showsTotal(207);
  await register.payExactly();
  await register.receipt();
  await register.nextSale();
  await register.add(ESPRESSO.code, ESPRESSO.sku);
  await register.showsTotal(230);
});

async function openTill(register: Register): Promise<Register> {
  await register.enrol();
  await register.signIn();
  return register;
}

function minuteInBerlin(): number {
  const options = { timeZone: 'Europe/Berlin', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23' });
  const [hour = 0, minute = 0] = format.format(new Date()).split(':').map(Number);
  return hour * 60 + minute;
}
