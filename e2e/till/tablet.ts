// A tablet: Chromium as a process of its own with a profile on disk, so that it can lose its power (SIGKILL of the
// whole process group) and be switched on again.

import fs from 'node:fs';
import path from 'node:path';

import {
  type Browser,
  type BrowserContext,
  type Page,
  chromium as playwright,
} from '@playwright/test';

import { makeFolder, removeFolder } from '../shop/environment';
import { type Child, start } from '../shop/process';
import { until } from '../shop/wait';
import { CHROMIUM_FLAGS, chromium } from './chromium';
import type { Guard } from './guard';

export class Tablet {
  /** Goes when the tablet goes. */
  readonly home = makeFolder('tablet');
  private child: Child | undefined;
  private browser: Browser | undefined;

  constructor(private readonly guard: Guard) {}

  /** The folder that survives the loss of power. */
  get profile(): string {
    return path.join(this.home, 'profile');
  }

  /** Switches it on, perhaps under a program that watches it, and returns its one page. */
  async switchOn(watcher: string[] = []): Promise<Page> {
    const { profile } = this;
    const portFile = path.join(profile, 'DevToolsActivePort');
    fs.rmSync(portFile, { force: true });
    // A killed browser leaves its lock behind.
    for (const lock of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
      fs.rmSync(path.join(profile, lock), { force: true });
    }
    const args = [
      ...CHROMIUM_FLAGS,
      '--headless',
      '--remote-debugging-port=0',
      '--disable-dev-shm-usage',
      '--hide-crash-restore-bubble',
      '--password-store=basic',
      '--window-size=1280,800',
      `--user-data-dir=${profile}`,
      'about:blank',
    ];
    const [file = '', ...rest] = [...watcher, chromium(), ...args];
    const child = start({ file, args: rest, log: path.join(this.home, 'chromium.log') });
    this.child = child;
    const endpoint = await until('Chromium listens', () => {
      if (!child.running) throw new Error(`Chromium ended at once:\n${child.logTail()}`);
      const [port, target] = fs.existsSync(portFile)
        ? fs.readFileSync(portFile, 'utf8').split('\n')
        : [];
      return port && target && `ws://127.0.0.1:${port}${target}`;
    });
    this.browser = await playwright.connectOverCDP(endpoint);
    this.guard.watch(this.context);
    const page = this.context.pages()[0] ?? (await this.context.newPage());
    await page.setViewportSize({ width: 1280, height: 800 });
    return page;
  }

  get context(): BrowserContext {
    const context = this.browser?.contexts()[0];
    if (!context) throw new Error('the tablet is off');
    return context;
  }

  /** Takes its power away: nothing of it gets a chance to tidy up. */
  async losePower() {
    const { child, browser } = this;
    this.child = this.browser = undefined;
    await child?.kill();
    await browser?.close().catch(() => {});
  }

  /** Takes a picture of what it shows; false when it is off. */
  async screenshot(path: string): Promise<boolean> {
    const page = this.browser?.contexts()[0]?.pages()[0];
    await page?.screenshot({ path });
    return page !== undefined;
  }

  async throwAway() {
    await this.losePower();
    removeFolder(this.home);
  }
}
