/** A priced cart with the reason for every cent. */
export interface Explained {
  priced: PricedCart;
  /** All steps of a line but `included_tax` add up to its total. */
  steps: Step[];
}

export type Step = { line: number; amount: Minor } & (
  | { rule: "unit_price" }
  | { rule: "price_list"; by: Listed }
  | { rule: "typed_price" }
  | { rule: "overridden"; by: Overridden }
  | { rule: "combo"; by: InCombo }
  | { rule: "modifier"; by: Picked }
  | { rule: "line_discount"; by: Discount }
  | { rule: "promotion"; by: PromotionStep }
  | { rule: "cart_discount"; by: Discount }
  | { rule: "included_tax"; by: number }
  | { rule: "added_tax"; by: number }
);

export interface PromotionStep {
  promotion: number;
  name: string;
  /** Which promotion of the sale it was, counted from 1. */
  order: number;
  units: number;
  rounding: Rounding;
}

/** What a sale is closed with, besides the cart. */
export interface Payment {
  id: Uuid;
  receipt_no: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  closed_at: number;
  tenders: Tender[];
  /** How cash is rounded; none: to the cent. */
  cash?: { step: Minor; rounding: Rounding } | null;
}

export interface Tender {
  kind: "cash" | "card" | "voucher" | "gift_card" | "store_credit" | "on_account";
  amount: Minor;
  /** What a terminal called the payment, or the code of a voucher or card. Never a card number. */
  reference?: string | null;
}

/** A finished sale, as it is stored. */
export interface Sale {
  id: Uuid;
  receipt_no: string;
  closed_at: number;
  cart: Cart;
  context?: Context;
  priced: PricedCart;
  settlement: { due: Minor; tip?: Minor; cash_rounding: Minor; tenders: Tender[]; change: Minor };
  /** The fingerprint of the price book. */
  book: string;
  core_version: string;
}

/** How the digits of a label of a scale are shared out. */
export interface ScalePattern {
  prefix: string;
  item_digits: number;
  weight_digits: number;
  weight_decimals: number;
  kind?: MeasureKind;
  verifier?: boolean;
}

export type MeasureKind = "weight" | "price" | "count";

/** One way to read a code. */
export type CodeReading =
  | { kind: "label"; item: string; article: string; measure: MeasureKind; value: Decimal }
  | { kind: "gtin"; gtin14: string }
  | { kind: "upc_e"; code: string; gtin14: string }
  | { kind: "sscc"; code: string }
  | { kind: "elements"; elements: { identifier: string; data: string }[] };
