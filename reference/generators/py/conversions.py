"""Writes expected/mpmath/{five_numbers,quantile_fits,box_cox,spreads}.csv from the papers' formulas.

Run from the folder `reference/`:  python generators/py/conversions.py

Quantile estimation is minimised over both parameters at once, by Newton's method on differences
in 50 digits; the transformed moments of the Box-Cox method are integrals by mpmath.quad.
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
mp.dps = 50

SUMMARIES = [
    ((5, 12, 18, 25, 41), 60),
    ((2, 4, 6, 10, 14), 20),
    ((0.125, 0.25, 0.4375, 0.625, 0.875), 40),
    ((1, 3, 7, 16, 60), 150),
]
# Which of minimum, first quartile, median, third quartile and maximum are known.
SCENARIOS = {"S1": (0, 2, 4), "S2": (1, 2, 3), "S3": (0, 1, 2, 3, 4)}


def z(p):
    """The normal quantile."""
    return -d.normal_upper_quantile(mpf(p)) if p != mpf(1) / 2 else mpf(0)


def cases():
    for five, n in SUMMARIES:
        for scenario, known in SCENARIOS.items():
            shown = [five[i] if i in known else "-" for i in range(5)]
            yield scenario, shown, [mpf(five[i]) for i in known], mpf(n)


def xi(n):
    return 2 * z((n - mpf("0.375")) / (n + mpf("0.25")))


def eta(n):
    return 2 * z((mpf("0.75") * n - mpf("0.125")) / (n + mpf("0.25")))


def luo_wan_shi(s, q, n):
    if s == "S1":
        w = 4 / (4 + n ** mpf("0.75"))
        return w * (q[0] + q[2]) / 2 + (1 - w) * q[1], (q[2] - q[0]) / xi(n)
    if s == "S2":
        w = mpf("0.7") + mpf("0.39") / n
        return w * (q[0] + q[2]) / 2 + (1 - w) * q[1], (q[2] - q[0]) / eta(n)
    w1, w2 = mpf("2.2") / (mpf("2.2") + n ** mpf("0.75")), mpf("0.7") - mpf("0.72") / n ** mpf("0.55")
    mean = w1 * (q[0] + q[4]) / 2 + w2 * (q[1] + q[3]) / 2 + (1 - w1 - w2) * q[2]
    # The short form of Shi et al., eq. 11.
    theta1 = (2 + mpf("0.14") * n ** mpf("0.6")) * xi(n) / 2
    theta2 = (2 + 2 / (mpf("0.07") * n ** mpf("0.6"))) * eta(n) / 2
    return mean, (q[4] - q[0]) / theta1 + (q[3] - q[1]) / theta2


def wan(s, q, n):
    if s == "S1":
        return (q[0] + 2 * q[1] + q[2]) / 4, (q[2] - q[0]) / xi(n)
    if s == "S2":
        return (q[0] + q[1] + q[2]) / 3, (q[2] - q[0]) / eta(n)
    mean = (q[0] + 2 * q[1] + 2 * q[2] + 2 * q[3] + q[4]) / 8
    return mean, ((q[4] - q[0]) / xi(n) + (q[3] - q[1]) / eta(n)) / 2


def log_normal(s, q, n):
    mu, sd = luo_wan_shi(s, [mp.log(x) for x in q], n)
    log2 = mp.log(n) ** 2
    zeta, kappa, a, b = {
        "S1": (mpf("1.01") + mpf("0.25") / log2, 1 + mpf("2.23") / log2, mpf("0.565"), mpf("0.37")),
        "S2": (1 + mpf("1.58") / n, 1 + mpf("19.2") / n ** mpf("1.2"), mpf("0.57"), mpf("0.75")),
        "S3": (1 + mpf("0.28") / log2, 1 + mpf("3.93") / n, mpf("0.405"), mpf("0.315")),
    }[s]
    s2, s4 = sd**2 / zeta, sd**4 / kappa
    mean = mp.exp(mu + s2 / 2) / (1 + a * s2 / n + b * s4 / n)
    variance = (mp.exp(2 * mu + 2 * s2) / (1 + 4 * a * s2 / n + 16 * b * s4 / n)
                - mp.exp(2 * mu + s2) / (1 + 4 * a * s2 / n + 4 * b * s4 / n))
    return mean, mp.sqrt(variance)


def hozo(s, q, n):
    a, m, b = q[0], q[len(q) // 2], q[-1]
    mean = (a + 2 * m + b) / 4 if n <= 25 else m
    if n <= 15:
        return mean, mp.sqrt(((a - 2 * m + b) ** 2 / 4 + (b - a) ** 2) / 12)
    return mean, (b - a) / (4 if n <= 70 else 6)


def expected_range(n):
    def outside(x):
        return 1 - (1 - d.normal_sf(x)) ** n - d.normal_sf(x) ** n
    return 2 * mp.quad(outside, [0, 1, 2, 3, 4, 6, 9, 14, 20])


def walter_yao(s, q, n):
    return mpf("nan"), (q[-1] - q[0]) / expected_range(n)


def gamma_quantile(p, shape):
    # In the logarithm, so that no step can leave the positive numbers.
    start = mp.log(shape) + z(p) / mp.sqrt(shape) * mpf("0.8")
    f = lambda y: mp.log(mp.gammainc(shape, 0, mp.exp(y), regularized=True)) - mp.log(p)
    low, high = start - 1, start + 1
    while f(low) > 0:
        low -= 2
    while f(high) < 0:
        high += 2
    return mp.exp(mp.findroot(f, (low, high), solver="anderson", tol=mpf(10) ** -60, maxsteps=200))


def beta_quantile(p, a, b):
    return d.beta_quantile(p, a, b)


FAMILIES = {
    "normal": (lambda p, x, y: x + mp.exp(y) * z(p),
               lambda x, y: (x, mp.exp(y))),
    "log-normal": (lambda p, x, y: mp.exp(x + mp.exp(y) * z(p)),
                   lambda x, y: (mp.exp(x + mp.exp(2 * y) / 2),
                                 mp.exp(x + mp.exp(2 * y) / 2) * mp.sqrt(mp.expm1(mp.exp(2 * y))))),
    "gamma": (lambda p, x, y: mp.exp(y) * gamma_quantile(p, mp.exp(x)),
              lambda x, y: (mp.exp(x + y), mp.exp(x / 2 + y))),
    "Weibull": (lambda p, x, y: mp.exp(y) * (-mp.log(1 - p)) ** mp.exp(-x),
                lambda x, y: (mp.exp(y) * mp.gamma(1 + mp.exp(-x)),
                              mp.exp(y) * mp.sqrt(mp.gamma(1 + 2 * mp.exp(-x))
                                                  - mp.gamma(1 + mp.exp(-x)) ** 2))),
    "beta": (lambda p, x, y: beta_quantile(p, mp.exp(x), mp.exp(y)),
             lambda x, y: (1 / (1 + mp.exp(y - x)),
                           mp.sqrt(mp.exp(x + y) / ((mp.exp(x) + mp.exp(y)) ** 2
                                                    * (mp.exp(x) + mp.exp(y) + 1))))),
}


def starts(name, q, n, s):
    mean, sd = luo_wan_shi(s, q, n)
    cv = sd / mean
    if name == "normal":
        return mean, mp.log(sd)
    if name == "log-normal":
        return mp.log(q[len(q) // 2]), mp.log(mp.sqrt(mp.log1p(cv**2)))
    if name == "gamma":
        return -2 * mp.log(cv), mp.log(mean * cv**2)
    if name == "Weibull":
        return mpf("-1.086") * mp.log(cv), mp.log(mean * mpf("1.1"))
    total = mean * (1 - mean) / sd**2 - 1
    return mp.log(mean * total), mp.log((1 - mean) * total)


def minimise(f, x, y):
    """Damped Newton with differences: step 1e-10 at 50 digits leaves 30 for the derivatives."""
    h = mpf(10) ** -10
    value = f(x, y)
    for _ in range(60):
        xp, xm, yp, ym = f(x + h, y), f(x - h, y), f(x, y + h), f(x, y - h)
        gx, gy = (xp - xm) / (2 * h), (yp - ym) / (2 * h)
        hxx, hyy = (xp - 2 * value + xm) / h**2, (yp - 2 * value + ym) / h**2
        hxy = (f(x + h, y + h) - xp - yp + 2 * value - xm - ym + f(x - h, y - h)) / (2 * h * h)
        ridge = mpf(0)
        while True:
            det = (hxx + ridge) * (hyy + ridge) - hxy**2
            if det > 0 and hxx + ridge > 0:
                sx = ((hyy + ridge) * gx - hxy * gy) / det
                sy = ((hxx + ridge) * gy - hxy * gx) / det
                lower = f(x - sx, y - sy)
                if lower < value or max(abs(sx), abs(sy)) < mpf(10) ** -16:
                    break
            ridge = max(2 * ridge, (abs(hxx) + abs(hyy)) / 100)
        x, y, value = x - sx, y - sy, lower
        if max(abs(sx), abs(sy)) < mpf(10) ** -16:
            return x, y, value
    raise ArithmeticError("no minimum")


def fits(s, q, n):
    places = {"S1": [1 / n, mpf(1) / 2, 1 - 1 / n], "S2": [mpf(1) / 4, mpf(1) / 2, mpf(3) / 4],
              "S3": [1 / n, mpf(1) / 4, mpf(1) / 2, mpf(3) / 4, 1 - 1 / n]}[s]
    for name, (quantile, moments) in FAMILIES.items():
        if name == "beta" and q[-1] >= 1:
            continue
        f = lambda x, y: mp.fsum((quantile(p, x, y) - v) ** 2 for p, v in zip(places, q))
        x, y, value = minimise(f, *starts(name, q, n, s))
        mean, sd = moments(x, y)
        yield name, mean, sd, value


def box_cox(s, q, n):
    m = q[len(q) // 2]
    u = [x / m for x in q]
    f = lambda x, lam: mp.log(x) if lam == 0 else (x**lam - 1) / lam
    off = lambda i, j: (lambda lam: f(u[i], lam) + f(u[j], lam))
    if s == "S3":
        h = lambda lam: off(1, 3)(lam) ** 2 + off(0, 4)(lam) ** 2
        lam = mp.findroot(lambda t: mp.diff(h, t), mpf("0.3"), tol=mpf(10) ** -25)
        assert mp.diff(h, lam, 2) > 0
    else:
        lam = mp.findroot(off(0, 2), (mpf("0.1"), mpf("0.9")), tol=mpf(10) ** -50)
    mean, sd = luo_wan_shi(s, [f(x, lam) for x in u], n)
    # Where f ends; 8 standard deviations below a cut above, 39 elsewhere.
    end = (-1 / lam - mean) / sd
    if lam < 0 and end < 8:
        # The transformed mean has no finite value.
        return lam, mpf("nan"), mpf("nan")
    points = [max(end, mpf(-39)) if lam > 0 else mpf(-39)]
    points += [mpf(t) for t in (-20, -12, -8, -6, -4, -2, -1, 0, 1, 2, 4, 6, 8, 12, 20, 39)
               if points[0] < t <= (8 if lam < 0 else 39)]
    integral = lambda g: mp.quad(lambda t: g(t) * d.normal_pdf(t), points)
    # At the end itself rounding may leave a trifle below zero.
    back = lambda t: max(1 + lam * (mean + sd * t), mpf(0)) ** (1 / lam)
    mass = integral(lambda t: mpf(1))
    first = integral(back) / mass
    second = integral(lambda t: (back(t) - first) ** 2) / mass
    return lam, first * m, mp.sqrt(second) * m


def spreads():
    """Cochrane Handbook 6.5.2.2 and 6.5.2.3: name, arguments, value."""
    for lower, upper, level, n in [(30.0, 34.2, 0.95, 25), (-1.5, 2.5, 0.9, 7), (9.75, 10.25, 0.99, 400)]:
        width = mpf(upper) - mpf(lower)
        tail = (1 - mpf(level)) / 2
        yield "interval_t", lower, upper, level, n, width * mp.sqrt(n) / (2 * d.t_upper_quantile(tail, mpf(n - 1)))
        yield "interval_normal", lower, upper, level, n, width * mp.sqrt(n) / (2 * d.normal_upper_quantile(tail))
    for difference, p, n1, n2 in [(3.8, 0.008, 25, 22), (-0.5, 0.25, 100, 90), (12.0, 1e-6, 8, 9)]:
        root = mp.sqrt(mpf(1) / n1 + mpf(1) / n2)
        q = d.t_upper_quantile(mpf(p) / 2, mpf(n1 + n2 - 2))
        yield "p_t", difference, p, n1, n2, abs(mpf(difference)) / q / root
        yield "p_normal", difference, p, n1, n2, abs(mpf(difference)) / d.normal_upper_quantile(mpf(p) / 2) / root


def shown(x):
    return "-" if mp.isnan(x) else mp.nstr(x, 22, strip_zeros=False)


def write(name, header, rows):
    text = io.StringIO()
    text.write(f"# generator reference/generators/py/conversions.py, mpmath {mpmath.__version__}, "
               f"Python {platform.python_version()}, {mp.dps} digits, "
               f"{datetime.date.today().isoformat()}; arguments are exact doubles\n")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header)
    out.writerows(rows)
    (OUT / name).write_text(text.getvalue())
    print(name, len(rows))


def main():
    five = ["minimum", "q1", "median", "q3", "maximum", "n"]
    methods = {"luo_wan_shi": luo_wan_shi, "wan": wan, "log_normal": log_normal}
    ranges = {"hozo": hozo, "walter_yao": walter_yao}
    rows, fitted, transformed = [], [], []
    for s, five_shown, q, n in cases():
        at = [*five_shown, int(n)]
        for name, f in (methods if s == "S2" else methods | ranges).items():
            rows.append([*at, name, *map(shown, f(s, q, n))])
        transformed.append([*at, *map(shown, box_cox(s, q, n))])
        for name, *values in fits(s, q, n):
            fitted.append([*at, name, *map(shown, values)])
    for n in (7, 15, 16, 25, 26, 70, 71):
        q = [mpf(1), mpf(4), mpf(11)]
        rows.append([1, "-", 4, "-", 11, n, "hozo", *map(shown, hozo("S1", q, n))])
    for n in (5, 1000, 100_000):
        rows.append([1, "-", 4, "-", 11, n, "walter_yao", *map(shown, walter_yao("S1", [mpf(1), mpf(4), mpf(11)], n))])
    write("five_numbers.csv", [*five, "method", "mean", "sd"], rows)
    write("quantile_fits.csv", [*five, "family", "mean", "sd", "distance"], fitted)
    write("box_cox.csv", [*five, "lambda", "mean", "sd"], transformed)
    write("spreads.csv", ["conversion", "a", "b", "c", "n", "value"],
          [[*row[:5], shown(row[5])] for row in spreads()])


if __name__ == "__main__":
    main()
