// What a customer puts on the belt, and what it has to come to. All amounts are in minor units.

export interface BasketLine {
  /** What is scanned. */
  code: string;
  sku: string;
  quantity: number;
  /** Taken off the line as an amount. */
  discount: number;
  /** What the line comes to. */
  total: number;
}

export interface Basket {
  id: string;
  lines: BasketLine[];
  total: number;
}
