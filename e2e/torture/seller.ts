// A register without a browser that sells all day: it keeps what is not acknowledged and sends it again.

import { type Answer, Device, type SealedEntry } from '../device/device';
import { ITEM_BY_SKU, type Item, saleAct, saleOf } from '../device/sale';
import type { Sale } from '../shop/ledger';
import type { Shop } from '../shop/shop';

const SKU = 'BAK-001';
/** As many as a push may have. */
export const PUSH_MAX = 500;

export class Seller {
  /** What was sold, as the shop should have it. */
  readonly sold: Sale[] = [];
  /** Every entry of the journal, in order. */
  readonly journal: SealedEntry[] = [];
  /** How far the server has said that it has the journal. */
  acked = 0;
  private receipts = 0;

  private constructor(
    readonly device: Device,
    private readonly item: Item,
  ) {}

  static async enrol(shop: Shop, register = 'R1'): Promise<Seller> {
    const device = await Device.enrol(shop.origin, shop.enrolCode(register));
    const [item] = await shop.ledger.rows<Item>(ITEM_BY_SKU, [SKU]);
    if (!item) throw new Error(`the demo shop does not sell ${SKU}`);
    const seller = new Seller(device, item);
    seller.journal.push(await device.openShift());
    return seller;
  }

  /** Sells so many pieces; the entry waits to be sent. */
  async sell(quantity = 1): Promise<SealedEntry> {
    this.receipts += 1;
    const sale = saleOf(this.device.config, this.item, quantity, this.receipts);
    const entry = await this.device.append(saleAct(sale));
    this.journal.push(entry);
    const { total } = sale.priced;
    this.sold.push({
      receipt: sale.receipt_no,
      total,
      change: 0,
      lines: [{ sku: SKU, quantity, discount: 0, total }],
      payments: [{ kind: 'cash', amount: total }],
    });
    return entry;
  }

  /** A sale that is not written down, to be made worse. */
  draft(quantity = 1) {
    return saleOf(this.device.config, this.item, quantity, this.receipts + 1);
  }

  /** What the server has not acknowledged, as much as one push takes. */
  waiting(most = PUSH_MAX): SealedEntry[] {
    return this.journal.slice(this.acked, this.acked + most);
  }

  /** Sends what waits, once; no answer and a busy server are fine. */
  async push(most = PUSH_MAX): Promise<Answer | undefined> {
    const entries = this.waiting(most);
    if (entries.length === 0) return undefined;
    const answer = await this.device.push(entries).catch(() => undefined);
    if (answer?.status === 200) this.acked = Math.max(this.acked, answer.body.anchor.seq);
    if (answer && answer.status !== 200 && answer.status < 500) {
      throw new Error(`a push was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  }

  get isDone(): boolean {
    return this.acked >= this.journal.length;
  }
}
