// The tablet loses its power at random moments of paying. The control is the queue that others use.

import { setTimeout as pause } from 'node:timers/promises';

import type { Random } from '../data/random';
import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import type { Tablet } from '../till/tablet';
import { dice, rounds } from './options';
import { compare, jot, score } from './score';
import { keptSales } from './till-disk';

const ROLL = { code: '2903000156174', sku: 'BAK-001', price: 42 };
/** From the click on the tender to well after "Paid". */
const DEATH_AFTER_MS_MAX = 350;

test('browser killed while paying', async ({ shop, tablet }, testInfo) => {
  const random = dice('browser');
  const faults = rounds(200, 5);
  const shown: Sale[] = [];
  let sawPaid = 0;
  let register = await firstDay(shop, tablet);
  for (let round = 0; round < faults; round += 1) {
    // Every other time without a network, so that the queue is long and the killed page also sends.
    if (round % 2 === 0) shop.cable.unplug();
    else shop.cable.plug();
    const receipt = await payThroughDeath(register, tablet, random);
    register = new Register(await tablet.switchOn(), shop);
    await register.open();
    await register.returns();
    const kept = await keptSales(register.page);
    const fresh = kept.filter((sale) => !shown.some((it) => it.receipt === sale.receipt));
    if (receipt) {
      sawPaid += 1;
      expect(fresh.map((sale) => sale.receipt), 'was shown as paid').toEqual([receipt]);
    }
    expect(fresh.length, 'sales that nobody rang up').toBeLessThanOrEqual(1);
    if (fresh[0]) {
      shown.push(saleOf(fresh[0].receipt));
      await expect(register.lines, 'paid, and still in the cart').toHaveCount(0);
    } else if ((await register.lines.count()) > 0) await register.clear();
  }
  shop.cable.plug();
  await register.wakeUp();
  await register.isSynced();
  const note = `"Paid" was seen before ${sawPaid} of them`;
  await score(testInfo, shop.ledger, shown, { faults, note });
});

test('control: a queue in localStorage', async ({ shop, tablet }, testInfo) => {
  const random = dice('control');
  const faults = rounds(20, 2);
  const shown: string[] = [];
  let found = 0;
  for (let round = 0; round < faults; round += 1) {
    const acknowledged = await sellIntoLocalStorage(shop, tablet, round, random);
    const page = await tablet.switchOn();
    await page.goto(`${shop.origin}/manifest.webmanifest`);
    const kept = await page.evaluate(
      (round) => Object.keys(localStorage).filter((key) => key.startsWith(`${round}-`)),
      round,
    );
    await tablet.losePower();
    shown.push(...acknowledged);
    found += acknowledged.filter((key) => kept.includes(key)).length;
  }
  const lost = shown.length - found;
  const counts = { ...compare([], []), shown: shown.length, found, lost };
  jot(testInfo, { family: testInfo.title, faults, ...counts, note: 'has to lose' });
  expect(lost, 'the test cannot tell: even the control lost nothing').toBeGreaterThan(0);
});

async function firstDay(shop: Shop, tablet: Tablet): Promise<Register> {
  const register = new Register(await tablet.switchOn(), shop);
  await register.enrol();
  await register.signIn();
  await register.worksOffline();
  return register;
}

/** Pays, and takes the power away at some moment of it; returns the receipt, if "Paid" was seen. */
async function payThroughDeath(
  register: Register,
  tablet: Tablet,
  random: Random,
): Promise<string | undefined> {
  await register.add(ROLL.code, ROLL.sku);
  await register.pay();
  // The page tells when "Paid" is in it; asking it would be late.
  let seen: string | undefined;
  register.page.on('console', (message) => {
    const [, receipt] = message.text().match(/^paid:([A-Z0-9]+(?:-\d+)+)/) ?? [];
    seen = receipt ?? seen;
  });
  await register.page.evaluate(() => {
    new MutationObserver(() => {
      const place = document.querySelector('[data-testid="receipt-no"]');
      if (place) console.debug(`paid:${place.textContent?.match(/[A-Z0-9]+(-\d+)+/)?.[0]}`);
    }).observe(document.body, { childList: true, subtree: true });
  });
  const click = register.page
    .getByTestId('tender-cash-exact')
    .click()
    .catch(() => {});
  await pause(random.next() * DEATH_AFTER_MS_MAX);
  const before = seen;
  await tablet.losePower();
  await click;
  return before;
}

function saleOf(receipt: string): Sale {
  const line = { sku: ROLL.sku, quantity: 1, discount: 0, total: ROLL.price };
  const payments = [{ kind: 'cash' as const, amount: ROLL.price }];
  return { receipt, total: ROLL.price, change: 0, lines: [line], payments };
}

/** Returns what a page had written when the power went. */
async function sellIntoLocalStorage(shop: Shop, tablet: Tablet, round: number, random: Random) {
  const page = await tablet.switchOn();
  await page.goto(`${shop.origin}/manifest.webmanifest`);
  const acknowledged: string[] = [];
  page.on('console', (message) => acknowledged.push(message.text()));
  await page.evaluate((round) => {
    let number = 0;
    setInterval(() => {
      const key = `${round}-${(number += 1)}`;
      localStorage.setItem(key, 'x'.repeat(1_000));
      if (localStorage.getItem(key)) console.debug(key);
    }, 10);
  }, round);
  await pause(400 + random.next() * 1_600);
  const before = [...acknowledged];
  await tablet.losePower();
  return before;
}
