// What a register's page holds in its IndexedDB, and ways to damage it. The functions that run in the page are
// whole by themselves: they are sent there as text.

import type { Page } from '@playwright/test';

export const DATABASE = 'titan-pos';
export const STORES = ['meta', 'keys', 'entries', 'outbox', 'catalog', 'carts'] as const;
export type Store = (typeof STORES)[number];

export interface Kept {
  seq: number;
  receipt: string;
  total: number;
}

/** The sales in the journal on the disk. */
export function keptSales(page: Page): Promise<Kept[]> {
  return page.evaluate(
    (name) =>
      new Promise<Kept[]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('entries').objectStore('entries').getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            database.close();
            const sales = reading.result.filter((it) => it?.kind === 'sale');
            resolve(sales.map(({ seq, receipt, total }) => ({ seq, receipt, total })));
          };
        };
      }),
    DATABASE,
  );
}

export type Damage = 'emptied' | 'garbage' | 'last lost' | 'first lost' | 'half' | 'wrong type';
export const DAMAGES: Damage[] = ['emptied', 'garbage', 'last lost', 'first lost', 'half', 'wrong type'];

/** Does it, behind the app's back; returns how many records were touched. */
export function damage(page: Page, store: Store, kind: Damage, key?: string): Promise<number> {
  return page.evaluate(
    ([name, store, kind, key]) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(name as string);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const tx = database.transaction(store as string, 'readwrite', { durability: 'strict' });
          const records = tx.objectStore(store as string);
          let touched = 0;
          const spoil = (value: unknown) => {
            if (kind === 'wrong type') return 42;
            if (kind === 'garbage') return typeof value === 'string' ? '\u0000{"' : new Uint8Array([7]);
            if (typeof value === 'string') return value.slice(0, value.length / 2);
            if (value instanceof Uint8Array) return value.slice(0, value.length / 2);
            return {};
          };
          const asking = records.getAllKeys();
          asking.onsuccess = () => {
            let keys = asking.result;
            if (key) keys = keys.filter((it) => it === key);
            if (kind === 'last lost') keys = keys.slice(-1);
            if (kind === 'first lost') keys = keys.slice(0, 1);
            for (const at of keys) {
              touched += 1;
              if (kind === 'emptied' || kind === 'last lost' || kind === 'first lost') {
                records.delete(at);
                continue;
              }
              const reading = records.get(at);
              reading.onsuccess = () => records.put(spoil(reading.result), at);
            }
          };
          tx.onabort = () => reject(tx.error);
          tx.oncomplete = () => {
            database.close();
            resolve(touched);
          };
        };
      }),
    [DATABASE, store, kind, key] as const,
  );
}
