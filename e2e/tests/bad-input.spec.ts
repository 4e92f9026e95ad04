// What comes in wrong at every door of the server: a stable code goes out, and nothing is written half.

import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { type Answer, Device, type SealedEntry, call, newKeys, publicKey } from '../device/device';
import { ITEM_BY_SKU, type Item, saleAct, saleOf } from '../device/sale';
import { expect, test as base } from '../shop/fixtures';

const test = base.extend<{ device: Device; roll: Item }>({
  device: async ({ shop }, use) => use(await Device.enrol(shop.origin, shop.enrolCode())),
  roll: async ({ shop }, use) => {
    const [item] = await shop.ledger.rows<Item>(ITEM_BY_SKU, ['BAK-001']);
    if (!item) throw new Error('no rolls in the demo shop');
    await use(item);
  },
});

test('a sale of a device arrives, is booked, and priced again comes to the same', async ({
  device,
  roll,
  shop,
}) => {
  const shift = await device.openShift();
  const entry = await device.append(saleAct(saleOf(device.config, roll, 3, 1)));
  const answer = await device.push([shift, entry]);
  expect(answer.status).toBe(200);
  expect(answer.body.anchor).toMatchObject({ seq: 2, hash: entry.hash });
  const again = await device.push([shift, entry]);
  expect(again.body.anchor).toMatchObject({ seq: 2, hash: entry.hash });
  const lines = [{ sku: 'BAK-001', quantity: 3, discount: 0, total: 126 }];
  const payments = [{ kind: 'cash' as const, amount: 126 }];
  await shop.ledger.expectExactly([
    { receipt: 'R1-000001', total: 126, change: 0, lines, payments },
  ]);
});

test('bodies of the wrong shape are refused and leave nothing', async ({ device, roll, shop }) => {
  const good = await device.append(saleAct(saleOf(device.config, roll, 1, 1)));
  const bodies: [string, unknown][] = [
    ['no object', 7],
    ['no entries', {}],
    ['entries that are no list', { entries: 'none' }],
    ['an entry without a signature', { entries: [{ ...good, signature: undefined }] }],
    ['a good entry before a bad one', { entries: [good, { seq: 'two' }] }],
    ['a hash that is none', { entries: [{ ...good, hash: 'XYZ' }] }],
  ];
  for (const [what, body] of bodies) {
    const answer = await device.call('POST', '/api/v1/journal', { body });
    refused(answer, [400, 422], /^request\./, what);
  }
  for (const raw of ['', '{', '{"entries":[', '\u0000\u0001', '[]]']) {
    const answer = await device.call('POST', '/api/v1/journal', { raw });
    refused(answer, [400, 422], /^request\./, JSON.stringify(raw));
  }
  const type = { 'content-type': 'text/plain' };
  const body = JSON.stringify({ entries: [good] });
  const wrongType = await device.call('POST', '/api/v1/journal', { raw: body, headers: type });
  refused(wrongType, [400, 415], /^request\./, 'no JSON by its own word');
  expect(await shop.ledger.count('journal')).toBe(0);
  expect(await shop.ledger.count('journal_quarantine')).toBe(0);
});

test('a body that is too large is refused, a batch that is too long as well', async ({
  device,
  shop,
}) => {
  const answer = await device.call('POST', '/api/v1/journal', { raw: 'x'.repeat(8_388_609) }).catch(
    // The server may hang up on it before it has read it all.
    () => undefined,
  );
  if (answer) refused(answer, [413], /^request\./, 'nine megabytes');
  const entries: SealedEntry[] = [];
  for (let n = 0; n < 501; n += 1) entries.push(await device.append('staff_signed_in'));
  refused(await device.push(entries), [400, 413, 422], /\./, '501 entries');
  expect(await shop.ledger.count('journal')).toBe(0);
  expect((await device.push(entries.slice(0, 500))).body.anchor.seq).toBe(500);
});

test('nobody gets in without a token of this server', async ({ device, roll, shop }) => {
  const good = await device.append(saleAct(saleOf(device.config, roll, 1, 1)));
  const tokens: [string, string | undefined][] = [
    ['none', undefined],
    ['not a token', 'Bearer nonsense'],
    ['another scheme', `Basic ${device.token}`],
    [
      'signed by a stranger',
      `Bearer ${forge(device.token, 'a guessed secret of some length', {})}`,
    ],
    ['not signed at all', `Bearer ${unsigned(device.token)}`],
    ['altered', `Bearer ${altered(device.token)}`],
    ['expired', `Bearer ${forge(device.token, shop.jwtSecret, { exp: 1_000_000_000 })}`],
  ];
  for (const [what, authorization] of tokens) {
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const options = { body: { entries: [good] }, headers };
    const answer = await call(shop.origin, 'POST', '/api/v1/journal', options);
    refused(answer, [401], what === 'expired' ? /^auth\.expired$/ : /^auth\./, what);
  }
  expect(await shop.ledger.count('journal')).toBe(0);
});

test('a register proves itself with its own key, and with each challenge once', async ({
  device,
  shop,
}) => {
  const proof = await device.prove();
  expect(proof.status).toBe(200);
  expect(proof.body.token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);

  const stranger = await newKeys();
  const forged = await device.prove(async (challenge) => {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const bytes = Buffer.from(challenge);
    const signature = await crypto.subtle.sign(algorithm, stranger.privateKey, bytes);
    return Buffer.from(signature).toString('base64url');
  });
  refused(forged, [401, 403], /^auth\./, 'another key');

  const register = '0190f3c2-0000-7000-8000-000000000000';
  const unknown = await call(shop.origin, 'POST', '/api/v1/auth/challenge', { body: { register } });
  if (unknown.status === 200) {
    const body = { register, challenge: unknown.body.challenge, signature: 'AAAA' };
    refused(
      await call(shop.origin, 'POST', '/api/v1/auth/token', { body }),
      [401, 403, 404],
      /\./,
      'an unknown register',
    );
  } else refused(unknown, [401, 403, 404], /\./, 'an unknown register');
});

test('an enrolment code works once, and only a right one', async ({ shop }) => {
  const code = shop.enrolCode('R2');
  const public_key = await publicKey(await newKeys());
  const enrol = (body: unknown) => call(shop.origin, 'POST', '/api/v1/enrol', { body });
  refused(
    await enrol({ code: 'AAAA-AAAA-AAAA', public_key, device: 'x' }),
    [400, 401, 403, 404],
    /\./,
    'guessed',
  );
  refused(await enrol({ code, public_key: 'AAAA', device: 'x' }), [400, 422], /\./, 'no key');
  expect((await enrol({ code, public_key, device: 'x' })).status).toBeLessThan(300);
  const other = await publicKey(await newKeys());
  refused(
    await enrol({ code, public_key: other, device: 'y' }),
    [400, 401, 403, 404, 409, 410],
    /\./,
    'used',
  );
});

test('a sale whose sums do not add up is kept and marked, not bounced', async ({
  device,
  roll,
  shop,
}) => {
  const sale = saleOf(device.config, roll, 2, 1);
  // The line says 0.84, the total 0.01.
  sale.priced.total = 1;
  sale.settlement.due = 1;
  sale.settlement.tenders = [{ kind: 'cash', amount: 1 }];
  const shift = await device.openShift();
  const odd = await device.append(saleAct(sale));
  const fine = await device.append(saleAct(saleOf(device.config, roll, 1, 2)));
  const answer = await device.push([shift, odd, fine]);
  expect(answer.status).toBe(200);
  expect(answer.body.anchor.seq).toBe(3);
  expect(answer.body.quarantined ?? []).toEqual([]);
  await shop.ledger.waitForSales(2);
  const totals = (await shop.ledger.sales()).map(({ total }) => total);
  expect(totals, 'as the register said').toEqual([1, 42]);
  const marks = await shop.ledger.attention();
  expect(marks.length).toBeGreaterThan(0);
  expect(new Set(marks.map(({ seq }) => seq)), 'only the odd one').toEqual(new Set([odd.seq]));
});

test('an act that this server does not know is kept and marked', async ({ device, shop }) => {
  const strange = await device.append({ till_dance: { steps: 3 } });
  const answer = await device.push([strange]);
  expect(answer.status).toBe(200);
  const kept =
    (await shop.ledger.count('journal')) + (await shop.ledger.count('journal_quarantine'));
  expect(kept, 'kept somewhere').toBe(1);
});

test('chains that are broken, altered, forged or forked are set aside', async ({
  device,
  shop,
}) => {
  const [first, second] = [await signedIn(device), await signedIn(device)];
  expect((await device.push([first])).status).toBe(200);
  const wrong: [string, SealedEntry][] = [
    ['journal.fork', { ...first, hash: '0'.repeat(64) }],
    ['journal.altered', { ...second, bytes: second.bytes.replace('"fence":1', '"fence":9') }],
    ['journal.signature', { ...second, signature: first.signature }],
  ];
  for (const [code, entry] of wrong) {
    const answer = await device.push([entry]);
    expect(answer.status, code).toBe(200);
    expect(answer.body.quarantined, code).toMatchObject([{ seq: entry.seq, code }]);
    expect(answer.body.anchor, 'the good part stands').toMatchObject({ seq: 1, hash: first.hash });
  }
  const codes = (await shop.ledger.quarantine()).map(({ code }) => code);
  expect(codes.sort()).toEqual(wrong.map(([code]) => code).sort());
  // The true entry still fits.
  expect((await device.push([second])).body.anchor.seq).toBe(2);
  expect(await shop.ledger.count('journal')).toBe(2);
});

test('an entry that names another one before it is set aside', async ({ device, shop }) => {
  await signedIn(device);
  const broken = await device.append('staff_signed_in', { seq: 1, prev: '0'.repeat(64) });
  const answer = await device.push([{ ...broken, seq: 1 }]);
  expect(answer.status).toBe(200);
  expect(answer.body.quarantined).toHaveLength(1);
  expect(answer.body.anchor.seq).toBe(0);
  expect(await shop.ledger.count('journal')).toBe(0);
  expect(await shop.ledger.count('journal_quarantine')).toBe(1);
});

test('a gap takes nothing in and says from where to send again', async ({ device, shop }) => {
  await signedIn(device);
  const second = await signedIn(device);
  const answer = await device.push([second]);
  expect(answer.status).toBe(200);
  expect(answer.body.anchor.seq).toBe(0);
  expect(answer.body.quarantined ?? []).toEqual([]);
  expect((await device.head()).body.anchor.seq).toBe(0);
  expect(await shop.ledger.count('journal')).toBe(0);
});

test('another version of the protocol, other paths and other methods are told so', async ({
  device,
}) => {
  const old = await device.call('GET', '/api/v1/journal/head', {
    headers: { 'x-titan-protocol': '0' },
  });
  refused(old, [400, 426], /^protocol\.|^request\./, 'too old');
  refused(await device.call('GET', '/api/v1/nothing'), [404], /\./, 'no such path');
  refused(await device.call('DELETE', '/api/v1/journal'), [405], /\./, 'no such method');
  refused(
    await device.call('GET', '/api/v1/changes?cursor=%00bad'),
    [200, 400],
    /\./,
    'a bad cursor',
  );
});

test('a catalogue with bad rows brings its good ones in, and says what is wrong where', async ({
  shop,
}) => {
  const file = path.join(shop.folder, 'catalogue.csv');
  const errors = path.join(shop.folder, 'errors.jsonl');
  const rows = ['T-1,Tea,Drinks,250', 'T-2,,Drinks,100', 'T-3,Rum,Drinks,-5', 'T-4,Mate,Drinks,300'];
  fs.writeFileSync(file, ['sku,name,category,price_minor', ...rows, ''].join('\n'));
  const before = await shop.ledger.count('items');
  const defaults = ['--default', 'tax=zero', '--default', 'unit=each'];
  const summary = await shop.server.command(
    ...['import', 'catalog', file, '--errors', errors],
    ...defaults,
  );
  expect(JSON.parse(summary)).toMatchObject({ read: 4, added: 2, rejected: 2 });
  const refusals = fs.readFileSync(errors, 'utf8').trim().split('\n');
  expect(refusals.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ line: 3, field: 'name', reason: expect.stringMatching(/\w/) }),
    expect.objectContaining({ line: 4, field: 'price_minor', reason: expect.stringMatching(/\w/) }),
  ]);
  expect(await shop.ledger.count('items')).toBe(before + 2);
});

const signedIn = (device: Device) => device.append('staff_signed_in');

function refused(answer: Answer, statuses: number[], code: RegExp, what: string) {
  expect(statuses, `${what}: ${JSON.stringify(answer.body)}`).toContain(answer.status);
  if (answer.status < 300) return;
  expect(answer.body?.error?.code, what).toMatch(code);
  expect(answer.body.error.message, what).toMatch(/\w/);
}

/** The token with other claims, signed with a secret. */
function forge(token: string, secret: string, claims: Record<string, unknown>): string {
  const [head = '', body = ''] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), ...claims };
  const text = `${head}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function unsigned(token: string): string {
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${head}.${token.split('.')[1]}.`;
}

function altered(token: string): string {
  const [head, body = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const later = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString(
    'base64url',
  );
  return `${head}.${later}.${signature}`;
}
