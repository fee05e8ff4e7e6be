"""Brunner–Munzel and Boschloo tests by SciPy, Barnard's with exact ties, standardised differences.

Writes reference/expected/scipy/cohort_groups.json.
Run from the root of the repository: python3 reference/generators/py/cohort_scipy.py
"""

import itertools
import json
import os
import platform
from fractions import Fraction

import numpy as np
import scipy
from scipy import optimize, stats

OUT = "reference/expected/scipy/cohort_groups.json"

PAIRS = {
    "overlap": ([1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 4.0, 1.0, 1.0],
                [3.0, 3.0, 4.0, 3.0, 1.0, 2.0, 3.0, 1.0, 1.0, 5.0, 4.0]),
    "untied": ([1.83, 0.50, 1.62, 2.48, 1.68, 1.88], [0.878, 0.647, 0.598, 2.05, 1.06]),
    "unequal": ([12.1, 15.3, 9.9, 11.2], [3.3, 8.1, 30.2, 22.7, 14.6, 1.5, 19.9]),
    "scores": ([10, 12, 12, 15, 20, 22, 22], [8, 9, 12, 12, 12, 15]),
}
TABLES = [(3, 4, 1, 4), (7, 12, 8, 15), (9, 10, 3, 10), (12, 15, 4, 15), (0, 7, 5, 9), (21, 30, 14, 29),
          (14, 28, 3, 29), (2, 20, 1, 25), (5, 6, 6, 6)]
CATEGORIES = [[[5, 5], [1, 9]], [[10, 20, 30], [15, 15, 30]], [[4, 3, 2, 11], [9, 1, 5, 5]], [[3, 0, 7], [2, 5, 3]]]


def effect(x, y):
    """Relative effect of x over y and its variance, by counting all pairs."""
    x, y = np.asarray(x), np.asarray(y)
    larger = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    one, two = larger.mean(axis=1), larger.mean(axis=0)
    return larger.mean(), one.var(ddof=1) / len(x) + two.var(ddof=1) / len(y)


def permutation(x, y):
    pooled = list(x) + list(y)

    def away(a, b):
        p, v = effect(a, b)
        return 0.0 if p == 0.5 else abs(p - 0.5) / np.sqrt(v) if v > 0 else np.inf
    observed = away(x, y)
    extreme = total = 0
    for chosen in itertools.combinations(range(len(pooled)), len(x)):
        rest = [pooled[i] for i in range(len(pooled)) if i not in chosen]
        extreme += away([pooled[i] for i in chosen], rest) >= observed * (1 - 1e-9)
        total += 1
    return extreme / total


def brunner_munzel(x, y):
    # SciPy's statistic is positive when y tends to be larger.
    with np.errstate(all="ignore"):
        t = stats.brunnermunzel(x, y)
        normal = stats.brunnermunzel(x, y, distribution="normal")
        p, v = effect(x, y)
        exact = permutation(x, y) if len(x) + len(y) <= 13 else None
    return {"first": list(map(float, x)), "second": list(map(float, y)), "statistic": -t.statistic,
            "p_t": t.pvalue, "p_normal": normal.pvalue, "effect": p, "se": float(np.sqrt(v)), "p_exact": exact}


def z_squared(x1, n1, x2, n2):
    """The signed square of the pooled z, exactly."""
    pooled = Fraction(x1 + x2, n1 + n2)
    if pooled in (0, 1):
        return Fraction(0)
    d = Fraction(x1, n1) - Fraction(x2, n2)
    return (1 if d > 0 else -1) * d * d / (pooled * (1 - pooled) * (Fraction(1, n1) + Fraction(1, n2)))


def barnard(x1, n1, x2, n2, side):
    """SciPy compares z in doubles and misses tables that are exactly as extreme, such as the mirror
    image of 9/10 against 3/10; here they are compared as fractions."""
    key = {"greater": lambda v: v, "less": lambda v: -v, "two-sided": abs}[side]
    observed = key(z_squared(x1, n1, x2, n2))
    region = np.array([[key(z_squared(i, n1, j, n2)) >= observed for j in range(n2 + 1)] for i in range(n1 + 1)])

    def p(chance):
        return float(stats.binom.pmf(np.arange(n1 + 1), n1, chance) @ region
                     @ stats.binom.pmf(np.arange(n2 + 1), n2, chance))
    grid = np.linspace(0, 1, 2001)
    heights = np.array([p(c) for c in grid])
    best = heights.max()
    for i in np.argsort(-heights)[:12]:
        low, high = grid[max(i - 1, 0)], grid[min(i + 1, 2000)]
        found = optimize.minimize_scalar(lambda c: -p(c), bounds=(low, high), method="bounded",
                                         options={"xatol": 1e-12})
        best = max(best, -found.fun)
    return best


def unconditional(x1, n1, x2, n2):
    table = [[x1, x2], [n1 - x1, n2 - x2]]
    row = {"x1": x1, "n1": n1, "x2": x2, "n2": n2}
    for side in ("greater", "less", "two-sided"):
        boschloo = stats.boschloo_exact(table, alternative=side, n=256)
        row["barnard_" + side] = barnard(x1, n1, x2, n2, side)
        row["scipy_barnard_" + side] = float(stats.barnard_exact(table, alternative=side, n=256).pvalue)
        row["boschloo_" + side] = float(boschloo.pvalue)
    row["z"] = float(stats.barnard_exact(table).statistic)
    return row


def categorical(rows):
    p, q = (np.array(r) / sum(r) for r in rows)
    s = (np.diag(p) - np.outer(p, p) + np.diag(q) - np.outer(q, q)) / 2
    # All but the first category: the module leaves out the last.
    d, s = (p - q)[1:], s[1:, 1:]
    return {"rows": rows, "distance": float(np.sqrt(d @ np.linalg.solve(s, d)))}


def main():
    os.makedirs(os.path.dirname(OUT), exist_ok=True)
    result = {
        "software": f"SciPy {scipy.__version__}, numpy {np.__version__}, Python {platform.python_version()}",
        "script": "reference/generators/py/cohort_scipy.py",
        "brunner_munzel": {name: brunner_munzel(*pair) for name, pair in PAIRS.items()},
        "unconditional": [unconditional(*t) for t in TABLES],
        "categorical": [categorical(rows) for rows in CATEGORIES],
    }
    with open(OUT, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
