// Pictures of every screen for the documentation: TITAN_SCREENSHOTS=1 cargo xtask test e2e

import path from 'node:path';

import { test } from '../shop/fixtures';
import { SIZES, eachScreen } from '../till/screens';

const FOLDER = path.resolve(__dirname, '../../docs/screenshots');

test.skip(process.env.TITAN_SCREENSHOTS !== '1', 'only when pictures are asked for');

for (const size of SIZES) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({ viewport: size, colorScheme: theme });

      test(`${size.width}x${size.height}, ${theme}`, async ({ page, shop }) => {
        await eachScreen(page, shop, async (name) => {
          const file = `${name}-${size.width}x${size.height}-${theme}.png`;
          await page.screenshot({ path: path.join(FOLDER, file), animations: 'disabled' });
        });
      });
    });
  }
}
