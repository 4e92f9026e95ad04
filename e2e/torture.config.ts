// `cargo xtask torture`

import { defineConfig } from '@playwright/test';

import base from './playwright.config';

export default defineConfig(base, {
  testDir: 'torture',
  outputDir: 'test-results-torture',
  // Deaths in the full form take minutes; what hangs is found by the waits inside.
  timeout: 0,
  reporter: [['list'], ['./torture/report.ts']],
});
