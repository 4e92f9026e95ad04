// A register as a cashier uses it: each verb is something a cashier does or reads.

import { type Locator, type Page, expect } from '@playwright/test';

import type { Sale, Sold } from '../shop/ledger';
import type { Shop } from '../shop/shop';

const CASHIER = 'Linus Weber';

export class Register {
  readonly lines: Locator;
  readonly badge: Locator;
  readonly paid: Locator;

  constructor(
    readonly page: Page,
    readonly shop: Shop,
  ) {
    this.lines = page.getByTestId('cart-line');
    this.badge = page.getByTestId('sync-badge');
    this.paid = page.getByTestId('paid');
  }

  /** Opens the app and makes the device a register. */
  async enrol(code = this.shop.enrolCode()) {
    await this.page.goto(`${this.shop.origin}/?enrol=${encodeURIComponent(code)}`);
    await this.page.getByTestId('enrol-submit').click();
  }

  async signIn(name = CASHIER) {
    await this.chooseStaff(name);
    await this.enterPin(name);
    await this.opensShift();
    await this.isReady();
  }

  /** Where no shift runs, opens one with an empty drawer. */
  async opensShift() {
    const open = this.page.getByTestId('count-done');
    await this.page.locator('html[data-ready="sell"]').or(open).first().waitFor();
    if (await open.isVisible()) await open.click();
  }

  async chooseStaff(name = CASHIER) {
    await this.page.getByTestId(`staff-${slug(name)}`).click();
  }

  async enterPin(name = CASHIER) {
    for (const digit of this.shop.pinOf(name)) {
      await this.page.getByTestId(`pin-${digit}`).click();
    }
  }

  /** Waits until scans are taken. */
  async isReady() {
    await this.page.locator('html[data-ready="sell"]').waitFor();
  }

  async open() {
    await this.page.goto(this.shop.origin);
  }

  /** Waits until the cart on the disk is this: `BAK-001 x7 -14` is seven pieces with 0.14 taken off. */
  async keeps(lines: string[]) {
    const disk = () => this.page.evaluate(readCart);
    await expect.poll(disk, { message: 'the cart on the disk' }).toEqual(lines);
  }

  /** Goes on to the next sale, where the app may take a new version. */
  async takesUpdate() {
    await this.page.getByTestId('next-sale').click();
  }

  /** After the page was opened again: signs in where the app asks for it, and waits until scans are taken. */
  async returns(name = CASHIER) {
    const ready = this.page.locator('html[data-ready="sell"]');
    const staff = this.page.getByTestId(`staff-${slug(name)}`);
    const open = this.page.getByTestId('count-done');
    await ready.or(staff).or(open).first().waitFor();
    if (await staff.isVisible()) await this.signIn(name);
    await this.opensShift();
    await this.isReady();
  }

  /** Waits until the app and the catalogue are on the device. */
  async worksOffline() {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    });
  }

  /** Waits until it can go on alone, and takes the network away. */
  async losesNetwork() {
    await this.worksOffline();
    this.shop.cable.unplug();
  }

  /** What a keyboard-wedge scanner does. */
  async scan(code: string) {
    await this.page.keyboard.type(code);
    await this.page.keyboard.press('Enter');
  }

  /** Scans and waits until the goods are in the cart. */
  async add(code: string, sku = code) {
    await this.scan(code);
    await expect(this.line(sku)).toBeVisible();
  }

  async search(text: string) {
    await this.page.getByTestId('search').fill(text);
  }

  async tap(sku: string) {
    await this.page.getByTestId(`tile-${sku}`).click();
  }

  line(sku: string): Locator {
    return this.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`).last();
  }

  /** An answer to what the till asks about an item. */
  option(name: string): Locator {
    return this.page.getByTestId('option').filter({ hasText: name });
  }

  async setQuantity(sku: string, quantity: number) {
    await this.openLine(sku);
    await this.fillIn('line-qty', String(quantity));
  }

  /** `amount` in minor units. */
  async takeOff(sku: string, amount: number) {
    await this.openLine(sku);
    await this.fillIn('line-discount-amount', (amount / 100).toFixed(2));
  }

  async takeOffPercent(sku: string, percent: number) {
    await this.openLine(sku);
    await this.fillIn('line-discount-percent', String(percent));
  }

  /** Types another price for a unit, in minor units, and why. */
  async setPrice(sku: string, price: number, reason?: string) {
    await this.openLine(sku);
    if (reason) await this.page.getByTestId('line-reason').selectOption(reason);
    await this.fillIn('line-price', (price / 100).toFixed(2));
  }

  /** The till asks for somebody who may allow this. */
  async isAskedFor(what: string) {
    await expect(this.page.getByTestId('approve-what')).toContainText(what);
  }

  /** Somebody comes and allows what the till asks for. */
  async approves(name: string) {
    await this.page.getByTestId(`approver-${slug(name)}`).click();
    await this.enterPin(name);
    await expect(this.page.getByTestId('approve-what')).toBeHidden();
  }

  async remove(sku: string) {
    await this.openLine(sku);
    await this.page.getByTestId('line-remove').click();
  }

  async takeOffEverythingPercent(percent: number) {
    await this.page.getByTestId('cart-discount').click();
    await this.fillIn('cart-discount-percent', String(percent));
  }

  async coupon(code: string) {
    await this.page.getByTestId('cart-discount').click();
    await this.fillIn('coupon-code', code);
  }

  /** Why a line has its price: what each step adds, and what they come to. */
  async reasons(sku: string): Promise<{ steps: number[]; sum: number }> {
    await this.openLine(sku);
    await this.page.getByTestId('line-why').click();
    const read = (rows: Element[]) => rows.map((row) => Number((row as HTMLElement).dataset.minor));
    const steps = await this.page.getByTestId('reason').evaluateAll(read);
    const sum = await minor(this.page.getByTestId('reason-sum'));
    await this.page.keyboard.press('Escape');
    return { steps, sum };
  }

  async goToShift() {
    await this.page.getByTestId('menu').click();
    await this.page.getByTestId('menu-shift').click();
  }

  /** Counts the drawer: how many of each note and coin, by what one is worth in minor units. */
  async count(pieces: Record<number, number>) {
    for (const [worth, count] of Object.entries(pieces)) {
      await this.page.getByTestId(`count-${worth}`).fill(String(count));
    }
    await this.page.getByTestId('count-done').click();
  }

  /** Cash that goes in or out without a sale: `paid-in`, `paid-out` or `cash-drop`. */
  async moveCash(kind: string, amount: number, reason: string) {
    await this.page.getByTestId(kind).click();
    await this.page.getByTestId('drawer-amount').fill((amount / 100).toFixed(2));
    await this.fillIn('drawer-reason', reason);
    await expect(this.page.getByTestId('drawer-reason')).toBeHidden();
  }

  /** Parks the cart by key. */
  async park(name: string) {
    await this.page.keyboard.press('F6');
    await this.fillIn('park-name', name);
    await expect(this.lines).toHaveCount(0);
  }

  async takeParked(name: string) {
    await this.page.getByTestId('parked').click();
    await this.page.locator(`[data-testid="parked-cart"][data-name="${name}"]`).click();
  }

  async hasParked(count: number) {
    await expect(this.page.getByTestId('parked')).toHaveAttribute('data-count', String(count));
  }

  async clear() {
    await this.page.getByTestId('cart-clear').click();
  }

  async undo() {
    await this.page.getByTestId('undo').click();
  }

  /** In minor units. */
  async total(): Promise<number> {
    return minor(this.page.getByTestId('total'));
  }

  async showsTotal(amount: number) {
    await expect(this.page.getByTestId('total')).toHaveAttribute('data-minor', String(amount));
  }

  async pay() {
    await this.page.getByTestId('pay').filter({ visible: true }).click();
    await expect(this.page.getByTestId('due')).toBeVisible();
  }

  /** Pays what is still owed in cash, exactly. */
  async payExactly() {
    await this.pay();
    await this.page.getByTestId('tender-cash-exact').click();
  }

  async payByCard() {
    await this.pay();
    await this.page.getByTestId('tender-card').click();
  }

  /** Puts down a part of what is owed. */
  async putDownCash(amount: number) {
    await this.fillIn('tender-cash-amount', (amount / 100).toFixed(2));
  }

  /** Waits for "Paid" and returns what the receipt is called. */
  async receipt(): Promise<string> {
    await expect(this.paid).toBeVisible();
    const text = await this.page.getByTestId('receipt-no').textContent();
    return text?.match(/[A-Z0-9]+(-\d+)+/)?.[0] ?? '';
  }

  async nextSale() {
    await this.page.getByTestId('next-sale').click();
    await this.isReady();
  }

  /** Sells one line for exact cash and returns the sale as the shop should have it. */
  async sell(code: string, line: Sold): Promise<Sale> {
    await this.add(code, line.sku);
    await this.showsTotal(line.total);
    await this.payExactly();
    const receipt = await this.receipt();
    await this.nextSale();
    const payments = [{ kind: 'cash' as const, amount: line.total }];
    return { receipt, total: line.total, change: 0, lines: [line], payments };
  }

  /** What the badge says: `online`, `offline`, `problem`. */
  async link(): Promise<string> {
    return (await this.badge.getAttribute('data-state')) ?? '';
  }

  async showsLink(state: string) {
    await expect(this.badge).toHaveAttribute('data-state', state, { timeout: 40_000 });
  }

  /** Waits until everything that was done here is at the server. */
  async isSynced() {
    await expect(this.badge).toHaveAttribute('data-waiting', '0', { timeout: 60_000 });
  }

  /** The list of the day's sales, as it stands. */
  async dayList(): Promise<{ receipt: string; synced: boolean }[]> {
    await this.page.getByTestId('nav-sales').click();
    await this.page.getByTestId('sales-list').waitFor();
    const more = this.page.getByTestId('sales-more');
    while (await more.isVisible()) await more.click();
    return this.page.getByTestId('sale-row').evaluateAll((rows) =>
      (rows as HTMLElement[]).map(({ dataset }) => ({
        receipt: dataset.receipt ?? '',
        synced: dataset.synced === 'true',
      })),
    );
  }

  /** Opens a receipt of the day. */
  async openReceipt(receipt: string) {
    await this.dayList();
    await this.page.locator(`[data-testid="sale-row"][data-receipt="${receipt}"]`).click();
    await expect(this.page.getByTestId('receipt')).toContainText(receipt);
  }

  /** Begins to take goods of a receipt back. */
  async beginsReturn(receipt: string) {
    await this.openReceipt(receipt);
    await this.page.getByTestId('return-goods').click();
    await expect(this.page.getByTestId('return-done')).toBeVisible();
  }

  /** How much of the lines comes back, by their places from 0. */
  async takes(...quantities: (number | string)[]) {
    for (const [place, quantity] of quantities.entries()) {
      await this.page.getByTestId(`take-${place}`).fill(String(quantity));
    }
  }

  async owesBack(amount: number) {
    await expect(this.page.getByTestId('pay-back')).toHaveAttribute('data-minor', String(amount));
  }

  /** Pays back what is owed and returns what the receipt of it is called. */
  async paysBack(amount: number): Promise<string> {
    await this.owesBack(amount);
    await this.page.getByTestId('return-done').click();
    const receipt = await this.receipt();
    await expect(this.page.getByTestId('change')).toHaveAttribute('data-minor', String(amount));
    await this.nextSale();
    return receipt;
  }

  /** What a message says that came up. */
  async isTold(words: string | RegExp) {
    await expect(this.page.getByTestId('notice')).toContainText(words);
  }

  async backToSell() {
    await this.page.getByTestId('nav-sell').click();
    await this.isReady();
  }

  /** Another page of the register writes; this one watches. */
  async isReadOnly() {
    await expect(this.page.getByTestId('readonly-banner')).toBeVisible();
  }

  /** The page that wrote has gone; this one writes by itself or when asked to. */
  async becomesWriter() {
    const banner = this.page.getByTestId('readonly-banner');
    const ready = this.page.locator('html[data-ready="sell"]');
    await ready.or(this.page.getByTestId('take-over')).first().waitFor();
    if (await banner.isVisible()) await this.takeOver();
    else await this.returns();
  }

  async takeOver() {
    await this.page.getByTestId('take-over').click();
    await this.returns();
    await expect(this.page.getByTestId('readonly-banner')).toBeHidden();
  }

  /** The system says that the network is back, and the app does not sit out its pause. */
  async wakeUp() {
    await this.page.context().setOffline(true);
    await this.page.context().setOffline(false);
  }

  async openLine(sku: string) {
    const line = this.line(sku);
    if (!(await line.getByTestId('line-remove').isVisible())) await line.click();
  }

  async closeLine() {
    await this.page.keyboard.press('Escape');
  }

  private async fillIn(field: string, value: string) {
    const input = this.page.getByTestId(field);
    await input.fill(value);
    await input.press('Enter');
  }
}

interface KeptLine {
  item: { sku: string };
  quantity: string;
  discount?: { value: { amount?: number } };
}

/** Runs in the page: the lines of the cart that the database holds. */
function readCart(): Promise<string[]> {
  const words = ({ item, quantity, discount }: KeptLine) =>
    `${item.sku} x${quantity}${discount ? ` -${discount.value.amount}` : ''}`;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('titan-pos');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction('carts').objectStore('carts').get('current');
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        database.close();
        const kept = reading.result === undefined ? undefined : JSON.parse(reading.result);
        const lines: KeptLine[] = kept?.cart.lines ?? [];
        resolve(lines.map(words));
      };
    };
  });
}

/** `Linus Weber` is `linus-weber` in the page. */
export const slug = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');

export async function minor(place: Locator): Promise<number> {
  return Number(await place.getAttribute('data-minor'));
}
