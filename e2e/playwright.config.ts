// `cargo xtask test e2e`: every spec, each test in a shop of its own.

import { defineConfig } from '@playwright/test';

import { chromium, CHROMIUM_FLAGS } from './till/chromium';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // One worker has a Postgres, a server and a browser at work: more of them than cores only wait.
  workers: 2,
  fullyParallel: true,
  // A flaky test is a bug.
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: chromium(), args: CHROMIUM_FLAGS },
  },
});
