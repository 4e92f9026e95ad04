// Code that runs in the page and listens to its database: what each transaction of the app wrote, and how long it took.

import type { Page } from '@playwright/test';

export interface Write {
  store: string;
  op: 'put' | 'delete';
  key: unknown;
  value?: unknown;
}

declare global {
  interface Window {
    written: {
      /** The sales that were made durable, with the ms from the begin of the transaction to its first answer and end. */
      sales: { ms: number; answered: number; writes: Write[] }[];
      /** When the catalogue was durable, in ms since the navigation began. */
      catalogue: number | undefined;
      /** When the first goods were on the screen. */
      goods: number | undefined;
    };
  }
}

export async function installDiskProbe(page: Page) {
  await page.addInitScript(() => {
    window.written = { sales: [], catalogue: undefined, goods: undefined };
    const writesOf = new WeakMap<IDBTransaction, Write[]>();
    const answeredAt = new WeakMap<IDBTransaction, number>();
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const begun = performance.now();
      const transaction = begin.call(this, stores, mode, options);
      if (mode !== 'readwrite') return transaction;
      const writes: Write[] = [];
      writesOf.set(transaction, writes);
      transaction.addEventListener('complete', () => {
        const now = performance.now();
        const touched = writes.map(({ store }) => store);
        if (touched.includes('entries')) {
          const answered = (answeredAt.get(transaction) ?? now) - begun;
          window.written.sales.push({ ms: now - begun, answered, writes });
        }
        if (touched.includes('catalog')) window.written.catalogue = now;
      });
      return transaction;
    };
    const { get, put, delete: remove } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (key) {
      const asked = get.call(this, key);
      const { transaction } = this;
      asked.addEventListener('success', () => {
        if (!answeredAt.has(transaction)) answeredAt.set(transaction, performance.now());
      });
      return asked;
    };
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      writesOf.get(this.transaction)?.push({ store: this.name, op: 'put', key, value });
      return put.call(this, value, key);
    };
    IDBObjectStore.prototype.delete = function (key) {
      writesOf.get(this.transaction)?.push({ store: this.name, op: 'delete', key });
      return remove.call(this, key);
    };
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-testid^="tile-"]')) return;
      window.written.goods = performance.now();
      observer.disconnect();
    }).observe(document, { subtree: true, childList: true });
  });
}
