// How hard, and by which dice.

import { Random } from '../data/random';

/** The short form is a step of `cargo xtask test`; the full form is for the night. */
const SHORT = process.env.TITAN_TORTURE_SHORT === '1';

export const SEED = Number(process.env.TITAN_SEED ?? Date.now() % 1_000_000);

/** So many rounds in the full form, so many in the short one. */
export const rounds = (full: number, short: number) => (SHORT ? short : full);

/** The dice of one family: the same for the same seed, whichever families run beside it. */
export function dice(family: string): Random {
  let state = SEED;
  for (const letter of family) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return new Random(state);
}
