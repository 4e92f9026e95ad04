// Many tabs of one register: duplicated, frozen, closed, taken over. No number is given twice.

import { expect, test } from '../shop/fixtures';
import type { Sale } from '../shop/ledger';
import { Register } from '../till/register';
import { dice, rounds } from './options';
import { score } from './score';

const ROLL = {
  code: '2903000156174',
  line: { sku: 'BAK-001', quantity: 1, discount: 0, total: 42 },
};
const TABS_MAX = 8;

test('tabs', async ({ register: first, context, shop }, testInfo) => {
  const random = dice('tabs');
  const faults = rounds(200, 10);
  const shown: Sale[] = [];
  const done = { opened: 0, frozen: 0, closed: 0, taken: 0 };
  let tabs = [first];
  let writer = first;
  const frozen = new Set<Register>();
  const setFrozen = async (tab: Register, state: 'frozen' | 'active') => {
    const session = await context.newCDPSession(tab.page);
    await session.send('Page.setWebLifecycleState', { state });
    await session.detach();
    if (state === 'frozen') frozen.add(tab);
    else frozen.delete(tab);
  };
  for (let round = 0; round < faults; round += 1) {
    shown.push(await writer.sell(ROLL.code, ROLL.line));
    const act = random.pick(['open', 'freeze', 'close', 'take over', 'take over'] as const);
    const others = tabs.filter((tab) => tab !== writer && !frozen.has(tab));
    if ((act === 'open' || others.length === 0) && tabs.length < TABS_MAX) {
      const tab = new Register(await context.newPage(), shop);
      await tab.open();
      await tab.isReadOnly();
      tabs.push(tab);
      done.opened += 1;
    } else if (act === 'freeze' && others.length > 0) {
      // The writer is frozen in the middle of a cart; another tab goes on, then the first thaws.
      const next = random.pick(others);
      await writer.add(ROLL.code, ROLL.line.sku);
      await setFrozen(writer, 'frozen');
      await next.page.bringToFront();
      await next.takeOver();
      await next.clear().catch(() => {});
      shown.push(await next.sell(ROLL.code, ROLL.line));
      await setFrozen(writer, 'active');
      await writer.isReadOnly();
      writer = next;
      done.frozen += 1;
    } else if (act === 'close' && others.length > 0) {
      await writer.page.close();
      tabs = tabs.filter((tab) => tab !== writer);
      writer = random.pick(others);
      await writer.page.bringToFront();
      await writer.becomesWriter();
      done.closed += 1;
    } else if (others.length > 0) {
      const next = random.pick(others);
      await next.page.bringToFront();
      await next.takeOver();
      await writer.isReadOnly();
      writer = next;
      done.taken += 1;
    }
  }
  await writer.isSynced();
  const note = Object.entries(done)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ');
  await score(testInfo, shop.ledger, shown, { faults, note });
  expect(await shop.ledger.attention()).toEqual([]);
});
