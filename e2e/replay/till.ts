// A cashier with a tablet who rings up baskets, also when the tablet loses its power in the middle of one.

import { expect } from '@playwright/test';

import type { Basket } from '../data/basket';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';
import { Register } from '../till/register';
import type { Tablet } from '../till/tablet';
import type { PowerCut } from './plan';

/** How a basket that lost its power came out. */
export interface Cut {
  basket: number;
  /** Steps that were done, and what the cashier had seen last. */
  step: number;
  /** Whether the cashier had seen "Paid". */
  sawPaid: boolean;
  /** Whether the sale was on the device afterwards. */
  kept: boolean;
}

export class Till {
  /** What was rung up, as the shop should have it. */
  readonly sales: Sale[] = [];
  readonly cuts: Cut[] = [];
  private current: Register | undefined;

  constructor(
    private readonly shop: Shop,
    private readonly tablet: Tablet,
  ) {}

  get register(): Register {
    if (!this.current) throw new Error('the tablet is off');
    return this.current;
  }

  async switchOn() {
    this.current = new Register(await this.tablet.switchOn(), this.shop);
  }

  /** Rings up a basket and takes the money. */
  async ring(basket: Basket, number: number) {
    const receipt = await this.steps(basket, number, () => {});
    this.sales.push(saleOf(basket, receipt, tenderFor(number)));
  }

  /** Rings up a basket while the power goes; sees what is left, and rings it up again if it was not paid. */
  async ringThrough(basket: Basket, number: number, cut: PowerCut) {
    const { tablet } = this;
    let done = 0;
    let seen: string | undefined;
    let dark: Promise<void> | undefined;
    const count = (receipt?: string) => {
      done += 1;
      seen = receipt ?? seen;
      if (done === cut.step) {
        dark = new Promise((resolve) => setTimeout(resolve, cut.delayMs)).then(() =>
          tablet.losePower(),
        );
      }
    };
    try {
      await this.steps(basket, number, count);
    } catch (error) {
      // The page has gone with the power; anything else is a failure.
      if (!dark) throw error;
    }
    await dark;
    const kept = await this.seeWhatIsLeft(seen);
    this.cuts.push({
      basket: number,
      step: done,
      sawPaid: seen !== undefined,
      kept: kept !== undefined,
    });
    if (kept) this.sales.push(saleOf(basket, kept, tenderFor(number)));
    else await this.ring(basket, number);
  }

  /** Returns the receipt of the sale that was under way, if the device has it. */
  private async seeWhatIsLeft(seen: string | undefined): Promise<string | undefined> {
    await this.switchOn();
    await this.register.open();
    await this.register.returns();
    const known = new Set(this.sales.map(({ receipt }) => receipt));
    const listed = await this.register.dayList();
    const fresh = listed.map(({ receipt }) => receipt).filter((receipt) => !known.has(receipt));
    await this.register.backToSell();
    expect(fresh.length, 'sales that nobody rang up').toBeLessThanOrEqual(1);
    if (seen) expect(fresh, 'a sale was paid, and is gone').toEqual([seen]);
    if (fresh.length > 0)
      await expect(this.register.lines, 'paid, and still in the cart').toHaveCount(0);
    else if ((await this.register.lines.count()) > 0) await this.register.clear();
    return fresh[0];
  }

  private async steps(basket: Basket, number: number, done: (receipt?: string) => void) {
    const { register } = this;
    for (const line of basket.lines) {
      await register.add(line.code, line.sku);
      done();
      if (Number.isInteger(line.quantity) && line.quantity !== 1) {
        await register.setQuantity(line.sku, line.quantity);
        done();
      }
      if (line.discount > 0) {
        await register.takeOff(line.sku, line.discount);
        done();
      }
    }
    await register.showsTotal(basket.total);
    await register.page.keyboard.press('F9');
    await expect(register.page.getByTestId('due')).toBeVisible();
    done();
    await (tenderFor(number) === 'card'
      ? register.page.getByTestId('tender-card').click()
      : register.page.getByTestId('tender-cash-exact').click());
    done();
    const receipt = await register.receipt();
    done(receipt);
    await register.nextSale();
    done();
    return receipt;
  }
}

/** Every third customer has a card. */
const tenderFor = (number: number) => (number % 3 === 2 ? 'card' : 'cash');

function saleOf(basket: Basket, receipt: string, kind: 'card' | 'cash'): Sale {
  return {
    receipt,
    total: basket.total,
    change: 0,
    lines: basket.lines.map(({ sku, quantity, discount, total }) => ({
      sku,
      quantity,
      discount,
      total,
    })),
    payments: [{ kind, amount: basket.total }],
  };
}
