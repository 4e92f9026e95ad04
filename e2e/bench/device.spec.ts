// `cargo xtask bench device`: what making a sale and a catalogue durable costs on the device, beside IndexedDB with
// nothing around it and beside Dexie.

import os from 'node:os';
import path from 'node:path';

import { expect } from '@playwright/test';

import { test } from '../shop/fixtures';
import { Register } from '../till/register';
import { installPeers } from './disk-peers';
import { installDiskProbe } from './disk-probe';
import { Result, median, percentile } from './figures';
import { stockMade } from './stock';

const PRODUCTS = Number(process.env.TITAN_BENCH_PRODUCTS ?? 100_000);
const SALES = 20 * Number(process.env.TITAN_BENCH_RUNS ?? 5);
const LINES = 10;
const RAW_LIMIT = 1.2;
const BULK_LIMIT = 0.1;

test('the disk of the device', async ({ shop, tablet, guard }) => {
  const result = new Result();
  const codes = await stockMade(shop, PRODUCTS);
  const page = await tablet.switchOn();
  await installDiskProbe(page);
  const register = new Register(page, shop);
  await register.enrol();
  await register.signIn();
  const pulled = await page.waitForFunction(() => {
    const { catalogue, goods } = window.written;
    const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const pull = files.find(({ name }) => name.includes('/snapshot'));
    if (!catalogue || !goods || !pull) return undefined;
    const { responseEnd, encodedBodySize } = pull;
    return { ms: Math.max(catalogue, goods) - responseEnd, bytes: encodedBodySize };
  });
  const pull = (await pulled.jsonValue()) as { ms: number; bytes: number };
  await installPeers(page);

  const times = { app: [], 'app to its first answer': [], raw: [], dexie: [] } as Record<string, number[]>;
  for (let sale = 0; sale < SALES; sale += 1) {
    const seen = await page.evaluate(() => window.written.sales.length);
    for (let line = 0; line < LINES; line += 1) {
      await register.scan(codes[(sale * LINES + line) % codes.length] ?? '');
    }
    await expect(register.lines).toHaveCount(LINES);
    await register.payExactly();
    await register.paid.waitFor();
    const [app, answered, raw, dexie] = await page.evaluate(
      async ([seen, seq]) => {
        const sale = window.written.sales.slice(seen).pop();
        const { ms, answered, writes } = sale ?? { ms: NaN, answered: NaN, writes: [] };
        // The one that goes first finds the disk as the app left it: they take turns.
        const first = seq % 2 ? 'raw' : 'dexie';
        const second = seq % 2 ? 'dexie' : 'raw';
        const times = { raw: NaN, dexie: NaN };
        times[first] = await window.peers[first](writes, seq);
        times[second] = await window.peers[second](writes, seq);
        return [ms, answered, times.raw, times.dexie];
      },
      [seen, sale + 1] as const,
    );
    times.app?.push(app as number);
    times['app to its first answer']?.push(answered as number);
    times.raw?.push(raw as number);
    times.dexie?.push(dexie as number);
    await register.nextSale();
  }
  for (const [name, values] of Object.entries(times)) {
    result.add({
      name: `sale made durable, ${name}`,
      unit: 'ms',
      value: median(values),
      how: `median of ${values.length}`,
      also: { p95: percentile(values, 0.95), p99: percentile(values, 0.99) },
    });
  }
  const { app = [], raw = [], dexie = [] } = times;
  const ratio = { unit: 'x', how: 'of medians' } as const;
  const against = (other: number[]) => median(app) / median(other);
  result.add({ name: 'app / raw', value: against(raw), limit: RAW_LIMIT, ...ratio });
  result.add({ name: 'app / Dexie', value: against(dexie), limit: 1, ...ratio });

  const theirs = await page.evaluate((products) => window.peers.bulkPut(products), PRODUCTS);
  const once = { unit: 'ms', how: 'once' } as const;
  result.add({ name: 'catalogue durable and on the screen, app', value: pull.ms, ...once });
  result.add({ name: 'catalogue durable, Dexie bulkPut', value: theirs, ...once });
  result.add({ name: 'app / Dexie', value: pull.ms / theirs, limit: BULK_LIMIT, unit: 'x', how: '' });
  const wire = pull.bytes / 1024;
  result.add({ name: 'catalogue on the wire', value: wire, unit: 'KB', how: 'compressed' });

  result.notes.products = codes.length;
  result.notes.load = os
    .loadavg()
    .map((load) => load.toFixed(1))
    .join(' ');
  result.print();
  const out = process.env.TITAN_BENCH_OUT ?? path.resolve(__dirname, '../../target/bench');
  result.write(path.join(out, 'device.json'));
  guard.expectQuiet();
});
