// The way to each screen of the app, for whatever has to look at all of them.

import type { Page } from '@playwright/test';

import type { Shop } from '../shop/shop';
import { Register } from './register';

const GOODS = ['2903000156174', '2903000410467', '2901000304687', '2912000119140'];

export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/** Walks through the app and calls `look` at each screen, once, in the order in which a cashier meets them. */
export async function eachScreen(
  page: Page,
  shop: Shop,
  look: (name: string, page: Page) => Promise<void>,
) {
  const register = new Register(page, shop);
  await page.goto(`${shop.origin}/?enrol=${shop.enrolCode()}`);
  await page.getByTestId('enrol-submit').waitFor();
  await look('enrol', page);
  await page.getByTestId('enrol-submit').click();
  await page.getByTestId('staff-linus-weber').waitFor();
  await look('sign-in', page);
  await register.chooseStaff();
  await look('pin', page);
  await register.enterPin();
  await page.getByTestId('count-done').waitFor();
  await look('open-shift', page);
  await register.opensShift();
  await register.isReady();
  await look('sell-empty', page);
  for (const code of GOODS) await register.scan(code);
  await register.lines.nth(GOODS.length - 1).waitFor({ state: 'attached' });
  await register.setQuantity('BAK-001', 6);
  await register.takeOffPercent('BAK-004', 10);
  await register.closeLine();
  // Once more for the message.
  await page.keyboard.press('Escape');
  await look('sell', page);
  await register.openLine('FRU-003');
  await look('line', page);
  await register.takeOffPercent('FRU-003', 60);
  await register.isAskedFor('60 %');
  await look('approve', page);
  await page.keyboard.press('Escape');
  await register.scan('2912000757885');
  await page.getByTestId('options-done').waitFor();
  await look('options', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F3');
  await page.getByTestId('reason-sum').waitFor();
  await look('why', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F4');
  await page.getByTestId('cart-discount-percent').waitFor();
  await look('discount', page);
  await page.keyboard.press('Escape');
  await register.park('Anna');
  await page.keyboard.press('F6');
  await page.getByTestId('parked-cart').waitFor();
  await look('parked', page);
  await page.getByTestId('parked-cart').click();
  await register.search('choc');
  await look('search', page);
  await register.search('');
  await register.pay();
  await look('pay', page);
  await page.getByTestId('quick-2000').click();
  await register.receipt();
  await look('paid', page);
  await register.nextSale();
  await register.isSynced();
  await register.dayList();
  await look('day', page);
  await page.getByTestId('sale-row').first().click();
  await page.getByTestId('return-goods').click();
  await register.takes(2);
  await page.getByTestId('write-off-0').click();
  await look('return', page);
  await page.keyboard.press('Escape');
  await register.goToShift();
  await page.getByTestId('x-report').click();
  await look('shift', page);
  await page.keyboard.press('Escape');
  await register.isReady();
  for (const sheet of ['settings', 'help', 'diagnostics', 'sync']) {
    await page.getByTestId('menu').click();
    await page.getByTestId(`menu-${sheet}`).click();
    await look(sheet, page);
    await page.keyboard.press('Escape');
  }
  await page.getByTestId('menu').click();
  await page.getByTestId('menu-diagnostics').click();
  await page.getByTestId('diagnostics-verify').click();
  await page.getByTestId('verify-own').click();
  await page.locator('[data-testid="verify-says"][data-code="whole"]').waitFor();
  await look('verify', page);
  await page.keyboard.press('Escape');
}
