// A power cut, where the disk keeps only what was synced: what was written after the last sync of each file is
// dropped, or torn in the middle. A killed process alone would not show it: the system still has its writes.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Random } from '../data/random';
import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import type { Tablet } from '../till/tablet';
import { dice, rounds } from './options';
import { score } from './score';
import { STRACE, databaseFolder, fates, logSyncs } from './syscalls';
import { keptSales } from './till-disk';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};
const SALES_PER_CUT_MAX = 3;

test('power cut', async ({ shop, tablet }, testInfo) => {
  test.skip(!hasStrace(), 'needs strace, and leave to use it');
  const random = dice('power');
  const faults = rounds(60, 3);
  const shown: Sale[] = [];
  const bytes = { dropped: 0, torn: 0 };
  let syncs = 0;
  let register = new Register(await tablet.switchOn(), shop);
  await register.enrol();
  await register.signIn();
  await register.worksOffline();
  await register.isSynced();
  for (let cut = 0; cut < faults; cut += 1) {
    await tablet.losePower();
    const trace = path.join(tablet.home, `trace-${cut}`);
    register = new Register(await tablet.switchOn(STRACE(trace)), shop);
    await register.open();
    await register.returns();
    // Syncs of sales alone: what is sent is acknowledged in a strict transaction of its own.
    shop.cable.unplug();
    await register.wakeUp();
    // Clearing a cart is no more promised than filling one: the cut may have taken it back.
    if ((await register.lines.count()) > 0) await register.clear();
    const kept = await keptSales(register.page);
    for (const sale of shown) {
      expect(kept.some((it) => it.receipt === sale.receipt), `${sale.receipt} is gone`).toBe(true);
    }
    const folder = databaseFolder(tablet.profile, shop.origin);
    const before = logSyncs(trace, folder);
    const sales = random.whole(1, SALES_PER_CUT_MAX);
    for (let sale = 0; sale < sales; sale += 1) {
      shown.push(await register.sell(ROLL.code, ROLL.line));
    }
    syncs += logSyncs(trace, folder) - before;
    // A cart in the making is not promised; it leaves unsynced bytes behind.
    await register.add(ROLL.code, ROLL.line.sku);
    await pause(random.next() * 100);
    await tablet.losePower();
    loseWhatWasNotSynced(trace, folder, random, bytes);
    register = await comesBack(shop, tablet, shown);
    shop.cable.plug();
  }
  await register.wakeUp();
  await register.isSynced();
  expect(syncs, 'syncs of the disk for the sales').toBeGreaterThanOrEqual(shown.length);
  const note =
    `${syncs} syncs for ${shown.length} sales; ` +
    `${bytes.dropped} bytes dropped, ${bytes.torn} torn`;
  await score(testInfo, shop.ledger, shown, { faults, note });
});

async function comesBack(shop: Shop, tablet: Tablet, shown: Sale[]): Promise<Register> {
  const register = new Register(await tablet.switchOn(), shop);
  await register.open();
  await register.returns();
  const kept = await keptSales(register.page);
  expect(kept.map(({ receipt }) => receipt).sort()).toEqual(
    shown.map(({ receipt }) => receipt).sort(),
  );
  if ((await register.lines.count()) > 0) await register.clear();
  return register;
}

/** Leaves of each file what its last sync made safe, and perhaps a torn piece of the rest. */
function loseWhatWasNotSynced(
  trace: string,
  folder: string,
  random: Random,
  bytes: { dropped: number; torn: number },
) {
  for (const [file, { written, safe }] of fates(trace, folder)) {
    if (!/\.(log|ldb)$|MANIFEST/.test(file) || !fs.existsSync(file)) continue;
    const size = fs.statSync(file).size;
    // What the file held before this trace began was written by a browser that was closed by a kill; the system
    // has long written it out.
    const old = Math.max(0, size - written);
    const unsafe = written - safe;
    if (unsafe <= 0) continue;
    const torn = random.next() < 0.5 ? 0 : random.whole(0, unsafe - 1);
    fs.truncateSync(file, old + safe + torn);
    bytes.dropped += unsafe - torn;
    bytes.torn += torn;
  }
}

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
