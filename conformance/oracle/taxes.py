"""The taxes of the lines of a cart, in exact fractions."""

from fractions import Fraction as F


class Tax:
    def __init__(self, tax, prices_include_tax):
        ((self.kind, figures),) = tax["kind"].items()
        rules = tax.get("rules", {})
        self.id = tax["id"]
        self.rate = F(figures.get("rate", "0")) / 100
        self.each = F(figures.get("amount", "0"))
        self.included = rules.get("included", prices_include_tax)
        self.affects = rules.get("affects_later", False)
        self.affected = rules.get("affected_by_earlier", True)
        self.sequence = rules.get("sequence", 0)


def batches(taxes):
    """Neighbours that are reckoned on one base."""
    batch, number = [], 0
    for at, tax in enumerate(taxes):
        if at > 0:
            last = taxes[at - 1]
            alike = (last.kind, last.included, last.affects) == (tax.kind, tax.included, tax.affects)
            number += 0 if alike and not (last.affects and tax.affected) else 1
        batch.append(number)
    return batch


def reckon(amount, quantity, taxes, round_):
    """Fixed taxes from the last to the first, included ones likewise, then the added ones."""
    batch = batches(taxes)
    amounts = [None] * len(taxes)
    moved = [F(0)] * len(taxes)
    count = range(len(taxes))
    order = [at for at in reversed(count) if taxes[at].kind == "fixed"]
    order += [at for at in reversed(count) if taxes[at].included and at not in order]
    order += [at for at in count if at not in order]
    for at in order:
        tax, base = taxes[at], amount + moved[at]
        together = sum(other.rate for other, own in zip(taxes, batch) if own == batch[at])
        if tax.kind == "fixed":
            exact = tax.each * quantity
        elif tax.kind == "percent":
            exact = base * tax.rate / (1 + together) if tax.included else base * tax.rate
        else:
            exact = base * tax.rate if tax.included else base * tax.rate / (1 - together)
        amounts[at] = round_(exact)
        for other in count:
            if batch[other] == batch[at] or amounts[other] is not None:
                continue
            feeds = at < other and tax.affects and taxes[other].affected
            if tax.included and not feeds:
                moved[other] -= amounts[at]
            elif not tax.included and feeds:
                moved[other] += amounts[at]
    return amounts


def put_back(missing, exact):
    """Shares of the cents that the rounded amounts of a tax miss of its rounded sum."""
    shares, size = [0] * len(exact), abs(missing)
    order = sorted(range(len(exact)), key=lambda at: -abs(exact[at]))
    weights = [abs(value) for value in exact]
    if sum(weights) == 0:
        weights = [F(1)] * len(exact)
    left = size
    for at in order:
        # Python rounds a half to the even neighbour.
        shares[at] = min(round(size * weights[at] / sum(weights)), left)
        left -= shares[at]
    turn = [at for at in order if shares[at] == 0] + [at for at in order if shares[at] != 0]
    while left > 0:
        for at in turn:
            if left > 0:
                shares[at] += 1
                left -= 1
    return shares if missing >= 0 else [-share for share in shares]


def tax_lines(lines, book, round_):
    """Net amount and (tax, amount, included) of each line of (amount, quantity, tax ids)."""
    by_id = {tax["id"]: Tax(tax, book["prices_include_tax"]) for tax in book["taxes"]}
    per_document = book.get("tax_rounding", "per_line") == "per_document"
    of_lines = []
    for amount, quantity, ids in lines:
        taxes = []
        for tax in sorted((by_id[tax] for tax in ids), key=lambda tax: tax.sequence):
            if tax not in taxes:
                taxes.append(tax)
        keep = (lambda value: value) if per_document else round_
        amounts = reckon(amount, quantity, taxes, keep)
        of_lines.append([[tax, exact, round_(exact)] for tax, exact in zip(taxes, amounts)])
    if per_document:
        for tax in by_id.values():
            own = [entry for line in of_lines for entry in line if entry[0] is tax]
            if own:
                missing = round_(sum(entry[1] for entry in own)) - sum(entry[2] for entry in own)
                for entry, share in zip(own, put_back(missing, [entry[1] for entry in own])):
                    entry[2] += share
    result = []
    for (amount, _, _), line in zip(lines, of_lines):
        inside = sum(rounded for tax, _, rounded in line if tax.included)
        result.append((amount - inside, [(tax.id, amount, tax.included) for tax, _, amount in line]))
    return result
