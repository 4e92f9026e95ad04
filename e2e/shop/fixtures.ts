// What a test may ask for: a shop, a register in it, a tablet whose power can be taken away.

import fs from 'node:fs';

import { type BrowserContext, test as base } from '@playwright/test';

import { Guard } from '../till/guard';
import { Register } from '../till/register';
import { Tablet } from '../till/tablet';
import { tail } from './process';
import { Nursery, type Shop } from './shop';

interface Options {
  /** Whether the test needs a Postgres of its own, because it stops or kills it. */
  ownPostgres: boolean;
}

interface ForTest {
  shop: Shop;
  guard: Guard;
  /** A register of the shop, enrolled, with a cashier signed in. */
  register: Register;
  /** A context that is closed with the test, to open more registers in. */
  newContext: () => Promise<BrowserContext>;
  /** A device that is off. */
  tablet: Tablet;
}

interface ForWorker {
  nursery: Nursery;
}

export const test = base.extend<ForTest & Options, ForWorker>({
  ownPostgres: [false, { option: true }],

  nursery: [
    async ({}, use) => {
      const nursery = await Nursery.open();
      await use(nursery);
      await nursery.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  shop: async ({ nursery, ownPostgres }, use, testInfo) => {
    const own = ownPostgres ? await Nursery.open() : undefined;
    const shop = await (own ?? nursery).shop();
    await use(shop);
    if (testInfo.status !== testInfo.expectedStatus) {
      const log = tail(fs.readFileSync(shop.serverLog, 'utf8'), 60);
      console.log(`--- the server's log ends with\n${log}---`);
      await testInfo.attach('server.log', { path: shop.serverLog });
    }
    await shop.close();
    await own?.close();
  },

  guard: async ({}, use) => {
    const guard = new Guard();
    await use(guard);
    guard.expectQuiet();
  },

  newContext: async ({ browser, guard, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext(contextOptions);
      contexts.push(context);
      guard.watch(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },

  register: async ({ page, context, shop, guard }, use) => {
    guard.watch(context);
    const register = new Register(page, shop);
    await register.enrol();
    await register.signIn();
    await use(register);
  },

  tablet: async ({ shop: _, guard }, use, testInfo) => {
    const tablet = new Tablet(guard);
    await use(tablet);
    if (testInfo.status !== testInfo.expectedStatus) {
      const path = testInfo.outputPath('tablet.png');
      const shot = await tablet.screenshot(path).catch(() => false);
      if (shot) await testInfo.attach('tablet', { path, contentType: 'image/png' });
    }
    await tablet.throwAway();
  },
});

export { expect } from '@playwright/test';
