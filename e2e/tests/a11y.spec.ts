// Everyone can use it: screen readers, keyboards, small screens, both themes.

import { expect, test } from '../shop/fixtures';
import { obstacles, overhang } from '../till/looks';
import { eachScreen } from '../till/screens';

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('no screen has a serious obstacle', async ({ page, context, shop, guard }) => {
      test.slow();
      guard.watch(context);
      await eachScreen(page, shop, async (name) => {
        expect(await obstacles(page), `obstacles on ${name}`).toEqual([]);
      });
      guard.expectSilent();
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('no screen scrolls sideways', async ({ page, shop }) => {
    await eachScreen(page, shop, async (name) => {
      expect(await overhang(page), `overhang on ${name}`).toBeLessThanOrEqual(0);
    });
  });
});

test('a sale is made without a mouse or a finger', async ({ register, shop }) => {
  const { page } = register;
  await page.keyboard.type('BAK-001');
  await page.keyboard.press('Enter');
  await register.showsTotal(42);
  await page.keyboard.press('F9');
  await expect(page.getByTestId('due')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const receipt = await register.receipt();
  await page.keyboard.press('Enter');
  await register.isReady();
  const lines = [{ sku: 'BAK-001', quantity: 1, discount: 0, total: 42 }];
  const payments = [{ kind: 'cash' as const, amount: 42 }];
  await shop.ledger.expectExactly([{ receipt, total: 42, change: 0, lines, payments }]);
});
