// What a register may send wrongly: the same again, something else under the same number, what nobody can book.

import { sha256 } from '../device/bytes';
import { call } from '../device/device';
import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { dice, rounds } from './options';
import { score } from './score';
import { Seller } from './seller';

const CONNECTIONS = 16;

test('sent again in every way', async ({ shop }, testInfo) => {
  const random = dice('again');
  const seller = await Seller.enrol(shop);
  const sends = rounds(10_000, 300);
  for (let sale = 0; sale < 60; sale += 1) await seller.sell(random.whole(1, 9));
  await seller.push();
  const sendSome = async () => {
    // Any stretch of the journal, some of it twice, some of it from the back.
    const from = random.whole(0, seller.journal.length - 1);
    const some = seller.journal.slice(from, from + random.whole(1, 20));
    const batch = random.pick([some, [...some, ...some], [...some].reverse()]);
    const answer = await seller.device.push(batch);
    expect(answer.status).toBe(200);
    expect(answer.body.quarantined).toEqual([]);
    expect(answer.body.anchor.seq).toBe(seller.journal.length);
  };
  for (let sent = 0; sent < sends; sent += CONNECTIONS) {
    await Promise.all(Array.from({ length: CONNECTIONS }, sendSome));
  }
  await aYearPasses(shop);
  for (let sent = 0; sent < CONNECTIONS; sent += 1) await sendSome();
  await seller.sell();
  await Promise.all(Array.from({ length: CONNECTIONS }, () => seller.push()));
  const note = 'in parallel, backwards, overlapping, 400 days later';
  await score(testInfo, shop.ledger, seller.sold, { faults: sends + CONNECTIONS, note });
  expect(await shop.ledger.quarantine()).toEqual([]);
});

test('another body under a number', async ({ shop }, testInfo) => {
  const random = dice('other');
  const seller = await Seller.enrol(shop);
  const faults = rounds(1_000, 60);
  for (let sale = 0; sale < 20; sale += 1) await seller.sell(random.whole(1, 9));
  await seller.push();
  for (let forgery = 0; forgery < faults; forgery += 1) {
    const real = random.pick(seller.journal);
    const answer = await seller.device.push([await forge(seller, real.seq, random.whole(1, 3))]);
    expect(answer.status).toBe(200);
    expect(answer.body.quarantined.map((it: { code: string }) => it.code)).toHaveLength(1);
  }
  expect(await shop.ledger.count('journal_quarantine')).toBeGreaterThan(0);
  await seller.sell();
  await seller.push();
  const kept = await shop.ledger.count('journal_quarantine');
  const note = `${kept} different ones kept apart`;
  await score(testInfo, shop.ledger, seller.sold, { faults, note });
});

let forgeries = 0;

/** Signed with the right key, and not what was stored under the number. */
async function forge(seller: Seller, seq: number, kind: number) {
  const real = seller.journal[seq - 1];
  if (!real) throw new Error(`no entry ${seq}`);
  const bytes = real.bytes.replace('"v":1', `"v":1,"forged":${(forgeries += 1)}`);
  const before = seq === 1 ? Buffer.alloc(32) : Buffer.from(seller.journal[seq - 2]?.hash ?? '', 'hex');
  const hash = sha256(before, bytes);
  const signature = await seller.device.sign(hash);
  if (kind === 1) return { ...real, bytes };
  if (kind === 2) return { seq, bytes, hash: hash.toString('hex'), signature: real.signature };
  return { seq, bytes, hash: hash.toString('hex'), signature };
}

test('poison at every position', async ({ shop }, testInfo) => {
  const seller = await Seller.enrol(shop);
  const length = rounds(500, 40);
  const shown: Sale[] = [];
  for (let position = 0; position < length; position += 1) {
    const poison = POISONS[position % POISONS.length];
    if (!poison) throw new Error('no poison');
    const act = poison(structuredClone(seller.draft()));
    seller.journal.push(await seller.device.append(act));
    await seller.sell(1 + (position % 5));
  }
  while (!seller.isDone) await seller.push();
  shown.push(...seller.sold);
  const booked = () => shop.ledger.isBooked();
  await expect.poll(booked, { timeout: 60_000 }).toBe(true);
  // A poisoned sale may be in the books beside the good ones; it has to be marked.
  const poisoned = new Set(seller.journal.filter((_, at) => at % 2 === 1).map(({ seq }) => seq));
  const marked = new Set((await shop.ledger.attention()).map(({ seq }) => seq));
  const unmarked = [...poisoned].filter((seq) => !marked.has(seq));
  expect(unmarked, 'poison that nobody is told of').toEqual([]);
  const note = `${marked.size} marked for attention`;
  await score(testInfo, shop.ledger, shown, { faults: length, note });
});

type Draft = ReturnType<Seller['draft']>;

/** Each is well signed, continues the chain, and cannot be booked as it is. */
const POISONS: ((sale: Draft) => Record<string, unknown>)[] = [
  // An act of a later version.
  () => ({ teleported: { to: 'nowhere' } }),
  // A sale without a body.
  () => ({ sale: null }),
  // Text that Postgres cannot store.
  (sale) => {
    const [line] = sale.cart.lines;
    if (line) line.item.name = 'a\u0000b';
    return { sale: named(sale) };
  },
  // A total that is not the sum of its lines.
  (sale) => ({ sale: named({ ...sale, priced: { ...sale.priced, total: 1 } }) }),
  // A tender that is not what was owed.
  (sale) => ({
    sale: named({ ...sale, settlement: { ...sale.settlement, tenders: [{ kind: 'cash', amount: 1 }] } }),
  }),
  // A price book that nobody gave out.
  (sale) => ({ sale: named({ ...sale, book: '00'.repeat(32) }) }),
  // A time that is none.
  (sale) => ({ sale: named({ ...sale, closed_at: 'never' as unknown as number }) }),
  // An amount beyond what JavaScript can count.
  (sale) => ({ sale: named({ ...sale, priced: { ...sale.priced, value: 9_007_199_254_740_993 } }) }),
];

let poisons = 0;

/** A receipt of its own, so that it is not taken for a good sale. */
const named = (sale: Draft) => ({ ...sale, receipt_no: `POISON-${(poisons += 1)}` });

/** Everything that is stored is 400 days older, and the server has started anew since. */
async function aYearPasses(shop: Shop) {
  await shop.server.stop();
  await shop.ledger.rows('ALTER TABLE journal DISABLE TRIGGER USER');
  for (const [table, column] of [
    ['journal', 'received_at'],
    ['registers', 'last_seen_at'],
    ['registers', 'enrolled_at'],
  ]) {
    await shop.ledger.rows(`UPDATE ${table} SET ${column} = ${column} - interval '400 days'`);
  }
  await shop.ledger.rows('ALTER TABLE journal ENABLE TRIGGER USER');
  await shop.startServer();
  expect((await call(shop.origin, 'GET', '/ready')).status).toBe(200);
}
