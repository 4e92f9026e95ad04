// Code that runs in the page and takes the times: from the key to the frame in which its effect is on the screen.

import type { Page } from '@playwright/test';

declare global {
  interface Window {
    probe: {
      /** When the sell screen took scans, in ms since the navigation began. */
      ready: number | undefined;
      /** Begins to wait for an effect of the next key or press. */
      arm(key: string | undefined, effect: string): void;
      /** Resolves with the ms between the two. */
      result: Promise<number> | undefined;
    };
  }
}

export async function installProbe(page: Page) {
  await page.addInitScript(() => {
    const probe: Window['probe'] = { ready: undefined, result: undefined, arm };
    window.probe = probe;

    new MutationObserver(() => {
      if (document.documentElement.dataset.ready === 'sell') probe.ready ??= performance.now();
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready'] });

    function arm(key: string | undefined, effect: string) {
      const before = look(effect);
      let begun: number | undefined;
      const type = key === undefined ? 'pointerdown' : 'keydown';
      const begin = (event: Event) => {
        if (key && (event as KeyboardEvent).key !== key) return;
        begun = event.timeStamp;
        removeEventListener(type, begin, true);
      };
      addEventListener(type, begin, true);
      probe.result = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (begun === undefined || look(effect) === before) return;
          observer.disconnect();
          const from = begun;
          requestAnimationFrame(() =>
            requestAnimationFrame(() => resolve(performance.now() - from)),
          );
        });
        const options = { subtree: true, childList: true, characterData: true, attributes: true };
        observer.observe(document, options);
      });
    }

    /** What an effect shows itself by: how many there are, and what the first of them is. */
    function look(effect: string): string {
      const found = document.querySelectorAll<HTMLElement>(effect);
      return `${found.length} ${found[0]?.dataset.testid ?? ''}`;
    }
  });
}

/** Arms the probe, acts, and returns the ms from the key (or the press) to the painted effect. */
export async function timed(
  page: Page,
  key: string | undefined,
  effect: string,
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(([key, effect]) => window.probe.arm(key, effect as string), [key, effect]);
  await act();
  return page.evaluate(() => window.probe.result as Promise<number>);
}
