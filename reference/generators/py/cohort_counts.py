"""F and hypergeometric tails, and score intervals of a difference of proportions, by mpmath.

Writes f.csv, hypergeometric.csv, fisher_odds_ratio.csv, score_difference.csv and
paired_difference.csv into reference/expected/mpmath.
Run from the folder reference: python3 generators/py/cohort_counts.py
"""

import math
import os
import platform

import mpmath
from mpmath import mp, mpf

mp.dps = 80
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "expected", "mpmath")


def write(name, header, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
        file.write(f"# generator reference/generators/py/cohort_counts.py, mpmath {mpmath.__version__}, "
                   f"Python {platform.python_version()}, {mp.dps} digits\n")
        file.write(header + "\n")
        for row in rows:
            file.write(",".join(row) + "\n")


def digits(value):
    return mpmath.nstr(value, 17, strip_zeros=False)


def f_sf(x, d1, d2):
    return mp.betainc(d2 / 2, d1 / 2, 0, d2 / (d2 + d1 * x), regularized=True)


def f_cdf(x, d1, d2):
    return mp.betainc(d1 / 2, d2 / 2, 0, d1 * x / (d2 + d1 * x), regularized=True)


def solve(f, low, high):
    """The root of a function that changes sign between low and high, by halving."""
    low, high = mpf(low), mpf(high)
    sign = mp.sign(f(low))
    for _ in range(280):
        middle = (low + high) / 2
        if mp.sign(f(middle)) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def f_rows():
    for d1, d2 in [(1, 1), (1, 20), (2, 55), (3, 4), (5.5, 17.25), (12, 200), (0.5, 3)]:
        d1, d2 = mpf(d1), mpf(d2)
        for x in [1e-3, 0.2, 1.0, 3.7, 40.0, 1e4]:
            yield ["sf", repr(x), str(float(d1)), str(float(d2)), digits(f_sf(mpf(x), d1, d2))]
            yield ["cdf", repr(x), str(float(d1)), str(float(d2)), digits(f_cdf(mpf(x), d1, d2))]
        for p in [0.9, 0.5, 0.05, 1e-6]:
            root = solve(lambda t: mp.log(f_sf(mp.exp(t), d1, d2) / mpf(p)), -60, 60)
            yield ["upper_quantile", repr(p), str(float(d1)), str(float(d2)), digits(mp.exp(root))]


def hypergeometric_rows():
    for m, n, k in [(4, 4, 4), (10, 7, 8), (30, 29, 35), (1000, 2000, 43), (400, 450, 380), (5000, 7000, 900)]:
        total = math.comb(m + n, k)
        ways = {x: math.comb(m, x) * math.comb(n, k - x) for x in range(max(0, k - n), min(m, k) + 1)}
        low, high = min(ways), max(ways)
        points = sorted({low, low + 1, (2 * low + high) // 3, (low + high) // 2, m * k // (m + n), high - 1, high})
        for x in points:
            at = mpf(ways[x]) / total
            most = mpf(sum(w for y, w in ways.items() if y <= x)) / total
            least = mpf(sum(w for y, w in ways.items() if y >= x)) / total
            if min(at, most, least) > mpf("2.3e-308"):
                yield [str(m), str(n), str(k), str(x), digits(at), digits(most), digits(least)]


def constrained(x1, n1, x2, n2, delta):
    """The share of the second group that maximises the likelihood under p1 = p2 + delta."""
    low, high = max(mpf(0), -delta), min(mpf(1), 1 - delta)

    def slope(q):
        total = mpf(0)
        for count, share, sign in [(x1, q + delta, 1), (n1 - x1, 1 - q - delta, -1), (x2, q, 1), (n2 - x2, 1 - q, -1)]:
            if count:
                total += sign * count / share
        return total

    inside = (high - low) * mpf(10) ** -30
    if slope(low + inside) <= 0:
        return low
    if slope(high - inside) >= 0:
        return high
    return solve(slope, low + inside, high - inside)


def score_rows():
    z = mp.sqrt(2) * mp.erfinv(mpf("0.95"))
    for x1, n1, x2, n2 in [(3, 4, 1, 4), (21, 30, 14, 29), (0, 10, 5, 12), (10, 10, 3, 9), (0, 10, 0, 20),
                           (10, 10, 0, 20), (56, 70, 48, 80), (5, 56, 0, 29), (9, 10, 3, 10), (3, 1000, 40, 2000),
                           (5, 5, 6, 6), (1, 1, 0, 1)]:
        d = mpf(x1) / n1 - mpf(x2) / n2
        factor = mpf(n1 + n2) / (n1 + n2 - 1)

        def excess(delta):
            q = constrained(x1, n1, x2, n2, delta)
            p = q + delta
            return (d - delta) ** 2 - z * z * factor * (p * (1 - p) / n1 + q * (1 - q) / n2)

        low = mpf(-1) if d == -1 else solve(excess, -1 + mpf(10) ** -25, d)
        high = mpf(1) if d == 1 else solve(excess, 1 - mpf(10) ** -25, d)
        yield [str(v) for v in (x1, n1, x2, n2)] + [digits(low), digits(high)]


def odds_ratio_rows():
    """Exact integer weights; estimate, exact and mid-p 95% limits of the conditional odds ratio."""
    tail = mpf("0.025")
    for x1, n1, x2, n2 in [(3, 4, 1, 4), (21, 30, 14, 29), (14, 28, 3, 29), (9, 10, 3, 10), (150, 400, 230, 450),
                           (3, 1000, 40, 2000), (12, 15, 4, 15)]:
        k = x1 + x2
        weights = {x: math.comb(n1, x) * math.comb(n2, k - x) for x in range(max(0, k - n2), min(n1, k) + 1)}

        def chance(log_psi, keep):
            psi = mp.exp(log_psi)
            return (sum(w * psi ** x * keep(x) for x, w in weights.items())
                    / sum(w * psi ** x for x, w in weights.items()))

        def at(share, side):
            def keep(x):
                return share if x == x1 else (1 if (x - x1) * side > 0 else 0)
            return mp.exp(solve(lambda t: chance(t, keep) - tail, -30, 30))

        estimate = mp.exp(solve(lambda t: chance(t, lambda x: x) - x1, -30, 30))
        half = mpf("0.5")
        yield ([str(v) for v in (x1, n1, x2, n2)]
               + [digits(v) for v in (estimate, at(1, 1), at(1, -1), at(half, 1), at(half, -1))])


def wilson(x, n, z):
    """Both roots of n (x/n - p)^2 = z^2 p (1 - p)."""
    a, b, c = 1 + z * z / n, -(2 * mpf(x) / n + z * z / n), (mpf(x) / n) ** 2
    root = mp.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def paired_rows():
    """Newcombe (Stat Med 1998, 2635), method 10."""
    z = mp.sqrt(2) * mp.erfinv(mpf("0.95"))
    for e, f, g, h in [(1, 1, 7, 12), (794, 86, 150, 570), (59, 6, 16, 80), (5, 0, 3, 2), (0, 4, 4, 9), (36, 12, 2, 0),
                       (54, 0, 0, 0), (53, 0, 1, 0)]:
        n = e + f + g + h
        (l2, u2), (l3, u3) = wilson(e + f, n, z), wilson(e + g, n, z)
        p2, p3 = mpf(e + f) / n, mpf(e + g) / n
        margins = (e + f) * (g + h) * (e + g) * (f + h)
        cross = mpf(e * h - f * g)
        if cross > 0:
            cross = max(cross - mpf(n) / 2, mpf(0))
        phi = cross / mp.sqrt(margins) if margins else mpf(0)
        delta = mp.sqrt((p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u3 - p3) + (u3 - p3) ** 2)
        epsilon = mp.sqrt((u2 - p2) ** 2 - 2 * phi * (u2 - p2) * (p3 - l3) + (p3 - l3) ** 2)
        d = mpf(f - g) / n
        yield [str(v) for v in (e, f, g, h)] + [digits(phi), digits(d - delta), digits(d + epsilon)]


def main():
    write("paired_difference.csv", "both,first_only,second_only,neither,phi,lower,upper", paired_rows())
    write("fisher_odds_ratio.csv", "x1,n1,x2,n2,estimate,lower,upper,mid_lower,mid_upper", odds_ratio_rows())
    write("f.csv", "function,x,df1,df2,value", f_rows())
    write("hypergeometric.csv", "marked,unmarked,drawn,x,pmf,at_most,at_least", hypergeometric_rows())
    write("score_difference.csv", "x1,n1,x2,n2,lower,upper", score_rows())


if __name__ == "__main__":
    main()
