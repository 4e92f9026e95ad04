// What the tests are given: programs and folders, named in the environment by `cargo xtask`.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const e2e = path.resolve(__dirname, '..');

/** `titan-server`. */
export const serverProgram = () => program('TITAN_SERVER_BIN');

/** `xtask`, which starts and stops private Postgres clusters. */
export const xtaskProgram = () => program('TITAN_XTASK_BIN');

/** The built PWA. */
export const dist = () => path.resolve(process.env.TITAN_DIST ?? path.join(e2e, '../dist'));

/** The real goods and baskets, or `undefined` where they are not. */
export function vectors(): string | undefined {
  const dir = process.env.TITAN_VECTORS ?? path.resolve(e2e, '../../shared/vectors');
  return fs.existsSync(path.join(dir, 'retail/grocery_catalogue.csv.gz')) ? dir : undefined;
}

/** A new folder that a private Postgres, which may run as another user, can reach into. */
export function makeFolder(purpose: string): string {
  const home = process.env.TITAN_E2E_HOME ?? os.tmpdir();
  const dir = fs.mkdtempSync(path.join(home, `titan-${purpose}-`));
  fs.chmodSync(dir, 0o711);
  return dir;
}

export function removeFolder(dir: string) {
  fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}

function program(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with \`cargo xtask test e2e\``);
  return value;
}
