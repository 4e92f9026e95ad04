// What became of the sales that somebody saw as paid.

import { isDeepStrictEqual } from 'node:util';

import { type TestInfo, expect } from '@playwright/test';

import type { Ledger, Sale } from '../shop/ledger';
import { until } from '../shop/wait';

export interface Row {
  family: string;
  /** Deaths, cuts, damages: how often something bad was done. */
  faults: number;
  /** Sales that were shown as paid, or that a device holds as such. */
  shown: number;
  found: number;
  lost: number;
  doubled: number;
  altered: number;
  note: string;
}

/** The annotation that carries a row to the report. */
export const ROW = 'torture';

const PATIENCE_MS = 120_000;

/** Compares the books with what was shown, notes the row and fails unless all is well. */
export async function score(
  testInfo: TestInfo,
  ledger: Ledger,
  shown: Sale[],
  { faults, note = '' }: { faults: number; note?: string },
) {
  await settled(ledger, shown.length);
  const booked = await ledger.sales();
  const row = { family: testInfo.title, faults, ...compare(shown, booked), note };
  jot(testInfo, row);
  expect({ lost: row.lost, doubled: row.doubled, altered: row.altered }, testInfo.title).toEqual({
    lost: 0,
    doubled: 0,
    altered: 0,
  });
}

/** Adds a row that was counted in another way. */
export function jot(testInfo: TestInfo, row: Row) {
  testInfo.annotations.push({ type: ROW, description: JSON.stringify(row) });
}

export function compare(shown: Sale[], booked: Sale[]) {
  const byReceipt = new Map<string, Sale[]>();
  for (const sale of booked) {
    byReceipt.set(sale.receipt, [...(byReceipt.get(sale.receipt) ?? []), sale]);
  }
  const count = (is: (sale: Sale, found: Sale[]) => boolean) =>
    shown.filter((sale) => is(sale, byReceipt.get(sale.receipt) ?? [])).length;
  return {
    shown: shown.length,
    found: count((_, found) => found.length > 0),
    lost: count((_, found) => found.length === 0),
    // Also a number that two sales were shown under is one too many.
    doubled:
      count((_, found) => found.length > 1) +
      (shown.length - new Set(shown.map(({ receipt }) => receipt)).size),
    altered: count((sale, [found]) => found !== undefined && !isDeepStrictEqual(sale, found)),
  };
}

/** Everything has arrived and is booked; what has not after a long wait counts as lost. */
async function settled(ledger: Ledger, count: number) {
  const done = async () => (await ledger.count('sales')) >= count && (await ledger.isBooked());
  await until('the books are closed', () => done().catch(() => false), PATIENCE_MS).catch(() => {});
}
