// Waiting on conditions; nothing here or elsewhere waits for a fixed time.

import { setTimeout as pause } from 'node:timers/promises';

/** How often a condition outside of the page is looked at. */
const TICK_MS = 25;

/** Calls `look` until it gives something true, and returns that. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 30_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`${what}: not after ${limitMs / 1000} s`);
    await pause(TICK_MS);
  }
}
