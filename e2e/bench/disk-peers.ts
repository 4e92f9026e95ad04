// The same writes by others, in the same page: IndexedDB with nothing around it, and Dexie.

import fs from 'node:fs';

import type { Page } from '@playwright/test';

import type { Write } from './disk-probe';

const STORES = ['meta', 'entries', 'outbox', 'carts'];

interface Table {
  put(value: unknown, key: unknown): Promise<unknown>;
  delete(key: unknown): Promise<unknown>;
  bulkPut(values: unknown[]): Promise<unknown>;
}

interface Dexie {
  version(number: number): { stores(tables: Record<string, string>): void };
  open(): Promise<unknown>;
  delete(): Promise<unknown>;
  transaction(mode: string, stores: string[], run: () => Promise<unknown>): Promise<unknown>;
  table(name: string): Table;
}

declare global {
  interface Window {
    Dexie: new (name: string, options: object) => Dexie;
    peers: {
      raw(writes: Write[], seq: number): Promise<number>;
      dexie(writes: Write[], seq: number): Promise<number>;
      /** Makes so many products durable and searchable by Dexie; returns the ms. */
      bulkPut(products: number): Promise<number>;
    };
  }
}

/** Puts the peers into the page, each with a database of its own. */
export async function installPeers(page: Page) {
  await page.evaluate(fs.readFileSync(require.resolve('dexie/dist/dexie.min.js'), 'utf8'));
  await page.evaluate(async (stores) => {
    const raw = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('peer-raw', 1);
      asked.onupgradeneeded = () => stores.forEach((name) => asked.result.createObjectStore(name));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const dexie = new window.Dexie('peer-dexie', { chromeTransactionDurability: 'strict' });
    dexie.version(1).stores(Object.fromEntries(stores.map((name) => [name, ''])));
    await dexie.open();

    /** Each sale is another entry, as it is in the app. */
    const keyOf = ({ store, key }: Write, seq: number) =>
      ['entries', 'outbox'].includes(store) ? seq : key;

    window.peers = {
      raw: (writes, seq) =>
        new Promise((resolve, reject) => {
          const begun = performance.now();
          const transaction = raw.transaction(stores, 'readwrite', { durability: 'strict' });
          transaction.oncomplete = () => resolve(performance.now() - begun);
          transaction.onabort = () => reject(transaction.error);
          for (const write of writes) {
            const store = transaction.objectStore(write.store);
            const key = keyOf(write, seq) as IDBValidKey;
            if (write.op === 'put') store.put(write.value, key);
            else store.delete(key);
          }
        }),
      dexie: async (writes, seq) => {
        const begun = performance.now();
        await dexie.transaction('rw', stores, async () => {
          for (const write of writes) {
            const table = dexie.table(write.store);
            const key = keyOf(write, seq);
            if (write.op === 'put') void table.put(write.value, key);
            else void table.delete(key);
          }
        });
        return performance.now() - begun;
      },
      bulkPut: async (products) => {
        const rows = Array.from({ length: products }, (_, number) => ({
          id: number,
          barcode: String(4_000_000_000_000 + number),
          name: `goods of row ${number % 977} number ${number}`,
          price: 100 + (number % 1900),
          category: number % 40,
          tax: number % 3,
        }));
        const options = { chromeTransactionDurability: 'strict' };
        const catalogue = new window.Dexie('peer-catalogue', options);
        catalogue.version(1).stores({ goods: 'id, barcode, name' });
        await catalogue.open();
        const begun = performance.now();
        await catalogue.table('goods').bulkPut(rows);
        const ms = performance.now() - begun;
        await catalogue.delete();
        return ms;
      },
    };
  }, STORES);
}
