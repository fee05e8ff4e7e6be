"""Counts every set of small whole numbers behind a printed summary, by trying them all.

Standard library only, exact fractions. One sample: every multiset of n values in the range. Pairs:
every multiset of n pairs. A printed number is the closed interval of half a unit of its last place.

Run from the folder `reference/`:  python generators/py/reconstruct.py
"""

import itertools
import json
import math
import pathlib
import platform
import random
from fractions import Fraction as F


def closed(text):
    decimals = len(text.split(".")[1]) if "." in text else 0
    half = F(1, 2 * 10**decimals)
    return F(text) - half, F(text) + half


def fits(value, text):
    low, high = closed(text)
    return low <= value <= high


def root_fits(square, text):
    """Whether a number at or above 0 with this square prints as the text."""
    low, high = closed(text)
    return max(low, F(0)) ** 2 <= square <= high**2


def variance(values):
    mean = F(sum(values), 1) / len(values)
    return sum((x - mean) ** 2 for x in values) / (len(values) - 1)


def median(values):
    ordered = sorted(values)
    n = len(ordered)
    return F(ordered[(n - 1) // 2] + ordered[n // 2], 2)


def printed(value, decimals):
    """Rounded half up as text, for making problems that have an answer."""
    units = math.floor(F(value) * 10**decimals + F(1, 2))
    sign, units = ("-", -units) if units < 0 else ("", units)
    if decimals == 0:
        return f"{sign}{units}"
    return f"{sign}{units // 10**decimals}.{units % 10**decimals:0{decimals}d}"


def root_printed(square, decimals):
    return printed(F(math.sqrt(square)).limit_denominator(10**9), decimals)


def side_fits(values, asked):
    return (
        fits(F(sum(values), len(values)), asked["mean"])
        and ("sd" not in asked or root_fits(variance(values), asked["sd"]))
        and ("median" not in asked or fits(median(values), asked["median"]))
        and ("minimum" not in asked or min(values) == asked["minimum"])
        and ("maximum" not in asked or max(values) == asked["maximum"])
    )


def sample_fits(values, problem):
    below = problem.get("below", [])
    counted = all(sum(x < cut for x in values) == count for cut, count in below)
    return counted and side_fits(values, problem)


def pairs_fit(pairs, problem):
    before, after = [b for b, _ in pairs], [a for _, a in pairs]
    n = len(pairs)
    differences = [b - a for b, a in pairs]
    total, spread = sum(differences), variance(differences)
    if "sd_change" in problem and not root_fits(spread, problem["sd_change"]):
        return False
    if "t" in problem:
        # t squared is mean squared over variance / n; the sign is not held against the data.
        if spread == 0 or not root_fits(F(total, n) ** 2 * n / spread, problem["t"].lstrip("-")):
            return False
    if "response" in problem:
        met = sum(b > 0 and 2 * (b - a) >= b for b, a in pairs)
        both = sum(b > 0 and 2 * (b - a) >= b and a < 2 for b, a in pairs)
        if (met, both) != tuple(problem["response"]):
            return False
    if "percent_mean" in problem:
        if min(before) <= 0:
            return False
        percent = [F(100 * (b - a), b) for b, a in pairs]
        if not fits(sum(percent) / n, problem["percent_mean"]):
            return False
        if not root_fits(variance(percent), problem["percent_sd"]):
            return False
    return side_fits(before, problem["before"]) and side_fits(after, problem["after"])


def one_sample(rng):
    n, highest = rng.randint(2, 6), rng.randint(1, 7)
    lowest = rng.choice([0, 0, 1, -2])
    values = [rng.randint(lowest, highest) for _ in range(n)]
    decimals = rng.choice([0, 1, 1, 2])
    problem = {"n": n, "lowest": lowest, "highest": highest}
    problem["mean"] = printed(F(sum(values), n), decimals)
    if rng.random() < 0.8:
        problem["sd"] = root_printed(variance(values), decimals)
    if rng.random() < 0.4:
        problem["median"] = printed(median(values), rng.choice([0, 1]))
    if rng.random() < 0.3:
        problem["minimum"] = min(values)
    if rng.random() < 0.3:
        problem["maximum"] = max(values)
    if rng.random() < 0.4:
        cut = rng.randint(lowest - 1, highest + 1)
        problem["below"] = [[cut, sum(x < cut for x in values)]]
    if rng.random() < 0.4:
        # Made wrong on purpose: many of these have no solution.
        key = rng.choice([k for k in ("mean", "sd", "median") if k in problem])
        wrong = F(problem[key]) + rng.choice([-1, 1]) * F(1, 10 ** (decimals or 1))
        problem[key] = printed(max(wrong, F(0)), decimals or 1)
    candidates = itertools.combinations_with_replacement(range(lowest, highest + 1), n)
    problem["count"] = sum(sample_fits(list(v), problem) for v in candidates)
    return problem


def paired(rng):
    n, highest = rng.randint(2, 4), rng.randint(3, 5)
    before = [rng.randint(1, highest) for _ in range(n)]
    after = [rng.randint(0, highest) for _ in range(n)]
    decimals = rng.choice([1, 2])
    problem = {"n": n, "lowest": 0, "highest": highest}
    for name, values in (("before", before), ("after", after)):
        side = {"mean": printed(F(sum(values), n), decimals)}
        if rng.random() < 0.7:
            side["sd"] = root_printed(variance(values), decimals)
        problem[name] = side
    differences = [b - a for b, a in zip(before, after)]
    spread = variance(differences)
    if rng.random() < 0.4:
        problem["sd_change"] = root_printed(spread, decimals)
    if spread > 0 and rng.random() < 0.6:
        square = F(sum(differences), n) ** 2 * n / spread
        problem["t"] = root_printed(square, decimals)
    if rng.random() < 0.5:
        met = [2 * (b - a) >= b for b, a in zip(before, after)]
        problem["response"] = [sum(met), sum(m and a < 2 for m, a in zip(met, after))]
    if rng.random() < 0.4:
        percent = [F(100 * (b - a), b) for b, a in zip(before, after)]
        problem["percent_mean"] = printed(sum(percent) / n, 1)
        problem["percent_sd"] = root_printed(variance(percent), 1)
    if rng.random() < 0.4:
        key = rng.choice([k for k in ("sd_change", "t") if k in problem] or ["before"])
        if key == "before":
            problem["before"]["mean"] = printed(F(problem["before"]["mean"]) + F(1, 10), decimals)
        else:
            problem[key] = printed(F(problem[key]) + F(1, 5), decimals)
    values = range(0, highest + 1)
    candidates = itertools.combinations_with_replacement(list(itertools.product(values, values)), n)
    problem["count"] = sum(pairs_fit(list(p), problem) for p in candidates)
    return problem


def larger():
    """A published example and a scale of 61 values with few patients, tried one by one."""
    likert = {"n": 20, "lowest": 1, "highest": 5, "mean": "2.35", "sd": "1.39"}
    wide = {"n": 4, "lowest": 0, "highest": 60, "mean": "27.5", "sd": "6.45"}
    for problem in (likert, wide):
        values = range(problem["lowest"], problem["highest"] + 1)
        candidates = itertools.combinations_with_replacement(values, problem["n"])
        problem["count"] = sum(sample_fits(list(v), problem) for v in candidates)
    return [likert, wide]


SLOT = 96  # bits of one count in a packed polynomial


def by_generating_function(problem):
    """Counts multisets with polynomials in the sum of squares, one per size and sum.

    A polynomial is one whole number with 96 bits for each coefficient. Values stand from 27, so that
    sums stay small; they are taken from the highest down, and counts below a cut-off are held at the
    end of the values that are not below it.
    """
    n, lowest, highest, center = problem["n"], problem["lowest"], problem["highest"], 27
    sums = [s for s in range(n * lowest, n * highest + 1) if fits(F(s, n), problem["mean"])]
    low, high = closed(problem["sd"])
    wanted = {}
    for s in sums:
        for q in range(n * highest**2 + 1):
            if low**2 <= (q - F(s * s, n)) / (n - 1) <= high**2:
                wanted.setdefault(s - n * center, []).append(q - 2 * center * s + n * center**2)
    most = max(max(squares) for squares in wanted.values())
    mask = (1 << (SLOT * (most + 1))) - 1
    below = dict(problem.get("below", []))
    table = [{} for _ in range(n + 1)]
    table[0][0] = 1
    for value in range(highest, lowest - 1, -1):
        x = value - center
        for size in range(1, n + 1):
            for s, polynomial in table[size - 1].items():
                more = (polynomial << (SLOT * x * x)) & mask
                if more and s * s <= most * (size - 1) + 1:
                    table[size][s + x] = table[size].get(s + x, 0) + more
        if value in below:
            for size in range(n + 1):
                if n - size != below[value]:
                    table[size] = {}
    slot = (1 << SLOT) - 1
    return sum(
        (table[n].get(s, 0) >> (SLOT * q)) & slot for s, squares in wanted.items() for q in squares
    )


def published():
    """The two sides of Payette et al. 2023, as printed."""
    before = {"n": 21, "lowest": 0, "highest": 60, "mean": "27.6", "sd": "6.4"}
    after = {"n": 21, "lowest": 0, "highest": 60, "mean": "18.6", "sd": "8.9", "below": [[10, 2]]}
    for problem in (before, after):
        problem["count"] = by_generating_function(problem)
    check = {"n": 4, "lowest": 0, "highest": 60, "mean": "27.5", "sd": "6.45"}
    assert by_generating_function(check) == 6
    return [before, after]


def main():
    rng = random.Random(20230419)
    result = {
        "made": {
            "generator": "reference/generators/py/reconstruct.py",
            "software": "Python",
            "software_version": platform.python_version(),
        },
        "one_sample": larger() + [one_sample(rng) for _ in range(150)],
        "published": published(),
        "paired": [paired(rng) for _ in range(60)],
    }
    path = pathlib.Path("expected/python/reconstruct.json")
    path.write_text(json.dumps(result, indent=1) + "\n")
    for kind in ("one_sample", "paired"):
        none = sum(p["count"] == 0 for p in result[kind])
        print(kind, len(result[kind]), "problems,", none, "without a solution")


main()
