"""Writes expected/mpmath/noncentral_t.csv: tails and densities of the noncentral t distribution.

Run from the folder `reference/`:  python generators/py/noncentral_t.py

Tails by the series of the CDF in regularised incomplete beta functions (Johnson, Kotz and
Balakrishnan 1995, eq. 31.16 and 31.17), summed in many digits, so that the cancellation of the small
tail and the many terms of a large noncentrality do no harm; the program integrates instead.
Densities by the closed form in confluent hypergeometric functions (eq. 31.15).
"""

import csv
import datetime
import io
import pathlib
import platform

import mpmath
from mpmath import mp, mpf

OUT = pathlib.Path("expected/mpmath")


def upper_at_zero(ncp):
    """P(T > 0) = Phi(ncp)."""
    return mp.erfc(-ncp / mp.sqrt(2)) / 2


def between_zero_and(t, df, ncp):
    """P(0 < T <= t) for t > 0: half the sum over j of P_j I(j + 1/2) + Q_j I(j + 1)."""
    x = t * t / (df + t * t)
    half = ncp * ncp / 2
    j_peak = int(half)
    eps = mpf(10) ** (-mp.dps)

    def term(j):
        p = mp.exp(-half + j * mp.log(half) - mp.loggamma(j + 1))
        q = ncp / mp.sqrt(2) * mp.exp(-half + j * mp.log(half) - mp.loggamma(j + mpf(3) / 2))
        a = mp.betainc(j + mpf(1) / 2, df / 2, 0, x, regularized=True)
        b = mp.betainc(j + 1, df / 2, 0, x, regularized=True)
        return p * a + q * b, abs(p) + abs(q)

    total = mpf(0)
    j = j_peak
    while True:
        value, weight = term(j)
        total += value
        if weight < eps:
            break
        j += 1
    j = j_peak - 1
    while j >= 0:
        value, weight = term(j)
        total += value
        if weight < eps:
            break
        j -= 1
    return total / 2


def tails(t, df, ncp):
    if t < 0:
        upper, lower = tails(-t, df, -ncp)
        return lower, upper
    inside = between_zero_and(t, df, ncp)
    upper = upper_at_zero(ncp) - inside
    lower = upper_at_zero(-ncp) + inside
    return upper, lower


def ln_density(t, df, ncp):
    n, d = df, ncp
    y = d * d * t * t / (2 * (n + t * t))
    front = (mp.log(n) * n / 2 + mp.loggamma(n + 1) - d * d / 2 - n * mp.log(2)
             - mp.log(n + t * t) * n / 2 - mp.loggamma(n / 2))
    first = (mp.sqrt(2) * d * t * mp.hyp1f1(n / 2 + 1, mpf(3) / 2, y)
             / ((n + t * t) * mp.gamma((n + 1) / 2)))
    second = mp.hyp1f1((n + 1) / 2, mpf(1) / 2, y) / (mp.sqrt(n + t * t) * mp.gamma(n / 2 + 1))
    return front + mp.log(first + second)


CASES = [(t, df, ncp)
         for df in (1, 2, 3.5, 10, 20, 100, 1000)
         for ncp in (-3.0, -0.5, 0.25, 2.0, 6.0)
         for t in (-10.0, -1.5, 0.5, 2.5, 8.0)]
CASES += [(t, df, ncp)
          for df in (4, 20, 300)
          for ncp in (20.0, 40.0)
          for t in (5.0, 15.0, 25.0, 60.0)]
CASES += [(80.0, 30, 100.0), (130.0, 30, 100.0), (30.0, 19, 0.1), (30.0, 19, 30.0), (2.0, 1e5, 2.5)]


def main():
    rows = []
    for t, df, ncp in CASES:
        args = [mpf(t), mpf(df), mpf(ncp)]
        mp.dps = 60
        upper, lower = tails(*args)
        # A tail that cancels against the other is summed again with more digits.
        small = min(upper, lower)
        if small < mpf(10) ** -20:
            mp.dps = 60 + (400 if small <= 0 else int(-mp.log10(small)) + 20)
            upper, lower = tails(*args)
        mp.dps = 60
        head = [repr(float(df)), repr(ncp), repr(t)]
        for name, value in (("sf", upper), ("cdf", lower), ("ln_density", ln_density(*args))):
            if name == "ln_density" or value > mpf(10) ** -300:
                rows.append([name, *head, mp.nstr(value, 25, strip_zeros=False)])
    text = io.StringIO()
    text.write(f"# generator reference/generators/py/noncentral_t.py, mpmath {mpmath.__version__}, "
               f"Python {platform.python_version()}, 60 digits or more, "
               f"{datetime.date.today().isoformat()}; arguments are exact doubles\n")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["function", "df", "ncp", "x", "value"])
    out.writerows(rows)
    (OUT / "noncentral_t.csv").write_text(text.getvalue())
    print("noncentral_t.csv", len(rows))


main()
