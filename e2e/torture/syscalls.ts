// What Chromium did to the files of its IndexedDB, as strace saw it: which bytes were safe at any moment.

import fs from 'node:fs';
import path from 'node:path';

/** Follows all processes, stops them only for these calls, and names the files behind the numbers. */
export const STRACE = (out: string) => [
  'strace',
  '-f',
  '--seccomp-bpf',
  '-y',
  '-s',
  '0',
  '-e',
  'trace=write,pwrite64,writev,fdatasync,fsync',
  '-e',
  'signal=none',
  '-o',
  out,
];

const WRITE = /^\d+ +(?:write|pwrite64|writev)\(\d+<([^>]*)>.* = (\d+)$/;
const SYNC = /^\d+ +(?:fdatasync|fsync)\(\d+<([^>]*)>\) += 0$/;
const RESUMED_SYNC = /^(\d+) +<\.\.\. (?:fdatasync|fsync) resumed>\) += 0$/;
const BEGUN_SYNC = /^(\d+) +(?:fdatasync|fsync)\(\d+<([^>]*)> *<unfinished/;
const BEGUN_WRITE = /^(\d+) +(?:write|pwrite64|writev)\(\d+<([^>]*)>.*<unfinished/;
const RESUMED_WRITE = /^(\d+) +<\.\.\. (?:write|pwrite64|writev) resumed>.* += (\d+)$/;

export interface Fate {
  /** Bytes that were written. */
  written: number;
  /** Bytes that were written before the last sync of the file began. */
  safe: number;
  syncs: number;
}

/** What happened to the files whose names hold `within`, by path. Files of this kind only ever grow. */
export function fates(trace: string, within: string): Map<string, Fate> {
  const found = new Map<string, Fate>();
  const pending = new Map<string, { file: string; upTo: number }>();
  const of = (file: string) => {
    const fate = found.get(file) ?? { written: 0, safe: 0, syncs: 0 };
    found.set(file, fate);
    return fate;
  };
  const synced = (file: string, upTo: number) => {
    const fate = of(file);
    fate.safe = Math.max(fate.safe, upTo);
    fate.syncs += 1;
  };
  for (const line of fs.readFileSync(trace, 'utf8').split('\n')) {
    let match = line.match(WRITE);
    if (match?.[1]?.includes(within)) of(match[1]).written += Number(match[2]);
    match = line.match(SYNC);
    if (match?.[1]?.includes(within)) synced(match[1], of(match[1]).written);
    match = line.match(BEGUN_SYNC) ?? line.match(BEGUN_WRITE);
    if (match?.[1] && match[2]?.includes(within)) {
      pending.set(match[1], { file: match[2], upTo: of(match[2]).written });
    }
    match = line.match(RESUMED_SYNC);
    const sync = match?.[1] && pending.get(match[1]);
    if (sync) synced(sync.file, sync.upTo);
    match = line.match(RESUMED_WRITE);
    const write = match?.[1] && pending.get(match[1]);
    if (write) of(write.file).written += Number(match?.[2]);
  }
  return found;
}

/** How often the log of the database was synced. */
export function logSyncs(trace: string, within: string): number {
  let syncs = 0;
  for (const [file, fate] of fates(trace, within)) if (file.endsWith('.log')) syncs += fate.syncs;
  return syncs;
}

/** The folder of the origin's database in a profile. */
export function databaseFolder(profile: string, origin: string): string {
  const { hostname, port, protocol } = new URL(origin);
  const name = `${protocol.replace(':', '')}_${hostname}_${port}.indexeddb.leveldb`;
  return path.join(profile, 'Default/IndexedDB', name);
}
