"""Marginal log-likelihoods of generalised linear mixed models, from the definitions, 30 digits.

Run from the folder `reference/`:  python3 generators/py/glmm.py
Writes expected/mpmath/glmm_likelihood.csv: model, dataset, parameters, value.

Every integral is a trapezoid over all that reaches 24 digits, which converges faster than any power
of the step for such integrands, and is compared with a coarser one; a difference beyond 1e-15 stops the script. Fixed study levels are maximised over by parabolas on the integral
itself.
"""

import csv
import platform

from mpmath import mp, mpf, exp, log, binomial, loggamma, sqrt, pi

mp.dps = 30


def phi(z):
    return exp(-z * z / 2) / sqrt(2 * pi)


def logistic(eta):
    return 1 / (1 + exp(-eta))


def bernoulli(x, n):
    x, n = int(x), int(n)
    c = binomial(n, x)

    def f(eta):
        p = logistic(eta)
        return c * p**x * (1 - p) ** (n - x)

    return f


def poisson(x, t):
    x = int(x)
    t = mpf(t)
    c = exp(-loggamma(x + 1))

    def f(eta):
        m = t * exp(eta)
        return c * m**x * exp(-m)

    return f


def hypergeometric(x1, n1, x2, n2):
    x1, n1, x2, n2 = map(int, (x1, n1, x2, n2))
    m = x1 + x2
    terms = [(j, binomial(n1, j) * binomial(n2, m - j)) for j in range(max(0, m - n2), min(n1, m) + 1)]

    def f(eta):
        psi = exp(eta)
        return binomial(n1, x1) * binomial(n2, x2) * psi**x1 / sum(c * psi**j for j, c in terms)

    return f


def integral(g):
    """The integral of phi(z) g(z) by trapezoid around the mode."""

    def height(z):
        return phi(z) * g(z)

    # The mode by ever finer steps uphill, and the width from the curvature there.
    mode, step = mpf(0), mpf(1)
    best = height(mode)
    while step > mpf("1e-3"):
        for candidate in (mode - step, mode + step):
            there = height(candidate)
            if there > best:
                mode, best = candidate, there
                break
        else:
            step /= 2
    d = mpf("1e-4")
    curvature = -(log(height(mode + d)) - 2 * log(best) + log(height(mode - d))) / d**2
    width = 1 / sqrt(curvature)

    def trapezoid(h):
        total = best
        for sign in (1, -1):
            i = 1
            while True:
                term = height(mode + sign * i * h)
                total += term
                i += 1
                if term < best * mpf(10) ** -24:
                    break
        return h * total

    fine, coarse = trapezoid(width / 12), trapezoid(width / 9)
    assert abs(fine / coarse - 1) < mpf(10) ** -15, (fine, coarse)
    return fine


def one(f, mu, tau):
    if tau == 0:
        return log(f(mu))
    return log(integral(lambda z: f(mu + tau * z)))


def fixed_levels(f1, f2, codes, mu, tau, start):
    c1, c2 = codes

    def value(gamma):
        if tau == 0:
            return log(f1(gamma + c1 * mu) * f2(gamma + c2 * mu))
        return log(integral(lambda z: f1(gamma + c1 * (mu + tau * z)) * f2(gamma + c2 * (mu + tau * z))))

    # A parabola through three points, which move together.
    gamma = mpf(start)
    h = mpf("0.05")
    for _ in range(30):
        a, b, c = value(gamma - h), value(gamma), value(gamma + h)
        curvature = (a - 2 * b + c) / h**2
        slope = (c - a) / (2 * h)
        step = -slope / curvature if curvature < 0 else (h if slope > 0 else -h)
        step = max(min(step, mpf(1)), mpf(-1))
        gamma += step
        h = max(abs(step), mpf(10) ** -5)
        if abs(step) < mpf(10) ** -9:
            break
    return value(gamma)


def random_levels(f1, f2, codes, level, mu, sigma, tau, rho):
    """Two-dimensional trapezoid on standard normal z."""
    c1, c2 = codes
    apart = sqrt(1 - mpf(rho) ** 2)

    def inner(steps):
        h = mpf(20) / steps
        grid = [-10 + i * h for i in range(steps + 1)]
        total = mpf(0)
        for z1 in grid:
            w1 = phi(z1)
            for z2 in grid:
                u = tau * (rho * z1 + apart * z2)
                total += w1 * phi(z2) * f1(level + mu / 2 + sigma * z1 + c1 * u) * f2(
                    level - mu / 2 + sigma * z1 + c2 * u)
        return h * h * total

    return log(inner(80))


def rows(name):
    with open(f"datasets/{name}.csv") as file:
        return list(csv.DictReader(file))


CODES = {"half": (mpf("0.5"), mpf("-0.5")), "treatment": (mpf(1), mpf(0)), "control": (mpf(0), mpf(-1))}


def main():
    out = []

    def put(model, dataset, value, effect, tau, level="", sigma="", correlation=""):
        out.append([model, dataset, effect, tau, level, sigma, correlation, mp.nstr(value, 20)])

    for name, effects in (("pritz1997", ("1.25", "0.5")), ("edge_proportions", ("-0.5", "0.25")),
                          ("feng2019", ("-0.75",))):
        for effect in effects:
            for tau in ("0", "0.25", "1", "3"):
                if name == "feng2019" and tau in ("0", "3"):
                    continue
                terms = [one(bernoulli(r["events"], r["n"]), mpf(effect), mpf(tau)) for r in rows(name)]
                put("proportions", name, sum(terms), effect, tau)
    rates = rows("nielweise2008")
    for tau in ("0", "0.5", "2"):
        terms = [one(poisson(r["events_control"], r["time_control"]), mpf("-5"), mpf(tau)) for r in rates]
        put("rates", "nielweise2008", sum(terms), "-5", tau)
        terms = []
        for r in rates:
            x1, x2 = int(r["events_treatment"]), int(r["events_control"])
            offset = log(mpf(r["time_treatment"]) / mpf(r["time_control"]))
            f = bernoulli(x1, x1 + x2)
            terms.append(one(lambda eta: f(eta + offset), mpf("-0.5"), mpf(tau)))
        put("rate_ratios_conditional", "nielweise2008", sum(terms), "-0.5", tau)
    for tau in ("0", "0.75"):
        terms = [fixed_levels(poisson(r["events_treatment"], r["time_treatment"]),
                              poisson(r["events_control"], r["time_control"]), CODES["half"],
                              mpf("-0.5"), mpf(tau), "-5") for r in rates]
        put("rate_ratios_fixed_half", "nielweise2008", sum(terms), "-0.5", tau)
    tables = [r for r in rows("nielweise2007") if r["study"] != "Yucel 2004"]
    cells = [(r["events_treatment"], r["n_treatment"], r["events_control"], r["n_control"]) for r in tables]
    for tau in ("0", "0.5", "1.5"):
        terms = [one(hypergeometric(*c), mpf("-1.25"), mpf(tau)) for c in cells]
        put("odds_ratios_conditional", "nielweise2007", sum(terms), "-1.25", tau)
        terms = []
        for x1, n1, x2, n2 in cells:
            offset = log(mpf(n1) / mpf(n2))
            f = bernoulli(x1, int(x1) + int(x2))
            terms.append(one(lambda eta: f(eta + offset), mpf("-1.25"), mpf(tau)))
        put("odds_ratios_approximate", "nielweise2007", sum(terms), "-1.25", tau)
    for code in ("half", "treatment", "control"):
        terms = [fixed_levels(bernoulli(c[0], c[1]), bernoulli(c[2], c[3]), CODES[code],
                              mpf("-1.25"), mpf("0.75"), "-3.5") for c in cells]
        put(f"odds_ratios_fixed_{code}", "nielweise2007", sum(terms), "-1.25", "0.75")
    few = cells[:3]
    for code, rho in (("half", "0"), ("treatment", "0"), ("half", "-0.5")):
        terms = [random_levels(bernoulli(c[0], c[1]), bernoulli(c[2], c[3]), CODES[code],
                               mpf("-3.5"), mpf("-1"), mpf("0.75"), mpf("0.5"), mpf(rho)) for c in few]
        put(f"odds_ratios_random_{code}", "nielweise2007_first3", sum(terms), "-1", "0.5", "-3.5", "0.75", rho)
    with open("expected/mpmath/glmm_likelihood.csv", "w") as file:
        import mpmath
        file.write(f"# generator reference/generators/py/glmm.py, mpmath {mpmath.__version__}, "
                   f"Python {platform.python_version()}, 30 digits\n")
        file.write("model,dataset,effect,tau,level,sigma,correlation,value\n")
        for row in out:
            file.write(",".join(row) + "\n")


main()
