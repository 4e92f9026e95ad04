// What Postgres holds, read by its superuser past all row-level security.

import { expect } from '@playwright/test';
import { Pool } from 'pg';

import { BOOKS, SALES } from './ledger-sql';
import { until } from './wait';

export interface Sold {
  sku: string;
  quantity: number;
  /** Everything that was taken off, as a positive amount. */
  discount: number;
  total: number;
}

export interface Paid {
  kind: 'cash' | 'card';
  /** What was put down. */
  amount: number;
}

/** A sale as the shop has it, or as a cashier expects the shop to have it. */
export interface Sale {
  receipt: string;
  total: number;
  change: number;
  lines: Sold[];
  payments: Paid[];
}

export interface Marked {
  seq: number;
  code: string;
}

export class Ledger {
  private readonly pool: Pool;

  constructor(url: string) {
    this.pool = new Pool({ connectionString: url, max: 2 });
    // Postgres dies in some tests; the pool connects again.
    this.pool.on('error', () => {});
  }

  async rows<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return (await this.pool.query(sql, parameters)).rows as T[];
  }

  async count(table: string, where = 'true'): Promise<number> {
    const [row] = await this.rows<{ n: number }>(
      `SELECT count(*)::int n FROM ${table} WHERE ${where}`,
    );
    return row?.n ?? 0;
  }

  /** Every sale, in the order in which its register made it. */
  sales(): Promise<Sale[]> {
    return this.rows<Sale>(SALES);
  }

  /** Entries that contradict the journal. */
  quarantine(): Promise<Marked[]> {
    return this.rows('SELECT seq::int, code FROM journal_quarantine ORDER BY seq, code');
  }

  /** Sales that somebody in the office should look at. */
  attention(): Promise<Marked[]> {
    return this.rows('SELECT seq::int, code FROM attention ORDER BY seq, code');
  }

  /** Waits until at least `count` sales have arrived and all that arrived is booked. */
  async waitForSales(count: number, limitMs = 60_000) {
    await until(
      `${count} sales are booked`,
      async () => {
        const sales = await this.count('sales').catch(() => -1);
        return sales >= count && (await this.isBooked());
      },
      limitMs,
    );
  }

  /** Whether the projections have reached the end of every journal. */
  async isBooked(): Promise<boolean> {
    const behind = await this.count(
      'registers r LEFT JOIN projections p USING (org_id, register_id)',
      'r.head_seq <> coalesce(p.projected_seq, 0)',
    );
    return behind === 0;
  }

  /** The shop holds exactly these sales, each once, to the cent, and its books balance. */
  async expectExactly(expected: Sale[]) {
    await this.waitForSales(expected.length);
    const sales = await this.sales();
    expect(sales.map((sale) => sale.receipt).sort(), 'receipts in Postgres').toEqual(
      expected.map((sale) => sale.receipt).sort(),
    );
    const booked = new Map(sales.map((sale) => [sale.receipt, sale]));
    for (const sale of expected) {
      expect(booked.get(sale.receipt), `sale ${sale.receipt} in Postgres`).toEqual(sale);
    }
    await this.expectBalance();
  }

  /** Sums agree with each other, and nothing is set aside or marked. */
  async expectBalance() {
    for (const [what, sql] of Object.entries(BOOKS)) {
      expect(await this.rows(sql), what).toEqual([]);
    }
    expect(await this.quarantine(), 'quarantine').toEqual([]);
    expect(await this.attention(), 'attention').toEqual([]);
  }

  async close() {
    await this.pool.end();
  }
}
