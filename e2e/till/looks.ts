// What can be said of any screen without knowing it.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What stands seriously in the way of somebody, and where. */
export async function obstacles(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }));
}

/** By how many pixels the page is wider than its window. */
export const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
