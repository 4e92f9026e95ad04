// What the server hands out besides the API's answers: the app, with the headers that it needs.

import fs from 'node:fs';
import path from 'node:path';

import { call } from '../device/device';
import { dist } from '../shop/environment';
import { expect, test } from '../shop/fixtures';

const TYPES: Record<string, RegExp> = {
  '.wasm': /^application\/wasm$/,
  '.js': /^text\/javascript|^application\/javascript/,
  '.css': /^text\/css/,
  '.html': /^text\/html/,
  '.svg': /^image\/svg\+xml/,
  '.png': /^image\/png$/,
  '.webmanifest': /^application\/manifest\+json/,
};

test('every file of the app has its type, and only named-by-content files are kept for ever', async ({
  shop,
}) => {
  for (const file of files()) {
    const answer = await fetch(`${shop.origin}/${file}`, {
      headers: { 'accept-encoding': 'br' },
    });
    expect(answer.status, file).toBe(200);
    const type = TYPES[path.extname(file)];
    if (type) expect(answer.headers.get('content-type') ?? '', file).toMatch(type);
    const caching = answer.headers.get('cache-control') ?? '';
    expect(caching, file).toMatch(isHashed(file) ? /immutable/ : /no-cache|max-age=\d{1,5}\b/);
    const packed = fs.existsSync(path.join(dist(), `${file}.br`));
    if (packed) expect(answer.headers.get('content-encoding'), file).toBe('br');
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body.equals(fs.readFileSync(path.join(dist(), file))), `${file} as built`).toBe(true);
  }
});

test('the page may run its own code and nothing else', async ({ shop }) => {
  const answer = await fetch(shop.origin);
  const policy = answer.headers.get('content-security-policy') ?? '';
  const scripts = policy.split(';').find((part) => part.trim().startsWith('script-src')) ?? '';
  expect(scripts).toContain("'self'");
  expect(scripts).toContain("'wasm-unsafe-eval'");
  expect(scripts).not.toContain("'unsafe-inline'");
  expect(scripts).not.toContain("'unsafe-eval'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toContain('no-cache');
});

test('pages that the app knows open it; files and calls that are not there are not found', async ({
  shop,
}) => {
  const page = await call(shop.origin, 'GET', '/sales');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect((await call(shop.origin, 'GET', '/gone-0123456789abcdef.js')).status).toBe(404);
  const api = await call(shop.origin, 'GET', '/api/v1/none');
  expect(api.status).toBe(404);
  expect(api.body.error.code).toMatch(/\./);
});

test('it tells machines how it is', async ({ shop }) => {
  const health = await call(shop.origin, 'GET', '/health');
  expect(health.body).toMatchObject({ status: expect.any(String), version: expect.any(String) });
  expect((await call(shop.origin, 'GET', '/ready')).status).toBe(200);
  expect((await call(shop.origin, 'GET', '/metrics')).body).toContain('# TYPE ');
  const api = await call(shop.origin, 'GET', '/api/openapi.json');
  expect(Object.keys(api.body.paths)).toContain('/api/v1/journal');
});

/** What the build made, without the compressed siblings and what only the server reads. */
function files(): string[] {
  return fs
    .readdirSync(dist(), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist(), path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !/\.(br|gz)$/.test(file) && file !== 'csp.json');
}

const isHashed = (file: string) => /-[0-9a-f]{8,}(_bg)?\./.test(file);
