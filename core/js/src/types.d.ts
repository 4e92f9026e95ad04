/** An amount in minor units (cents): a whole number within ±(2^53 - 1). */
export type Minor = number;
/** A decimal number as text, so that nothing is lost: `"12.5"`. */
export type Decimal = string;
/** A UUID, as text. */
export type Uuid = string;
/** A minute of the store's wall clock, counted from 1970-01-01 00:00 local time. */
export type LocalMinute = number;

/** Thrown by everything here that is refused. */
export interface TitanError extends Error {
  name: "TitanError";
  /** Stable: `json.type`, `cart.quantity`, `price.unknown_tax`, ... */
  code: string;
  /** What it is about: `cart.lines[0].quantity`; empty for nothing in particular. */
  field: string;
}

export type Unit = "each" | "kilogram" | "litre" | "metre";
export type Rounding =
  | "half_up"
  | "half_even"
  | "half_down"
  | "up"
  | "down"
  | "ceiling"
  | "floor"
  | "half_odd"
  | "half_ceiling"
  | "half_floor"
  | "exact";

/** What a customer is about to buy. */
export interface Cart {
  id: Uuid;
  /** A code of ISO 4217. */
  currency: string;
  lines: Line[];
  discount?: Discount | null;
  /** What the next line is called. Kept carts have it; who writes a cart leaves it out. */
  next_line?: number;
}

export interface Line {
  /** Unique in the cart. */
  id: number;
  item: LineItem;
  /** Above zero, at most a million with six decimal places; whole for pieces. */
  quantity: Decimal;
  discount?: Discount | null;
  /** What the kitchen or the customer should read. */
  note?: string;
}

/** What a line sells, as it was when it was rung up. */
export interface LineItem {
  id: number;
  sku: string;
  name: string;
  category: number;
  /** Of one unit, in minor units with at most four decimal places. */
  price: Decimal;
  unit: Unit;
  taxes?: number[];
  /** Brand, season, label: what promotions may select by beside item and category. */
  tags?: number[];
  /** The price of a unit that promotions do not go below. */
  minimum_price?: Decimal | null;
  /** The larger unit that the quantity counts. */
  pack?: Pack | null;
  /** What it is a variant of. */
  parent?: number | null;
  /** The price was typed, within these limits. No price list moves it. */
  open_price?: { min?: Decimal; max?: Decimal | null } | null;
  /** The price was changed by hand. No price list moves it. */
  overridden?: Overridden | null;
  /** What was added to each unit; it comes on top of the price. */
  modifiers?: Picked[];
  /** The combo that it is a part of; its price is then its share of that of the combo. */
  combo?: InCombo | null;
}

/** A larger unit: a six-pack, a crate. */
export interface Pack {
  id: number;
  name: string;
  /** Base units in one pack. */
  contains: Decimal;
  /** It has a price of its own. */
  priced?: boolean;
}

/** A modifier that was chosen. */
export interface Picked {
  group: number;
  option: number;
  name: string;
  /** Of one of it, in minor units. */
  price?: Decimal;
  /** On one unit of the item. */
  units: number;
}

/** A price before it was changed by hand. */
export interface Overridden {
  /** The item's own, in minor units. */
  price: Decimal;
  reason?: string;
}

/** The combo that a line is a part of. */
export interface InCombo {
  /** The first line of the combo. */
  first: number;
  item: number;
  name: string;
  /** Of the whole combo, in minor units. */
  price: Decimal;
}

/** A discount given by hand. */
export interface Discount {
  value: { percent: Decimal } | { amount: Minor };
  reason?: string;
}

/** Everything but the cart that decides a price. */
export interface PriceBook {
  currency: string;
  prices_include_tax: boolean;
  rounding?: Rounding;
  tax_rounding?: "per_line" | "per_document" | "net_first";
  taxes: Tax[];
  promotions?: Promotion[];
  promotion_settings?: PromotionSettings;
  price_lists?: PriceList[];
  price_list_settings?: PriceListSettings;
}

/** What goods cost for some customers, in some stores, at some times, from some quantity on. */
export interface PriceList {
  id: number;
  name: string;
  currency?: string | null;
  /** It cannot ask for thresholds. */
  conditions?: Conditions;
  /** Lower numbers come first; among equal ones the lower id. */
  priority?: number;
  rules: PriceRule[];
}

/** The goods that a price is for; an item stands for all its variants. */
export type PriceOf = "all" | { item: number } | { tag: number } | { category: number };

export interface PriceRule {
  of: PriceOf;
  /** Only this pack, counted in packs; without it any unit, counted in base units. */
  pack?: number | null;
  /** The least quantity. */
  from?: Decimal | null;
  price: { fixed: Decimal } | { adjusted: Adjustment };
}

/** `price * (1 + percent / 100)`, rounded to a multiple, and an amount on top. */
export interface Adjustment {
  percent?: Decimal;
  round_to?: Decimal | null;
  plus?: Decimal;
}

export interface PriceListSettings {
  choose?: "first" | "lowest";
  breaks?: "line" | "item" | "family";
}

/** The rule of a price list that made a unit price. */
export interface Listed {
  list: number;
  name: string;
  of: PriceOf;
  pack?: number;
  from?: Decimal;
  price: Decimal;
}

export interface Tax {
  id: number;
  code: string;
  name: string;
  kind: TaxKind;
  rules?: TaxRules;
}

/** Rates are in percent, amounts in minor units for each unit of the quantity. */
export type TaxKind =
  | { percent: { rate: Decimal } }
  | { fixed: { amount: Decimal } }
  | { division: { rate: Decimal } }
  | { at_least: { rate: Decimal; minimum: Decimal } }
  | { group: { taxes: Tax[] } };

export interface TaxRules {
  included?: boolean | null;
  affects_later?: boolean;
  affected_by_earlier?: boolean;
  sequence?: number;
  group?: number;
  reverse_charge?: boolean;
}

export interface Promotion {
  id: number;
  /** What the receipt prints. */
  name: string;
  coupon?: string | null;
  conditions?: Conditions;
  benefit: Benefit;
  /** Lower numbers come first; among equal ones the lower id. */
  priority?: number;
  stacking?: "stack" | "last" | "alone" | { best_of: number };
  max_amount?: Minor | null;
}

export interface Conditions {
  customer_groups?: number[];
  stores?: Uuid[];
  order_types?: OrderType[];
  valid_from?: LocalMinute | null;
  valid_until?: LocalMinute | null;
  weekly?: WeekWindow[];
  at_least?: Threshold[];
}

export interface WeekWindow {
  /** 0 is Monday. None: every day. */
  days?: number[];
  from_minute: number;
  to_minute: number;
}

export interface Threshold {
  of?: Selector;
  amount?: Minor | null;
  units?: number | null;
  measure?: "left" | "original";
  scope?: "together" | "any_line";
}

/** With no item, category or tag it selects all lines, with several those that have any. */
export interface Selector {
  items?: number[];
  categories?: number[];
  tags?: number[];
  except_items?: number[];
  except_categories?: number[];
  except_tags?: number[];
  price_from?: Minor | null;
  price_to?: Minor | null;
  undiscounted?: boolean;
  whole_only?: boolean;
}

export type Benefit =
  | { discount: { of?: Selector; off: Off; line_units_max?: number | null } }
  | { pick: Pick }
  | { buy_get: BuyGet }
  | { sets: Sets }
  | { tiers: Tiers };

export type Off =
  | { percent: Decimal }
  | { percent_per_unit: Decimal }
  | { percent_of_sum: Decimal }
  | { per_unit: Minor }
  | { per_line: Minor }
  | { first_then_each: { first: Minor; each: Minor } }
  | { amount: Minor }
  | { unit_price: Minor }
  | { total: Minor };

export type Choose = "cheapest" | "dearest" | "in_order";

export interface Pick {
  of?: Selector;
  choose?: Choose;
  units: number;
  full_groups?: boolean;
  off: Off;
  reuse?: boolean;
}

export interface BuyGet {
  buy?: Selector;
  buy_units: number;
  get?: Selector;
  get_units: number;
  off: Off;
  choose?: Choose;
  buy_choose?: Choose | null;
  times_max?: number | null;
  reuse?: boolean;
  partial?: boolean;
  units_max?: number | null;
}

export interface Sets {
  parts: { of?: Selector; units: number }[];
  off: Off;
  choose?: Choose;
  times_max?: number | null;
  reuse?: boolean;
}

export interface Tiers {
  measure?: Selector;
  by: "units" | "amount";
  of?: Selector | null;
  tiers: { from: number; off: Off }[];
}

export interface PromotionSettings {
  combine?: "by_priority" | "best_for_customer";
  manual?: "before_promotions" | "after_promotions" | "instead_of_promotions";
  percent_of?: "left" | "original" | "original_of_lines";
  spread?: "lines" | "tax_sets" | "net_and_taxes";
  limited_units?: "alike" | "same_first";
  percent_rounds?: "discount" | "price";
  equal_prices?: "first_line" | "last_line";
  used_up?: "bought_and_rewarded" | "rewarded";
}

export type OrderType = "retail" | "eat_in" | "take_away" | "pick_up" | "delivery";

/** Who buys where, when and with which coupons. What is left out is not known. */
export interface Context {
  customer_groups?: number[];
  store?: Uuid | null;
  order_type?: OrderType | null;
  local_time?: LocalMinute | null;
  coupons?: { code: string; remaining?: number | null }[];
}

export interface PricedCart {
  /** In the order of the cart. */
  lines: PricedLine[];
  value: Minor;
  discount: Minor;
  net: Minor;
  taxes: { tax: number; net: Minor; amount: Minor }[];
  /** `net` and all taxes. */
  total: Minor;
  promotions?: { promotion: number; name: string; amount: Minor }[];
  notices?: Notice[];
}

/** `total` is `net` and all taxes of the line. */
export interface PricedLine {
  line: number;
  value: Minor;
  /** Missing where the item's own price stands. */
  listed?: Listed;
  /** How much of the value is for each modifier. */
  modifiers?: Minor[];
  line_discount: Minor;
  promotions?: { promotion: number; amount: Minor; units: number }[];
  cart_discount: Minor;
  net: Minor;
  total: Minor;
  taxes?: { tax: number; amount: Minor }[];
}

export type Notice =
  | { coupon_unknown: { code: string } }
  | { coupon_used_up: { code: string } }
  | { coupon_without_effect: { code: string } }
  | { promotion_left_out: { promotion: number } }
  | { price_list_left_out: { price_list: number } }
  | { search_stopped: { promotions: number } };
