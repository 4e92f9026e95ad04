// A shop that serves a copy of the built app, so that a test may release another version of it.

import fs from 'node:fs';
import path from 'node:path';

import { dist, makeFolder, removeFolder } from './environment';
import { test as base } from './fixtures';

export const test = base.extend<{ app: string }>({
  /** The folder of the copy. */
  app: async ({}, use) => {
    const folder = makeFolder('app');
    const copy = path.join(folder, 'dist');
    fs.cpSync(dist(), copy, { recursive: true });
    await use(copy);
    removeFolder(folder);
  },
  shop: async ({ nursery, app }, use) => {
    const shop = await nursery.shop({ staticDir: app });
    await use(shop);
    await shop.close();
  },
});

/** Another version of the same app, as far as a browser can tell. */
export function release(app: string) {
  const file = path.join(app, 'sw.js');
  const text = fs.readFileSync(file, 'utf8');
  const changed = text.replace(/const VERSION = "([^"]+)"/, 'const VERSION = "$1-next"');
  if (changed === text) throw new Error('sw.js names no version');
  fs.writeFileSync(file, changed);
  for (const sibling of ['.br', '.gz']) fs.rmSync(file + sibling, { force: true });
}
