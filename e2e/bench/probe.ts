// Code that runs in the page and takes the times: from the key to the frame in which its effect is on the screen.

import type { Page } from '@playwright/test';

declare global {
  interface Window {
    probe: {
      /** When the sell screen took scans, in ms since the navigation began. */
      ready: number | undefined;
      /** Begins to wait for an effect of the next key or press. */
      arm(key: string | undefined, effect: string): void;
      /** Resolves with the ms between the two, or with nothing when there was no effect. */
      result: Promise<number | undefined> | undefined;
    };
  }
}

/** Longer than any effect takes: a key that changes nothing is not waited for any longer. */
const PATIENCE_MS = 2000;

export async function installProbe(page: Page) {
  await page.addInitScript((patienceMs) => {
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
        setTimeout(() => {
          observer.disconnect();
          resolve(undefined);
        }, patienceMs);
      });
    }

    /** What an effect shows itself by: which elements there are. */
    function look(effect: string): string {
      const found = [...document.querySelectorAll<HTMLElement>(effect)];
      return found.map(({ dataset }) => `${dataset.testid} ${dataset.line ?? ''}`).join();
    }
  }, PATIENCE_MS);
}

/** Arms the probe, acts, and returns the ms from the key (or the press) to the painted effect. */
export async function timed(
  page: Page,
  key: string | undefined,
  effect: string,
  act: () => Promise<void>,
): Promise<number | undefined> {
  await page.evaluate(([key, effect]) => window.probe.arm(key, effect as string), [key, effect]);
  await act();
  return page.evaluate(() => window.probe.result);
}
