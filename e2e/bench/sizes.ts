// What a first visit downloads, by the compressed files of the build.

import fs from 'node:fs';
import path from 'node:path';

import type { Figure } from './figures';

const KINDS = ['.wasm', '.js', '.css', '.html'];
/** Of the whole register; the first one that sold, at 58524a1, had 350 and came to 321. */
const LIMIT_KB = 450;

/** One figure for each kind of file, and their sum against the limit. */
export function sizes(dist: string): Figure[] {
  const figures: Figure[] = KINDS.map((kind) => ({
    name: `first visit, ${kind.slice(1)}`,
    unit: 'KB',
    value: filesOf(dist, kind).reduce((sum, file) => sum + sentBytes(file), 0) / 1024,
    how: 'brotli',
  }));
  const value = figures.reduce((sum, figure) => sum + figure.value, 0);
  figures.push({ name: 'first visit', unit: 'KB', value, limit: LIMIT_KB, how: 'brotli' });
  return figures;
}

function filesOf(dist: string, kind: string): string[] {
  const names = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(kind)).map((name) => path.join(dist, name));
}

/** A file that does not shrink is sent as it is. */
function sentBytes(file: string): number {
  const packed = `${file}.br`;
  return fs.statSync(fs.existsSync(packed) ? packed : file).size;
}
