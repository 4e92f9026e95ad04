// A sale of one line, priced here by hand: gross prices, tax taken out of them.

import { sha256, uuid7 } from './bytes';
import type { Act, Config } from './device';

export interface Item {
  item_id: number;
  sku: string;
  name: string;
  category_id: number;
  price: string;
  unit: string;
  taxes: number[];
}

/** The question that finds an item for `saleOf`. */
export const ITEM_BY_SKU = `
  SELECT item_id, sku, name, category_id, trim_scale(price)::text AS price, unit, taxes
  FROM items WHERE sku = $1`;

/** Sells pieces of one item for exact cash. */
export function saleOf(config: Config, item: Item, quantity: number, number: number) {
  const total = Number(item.price) * quantity;
  const taxes = item.taxes.map((tax) => ({ tax, amount: included(total, rateOf(config, tax)) }));
  const net = total - taxes.reduce((sum, { amount }) => sum + amount, 0);
  const line = {
    line: 1,
    value: total,
    line_discount: 0,
    cart_discount: 0,
    net,
    total,
    taxes,
  };
  return {
    id: uuid7(),
    receipt_no: `${config.register.code}-${String(number).padStart(6, '0')}`,
    closed_at: Date.now(),
    cart: {
      id: uuid7(),
      currency: config.book.currency,
      lines: [
        {
          id: 1,
          item: {
            id: item.item_id,
            sku: item.sku,
            name: item.name,
            category: item.category_id,
            price: item.price,
            unit: item.unit,
            taxes: item.taxes,
          },
          quantity: String(quantity),
        },
      ],
      discount: null,
      next_line: 2,
    },
    priced: {
      lines: [line],
      value: total,
      discount: 0,
      net,
      taxes: taxes.map(({ tax, amount }) => ({ tax, net, amount })),
      total,
    },
    settlement: {
      due: total,
      cash_rounding: 0,
      tenders: [{ kind: 'cash', amount: total }],
      change: 0,
    },
    book: sha256(JSON.stringify(config.book)).toString('hex'),
    core_version: '0.1.0',
  };
}

export const saleAct = (sale: unknown): Act => ({ sale });

/** Half a cent goes up. */
function included(gross: number, percent: number): number {
  return Math.floor((2 * gross * percent + 100 + percent) / (2 * (100 + percent)));
}

function rateOf(config: Config, id: number): number {
  return Number(config.book.taxes.find((tax) => tax.id === id)?.kind.percent?.rate ?? 0);
}
