"""When a promotion holds, as far as it does not depend on the cart."""


def is_open(promotion, context):
    """What has to hold besides the cart: coupon, customer, store, kind of order, time."""
    code = promotion.get("coupon")
    if code is not None:
        usable = [c for c in context.get("coupons", []) if c.get("remaining") != 0]
        if not any(same_code(c["code"], code) for c in usable):
            return False
    asked = promotion.get("conditions", {})
    groups = asked.get("customer_groups")
    if groups and not set(groups) & set(context.get("customer_groups", [])):
        return False
    if asked.get("stores") and context.get("store") not in asked["stores"]:
        return False
    if asked.get("order_types") and context.get("order_type") not in asked["order_types"]:
        return False
    return in_time(asked, context.get("local_time"))


def same_code(one, other):
    return one.strip().lower() == other.strip().lower()


def in_time(asked, now):
    start, end, weekly = asked.get("valid_from"), asked.get("valid_until"), asked.get("weekly")
    if start is None and end is None and not weekly:
        return True
    if now is None or (start is not None and now < start) or (end is not None and now >= end):
        return False
    return not weekly or any(in_window(window, now) for window in weekly)


def in_window(window, now):
    """Looks for a beginning, today or yesterday, of which `now` is not yet the end."""
    length = (window["to_minute"] - window["from_minute"]) % 1440 or 1440
    for day in (now // 1440, now // 1440 - 1):
        begins = day * 1440 + window["from_minute"]
        # 1970-01-01 was a Thursday, and Monday is 0.
        on = not window.get("days") or (day + 3) % 7 in window["days"]
        if on and begins <= now < begins + length:
            return True
    return False
