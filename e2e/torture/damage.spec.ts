// The browser loses or spoils a part of what the till stored. The till starts, uses no number twice, and says what
// may be missing.

import type { BrowserContext } from '@playwright/test';

import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import { rounds } from './options';
import { score } from './score';
import { DAMAGES, type Damage, STORES, type Store, damage } from './till-disk';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

interface Case {
  store: Store;
  kind: Damage;
  key?: string;
}

const META = ['head', 'receipts', 'reports', 'fence', 'shift', 'acked', 'config', 'throttle'];

const ALL: Case[] = [
  ...STORES.flatMap((store) => DAMAGES.map((kind) => ({ store, kind }))),
  ...META.flatMap((key) =>
    (['emptied', 'garbage', 'wrong type', 'half'] as const).map((kind) => ({
      store: 'meta' as const,
      kind,
      key,
    })),
  ),
];

/** One of each kind, for the short form. */
const FEW: Case[] = [
  { store: 'meta', kind: 'emptied', key: 'receipts' },
  { store: 'meta', kind: 'garbage', key: 'head' },
  { store: 'outbox', kind: 'emptied' },
  { store: 'catalog', kind: 'half' },
  { store: 'entries', kind: 'last lost' },
];

test('damaged storage', async ({ shop, newContext }, testInfo) => {
  const cases = rounds(1, 0) === 1 ? ALL : FEW;
  const shown: Sale[] = [];
  const told = new Map<string, number>();
  const broken: string[] = [];
  for (const [number, one] of cases.entries()) {
    const context = await newContext();
    try {
      const outcome = await suffer(shop, context, one, number, shown);
      told.set(outcome, (told.get(outcome) ?? 0) + 1);
    } catch (error) {
      broken.push(`${one.store} ${one.key ?? ''} ${one.kind}: ${(error as Error).message}`);
    }
    await context.close();
  }
  expect(broken, 'damages that the till did not get over').toEqual([]);
  const note = [...told].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  await score(testInfo, shop.ledger, shown, { faults: cases.length, note });
});

/** Two sales are at the server and two are not when it happens; then one more is sold. */
async function suffer(
  shop: Shop,
  context: BrowserContext,
  { store, kind, key }: Case,
  number: number,
  shown: Sale[],
): Promise<string> {
  const name = `${number + 1}: ${store} ${key ?? ''} ${kind}`;
  let register = new Register(await context.newPage(), shop);
  await register.enrol(await freshCode(shop));
  await register.signIn();
  const before = [await register.sell(ROLL.code, ROLL.line)];
  before.push(await register.sell(ROLL.code, ROLL.line));
  await register.isSynced();
  shop.cable.unplug();
  await register.wakeUp();
  before.push(await register.sell(ROLL.code, ROLL.line));
  before.push(await register.sell(ROLL.code, ROLL.line));
  await damage(register.page, store, kind, key);
  shop.cable.plug();
  await register.page.close();
  register = new Register(await context.newPage(), shop);
  await register.open();
  const enrols = await asksForACode(register, name);
  if (enrols) {
    await register.enrol(await freshCode(shop));
    await register.signIn();
  } else await register.returns();
  const aside = register.page.getByTestId('notice');
  const toldOfOld = enrols && (await aside.waitFor({ timeout: 3_000 }).then(
    () => true,
    () => false,
  ));
  const after = await register.sell(ROLL.code, ROLL.line);
  const known = [...shown, ...before].map(({ receipt }) => receipt);
  expect(known, `${name}: a number was used again`).not.toContain(after.receipt);
  const outcome = await settle(register, enrols);
  const arrived = new Set((await shop.ledger.sales()).map(({ receipt }) => receipt));
  const missing = [...before, after].filter(({ receipt }) => !arrived.has(receipt));
  // What cannot come any more has to be said.
  if (outcome !== 'told as a problem' && !toldOfOld) {
    expect(missing, `${name}: lost, and nobody said so`).toEqual([]);
  }
  shown.push(...[...before, after].filter((sale) => !missing.includes(sale)));
  return outcome;
}

const freshCode = async (shop: Shop) =>
  (await shop.server.command('enrol-code', 'R1', '--bare')).trim();

/** Whether the device has to become a register again; it must not refuse to start. */
async function asksForACode(register: Register, name: string): Promise<boolean> {
  const { page } = register;
  const code = page.getByTestId('enrol-submit');
  const staff = page.getByTestId('staff-linus-weber');
  const ready = page.locator('html[data-ready="sell"]');
  const blocked = page.getByTestId('blocked');
  await code.or(staff).or(ready).or(blocked).first().waitFor();
  const why = (await blocked.isVisible()) ? await blocked.textContent() : '';
  expect(why, `${name}: the till does not start`).toBe('');
  return code.isVisible();
}

/** Waits until all is at the server, or until the till says that it cannot be. */
async function settle(register: Register, enrolled: boolean): Promise<string> {
  const synced = register.page.locator(
    '[data-testid="sync-badge"][data-waiting="0"][data-state="online"]',
  );
  const problem = register.page.locator('[data-testid="sync-badge"][data-state="problem"]');
  await synced.or(problem).first().waitFor({ timeout: 30_000 });
  if (await problem.isVisible()) return 'told as a problem';
  return enrolled ? 'enrolled anew' : 'mended';
}
