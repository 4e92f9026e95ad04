// Watches pages for what must never happen: exceptions, panics, errors on the console, violations of the policy.

import { type BrowserContext, type Page, expect } from '@playwright/test';

/** A request that found no network, or an answer that says so: what a register has to live with. */
const NETWORK = /^Failed to load resource: /;

export class Guard {
  private readonly found: string[] = [];
  private readonly network: string[] = [];

  watch(context: BrowserContext) {
    for (const page of context.pages()) this.watchPage(page);
    context.on('page', (page) => this.watchPage(page));
  }

  expectQuiet() {
    expect(this.found, 'errors in the page').toEqual([]);
  }

  /** Also no request failed. */
  expectSilent() {
    expect([...this.found, ...this.network], 'errors in the page').toEqual([]);
  }

  private watchPage(page: Page) {
    page.on('pageerror', (error) => this.found.push(`exception: ${error.stack ?? error.message}`));
    page.on('crash', () => this.found.push('the page crashed'));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = `${message.text()} (${message.location().url})`;
      (NETWORK.test(text) ? this.network : this.found).push(text);
    });
  }
}
