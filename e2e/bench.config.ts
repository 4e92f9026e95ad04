// `cargo xtask bench web`

import { defineConfig } from '@playwright/test';

import base from './playwright.config';

export default defineConfig(base, { testDir: 'bench', workers: 1, timeout: 0 });
