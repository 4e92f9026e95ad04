// When a promotion holds, as far as it does not depend on the cart.

export const sameCode = (one, other) =>
  one !== undefined && one !== null && one.trim().toLowerCase() === other.trim().toLowerCase();

export function isOpen({ coupon, conditions = {} }, context) {
  const { customer_groups: groups, stores, order_types: types } = conditions;
  if (coupon !== undefined && coupon !== null) {
    const usable = (context.coupons ?? []).filter(({ remaining }) => remaining !== 0);
    if (!usable.some(({ code }) => sameCode(coupon, code))) return false;
  }
  const own = context.customer_groups ?? [];
  if (groups?.length && !groups.some((group) => own.includes(group))) return false;
  if (stores?.length && !stores.includes(context.store)) return false;
  if (types?.length && !types.includes(context.order_type)) return false;
  return inTime(conditions, context.local_time);
}

function inTime({ valid_from: from, valid_until: until, weekly = [] }, now) {
  if (from === undefined && until === undefined && weekly.length === 0) return true;
  if (now === undefined || now < (from ?? now) || now >= (until ?? now + 1)) return false;
  // Minutes of a week that begins on a Monday; 1970-01-01 was a Thursday.
  const week = 7 * 1440;
  const minute = (((now + 3 * 1440) % week) + week) % week;
  const holds = ({ days = [], from_minute: start, to_minute: end }) => {
    const length = end > start ? end - start : end + 1440 - start;
    const begins = days.length > 0 ? days : [0, 1, 2, 3, 4, 5, 6];
    return begins.some((day) => (minute - day * 1440 - start + 2 * week) % week < length);
  };
  return weekly.length === 0 || weekly.some(holds);
}
