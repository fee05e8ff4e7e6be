"""Writes expected/mpmath/{normal,student_t,chi_squared,beta,clopper_pearson,binomial,hedges_j}.csv.

Run from the folder `reference/`:  python generators/py/special.py
"""

import csv
import datetime
import io
import pathlib
import platform

import mpmath
from mpmath import mp, mpf

import distributions as d

OUT = pathlib.Path("expected/mpmath")
DIGITS = 25


def shown(x):
    return mp.nstr(x, DIGITS, strip_zeros=False)


def write(name, header, rows):
    text = io.StringIO()
    text.write(f"# generator reference/generators/py/special.py, mpmath {mpmath.__version__}, "
               f"Python {platform.python_version()}, {mp.dps} digits, "
               f"{datetime.date.today().isoformat()}; arguments are exact doubles\n")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(rows)
    (OUT / name).write_text(text.getvalue())
    print(name, len(rows))


def normal():
    points = sorted({0.0, 1e-10, 1e-3, 0.1, 0.25, 0.5, 0.67448975, 1.0, 1.2815515655446004, 1.5,
                     1.6448536269514722, 1.959963984540054, 2.0, 2.5758293035489004, 3.0, 4.0, 5.0,
                     6.0, 7.0, 8.0, 8.3, 9.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 35.0, 37.0, 37.5, 38.0})
    rows = []
    for z in [-x for x in reversed(points) if x] + points:
        upper = d.normal_sf(d.exact(z))
        rows.append(["sf", repr(z), shown(upper)])
        rows.append(["cdf", repr(z), shown(d.normal_sf(-d.exact(z)))])
    tails = [1e-300, 1e-200, 1e-100, 1e-50, 1e-30, 1e-20, 1e-16, 1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4,
             0.001, 0.0025, 0.005, 0.01, 0.02, 0.02425, 0.025, 0.05, 0.075, 0.1, 0.2, 0.25, 0.3, 0.4,
             0.45, 0.49, 0.5, 0.51, 0.6, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9999, 0.999999]
    for p in tails:
        rows.append(["upper_quantile", repr(p), shown(d.normal_upper_quantile(d.exact(p)))])
    write("normal.csv", ["function", "x", "value"], rows)


def student_t():
    rows = []
    for df in [1, 2, 2.5, 3, 5, 10, 12, 20, 30, 100, 1000]:
        for t in [-5.0, -1.0, 0.0, 1e-5, 0.1, 0.5, 1.0, 2.0, 2.5, 3.9522, 4.3026527297494637, 6.0, 15.0,
                  40.0, 200.0]:
            rows.append(["sf", repr(df), repr(t), shown(d.t_sf(d.exact(t), d.exact(df)))])
        for p in [1e-30, 1e-15, 1e-8, 1e-4, 0.0005, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.45, 0.5,
                  0.75, 0.975]:
            rows.append(["upper_quantile", repr(df), repr(p),
                         shown(d.t_upper_quantile(d.exact(p), d.exact(df)))])
    write("student_t.csv", ["function", "df", "x", "value"], rows)


def chi_squared():
    rows = []
    for df in [1, 2, 3, 4, 5, 8, 12, 17, 20, 30, 50, 100, 300, 1000]:
        for ratio in [1e-6, 0.01, 0.1, 0.5, 0.9, 1.0, 1.1, 1.5, 2.0, 3.0, 5.0, 10.0, 12.0]:
            x = float(df) * ratio
            if d.chi2_sf(d.exact(x), d.exact(df)) > mpf(10) ** -305:
                rows.append(["sf", df, repr(x), shown(d.chi2_sf(d.exact(x), d.exact(df)))])
            if d.chi2_cdf(d.exact(x), d.exact(df)) > mpf(10) ** -305:
                rows.append(["cdf", df, repr(x), shown(d.chi2_cdf(d.exact(x), d.exact(df)))])
        for p in [1e-100, 1e-20, 1e-10, 1e-6, 0.001, 0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975, 0.999]:
            rows.append(["upper_quantile", df, repr(p),
                         shown(d.chi2_upper_quantile(d.exact(p), d.exact(df)))])
    for x, df in [(152.23, 12), (152.2330081, 12), (1.1720, 2), (1141.3466206, 18), (238.916, 8),
                  (1400.0, 1), (1.0e-300, 1)]:
        rows.append(["sf", df, repr(x), shown(d.chi2_sf(d.exact(x), d.exact(df)))])
    write("chi_squared.csv", ["function", "df", "x", "value"], rows)


def beta():
    rows = []
    shapes = [(0.5, 0.5), (1, 1), (0.5, 1), (1, 3), (2, 2), (2.5, 0.5), (4, 18), (5, 17), (20, 3),
              (50, 50), (3, 2398), (1000, 1000), (0.01, 2), (6, 0.5)]
    for a, b in shapes:
        for x in [1e-12, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999]:
            lower = d.beta_cdf(d.exact(x), d.exact(a), d.exact(b))
            upper = d.beta_sf(d.exact(x), d.exact(a), d.exact(b))
            if lower > mpf(10) ** -305:
                rows.append(["cdf", a, b, repr(x), shown(lower)])
            if upper > mpf(10) ** -305:
                rows.append(["sf", a, b, repr(x), shown(upper)])
        if a >= 0.5:
            for p in [1e-8, 0.005, 0.025, 0.05, 0.5, 0.95, 0.975, 0.995]:
                rows.append(["quantile", a, b, repr(p),
                             shown(d.beta_quantile(d.exact(p), d.exact(a), d.exact(b)))])
    write("beta.csv", ["function", "a", "b", "x", "value"], rows)


def clopper_pearson():
    rows = []
    pairs = [(0, 1), (1, 1), (0, 5), (5, 5), (1, 5), (0, 21), (2, 21), (4, 21), (12, 21), (21, 21),
             (10, 20), (1, 50), (49, 50), (9, 9), (3, 2400), (250, 1000), (500, 1000), (999, 1000)]
    for x, n in pairs:
        for level in (0.90, 0.95, 0.99):
            tail = (1 - d.exact(level)) / 2
            lower = mpf(0) if x == 0 else d.beta_quantile(tail, mpf(x), mpf(n - x + 1))
            upper = mpf(1) if x == n else d.beta_quantile(1 - tail, mpf(x + 1), mpf(n - x))
            rows.append([x, n, level, shown(lower), shown(upper)])
    write("clopper_pearson.csv", ["events", "n", "level", "lower", "upper"], rows)


def binomial():
    rows = []
    for n in (1, 5, 21, 50, 200, 1000):
        for p in (1e-6, 0.05, 0.2, 0.5, 0.51, 0.9, 0.999):
            prob = d.exact(p)
            mass = [mp.binomial(n, k) * prob**k * (1 - prob) ** (n - k) for k in range(n + 1)]
            for k in sorted({0, 1, n // 5, n // 2, (4 * n) // 5, n}):
                upper, lower = mp.fsum(mass[k:]), mp.fsum(mass[: k + 1])
                if min(upper, lower, mass[k]) > mpf(10) ** -305:
                    rows.append([n, repr(p), k, shown(mass[k]), shown(lower), shown(upper)])
    write("binomial.csv", ["n", "p", "k", "pmf", "lower_le", "upper_ge"], rows)


def hedges_j():
    df = list(range(2, 41)) + [50, 60, 75, 100, 150, 199, 200, 213, 250, 300, 343, 500, 1000, 2000, 5000,
                              10_000, 50_000, 100_000, 500_000, 1_000_000]
    rows = [[m, shown(d.hedges_j(mpf(m))), shown(1 - mpf(3) / (4 * m - 1))] for m in df]
    write("hedges_j.csv", ["m", "exact", "approximate_1_minus_3_over_4m_minus_1"], rows)


def log_gamma():
    points = [1e-10, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9999, 1.0001, 1.25, 1.4616321449683623, 1.5, 1.75,
              1.9999, 2.0001, 2.5, 3.0, 4.5, 6.0, 7.5, 10.0, 12.5, 20.0, 50.5, 100.0, 171.5, 500.0, 1e3,
              1e4, 1e6, 1e8, 1e12]
    rows = [[repr(x), shown(mp.loggamma(d.exact(x)))] for x in points]
    write("log_gamma.csv", ["x", "value"], rows)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for job in (normal, student_t, chi_squared, beta, clopper_pearson, binomial, hedges_j, log_gamma):
        job()
