"""Prices carts in exact fractions, from the description of the pricing alone.

Reads lines `{"cart", "book", "context"}` and writes for each the amounts that core has to come to.
Everything is a plain list of lines in the order of their ids; nothing is fast. The steps and the
words are those of core/src/pricing.rs, docs/promotions.md and the descriptions of core's types.
"""

import json
import sys
from fractions import Fraction as F
from math import floor

from benefits import Benefits
from conditions import is_open, same_code
from money import largest_remainder, rounder
from taxes import tax_lines


class Line:
    def __init__(self, line, round_):
        item = line["item"]
        self.id, self.item, self.quantity = line["id"], item, F(line["quantity"])
        self.price = F(item["price"])
        self.measured = item["unit"] != "each"
        self.units = 1 if self.measured else int(self.quantity)
        self.value = self.base = self.left = round_(self.price * self.quantity)
        self.floor = round_(F(item.get("minimum_price", "0")) * self.quantity)
        self.discount = line.get("discount")
        self.line_discount = self.cart_discount = 0
        self.counted = self.counted_left = 0
        self.apart = False
        self.taken = []

    def room(self):
        return max(self.left - self.floor, 0)

    def fresh(self):
        """What is left on the units that no promotion has counted, and how many they are."""
        return self.left - self.counted_left, max(self.units - self.counted, 1)


class Pricing(Benefits):
    def __init__(self, cart, book, context):
        self.book, self.context = book, context
        self.set = book.get("promotion_settings", {})
        self.round = rounder(book["rounding"])
        self.lines = sorted((Line(line, self.round) for line in cart["lines"]), key=lambda l: l.id)
        self.cart = cart
        self.log = []

    def setting(self, name, usual):
        return self.set.get(name, usual)

    # The steps.

    def run(self):
        manual = self.setting("manual", "before_promotions")
        for line in self.lines:
            line.apart = manual == "instead_of_promotions" and line.discount is not None
        if manual != "after_promotions":
            self.discounts_by_hand()
            for line in self.lines:
                line.base = line.left
        self.promote()
        if manual == "after_promotions":
            self.discounts_by_hand()
        if self.cart.get("discount"):
            off = self.by_hand(self.cart["discount"], sum(line.left for line in self.lines))
            shares = largest_remainder(off, [line.left for line in self.lines])
            for line, share in zip(self.lines, shares):
                line.cart_discount = share
                line.left -= share

    def discounts_by_hand(self):
        for line in self.lines:
            if line.discount:
                line.line_discount = self.by_hand(line.discount, line.left)
                line.left -= line.line_discount

    def by_hand(self, discount, amount):
        value = discount["value"]
        if "percent" in value:
            wanted = self.round(amount * F(value["percent"]) / 100)
        else:
            wanted = value["amount"]
        return min(max(wanted, 0), amount)

    # Which promotions, in which order.

    def promote(self):
        promotions = self.book.get("promotions", [])
        promotions = sorted(promotions, key=lambda p: (p.get("priority", 0), p["id"]))
        if self.setting("combine", "by_priority") == "best_for_customer":
            return self.best(promotions)
        for promotion in promotions:
            if promotion.get("stacking") == "alone" and self.apply(promotion) > 0:
                return None
        settled = set()
        for promotion in promotions:
            stacking = promotion.get("stacking", "stack")
            if stacking == "stack":
                self.apply(promotion)
            elif stacking == "last":
                if self.apply(promotion) > 0:
                    return None
            elif isinstance(stacking, dict) and stacking["best_of"] not in settled:
                settled.add(stacking["best_of"])
                self.best_of([p for p in promotions if p.get("stacking") == stacking])
        return None

    def best_of(self, promotions):
        offs = []
        for promotion in promotions:
            before = self.save()
            offs.append(self.apply(promotion))
            self.restore(before)
        if max(offs) > 0:
            self.apply(promotions[offs.index(max(offs))])

    def best(self, promotions):
        """Looks at every combination; of equal ones the one that uses the earlier promotions."""
        start, found = self.save(), [0, []]

        def descend(rest, off, chosen):
            if off > found[0]:
                found[:] = [off, list(chosen)]
            if not rest:
                return
            first, others = rest[0], rest[1:]
            stacking = first.get("stacking", "stack")
            alone = stacking == "alone" and chosen
            again = isinstance(stacking, dict) and any(p.get("stacking") == stacking for p in chosen)
            if not alone and not again:
                before = self.save()
                more = self.apply(first)
                if more > 0:
                    ends = stacking in ("last", "alone")
                    descend([] if ends else others, off + more, chosen + [first])
                self.restore(before)
            descend(others, off, chosen)

        descend(promotions, 0, [])
        self.restore(start)
        for promotion in found[1]:
            self.apply(promotion)

    STATE = ("left", "counted", "counted_left")

    def save(self):
        return len(self.log), [[getattr(line, name) for name in self.STATE] for line in self.lines]

    def restore(self, saved):
        length, states = saved
        del self.log[length:]
        for line, state in zip(self.lines, states):
            for name, value in zip(self.STATE, state):
                setattr(line, name, value)

    # One promotion.

    def apply(self, promotion):
        if not is_open(promotion, self.context):
            return 0
        conditions = promotion.get("conditions", {})
        if not all(self.reached(least) for least in conditions.get("at_least", [])):
            return 0
        ((kind, benefit),) = promotion["benefit"].items()
        start = {line.id: line.left for line in self.lines}
        counted = {}
        # What comes off: line -> [amount, units].
        off = getattr(self, kind)(benefit, counted)
        off = [(line, amount, units) for line, amount, units in off if amount > 0]
        most = promotion.get("max_amount")
        if most is not None and sum(amount for _, amount, _ in off) > most:
            shares = self.share(most, [(line, amount) for line, amount, _ in off])
            off = [(line, share, units) for (line, _, units), share in zip(off, shares) if share > 0]
        for line, amount, units in off:
            line.left -= amount
            self.log.append((promotion, line, amount, units))
        total = sum(amount for _, amount, _ in off)
        if counted:
            if total > 0:
                self.count(counted, {line.id: amount for line, amount, _ in off}, start)
        else:
            for line, _, _ in off:
                if line.counted_left > 0:
                    line.counted_left = floor(F(line.counted_left * line.left, start[line.id]))
        return total

    def count(self, counted, off, start):
        """Marks counted units, and what is left on them."""
        for line in self.lines:
            units = counted.get(line.id, 0)
            if units > 0:
                fresh = start[line.id] - line.counted_left
                worth = self.round(F(fresh * units, max(line.units - line.counted, 1)))
                line.counted += units
                left = line.counted_left + worth - off.get(line.id, 0)
                line.counted_left = min(max(left, 0), line.left)

    def select(self, of):
        def passes(line):
            item, tags = line.item, set(line.item.get("tags", []))
            named = of.get("items") or of.get("categories") or of.get("tags")
            if line.apart or (named and not names(of, item, tags, "")):
                return False
            if names(of, item, tags, "except_"):
                return False
            if of.get("undiscounted") and (line.discount is not None or line.left < line.base):
                return False
            if of.get("whole_only") and line.measured:
                return False
            return of.get("price_from", 0) <= line.price <= of.get("price_to", line.price)

        return [line for line in self.lines if passes(line)]

    def reached(self, least):
        of_lines = [
            (line.left if least.get("measure", "left") == "left" else line.base, line.units)
            for line in self.select(least.get("of", {}))
        ]
        if least.get("scope", "together") == "together":
            of_lines = [(sum(a for a, _ in of_lines), sum(u for _, u in of_lines))]
        amount, units = least.get("amount") or 0, least.get("units") or 0
        return any(a >= amount and u >= units for a, u in of_lines)

    # What is said of coupons.

    def notices(self):
        said, worked = [], {id(promotion) for promotion, _, _, _ in self.log}
        for coupon in self.context.get("coupons", []):
            own = [
                p
                for p in self.book.get("promotions", [])
                if p.get("coupon") is not None and same_code(p["coupon"], coupon["code"])
            ]
            if coupon.get("remaining") == 0:
                said.append("coupon_used_up")
            elif not own:
                said.append("coupon_unknown")
            elif not any(id(p) in worked for p in own):
                said.append("coupon_without_effect")
        return said

    def outcome(self):
        self.run()
        taxed = tax_lines(
            [(F(line.left), line.quantity, line.item.get("taxes", [])) for line in self.lines],
            self.book,
            self.round,
        )
        lines, promotions = {}, {}
        for line, (net, shares) in zip(self.lines, taxed):
            off = [[p["id"], amount, units] for p, at, amount, units in self.log if at is line]
            taxes = [[tax, int(amount)] for tax, amount, _ in shares]
            total = net + sum(amount for _, amount in taxes)
            lines[line.id] = [
                line.value, line.line_discount, off, line.cart_discount, int(net), int(total), taxes,
            ]
        for promotion, _, amount, _ in self.log:
            promotions[promotion["id"]] = promotions.get(promotion["id"], 0) + amount
        taxes = {}
        for line in lines.values():
            for tax, amount in line[6]:
                had = taxes.get(tax, (0, 0))
                taxes[tax] = (had[0] + line[4], had[1] + amount)
        return {
            "lines": [[line["id"], *lines[line["id"]]] for line in self.cart["lines"]],
            "promotions": [[key, amount] for key, amount in promotions.items()],
            "taxes": [[tax, *taxes[tax]] for tax in sorted(taxes)],
            "total": sum(line[5] for line in lines.values()),
            "notices": self.notices(),
        }


def names(of, item, tags, prefix):
    return (
        item["id"] in of.get(prefix + "items", [])
        or item["category"] in of.get(prefix + "categories", [])
        or bool(tags & set(of.get(prefix + "tags", [])))
    )


def main():
    for text in sys.stdin:
        case = json.loads(text)
        outcome = Pricing(case["cart"], case["book"], case["context"]).outcome()
        print(json.dumps(outcome, separators=(",", ":")), flush=True)


if __name__ == "__main__":
    main()
