// `cargo xtask bench web`: sizes, the start from the service worker, and how soon a key is on the screen.

import os from 'node:os';
import path from 'node:path';

import { Random } from '../data/random';
import { dist } from '../shop/environment';
import { test } from '../shop/fixtures';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import type { Tablet } from '../till/tablet';
import { Result, median, spreadOf } from './figures';
import { installProbe, timed } from './probe';
import { sizes } from './sizes';
import { stock } from './stock';

const START_LIMIT_MS = 2000;
const SCAN_LIMIT_MS = 50;
const LINES_PER_CART = 60;
const SEARCHES = ['choc', 'milk', 'bread whe', 'orange ju', 'ice cream'];

const RUNS = Number(process.env.TITAN_BENCH_RUNS ?? 5);

test('the web app', async ({ shop, tablet, guard }) => {
  const result = new Result();
  sizes(dist()).forEach((figure) => result.add(figure));
  const codes = await stock(shop);
  const times = { ready: [], scan: [], paid: [], search: [] } as Record<string, number[]>;

  const first = await openTill(shop, tablet, async (register) => {
    await register.enrol();
    await register.signIn();
    await register.worksOffline();
  });
  await warmUp(first, codes);
  shop.cable.unplug();
  for (let run = 0; run < RUNS; run += 1) {
    await tablet.losePower();
    const register = await openTill(shop, tablet, async (register) => {
      await register.open();
      times.ready?.push(await startTime(register));
    });
    const random = new Random(run + 1);
    times.scan?.push(...(await scans(register, codes, random)));
    times.paid?.push(await payment(register));
    times.search?.push(...(await searches(register)));
  }

  const { ready = [], scan = [], paid = [], search = [] } = times;
  result.add({
    name: 'offline start to sell',
    unit: 'ms',
    value: median(ready),
    limit: START_LIMIT_MS,
    how: `median of ${ready.length}`,
    also: { min: Math.min(...ready), max: Math.max(...ready) },
  });
  result.add(spreadOf('scan to painted line', scan, SCAN_LIMIT_MS));
  result.add(spreadOf('tender to painted "Paid"', paid));
  result.add(spreadOf('search key to painted goods', search));
  result.notes.products = codes.length;
  result.notes.load = os
    .loadavg()
    .map((load) => load.toFixed(1))
    .join(' ');
  result.notes.browser = await browserVersion(tablet);
  result.print();
  const out = process.env.TITAN_BENCH_OUT ?? path.resolve(__dirname, '../../target/bench');
  result.write(path.join(out, 'web.json'));
  guard.expectQuiet();
});

async function openTill(shop: Shop, tablet: Tablet, open: (register: Register) => Promise<void>) {
  const page = await tablet.switchOn();
  await installProbe(page);
  const register = new Register(page, shop);
  await open(register);
  return register;
}

/** From the navigation to the screen that takes scans. */
async function startTime(register: Register): Promise<number> {
  await register.returns();
  return register.page.evaluate(() => window.probe.ready as number);
}

/** One sale, so that what is compiled on first use is compiled. */
async function warmUp(register: Register, codes: string[]) {
  await register.add(codes[0] ?? '');
  await register.payExactly();
  await register.receipt();
  await register.nextSale();
  await register.isSynced();
}

async function scans(register: Register, codes: string[], random: Random): Promise<number[]> {
  const times: number[] = [];
  const scanned = new Set<string>();
  while (scanned.size < LINES_PER_CART) {
    const code = random.pick(codes);
    if (scanned.has(code)) continue;
    scanned.add(code);
    const effect = '[data-testid="cart-line"]';
    const time = await timed(register.page, 'Enter', effect, () => register.scan(code));
    if (time === undefined) throw new Error(`${code} was scanned, and no line appeared`);
    times.push(time);
  }
  return times;
}

async function payment(register: Register): Promise<number> {
  await register.pay();
  const tender = register.page.getByTestId('tender-cash-exact');
  const time = await timed(register.page, undefined, '[data-testid="paid"]', () => tender.click());
  if (time === undefined) throw new Error('paid, and nothing said so');
  await register.nextSale();
  return time;
}

async function searches(register: Register): Promise<number[]> {
  const { page } = register;
  const times: number[] = [];
  for (const text of SEARCHES) {
    await page.getByTestId('search').focus();
    for (const key of text) {
      const effect = '[data-testid^="tile-"]';
      const time = await timed(page, key, effect, () => page.keyboard.press(key));
      // A letter that leaves the same goods on the screen shows nothing to measure.
      if (time !== undefined) times.push(time);
    }
    await register.search('');
  }
  return times;
}

const browserVersion = async (tablet: Tablet) => tablet.context.browser()?.version() ?? 'unknown';
