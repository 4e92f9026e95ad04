"""What a promotion takes off, line by line."""

from fractions import Fraction as F

from money import largest_remainder
from taxes import tax_lines


class Benefits:
    """The kinds of benefit, for a pricing that has lines and settings."""

    def discount(self, benefit, _counted):
        most = benefit.get("line_units_max")
        parts = []
        for line in self.select(benefit.get("of", {})):
            units = line.units if most is None else min(line.units, most)
            parts.append((line, units))
        return self.off(benefit["off"], parts, 1, False)

    def tiers(self, benefit, counted):
        lines = self.select(benefit.get("measure", {}))
        by_units = benefit["by"] == "units"
        reached = sum(line.units if by_units else line.left for line in lines)
        steps = [tier for tier in benefit["tiers"] if tier["from"] <= reached]
        if not steps:
            return []
        of = benefit.get("of", benefit.get("measure", {}))
        return self.discount({"of": of, "off": steps[-1]["off"]}, counted)

    def free_units(self, lines, reuse):
        return {line.id: line.units if reuse else line.units - line.counted for line in lines}

    def order(self, lines, choose, last=lambda line: False):
        later_first = self.setting("equal_prices", "first_line") == "last_line"
        sign = {"cheapest": 1, "dearest": -1, "in_order": 0}[choose]
        turn = -1 if later_first and choose != "in_order" else 1
        return sorted(lines, key=lambda line: (last(line), sign * line.price, turn * line.id))

    def pick(self, benefit, counted):
        reuse = benefit.get("reuse", False)
        lines = self.order(self.select(benefit.get("of", {})), benefit.get("choose", "cheapest"))
        free = self.free_units(lines, reuse)
        wanted = benefit["units"]
        if benefit.get("full_groups"):
            wanted = sum(free.values()) // wanted * wanted
        taken = take(lines, free, wanted)
        if not reuse:
            counted.update(taken)
        parts = [(line, taken[line.id]) for line in self.lines if taken.get(line.id)]
        return self.off(benefit["off"], parts, 1, not reuse)

    def buy_get(self, benefit, counted):
        reuse, choose = benefit.get("reuse", False), benefit.get("choose", "cheapest")
        other = {"cheapest": "dearest", "dearest": "cheapest", "in_order": "in_order"}[choose]
        buy_choose = benefit.get("buy_choose") or other
        buy, get = benefit.get("buy", {}), benefit.get("get", {})
        gets = self.order(self.select(get), choose)
        if buy == get and buy_choose != choose:
            # One set: what is bought comes from the other end.
            buys = list(reversed(gets))
        else:
            buys = self.order(self.select(buy), buy_choose, lambda line: line in gets)
        free = self.free_units(set(buys) | set(gets), reuse)
        bought, rewarded, times = {}, {}, 0
        units_max = benefit.get("units_max") or 10**9
        while times < (benefit.get("times_max") or 10**9) and sum(rewarded.values()) < units_max:
            trial = dict(free)
            of_deal = take(buys, trial, benefit["buy_units"])
            wanted = min(benefit["get_units"], units_max - sum(rewarded.values()))
            got = take(gets, trial, wanted)
            enough = sum(got.values()) >= (1 if benefit.get("partial") else wanted)
            if sum(of_deal.values()) < benefit["buy_units"] or not enough:
                break
            free, times = trial, times + 1
            add(bought, of_deal)
            add(rewarded, got)
        if not reuse:
            counted.update(rewarded)
            if self.setting("used_up", "bought_and_rewarded") == "bought_and_rewarded":
                add(counted, bought)
        parts = [(line, rewarded[line.id]) for line in self.lines if rewarded.get(line.id)]
        return self.off(benefit["off"], parts, times, not reuse)

    def sets(self, benefit, counted):
        reuse, choose = benefit.get("reuse", False), benefit.get("choose", "cheapest")
        lists = [self.order(self.select(p.get("of", {})), choose) for p in benefit["parts"]]
        free = self.free_units({line for lines in lists for line in lines}, reuse)
        taken, off, times = {}, {}, 0
        while times < (benefit.get("times_max") or 10**9):
            pieces = []
            for lines, part in zip(lists, benefit["parts"]):
                got = take(lines, free, part["units"])
                if sum(got.values()) < part["units"]:
                    pieces = None
                    break
                pieces += [(line, got[line.id]) for line in lines if got.get(line.id)]
            if pieces is None:
                break
            times += 1
            self.one_set(benefit["off"], pieces, taken, off, reuse)
        if not reuse:
            counted.update(taken)
        lines = [line for line in self.lines if off.get(line.id)]
        return [(line, min(off[line.id], line.room()), taken[line.id]) for line in lines]

    def one_set(self, off, pieces, taken, amounts, reuse):
        bases, originals, before = [], [], dict(taken)
        for line, units in pieces:
            left, of = (line.left, line.units) if reuse else line.fresh()
            had = taken.get(line.id, 0)
            worth = lambda count: self.round(F(left * count, of))
            bases.append(worth(had + units) - worth(had))
            originals.append(self.round(F(line.base * units, line.units)))
            taken[line.id] = had + units
        ((kind, by),) = off.items()
        total, units = sum(bases), sum(units for _, units in pieces)
        wanted = {
            "percent": lambda: self.percent(by, self.percent_base(total, originals, "lines")),
            "percent_per_unit": lambda: self.percent(by, self.percent_base(total, originals, "lines")),
            "percent_of_sum": lambda: self.percent(by, self.percent_base(total, originals, "sum")),
            "per_unit": lambda: by * units,
            "per_line": lambda: by,
            "amount": lambda: by,
            "first_then_each": lambda: by["first"] + by["each"] * (units - 1),
            "unit_price": lambda: total - by * units,
            "total": lambda: total - by,
        }[kind]()
        wanted = min(wanted, total)
        if wanted <= 0:
            # A set that would not get cheaper keeps its price; its units are not counted.
            taken.clear()
            taken.update(before)
            return
        shares = self.share(wanted, [(line, base) for (line, _), base in zip(pieces, bases)])
        for (line, _), share in zip(pieces, shares):
            amounts[line.id] = amounts.get(line.id, 0) + share

    def percent_base(self, left, originals, what):
        of = self.setting("percent_of", "left")
        of_original = of == "original" or (of == "original_of_lines" and what == "lines")
        return sum(originals) if of_original else left

    def percent(self, rate, amount, part=F(1)):
        rate = F(rate) / 100
        if self.setting("percent_rounds", "discount") == "discount":
            return self.round(amount * part * rate)
        whole = self.round(amount * part)
        return whole - min(self.round(amount * part * (1 - rate)), whole)

    def worth(self, line, units, fresh):
        if fresh:
            left, of = line.fresh()
            return self.round(F(left * units, of))
        if units < line.units and self.setting("limited_units", "alike") == "same_first":
            off = line.base - line.left
            return max(self.round(F(line.base * units, line.units)) - off, 0)
        return self.round(F(line.left * units, line.units))

    def off(self, off, parts, times, fresh):
        ((kind, by),) = off.items()
        if kind in ("percent_of_sum", "amount", "total"):
            return self.off_together(kind, by, parts, times, fresh)
        of_parts = []
        for line, units in parts:
            amount = min(self.off_line(kind, by, line, units, fresh), line.room())
            of_parts.append((line, amount, units))
        return of_parts

    def off_line(self, kind, by, line, units, fresh):
        worth = lambda: self.worth(line, units, fresh)
        if kind in ("percent", "percent_per_unit"):
            left, of = line.fresh() if fresh else (line.left, line.units)
            if self.setting("percent_of", "left") != "left":
                left, of = line.base, line.units
            elif kind == "percent" and not fresh and units < line.units:
                if self.setting("limited_units", "alike") == "same_first":
                    return self.percent(by, worth())
            if kind == "percent":
                return self.percent(by, left, F(units, of))
            return self.percent(by, left, F(1, of)) * units
        if kind == "per_unit":
            return min(by * units, worth())
        if kind == "per_line":
            return by
        if kind == "first_then_each":
            return by["first"] + by["each"] * (units - 1)
        instead = self.round(by * line.quantity) if line.measured else by * units
        return worth() - instead

    def off_together(self, kind, by, parts, times, fresh):
        bases = [self.worth(line, units, fresh) for line, units in parts]
        total = sum(bases)
        if kind == "percent_of_sum":
            originals = [self.round(F(line.base * units, line.units)) for line, units in parts]
            wanted = self.percent(by, self.percent_base(total, originals, "sum"))
        else:
            wanted = by * times if kind == "amount" else total - by * times
        wanted = min(wanted, total)
        if wanted <= 0:
            return []
        shares = self.share_above_floors(wanted, parts, bases)
        return [
            (line, min(share, line.room()), units) for (line, units), share in zip(parts, shares)
        ]

    def share_above_floors(self, amount, parts, bases):
        rooms = [min(line.room(), base) for (line, _), base in zip(parts, bases)]
        rest, given, bases = min(amount, sum(rooms)), [0] * len(parts), list(bases)
        while rest > 0:
            shares = self.share(rest, [(line, base) for (line, _), base in zip(parts, bases)])
            full = [at for at in range(len(parts)) if bases[at] > 0 and shares[at] > rooms[at]]
            for at in full:
                given[at], bases[at] = rooms[at], 0
                rest -= rooms[at]
            if not full:
                return [had + share for had, share in zip(given, shares)]
        return given

    # Who bears how much.

    def share(self, amount, parts):
        bases = [base for _, base in parts]
        spread = self.setting("spread", "lines")
        if spread == "lines":
            return largest_remainder(amount, bases)
        sets = []
        for line, _ in parts:
            taxes = line.item.get("taxes", [])
            if taxes not in sets:
                sets.append(taxes)
        members = [
            [at for at, (line, _) in enumerate(parts) if line.item.get("taxes", []) == taxes]
            for taxes in sets
        ]
        if spread == "tax_sets":
            shares = [0] * len(parts)
            sums = [sum(bases[at] for at in own) for own in members]
            for own, of_set in zip(members, largest_remainder(amount, sums)):
                inner = largest_remainder(of_set, [bases[at] for at in own])
                for at, share in zip(own, inner):
                    shares[at] = share
            return shares
        return self.share_net_and_taxes(amount, bases, sets, members)

    def share_net_and_taxes(self, amount, bases, sets, members):
        shares, weights, net = [0] * len(bases), [0] * len(bases), amount
        if amount <= 0 or sum(bases) <= 0:
            return shares
        order = self.tax_set_order()
        for taxes, own in sorted(zip(sets, members), key=lambda pair: order.index(pair[0])):
            part = self.net_part(taxes)
            of_set = F(amount, sum(bases)) * sum(bases[at] for at in own)
            tax = min(max(self.round(of_set * (1 - part)), 0), net)
            net -= tax
            for at, share in zip(own, largest_remainder(tax, [bases[at] for at in own])):
                shares[at] += share
            for at in own:
                weights[at] = bases[at] * part
        shares = [a + b for a, b in zip(shares, largest_remainder(net, weights))]
        beyond = sum(max(share - base, 0) for share, base in zip(shares, bases))
        shares = [min(share, base) for share, base in zip(shares, bases)]
        for at, base in enumerate(bases):
            more = min(beyond, base - shares[at])
            shares[at] += more
            beyond -= more
        return shares

    def tax_set_order(self):
        order = []
        for line in self.lines:
            if line.item.get("taxes", []) not in order:
                order.append(line.item.get("taxes", []))
        return order

    def net_part(self, taxes):
        """What is left of a price of one when its included taxes that follow it are out."""
        one = [(F(1), F(0), taxes)]
        ((_, shares),) = tax_lines(one, {**self.book, "tax_rounding": "exact"}, lambda value: value)
        return 1 - sum(amount for _, amount, included in shares if included)


def take(lines, free, wanted):
    taken = {}
    for line in lines:
        units = min(free[line.id], wanted)
        if units > 0:
            free[line.id] -= units
            wanted -= units
            taken[line.id] = taken.get(line.id, 0) + units
    return taken


def add(units, more):
    for key, count in more.items():
        units[key] = units.get(key, 0) + count
