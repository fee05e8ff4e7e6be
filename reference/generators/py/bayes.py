"""The Bayesian normal-normal model from its definition, in 28 digits.

Run from the folder `reference/`:  python generators/py/bayes.py
Writes expected/mpmath/bayes.csv: analysis, dataset, mean_prior, tau_prior, quantity, value.
Integrals over tau by the double exponential rule (Takahashi and Mori 1974), halving the step until 19
digits stay; quantiles by Newton's method on the exact distribution function. No solver of another
package takes part. Arguments that are decimals are taken as the exact value of the nearest double.
"""

import csv
import datetime
import io
import multiprocessing
import pathlib
import platform

import mpmath
from mpmath import mp, mpf

import distributions as d

mp.dps = 28
DIGITS = 17
HALF = mpf(1) / 2
SMALL = mpf(10) ** -19

ANALYSES = [
    ("rubin1981", "normal(0;50)", "half_cauchy(25)"),
    ("rubin1981", "flat", "half_normal(10)"),
    ("rubin1981", "flat", "uniform_improper"),
    ("rubin1981", "flat", "uniform_variance_improper"),
    ("two_studies", "flat", "half_normal(1)"),
    ("two_studies", "flat", "half_cauchy(0.5)"),
    ("one_study", "normal(0;1)", "half_normal(0.5)"),
    ("one_study", "flat", "half_t(3;0.3)"),
    ("identical_estimates", "flat", "exponential(2)"),
    ("wide_variances", "flat", "half_cauchy(1)"),
    ("wide_variances", "normal(0.2;0.5)", "inverse_gamma_variance(1.5;0.2)"),
    ("equal_variance", "flat", "log_normal_variance(-2.56;1.74)"),
    ("equal_variance", "flat", "log_t_variance(5;-3.44;2.59)"),
    ("equal_variance", "flat", "uniform(3)"),
    ("equal_variance", "normal(0;10)", "uniform_variance(4)"),
    ("bcg_RR", "flat", "half_normal(0.5)"),
]


# ------------------------------------------------------------------ data and priors
def read(name):
    path = name.removesuffix("_RR")
    with open(f"datasets/{path}.csv", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    if name.endswith("_RR"):
        y, v = [], []
        for r in rows:
            a, n, c, m = (mpf(r[x]) for x in
                          ("events_treatment", "n_treatment", "events_control", "n_control"))
            y.append(mp.log((a / n) / (c / m)))
            v.append(1 / a - 1 / n + 1 / c - 1 / m)
        return y, v
    return [d.exact(r["estimate"]) for r in rows], [d.exact(r["variance"]) for r in rows]


def arguments(text):
    name, _, rest = text.partition("(")
    return name, [d.exact(x) for x in rest.rstrip(")").split(";") if x]


def tau_density(name, p):
    """The density of tau at tau, the end of its range, and the power at which it falls."""
    pi, inf = mp.pi, mp.inf
    if name == "half_normal":
        return (lambda t: mp.sqrt(2 / pi) / p[0] * mp.exp(-(t / p[0]) ** 2 / 2)), inf, inf
    if name == "half_cauchy":
        return (lambda t: 2 / (pi * p[0] * (1 + (t / p[0]) ** 2))), inf, 2
    if name == "half_t":
        df, s = p
        c = 2 * mp.gamma((df + 1) / 2) / (mp.gamma(df / 2) * mp.sqrt(df * pi) * s)
        return (lambda t: c * (1 + (t / s) ** 2 / df) ** (-(df + 1) / 2)), inf, df + 1
    if name == "exponential":
        return (lambda t: p[0] * mp.exp(-p[0] * t)), inf, inf
    if name == "uniform":
        return (lambda t: 1 / p[0]), p[0], inf
    if name == "uniform_improper":
        return (lambda t: mpf(1)), inf, 0
    if name == "uniform_variance":
        return (lambda t: 2 * t / p[0]), mp.sqrt(p[0]), inf
    if name == "uniform_variance_improper":
        return (lambda t: 2 * t), inf, -1
    if name == "inverse_gamma_variance":
        a, b = p
        c = 2 * b**a / mp.gamma(a)
        return (lambda t: c * t ** (-2 * a - 1) * mp.exp(-b / t**2)), inf, 2 * a + 1
    if name == "log_normal_variance":
        m, s = p
        return (lambda t: d.normal_pdf((2 * mp.log(t) - m) / s) * 2 / (s * t)), inf, inf
    if name == "log_t_variance":
        df, m, s = p
        return (lambda t: d.t_pdf((2 * mp.log(t) - m) / s, df) * 2 / (s * t)), inf, 1
    raise ValueError(name)


# ------------------------------------------------------------------ the double exponential rule
def rule(end, h, scale, offset, lowest):
    """Abscissae and weights on (0, end) at steps h, those at odd multiples only if offset."""
    out = []
    n = int(12 / h)
    for j in range(-n, n + 1):
        if offset and j % 2 == 0:
            continue
        x = j * h
        g = mp.pi / 2 * mp.sinh(x)
        dg = mp.pi / 2 * mp.cosh(x) * h
        if end == mp.inf:
            t = scale * mp.exp(g)
            out.append((t, t * dg))
        else:
            # Below, the logarithm of a prior may need a long way; above, the end is reached soon.
            if not (-lowest <= 2 * g <= 100):
                continue
            t = end / (1 + mp.exp(-2 * g))
            out.append((t, t / (1 + mp.exp(2 * g)) * 2 * dg))
    return out


def nodes(f, end, scale, lowest=200):
    """Abscissae with weight times f, at the first step at which the integral stays."""
    h = mpf(1) / 4
    found = [(t, w * f(t)) for t, w in rule(end, h, scale, False, lowest)]
    while True:
        h /= 2
        more = [(t, w * f(t)) for t, w in rule(end, h, scale, True, lowest)]
        before = sum(w for _, w in found)
        found = [(t, w / 2) for t, w in found] + more
        after = sum(w for _, w in found)
        if abs(after - before) <= SMALL * abs(after):
            biggest = max(w for _, w in found)
            return sorted((t, w) for t, w in found if w > biggest * mpf(10) ** -34)
        if h < mpf(1) / 300:
            raise ArithmeticError("no convergence")


def newton(f, df, start, low=None):
    x = start
    for _ in range(80):
        step = f(x) / df(x)
        new = x - step
        if low is not None and new <= low:
            new = (x + low) / 2
        if abs(new - x) <= mpf(10) ** -20 * max(abs(new), mpf(10) ** -10):
            return new
        x = new
    raise ArithmeticError("Newton")


class Posterior:
    def __init__(self, name, mean_prior, tau_prior):
        self.y, self.v = read(name)
        kind, self.mp = arguments(mean_prior)
        self.flat = kind == "flat"
        prior, p = arguments(tau_prior)
        self.lowest = 100000 if prior.startswith("log_t") else 200
        self.improper = prior.endswith("improper")
        self.prior, self.end, self.power = tau_density(prior, p)
        f = lambda t: self.prior(t) * mp.exp(self.conditional(t)[0])
        self.scale = mp.sqrt(min(self.v))
        at = nodes(f, self.end, self.scale, self.lowest)
        self.z = sum(w for _, w in at)
        self.density = lambda t: f(t) / self.z
        self.at = [(t, w / self.z, *self.conditional(t)[1:]) for t, w in at]

    def conditional(self, t):
        k = len(self.y)
        w = [1 / (v + t * t) for v in self.v]
        y = list(self.y)
        logs = -sum(mp.log(x) for x in w)
        if not self.flat:
            m, s = self.mp
            w.append(1 / s**2)
            y.append(m)
            logs += 2 * mp.log(s)
            k += 1
        total = sum(w)
        mean = sum(a * b for a, b in zip(w, y)) / total
        q = sum(a * (b - mean) ** 2 for a, b in zip(w, y))
        log = -((k - 1) * mp.log(2 * mp.pi) + logs + mp.log(total) + q) / 2
        return log, mean, 1 / total

    # -------------------------------------------------------------- tau
    def tau_cdf(self, x):
        return sum(w for _, w in nodes(self.density, x, None, self.lowest))

    def tau_quantile(self, p):
        total, start = mpf(0), None
        for t, w, *_ in self.at:
            total += w
            start = t
            if total >= p:
                break
        # In ln tau the distribution function is close to a straight line near the start.
        f = lambda u: self.tau_cdf(mp.exp(u)) - p
        df = lambda u: self.density(mp.exp(u)) * mp.exp(u)
        return mp.exp(newton(f, df, mp.log(start)))

    def tau_mode(self):
        """Where the slope of the density is zero, or an end of its range."""
        inner = max(self.at, key=lambda n: self.density(n[0]))[0]
        if inner < self.scale * mpf(10) ** -9:
            return mpf(0)
        if self.end != mp.inf and inner > self.end * mpf("0.999"):
            return self.end
        slope = lambda x: mp.diff(lambda z: mp.log(self.density(mp.exp(z))), x)
        u, h = mp.log(inner), mpf("0.01")
        return mp.exp(mp.findroot(slope, (u - h, u + h), solver="secant", tol=1e-18))

    # -------------------------------------------------------------- mixtures
    def mixture(self, of):
        return [(w, *of(t, m, s2)) for t, w, m, s2 in self.at]


def cdf(mix, x):
    return sum(w * d.normal_sf((m - x) / s) for w, m, s in mix)


def pdf(mix, x):
    return sum(w * d.normal_pdf((x - m) / s) / s for w, m, s in mix)


def quantile(mix, p):
    m, s = max(mix)[1:]
    low, high = m - s, m + s
    while cdf(mix, low) > p:
        low -= high - low
    while cdf(mix, high) < p:
        high += high - low
    for _ in range(14):
        middle = (low + high) / 2
        if cdf(mix, middle) < p:
            low = middle
        else:
            high = middle
    return newton(lambda x: cdf(mix, x) - p, lambda x: pdf(mix, x), (low + high) / 2)


def shortest(mix, level, lower, upper):
    """Both ends with one density and the level between them, by Newton in two dimensions."""
    slope = lambda x: sum(-w * (x - m) / s**3 * d.normal_pdf((x - m) / s) for w, m, s in mix)
    a, b = lower, upper
    for _ in range(60):
        r1, r2 = cdf(mix, b) - cdf(mix, a) - level, pdf(mix, b) - pdf(mix, a)
        j = mp.matrix([[-pdf(mix, a), pdf(mix, b)], [-slope(a), slope(b)]])
        step = mp.lu_solve(j, mp.matrix([r1, r2]))
        a, b = a - step[0], b - step[1]
        if max(abs(step[0]), abs(step[1])) < mpf(10) ** -19:
            return a, b
    raise ArithmeticError("shortest")


def describe(out, name, mix, moments, p_low):
    if moments > 0:
        mean = sum(w * m for w, m, _ in mix)
        out.append((f"{name}.mean", mean))
        if moments > 1:
            var = sum(w * (s * s + (m - mean) ** 2) for w, m, s in mix)
            out.append((f"{name}.sd", mp.sqrt(var)))
    lower, upper = quantile(mix, p_low), quantile(mix, 1 - p_low)
    out += [(f"{name}.median", quantile(mix, HALF)), (f"{name}.lower", lower),
            (f"{name}.upper", upper), (f"{name}.cdf.0", cdf(mix, mpf(0)))]
    return lower, upper


def quantities(name, mean_prior, tau_prior):
    out = []
    post = Posterior(name, mean_prior, tau_prior)
    for t in ("0", "0.5", "3"):
        out.append((f"log_likelihood.at.{t}", post.conditional(d.exact(t))[0]))
    outside = 1 - d.exact("0.95")
    p_low = outside / 2
    rate = post.power + len(post.y) - (1 if post.flat else 0) - 1
    moments = int(rate > 1) + int(rate > 2)
    zero = mp.exp(post.conditional(mpf(0))[0])
    if not post.improper:
        out.append(("bayes_factor.tau_zero", zero / post.z))
    if not post.flat:
        m, s = post.mp
        if not post.improper:
            out.append(("log_evidence", mp.log(post.z)))
    if moments > 0:
        mean = sum(w * t for t, w, *_ in post.at)
        out.append(("tau.mean", mean))
        if moments > 1:
            out.append(("tau.sd", mp.sqrt(sum(w * (t - mean) ** 2 for t, w, *_ in post.at))))
    for quantity, p in (("median", HALF), ("lower", p_low), ("upper", 1 - p_low)):
        out.append((f"tau.{quantity}", post.tau_quantile(p)))
    if not tau_prior.startswith("log_t"):
        mode = post.tau_mode()
        out.append(("tau.mode", mode))
        if mode == 0:
            out.append(("tau.shortest.upper", post.tau_quantile(1 - outside)))
    if post.end == mp.inf or post.end > 1:
        out.append(("tau.sf.1", 1 - post.tau_cdf(mpf(1))))
    mu = post.mixture(lambda t, m, s2: (m, mp.sqrt(s2)))
    ends = describe(out, "mu", mu, 2 if not post.flat else moments, p_low)
    for end, x in zip(("lower", "upper"), shortest(mu, 1 - outside, *ends)):
        out.append((f"mu.shortest.{end}", x))
    if not post.flat:
        m, s = post.mp
        out.append(("bayes_factor.mean_zero", pdf(mu, mpf(0)) / (d.normal_pdf(m / s) / s)))
    describe(out, "new", post.mixture(lambda t, m, s2: (m, mp.sqrt(s2 + t * t))), moments, p_low)
    y, v = post.y[0], post.v[0]

    def first(t, m, s2):
        b = v / (v + t * t)
        return y + b * (m - y), mp.sqrt((1 - b) * v + b * b * s2)

    describe(out, "study1", post.mixture(first), 2, p_low)
    return out


def main():
    text = io.StringIO()
    text.write(f"# generator reference/generators/py/bayes.py, mpmath {mpmath.__version__}, "
               f"Python {platform.python_version()}, {mp.dps} digits, "
               f"{datetime.date.today().isoformat()}; intervals at level 0.95\n")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["analysis", "dataset", "mean_prior", "tau_prior", "quantity", "value"])
    with multiprocessing.Pool(2) as pool:
        results = pool.starmap(quantities, ANALYSES, chunksize=1)
    for i, (analysis, found) in enumerate(zip(ANALYSES, results), 1):
        for quantity, value in found:
            out.writerow([i, *analysis, quantity, mp.nstr(value, DIGITS, strip_zeros=False)])
        print(i, *analysis, len(found), flush=True)
    pathlib.Path("expected/mpmath/bayes.csv").write_text(text.getvalue())


if __name__ == "__main__":
    main()
