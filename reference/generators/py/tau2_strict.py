"""Estimators of tau^2 and intervals for it, from their definitions, 40 digits.

Reads expected/metafor-5.1-12/pairwise_*.json for estimates and variances (15 digits, taken as
exact), writes expected/mpmath/tau2_strict.csv. Run from the folder `reference/`:

    python generators/py/tau2_strict.py

The distribution of a generalised Q: eigenvalues of S^(1/2) P S^(1/2) by mpmath, then Ruben's series
(J Ann Math Stat 1962;33:542-570) of chi-squared distribution functions. It shares no step with the
contour integral of the program. Roots by bisection to 1e-25 of the scale.
"""

import datetime
import json
import pathlib

import mpmath as mp

mp.mp.dps = 40
FOLDER = pathlib.Path("expected/metafor-5.1-12")
LIKELIHOODS = ["bcg_RR", "bcg_RD", "hackshaw1998", "hine1989_RD", "linde2005_OR", "nielweise2007_OR",
               "normand1999_MD", "normand1999_SMD", "raudenbush1985", "steurer2006_HR"]
Q_FORMS = ["hine1989_RD", "nielweise2008_IRR", "normand1999_SMD", "steurer2006_HR"]
Q_ROOTS = ["nielweise2008_IRR", "steurer2006_HR"]
LEVEL = mp.mpf("0.95")


def chi2_cdf(x, df):
    return mp.gammainc(mp.mpf(df) / 2, 0, x / 2, regularized=True)


def bisect(f, low, high):
    """Root of a function that rises from below zero."""
    while high - low > mp.mpf(10) ** -25 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return (low + high) / 2


def rising(f, scale):
    if f(mp.mpf(0)) >= 0:
        return mp.mpf(0)
    high = scale
    while f(high) < 0:
        high *= 2
    return bisect(f, mp.mpf(0), high)


def chi2_quantile(p, df):
    return rising(lambda x: chi2_cdf(x, df) - p, mp.mpf(df))


def parts(y, v, t):
    w = [1 / (x + t) for x in v]
    total = mp.fsum(w)
    mean = mp.fsum(a * b for a, b in zip(w, y)) / total
    q = mp.fsum(a * (b - mean) ** 2 for a, b in zip(w, y))
    return w, total, mean, q


def loglik(y, v, t, restricted):
    k = len(y)
    w, total, _, q = parts(y, v, t)
    logs = mp.fsum(mp.log(x + t) for x in v)
    if restricted:
        return -((k - 1) * mp.log(2 * mp.pi) - mp.log(k) + logs + mp.log(total) + q) / 2
    return -(k * mp.log(2 * mp.pi) + logs + q) / 2


def score(y, v, t, restricted):
    w, total, mean, _ = parts(y, v, t)
    squares = mp.fsum((a * (b - mean)) ** 2 for a, b in zip(w, y))
    trace = total - (mp.fsum(a * a for a in w) / total if restricted else 0)
    return squares - trace


def maximum(y, v, restricted):
    """Highest of the maxima on a fine logarithmic grid, each refined by bisection of the score."""
    top = max(max(v), 2 * mp.fsum((b - y[0]) ** 2 for b in y))
    grid = [mp.mpf(0)] + [min(v) / 8 * mp.mpf(2) ** (mp.mpf(i) / 2)
                          for i in range(int(2 * mp.log(top / min(v), 2)) + 12)]
    signs = [score(y, v, t, restricted) for t in grid]
    best = [mp.mpf(0)] if signs[0] <= 0 else []
    for i in range(len(grid) - 1):
        if signs[i] > 0 >= signs[i + 1]:
            best.append(bisect(lambda t: -score(y, v, t, restricted), grid[i], grid[i + 1]))
    return max(best, key=lambda t: loglik(y, v, t, restricted))


def profile(y, v, restricted):
    best = maximum(y, v, restricted)
    cut = loglik(y, v, best, restricted) - chi2_quantile(LEVEL, 1) / 2
    excess = lambda t: loglik(y, v, t, restricted) - cut
    lower = mp.mpf(0) if excess(mp.mpf(0)) >= 0 else bisect(excess, mp.mpf(0), best)
    high = max(best, min(v))
    while excess(high) > 0:
        high *= 2
    return best, lower, bisect(lambda t: -excess(t), best, high)


def ruben(x, values):
    """P(sum of values_j z_j^2 <= x), as a mixture of chi-squared distributions of scale beta."""
    n = len(values)
    beta = 2 / (1 / min(values) + 1 / max(values))
    ratios = [1 - beta / value for value in values]
    rate = max(abs(r) for r in ratios)
    powers = [mp.mpf(1)] * n
    c = [mp.sqrt(mp.fprod(beta / value for value in values))]
    g = [mp.mpf(0)]
    # F with df + 2 is F less a density term.
    half, point = mp.mpf(n) / 2, x / beta / 2
    f = mp.gammainc(half, 0, point, regularized=True)
    step = mp.exp(half * mp.log(point) - point - mp.loggamma(half + 1))
    total, m = c[0] * f, 0
    while f * max(abs(c[m]), rate ** m) / (1 - rate) > mp.mpf(10) ** -22:
        m += 1
        powers = [p * r for p, r in zip(powers, ratios)]
        g.append(mp.fsum(powers) / 2)
        c.append(mp.fsum(g[m - r] * c[r] for r in range(m)) / m)
        f -= step
        step *= point / (half + m)
        total += c[m] * f
        if m > 600:
            raise ValueError("too many terms")
    return total


def q_form(y, v, weights):
    k = len(y)
    total = mp.fsum(weights)
    mean = mp.fsum(a * b for a, b in zip(weights, y)) / total
    q = mp.fsum(a * (b - mean) ** 2 for a, b in zip(weights, y))

    def lower_tail(t):
        s = [mp.sqrt(x + t) for x in v]
        m = mp.matrix(k, k)
        for i in range(k):
            for j in range(k):
                entry = -weights[i] * weights[j] / total + (weights[i] if i == j else 0)
                m[i, j] = s[i] * entry * s[j]
        values = sorted(mp.eigsy(m, eigvals_only=True))[1:]
        return ruben(q, values)

    return lower_tail


def main():
    mp.mp.dps = 40
    rows = []
    for path in sorted(FOLDER.glob("pairwise_*.json")):
        name = path.stem[len("pairwise_"):]
        data = json.loads(path.read_text(), parse_float=mp.mpf, parse_int=mp.mpf)
        y, v = data["yi"], data["vi"]
        put = lambda what, value: rows.append((path.stem, what, mp.nstr(value, 18)))
        if name in LIKELIHOODS:
            for label, restricted in (("ml", False), ("reml", True)):
                best, lower, upper = profile(y, v, restricted)
                put(f"{label}.tau2", best)
                put(f"{label}.profile.lower", lower)
                put(f"{label}.profile.upper", upper)
                for t in ("0", "0.01", "0.5"):
                    put(f"{label}.loglik.at.{t}", loglik(y, v, mp.mpf(t), restricted))
            k = len(y)
            target = chi2_quantile(mp.mpf(1) / 2, k - 1)
            put("pmm.tau2", rising(lambda t: target - parts(y, v, t)[3], min(v)))
        if name in Q_FORMS:
            mp.mp.dps = 28
            for label, weights in (("variance", [1 / x for x in v]),
                                   ("standard_error", [1 / mp.sqrt(x) for x in v]),
                                   ("equal", [mp.mpf(1)] * len(v))):
                tail = q_form(y, v, weights)
                for t in ("0.01", "0.1", "1"):
                    put(f"q.{label}.lower_tail.at.{t}", tail(mp.mpf(t)))
                if name in Q_ROOTS:
                    half = (1 - LEVEL) / 2
                    for what, p in (("lower", 1 - half), ("median", mp.mpf(1) / 2),
                                    ("upper", half)):
                        put(f"q.{label}.{what}", quick_root(lambda t: p - tail(t), min(v)))
            mp.mp.dps = 40
    write(rows)


def quick_root(f, scale):
    """As `rising`, to 1e-14, by the Illinois rule: each evaluation is costly."""
    low, at_low = mp.mpf(0), f(mp.mpf(0))
    if at_low >= 0:
        return mp.mpf(0)
    high = scale
    at_high = f(high)
    while at_high < 0:
        low, at_low, high = high, at_high, high * 4
        at_high = f(high)
    side = 0
    while high - low > mp.mpf(10) ** -14 * high:
        x = (low * at_high - high * at_low) / (at_high - at_low)
        at_x = f(x)
        if abs(at_x) < mp.mpf(10) ** -17:
            return x
        if at_x < 0:
            low, at_low = x, at_x
            at_high = at_high / 2 if side == -1 else at_high
            side = -1
        else:
            high, at_high = x, at_x
            at_low = at_low / 2 if side == 1 else at_low
            side = 1
    return (low + high) / 2


def write(rows):
    out = pathlib.Path("expected/mpmath/tau2_strict.csv")
    head = (f"# generator reference/generators/py/tau2_strict.py, mpmath {mp.__version__}, "
            f"{datetime.date.today().isoformat()}\n")
    lines = ["analysis,quantity,value"] + [",".join(row) for row in rows]
    out.write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
