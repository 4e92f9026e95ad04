// `cargo xtask replay`

import { defineConfig } from '@playwright/test';

import base from './playwright.config';

export default defineConfig(base, { testDir: 'replay', workers: 1, timeout: 0 });
