// The register in the language of whoever stands at it, with figures as that language writes them.

import { expect, test } from '../shop/fixtures';
import { obstacles, overhang } from '../till/looks';
import { type Register } from '../till/register';

const AVOCADO = { code: '2901000304687', sku: 'FRU-003' }; // 1.49

const LANGUAGES = [
  { code: 'de', name: 'Deutsch', pay: 'kassieren', direction: 'ltr' },
  { code: 'fr', name: 'Français', pay: 'Encaisser', direction: 'ltr' },
  { code: 'es', name: 'Español', pay: 'Cobrar', direction: 'ltr' },
  { code: 'ar', name: 'العربية', pay: 'ادفع', direction: 'rtl' },
];

test('each language is there without a network, with its own figures and its own direction', async ({ register }) => {
  const { page } = register;
  await register.losesNetwork();
  await register.add(AVOCADO.code, AVOCADO.sku);
  const euros = (code: string) =>
    page.evaluate((locale) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
      return format.format(1.49);
    }, code);
  for (const { code, name, pay, direction } of LANGUAGES) {
    await speak(register, name);
    const root = page.locator('html');
    await expect(root).toHaveAttribute('lang', code);
    await expect(root).toHaveAttribute('dir', direction);
    const button = page.getByTestId('pay').filter({ visible: true });
    await expect(button).toContainText(pay);
    await expect(button).toContainText(await euros(code));
  }
  await page.reload();
  await register.returns();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await register.payExactly();
  await register.receipt();
});

test('in Arabic the page runs from the right, and nothing stands in anyone’s way', async ({
  register,
}) => {
  const { page } = register;
  await register.add(AVOCADO.code, AVOCADO.sku);
  await speak(register, 'العربية');
  const left = async (selector: string) => (await page.locator(selector).boundingBox())?.x ?? NaN;
  // The page is built anew in the other language: for a moment nothing has a place.
  await expect.poll(async () => (await left('.cart')) < (await left('.goods'))).toBe(true);
  expect(await obstacles(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('pane').click();
  expect(await overhang(page)).toBeLessThanOrEqual(0);
  await register.pay();
  expect(await overhang(page)).toBeLessThanOrEqual(0);
});

test('whoever needs more contrast and larger text gets both, and keeps them', async ({
  register,
}) => {
  const { page } = register;
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  const before = { ink: await ink(), size: await size() };
  await openSettings(register);
  await page.getByRole('button', { name: 'High' }).click();
  await page.getByRole('button', { name: 'Largest' }).click();
  await expect.poll(ink).not.toBe(before.ink);
  await expect.poll(async () => parseFloat(await size())).toBeGreaterThan(parseFloat(before.size));
  expect(await obstacles(page)).toEqual([]);
  await page.reload();
  await register.returns();
  await expect.poll(ink).not.toBe(before.ink);
  await register.add(AVOCADO.code, AVOCADO.sku);
  expect(await obstacles(page)).toEqual([]);
});

async function openSettings(register: Register) {
  await register.page.getByTestId('menu').click();
  await register.page.getByTestId('menu-settings').click();
}

async function speak(register: Register, name: string) {
  await openSettings(register);
  await register.page.getByRole('button', { name, exact: true }).click();
  await register.page.keyboard.press('Escape');
}
