"""Writes expected/mpmath/bayes_t.csv: JZS Bayes factors of t tests and posteriors of the effect.

Run from the folder `reference/`:  python generators/py/bayes_t.py

Two-sided factors by the integral over g of Rouder et al. 2009, eq. 1, which shares nothing with the
program; everything else by the density of the noncentral t in parabolic cylinder functions
(NIST DLMF 12.5.1), integrated over the effect. The two are compared here.
"""

import csv
import datetime
import io
import pathlib
import platform

import mpmath
from mpmath import mp, mpf

OUT = pathlib.Path("expected/mpmath")
mp.dps = 30


def factor_over_g(t, n, df, scale):
    null = (1 + t * t / df) ** (-(df + 1) / 2)

    def integrand(u):
        g = mp.exp(u)
        spread = 1 + n * g * scale ** 2
        value = spread ** mpf(-0.5) * (1 + t * t / (spread * df)) ** (-(df + 1) / 2)
        return value * g ** mpf(-0.5) * mp.exp(-1 / (2 * g)) / mp.sqrt(2 * mp.pi)

    return mp.quad(integrand, [-8, -5, -3, -1, 0, 1, 2, 4, 7, 12, 20, 40, 80, 160]) / null


def ln_likelihood(t, df, ncp):
    """Up to a constant: exp(-ncp^2/2) times the integral of s^df exp(-(df + t^2) s^2/2 + t ncp s)."""
    z = -t * ncp / mp.sqrt(df + t * t)
    return -ncp * ncp / 2 + z * z / 4 + mp.log(mp.pcfd(-df - 1, z))


def newton(density, low, high, goal):
    """Where the integral from low reaches goal: Newton steps, halving where they leave the bracket."""
    at, mass, floor = low, mpf(0), low
    for _ in range(60):
        if mass > goal:
            high = at
        else:
            floor = at
        step = at + (goal - mass) / density(at)
        if abs(step - at) < mpf(10) ** -22:
            return step
        step = step if floor <= step <= high else (floor + high) / 2
        mass += mp.quad(density, [at, step])
        at = step
    raise ArithmeticError("no quantile")


def case(t, n1, n2, scale):
    t, scale = mpf(t), mpf(scale)
    n = mpf(n1) if n2 == 0 else mpf(n1) * n2 / (n1 + n2)
    df = mpf(n1 - 1 if n2 == 0 else n1 + n2 - 2)
    null = ln_likelihood(t, df, mpf(0))

    def joint(delta):
        ln = ln_likelihood(t, df, delta * mp.sqrt(n)) - null
        return mp.exp(ln) / (mp.pi * scale * (1 + (delta / scale) ** 2))

    center = t / mp.sqrt(n)
    width = mp.sqrt((1 + t * t / df) / n)
    points = {mpf(0), center}
    for k in (1, 2, 4, 8, 16):
        points |= {center + k * width, center - k * width, k * scale / 4, -k * scale / 4}
    reach = abs(center) + 22 * width
    points = sorted(p for p in points | {reach, -reach} if abs(p) <= reach)

    def between(low, high):
        inner = [low] + [p for p in points if low < p < high] + [high]
        return mp.quad(joint, inner)

    plus, minus = between(mpf(0), reach), between(-reach, mpf(0))
    two = factor_over_g(t, n, df, scale)
    assert abs((plus + minus) / two - 1) < mpf(10) ** -14, (t, n1, n2, scale, (plus + minus) / two - 1)
    values = {"ln_bf10": mp.log(two), "ln_bf_greater": mp.log(2 * plus), "ln_bf_less": mp.log(2 * minus),
              "above_zero": plus / (plus + minus)}
    moment = mp.quad(lambda x: x * joint(x), [-reach] + points[1:-1] + [reach])
    values["mean"] = moment / (plus + minus)
    parts = list(zip(points, points[1:]))
    masses = [mp.quad(joint, part) for part in parts]
    for name, p in (("lower", "0.025"), ("median", "0.5"), ("upper", "0.975")):
        goal = mpf(p) * (plus + minus)
        for (low, high), mass in zip(parts, masses):
            if mass >= goal:
                break
            goal -= mass
        values[name] = newton(joint, low, high, goal)
    return values


def main():
    rows = []
    medium = 2.0 ** 0.5 / 2
    cases = [(0.0, 21, 0, medium), (2.03, 80, 0, 1.0), (2.5, 5, 0, medium), (-4.0, 21, 0, medium),
             (30.0, 21, 0, medium), (1.2, 12, 15, medium), (1.5, 21, 0, 0.01)]
    for t, n1, n2, scale in cases:
        for name, value in case(t, n1, n2, scale).items():
            rows.append([repr(t), n1, n2, repr(scale), name, mp.nstr(value, 20, strip_zeros=False)])
    text = io.StringIO()
    text.write(f"# generator reference/generators/py/bayes_t.py, mpmath {mpmath.__version__}, "
               f"Python {platform.python_version()}, {mp.dps} digits, "
               f"{datetime.date.today().isoformat()}; arguments are exact doubles\n")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["t", "n1", "n2", "scale", "quantity", "value"])
    out.writerows(rows)
    (OUT / "bayes_t.csv").write_text(text.getvalue())
    print("bayes_t.csv", len(rows))


main()
