// The office changes a price; the till hears of it without asking.

import path from 'node:path';

import type { Page } from '@playwright/test';

import { writeCsv } from '../data/csv';
import { expect, test } from '../shop/fixtures';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';

const EVENTS = '/api/v1/events';
const ROLL = { code: '2903000156174', sku: 'BAK-001', name: 'Wheat Roll' };

test('a price that the office changes is on the till before it would ask, also after an outage', async ({
  page,
  context,
  shop,
  guard,
}) => {
  guard.watch(context);
  const register = await openTill(page, shop);
  await standStill(page);
  await price(shop, '0.55');
  await expect(page.getByTestId(`tile-${ROLL.sku}`)).toContainText('0.55');
  await page.clock.resume();

  shop.cable.unplug();
  await price(shop, '0.60');
  const listening = page.waitForResponse((answer) => answer.url().endsWith(EVENTS) && answer.ok());
  shop.cable.plug();
  await listening;
  await expect(page.getByTestId(`tile-${ROLL.sku}`)).toContainText('0.60');
  await standStill(page);
  await price(shop, '0.65');
  await expect(page.getByTestId(`tile-${ROLL.sku}`)).toContainText('0.65');
  await register.add(ROLL.code, ROLL.sku);
  await register.showsTotal(65);
});

test('a page that nobody sees does not listen', async ({ page, context, shop, guard }) => {
  guard.watch(context);
  await openTill(page, shop);
  const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith(EVENTS));
  await show(page, false);
  await ended;
  const begun = page.waitForRequest((request) => request.url().endsWith(EVENTS));
  await show(page, true);
  await begun;
});

/** A till that is up to date and listens. */
async function openTill(page: Page, shop: Shop): Promise<Register> {
  await page.clock.install();
  const register = new Register(page, shop);
  const listening = page.waitForResponse((answer) => answer.url().endsWith(EVENTS) && answer.ok());
  await register.enrol();
  await listening;
  await register.signIn();
  await register.isSynced();
  return register;
}

/** No timer of the page runs out any more, so it does not ask by the clock. */
async function standStill(page: Page) {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
}

async function price(shop: Shop, price: string) {
  const file = path.join(shop.folder, 'prices.csv');
  writeCsv(file, ['sku', 'name', 'price', 'unit', 'tax', 'barcodes', 'category'], [
    [ROLL.sku, ROLL.name, price, 'each', 'reduced', ROLL.code, 'Bakery'],
  ]);
  await shop.server.command('import', 'catalog', file);
}

async function show(page: Page, seen: boolean) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !seen);
}
