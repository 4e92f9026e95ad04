// A shop's days, replayed through the page: the middle third without a network, with a reload and power cuts.

import { expect } from '@playwright/test';

import type { Basket } from '../data/basket';
import type { Shop } from '../shop/shop';
import type { Tablet } from '../till/tablet';
import { type Plan, drawPlan } from './plan';
import type { Table } from './table';
import { Till } from './till';

export interface Options {
  shop: Shop;
  tablet: Tablet;
  baskets: Basket[];
  seed: number;
  cuts: number;
  table: Table;
}

export async function replay({ shop, tablet, baskets, seed, cuts, table }: Options) {
  const plan = drawPlan(baskets, seed, cuts);
  const till = new Till(shop, tablet);
  // What that chain took off goes beyond what the cashier of the demo shop may.
  await shop.limit({});
  await table.time('enrolled, signed in, goods pulled', async () => {
    await till.switchOn();
    await till.register.enrol();
    await till.register.signIn();
    await till.register.worksOffline();
  });
  await table.time('baskets rung up', () => ringAll(till, shop, tablet, baskets, plan));
  await table.time('everything at the server', () => till.register.isSynced());
  await shop.ledger.expectExactly(till.sales);
  expect(till.sales.map(({ total }) => total)).toEqual(baskets.map(({ total }) => total));
  const verified = await shop.server.command('verify');
  describe(table, till, baskets, plan);
  for (const line of verified.trim().split('\n')) {
    table.say('`titan-server verify`', line.replace(/ [0-9a-f-]{36}|, head \w+/g, ''));
  }
}

async function ringAll(till: Till, shop: Shop, tablet: Tablet, baskets: Basket[], plan: Plan) {
  const cuts = new Map(plan.cuts.map((cut) => [cut.basket, cut]));
  for (const [number, basket] of baskets.entries()) {
    if (number === plan.offlineFrom) {
      shop.cable.unplug();
      await tablet.context.setOffline(true);
    }
    if (number === plan.reloadAt) {
      await till.register.page.reload();
      await till.register.returns();
    }
    if (number === plan.offlineTo) {
      shop.cable.plug();
      await till.register.wakeUp();
    }
    const cut = cuts.get(number);
    if (cut) await till.ringThrough(basket, number, cut);
    else await till.ring(basket, number);
  }
}

function describe(table: Table, till: Till, baskets: Basket[], plan: Plan) {
  const lines = baskets.flatMap((basket) => basket.lines);
  const sum = baskets.reduce((sum, { total }) => sum + total, 0);
  const most = Math.max(...baskets.map((basket) => basket.lines.length));
  table.say('baskets', `${baskets.length} with ${lines.length} lines, at most ${most} in one`);
  table.say('lines with a discount', String(lines.filter(({ discount }) => discount > 0).length));
  table.say('without a network', `baskets ${plan.offlineFrom + 1} to ${plan.offlineTo}`);
  table.say('page reloaded offline', `before basket ${plan.reloadAt + 1}`);
  for (const { basket, step, sawPaid, kept } of till.cuts) {
    const seen = sawPaid ? '"Paid" was seen' : '"Paid" was not seen';
    const then = kept ? 'the sale was kept' : 'rung up again';
    table.say('power cut', `basket ${basket + 1} after step ${step}: ${seen}, ${then}`);
  }
  table.say('seed', String(plan.seed));
  table.say(
    'in Postgres',
    `${till.sales.length} sales, ${(sum / 100).toFixed(2)}, each once, to the cent`,
  );
}
