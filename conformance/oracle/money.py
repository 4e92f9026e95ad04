"""Rounding, and sharing without losing a cent."""

from fractions import Fraction as F
from math import floor

MODES = {
    "half_up": lambda rest, whole: rest >= F(1, 2),
    "half_down": lambda rest, whole: rest > F(1, 2),
    "half_even": lambda rest, whole: rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1),
    "up": lambda rest, whole: rest > 0,
    "down": lambda rest, whole: False,
}


def rounder(mode):
    def round_to_whole(value):
        size = abs(value)
        whole = floor(size)
        if MODES[mode](size - whole, whole):
            whole += 1
        return whole if value >= 0 else -whole

    return round_to_whole


def largest_remainder(amount, weights):
    """Whole shares of an amount; what is left over goes to the largest remainders, then in order."""
    total = sum(weights)
    if total == 0 or amount == 0:
        return [0] * len(weights)
    exact = [F(amount * weight) / total for weight in weights]
    shares = [floor(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda at: shares[at] - exact[at])
    for at in order[: amount - sum(shares)]:
        shares[at] += 1
    return shares
