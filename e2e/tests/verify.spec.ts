// Somebody doubts a journal or a receipt: the till itself tells, with or without a network.

import fs from 'node:fs';

import type { Page, TestInfo } from '@playwright/test';

import { expect, test } from '../shop/fixtures';
import { obstacles } from '../till/looks';
import type { Register } from '../till/register';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};

test('a till checks its own journal, offline too, and names what is wrong with it', async ({
  register,
}) => {
  const { page } = register;
  await sell(register, 2);
  await openVerify(page);
  await page.getByTestId('verify-own').click();
  // Somebody signed in, the shift was opened, two rolls were sold.
  await says(page, 'whole', /Entries 1 to 4 are whole/);
  await page.keyboard.press('Escape');

  await register.losesNetwork();
  await sell(register, 1);
  await openVerify(page);
  await page.getByTestId('verify-own').click();
  await says(page, 'whole', /Entries 1 to 5 are whole/);

  await onDisk(page, 3, (sealed) => sealed.replace('\\"quantity\\":\\"1\\"', '\\"quantity\\":\\"2\\"'));
  await page.getByTestId('verify-own').click();
  await says(page, 'journal.altered', /Entry 3 was changed: this byte was '1' and is '2'/);
  await onDisk(page, 3, (sealed) => sealed.replace('\\"quantity\\":\\"2\\"', '\\"quantity\\":\\"1\\"'));
  await page.getByTestId('verify-own').click();
  await says(page, 'whole', /Entries 1 to 5/);
  await onDisk(page, 5, () => undefined);
  await page.getByTestId('verify-own').click();
  await says(page, 'journal.cut_tail', /entry 5 was made, but the last one here is 4/);
  await onDisk(page, 3, () => undefined);
  await page.getByTestId('verify-own').click();
  await says(page, 'journal.gap', /Entry 3 is missing: 4 stands/);
});

test('a saved file is checked to the byte and compared with the journal', async ({
  register,
}, testInfo) => {
  const { page } = register;
  await register.isSynced();
  await register.losesNetwork();
  await register.wakeUp();
  await sell(register, 3);
  const file = await unsent(register, testInfo);
  const lines = file.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  await openVerify(page);

  await choose(page, file);
  await says(page, 'whole', /Entries 3 to 5 are whole/);

  const at = file.indexOf('R1-000002') + 'R1-00000'.length;
  const tampered = `${file.slice(0, at)}7${file.slice(at + 1)}`;
  await choose(page, tampered);
  await says(page, 'journal.altered', /Entry 4 was changed: this byte was '2' and is '7'/);
  await expect(verdict(page)).toContainText(`Line 2, byte ${Buffer.byteLength(file.slice(0, at))}`);

  await choose(page, [lines[0], lines[2], ''].join('\n'));
  await says(page, 'journal.gap', /Entry 4 is missing/);
  await choose(page, file.slice(0, -40));
  await says(page, 'file.cut_off', /cut off in the middle/);
  await choose(page, 'no journal at all\n');
  await says(page, 'file.not_an_entry', /not how an entry is written/);
  const other = JSON.parse(lines[2] ?? '').signature as string;
  await choose(page, file + lines[2]?.replace(other, JSON.parse(lines[1] ?? '').signature) + '\n');
  await says(page, 'journal.fork', /two different entries with the number 5/);
  // Whole in itself, but not what this till has under the number.
  await onDisk(page, 4, (sealed) => sealed, 'f'.repeat(64));
  await choose(page, file);
  await says(page, 'journal.fork', /two different entries with the number 4/);
});

test('the code of a receipt tells whether the receipt is genuine', async ({ register }) => {
  const { page } = register;
  await sell(register, 1);
  const proof = await proofOf(page, 3);
  await register.losesNetwork();
  await openVerify(page);
  await page.getByTestId('verify-proof').focus();
  // A scanner types it and ends with Enter; nothing of it gets into the cart.
  await register.scan(proof);
  await says(page, 'whole', /genuine: entry 3 of this journal is R1-000001/);

  const look = async (code: string) => {
    await page.getByTestId('verify-proof').fill(code);
    await page.getByTestId('verify-look').click();
  };
  await look(proof.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
  await says(page, 'journal.fork', /two different entries with the number 3/);
  await look(proof.replace(':3:', ':9:'));
  await says(page, 'journal.cut_tail', /entry 9 was made/);
  await look(proof.replace(/:[0-9a-f]{8}-/, ':00000000-'));
  await says(page, 'proof.stranger', /another register/);
  await look('R1-000001');
  await says(page, 'proof.malformed', /not the code of a receipt/);
  expect(await obstacles(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(register.lines).toHaveCount(0);
});

async function sell(register: Register, count: number) {
  for (let sold = 0; sold < count; sold += 1) await register.sell(ROLL.code, ROLL.line);
}

async function openVerify(page: Page) {
  await page.getByTestId('menu').click();
  await page.getByTestId('menu-diagnostics').click();
  await page.getByTestId('diagnostics-verify').click();
}

const verdict = (page: Page) => page.getByTestId('verify-says');

async function says(page: Page, code: string, words: RegExp) {
  const found = verdict(page);
  await expect(found).toHaveAttribute('data-code', code);
  await expect(found).toContainText(words);
}

async function choose(page: Page, text: string) {
  const buffer = Buffer.from(text, 'utf8');
  const file = { name: 'journal.jsonl', mimeType: 'application/x-ndjson', buffer };
  await page.getByTestId('verify-file').setInputFiles(file);
}

/** What the till saves of what the server does not have. */
async function unsent({ page, badge }: Register, testInfo: TestInfo): Promise<string> {
  await badge.click();
  const saving = page.waitForEvent('download');
  await page.getByTestId('sync-export').click();
  const file = testInfo.outputPath('unsent.jsonl');
  await (await saving).saveAs(file);
  await page.keyboard.press('Escape');
  return fs.readFileSync(file, 'utf8');
}

/** What the square on the receipt of an entry says. */
async function proofOf(page: Page, seq: number): Promise<string> {
  const sealed = JSON.parse(await onDisk(page, seq, (it) => it));
  return `TITAN1:${JSON.parse(sealed.bytes).register}:${seq}:${sealed.hash}`;
}

/** Changes an entry in the database behind the app's back; without a text, takes it away. */
async function onDisk(
  page: Page,
  seq: number,
  change: (sealed: string) => string | undefined,
  hash?: string,
): Promise<string> {
  const before = await page.evaluate(entryOnDisk, { seq } as Wanted);
  const sealed = change(before);
  await page.evaluate(entryOnDisk, { seq, sealed: sealed ?? null, hash } as Wanted);
  return before;
}

interface Wanted {
  seq: number;
  /** Null takes the entry away, undefined leaves it. */
  sealed?: string | null | undefined;
  hash?: string | undefined;
}

/** Runs in the page: returns the sealed text of an entry as it was. */
function entryOnDisk({ seq, sealed, hash }: Wanted): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('titan-pos');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const work = database.transaction('entries', 'readwrite');
      const entries = work.objectStore('entries');
      const reading = entries.get(seq);
      let before = '';
      reading.onsuccess = () => {
        before = reading.result.sealed;
        if (sealed === null) entries.delete(seq);
        else if (sealed !== undefined) {
          entries.put({ ...reading.result, sealed, hash: hash ?? reading.result.hash }, seq);
        }
      };
      work.onabort = () => reject(work.error);
      work.oncomplete = () => {
        database.close();
        resolve(before);
      };
    };
  });
}
