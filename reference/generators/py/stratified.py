"""Stratified two-by-two tables from the definitions: fractions for the case by hand, and the common
odds ratio by conditional maximum likelihood with exact integers and 50 digits.

Run from the folder `reference/`:  python generators/py/stratified.py
Asserts every number quoted in byhand/stratified.md; writes expected/mpmath/exact_odds_ratio.csv.
"""

import csv
import datetime
import pathlib
from fractions import Fraction as F
from math import comb

import mpmath as mp

mp.mp.dps = 50


def by_hand():
    tables = [(3, 1, 1, 3), (1, 3, 0, 2)]
    n = [sum(t) for t in tables]
    r = sum(F(a * d, N) for (a, b, c, d), N in zip(tables, n))
    s = sum(F(b * c, N) for (a, b, c, d), N in zip(tables, n))
    assert (r, s, r / s) == (F(35, 24), F(1, 8), F(35, 3))
    pr = sum(F(a + d, N) * F(a * d, N) for (a, b, c, d), N in zip(tables, n))
    mixed = sum(F(a + d, N) * F(b * c, N) + F(b + c, N) * F(a * d, N)
                for (a, b, c, d), N in zip(tables, n))
    qs = sum(F(b + c, N) * F(b * c, N) for (a, b, c, d), N in zip(tables, n))
    v = (pr / r**2 + mixed / (r * s) + qs / s**2) / 2
    assert v == F(3336, 1225), v
    # Risk ratio.
    r = sum(F(a * (c + d), N) for (a, b, c, d), N in zip(tables, n))
    s = sum(F(c * (a + b), N) for (a, b, c, d), N in zip(tables, n))
    v = sum(F((a + b) * (c + d) * (a + c) - a * c * N, N * N) for (a, b, c, d), N in zip(tables, n))
    assert (r / s, v / (r * s)) == (F(11, 3), F(61, 66)), (r / s, v / (r * s))
    # Risk difference, of other tables, in which the two variances differ.
    tables = [(3, 1, 1, 3), (2, 4, 1, 5), (1, 4, 3, 2)]
    n = [sum(t) for t in tables]
    weight = sum(F((a + b) * (c + d), N) for (a, b, c, d), N in zip(tables, n))
    rd = sum(F(a * (c + d) - c * (a + b), N) for (a, b, c, d), N in zip(tables, n)) / weight
    p = sum(F((a + b)**2 * c - (c + d)**2 * a, N * N)
            + F((a + b) * (c + d) * (c + d - a - b), 2 * N * N) for (a, b, c, d), N in zip(tables, n))
    q = sum(F(a * d + c * b, 2 * N) for (a, b, c, d), N in zip(tables, n))
    sato = (rd * p + q) / weight**2
    gr = sum(F(a * b * (c + d)**3 + c * d * (a + b)**3, (a + b) * (c + d) * N * N)
             for (a, b, c, d), N in zip(tables, n)) / weight**2
    assert (rd, sato, gr) == (F(1, 15), F(227, 6750), F(17, 675)), (rd, sato, gr)
    # Score tests and Peto, of the first tables.
    tables = [(3, 1, 1, 3), (1, 3, 0, 2)]
    n = [sum(t) for t in tables]
    excess = sum(a - F((a + b) * (a + c), N) for (a, b, c, d), N in zip(tables, n))
    mh = sum(F((a + b) * (c + d) * (a + c) * (b + d), N * N * (N - 1))
             for (a, b, c, d), N in zip(tables, n))
    cochran = sum(F((a + b) * (c + d) * (a + c) * (b + d), N**3) for (a, b, c, d), N in zip(tables, n))
    assert (excess, mh, cochran) == (F(4, 3), F(50, 63), F(37, 54)), (excess, mh, cochran)
    assert (excess**2 / mh, (excess - F(1, 2))**2 / mh) == (F(56, 25), F(7, 8))
    assert excess / mh == F(42, 25)
    # Breslow-Day with a common odds ratio of 4: in a table with all margins 4 the cells are 8/3, 4/3.
    assert F(8, 3)**2 / F(4, 3)**2 == 4
    v = 1 / (2 / F(8, 3) + 2 / F(4, 3))
    excesses = (3 - F(8, 3), 1 - F(8, 3))
    assert sum(e**2 for e in excesses) / v == F(13, 2)
    assert sum(excesses)**2 / (2 * v) == 2
    # Person-time.
    rates = [(6, 10, 2, 10), (3, 20, 1, 10)]
    r = sum(F(x1 * t2, t1 + t2) for x1, t1, x2, t2 in rates)
    s = sum(F(x2 * t1, t1 + t2) for x1, t1, x2, t2 in rates)
    v = sum(F(t1 * t2 * (x1 + x2), (t1 + t2)**2) for x1, t1, x2, t2 in rates)
    assert (r / s, v / (r * s)) == (F(12, 5), F(13, 30)), (r / s, v / (r * s))
    weight = sum(F(t1 * t2, t1 + t2) for x1, t1, x2, t2 in rates)
    ird = (r - s) / weight
    v = sum(F(t1 * t2, t1 + t2)**2 * (F(x1, t1**2) + F(x2, t2**2)) for x1, t1, x2, t2 in rates)
    assert (ird, v / weight**2) == (F(1, 5), F(1, 49)), (ird, v / weight**2)


def coefficients(tables):
    """Integer weights of the total at an odds ratio of 1, and the place of the observed total."""
    weights, observed = [1], 0
    for a, b, c, d in tables:
        n1, n2, m = a + b, c + d, a + c
        low, high = max(0, m - n2), min(n1, m)
        own = [comb(n1, x) * comb(n2, m - x) for x in range(low, high + 1)]
        total = [0] * (len(weights) + len(own) - 1)
        for i, w in enumerate(weights):
            for j, o in enumerate(own):
                total[i + j] += w * o
        weights, observed = total, observed + a - low
    return weights, observed


def root(f, low, high):
    """Bisection in the logarithm to 45 digits."""
    assert f(low) < 0 < f(high), (f(low), f(high))
    for _ in range(170):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return low


def exact(tables, half, level):
    weights, t = coefficients(tables)
    top = len(weights) - 1
    logs = [mp.log(w) for w in weights]

    def tails(log):
        p = [mp.exp(l + log * (i - t)) for i, l in enumerate(logs)]
        total = mp.fsum(p)
        share = p[t] / (2 if half else 1)
        mean = mp.fsum(i * x for i, x in enumerate(p)) / total
        return (mp.fsum(p[t + 1:]) + share) / total, (mp.fsum(p[:t]) + share) / total, mean

    tail = (1 - mp.mpf(level)) / 2
    wide = mp.mpf(60)
    out = {}
    if 0 < t < top:
        out["estimate"] = mp.exp(root(lambda x: tails(x)[2] - t, -wide, wide))
    if t > 0:
        out["lower"] = mp.exp(root(lambda x: tails(x)[0] - tail, -wide, wide))
    if t < top:
        out["upper"] = mp.exp(root(lambda x: tail - tails(x)[1], -wide, wide))
    total = mp.mpf(sum(weights))
    share = mp.mpf(weights[t]) / (2 if half else 1)
    out["p_greater"] = (sum(weights[t + 1:]) + share) / total
    out["p_less"] = (sum(weights[:t]) + share) / total
    out["p_likelihood"] = mp.mpf(sum(w for w in weights if w <= weights[t])) / total
    return out


def dataset(name):
    rows = csv.DictReader(pathlib.Path(f"datasets/{name}.csv").open(encoding="utf-8"))
    tables = []
    for row in rows:
        a, n1 = int(row["events_treatment"]), int(row["n_treatment"])
        c, n2 = int(row["events_control"]), int(row["n_control"])
        tables.append((a, n1 - a, c, n2 - c))
    return tables


def main():
    by_hand()
    # li2007 without its three largest trials: the integers would have ten thousand digits.
    small = [t for t in dataset("li2007") if sum(t) < 3000]
    cases = [("hine1989", dataset("hine1989")), ("nielweise2007", dataset("nielweise2007")),
             ("edge_two_by_two", dataset("edge_two_by_two")), ("linde2005", dataset("linde2005")),
             ("li2007_below_3000", small), ("all_in_treatment", [(4, 6, 0, 10), (3, 9, 0, 8)]),
             ("none_in_treatment", [(0, 6, 2, 10), (0, 9, 3, 8)])]
    lines = ["case,tail,level,quantity,value"]
    for name, tables in cases:
        for half in (False, True):
            for level in ("0.95", "0.8"):
                for quantity, value in exact(tables, half, float(level)).items():
                    tail = "mid_p" if half else "exact"
                    lines.append(f"{name},{tail},{level},{quantity},{mp.nstr(value, 20)}")
    head = (f"# generator reference/generators/py/stratified.py, mpmath {mp.__version__}, "
            f"{datetime.date.today()}")
    path = pathlib.Path("expected/mpmath/exact_odds_ratio.csv")
    path.write_text(head + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
