// When what goes wrong: drawn from a seed, so that the same run can be had again.

import type { Basket } from '../data/basket';
import { Random } from '../data/random';

export interface PowerCut {
  /** Which basket, counted from 0. */
  basket: number;
  /** After which of the steps of ringing it up. */
  step: number;
  /** How long after that step. */
  delayMs: number;
}

export interface Plan {
  seed: number;
  /** The first basket that is rung up without a network, and the first one with it again. */
  offlineFrom: number;
  offlineTo: number;
  /** Before this basket the page is loaded again, without a network. */
  reloadAt: number;
  cuts: PowerCut[];
}

/** Steps after the last line: pay, tender, paid, next. */
export const CLOSING_STEPS = 4;

/** The longest a power cut waits after its step: about as long as a step takes. */
const DELAY_MS = 60;

export function drawPlan(baskets: Basket[], seed: number, cuts: number): Plan {
  const random = new Random(seed);
  const offlineFrom = Math.floor(baskets.length / 3);
  const offlineTo = Math.floor((2 * baskets.length) / 3);
  const reloadAt = random.whole(offlineFrom + 1, offlineTo - 1);
  const victims = new Set<number>();
  while (victims.size < Math.min(cuts, offlineTo - offlineFrom)) {
    victims.add(random.whole(offlineFrom, offlineTo - 1));
  }
  const planned = [...victims]
    .sort((a, b) => a - b)
    .map((basket) => ({
      basket,
      step: random.whole(1, stepsOf(baskets[basket])),
      delayMs: random.whole(0, DELAY_MS),
    }));
  return { seed, offlineFrom, offlineTo, reloadAt, cuts: planned };
}

/** Each line is scanned, and where needed counted and reduced. */
export function stepsOf(basket: Basket | undefined): number {
  const lines = basket?.lines ?? [];
  const steps = lines.map(({ quantity, discount }) => {
    const counted = Number.isInteger(quantity) && quantity !== 1;
    return 1 + Number(counted) + Number(discount > 0);
  });
  return steps.reduce((sum, count) => sum + count, CLOSING_STEPS);
}
