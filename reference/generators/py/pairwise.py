"""Pairwise meta-analysis from the definitions, in 50 digits, independent of metafor.

Run from the folder `reference/`:  python generators/py/pairwise.py
Writes expected/mpmath/pairwise_<measure>.csv (one file per effect measure), long format:
analysis, quantity, value. Only formulas of papers are used; no solver of another
package takes part. Roots are bracketed and solved to 40 digits, and the (restricted)
likelihood is scanned on a grid first, so a local maximum cannot be mistaken for the
global one.
"""

import csv
import datetime
import io
import pathlib
import platform

import mpmath
from mpmath import mp, mpf

import distributions as d

mp.dps = 50
HALF = mpf(1) / 2
OUT = pathlib.Path("expected/mpmath")
MEASURES = ("RR", "OR", "RD", "MD", "SMD", "PR", "PLO", "PFT", "GEN")


# ------------------------------------------------------------------ effect sizes
def read(name):
    with open(f"datasets/{name}.csv", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def two_by_two(rows, measure, to="only0", drop00=False):
    y, v = [], []
    for r in rows:
        a, n1 = mpf(r["events_treatment"]), mpf(r["n_treatment"])
        c, n2 = mpf(r["events_control"]), mpf(r["n_control"])
        cells = [a, n1 - a, c, n2 - c]
        if drop00 and ((a == 0 and c == 0) or (a == n1 and c == n2)):
            continue
        if to == "all" or (to == "only0" and min(cells) == 0):
            cells = [x + HALF for x in cells]
        a, b, c, e = cells
        if to == "none" and min(cells) == 0:
            continue
        n1, n2 = a + b, c + e
        if measure == "RR":
            y.append(mp.log((a / n1) / (c / n2)))
            v.append(1 / a - 1 / n1 + 1 / c - 1 / n2)
        elif measure == "OR":
            y.append(mp.log(a * e / (b * c)))
            v.append(1 / a + 1 / b + 1 / c + 1 / e)
        else:
            y.append(a / n1 - c / n2)
            v.append(a * b / n1**3 + c * e / n2**3)
    return y, v


def means(rows, measure, pooled=False):
    y, v = [], []
    for r in rows:
        m1, s1, n1, m2, s2, n2 = (mpf(r[k]) for k in (
            "mean_treatment", "sd_treatment", "n_treatment",
            "mean_control", "sd_control", "n_control"))
        df = n1 + n2 - 2
        sp2 = ((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df
        if measure == "MD":
            y.append(m1 - m2)
            v.append(sp2 * (1 / n1 + 1 / n2) if pooled else s1**2 / n1 + s2**2 / n2)
        else:
            g = d.hedges_j(df) * (m1 - m2) / mp.sqrt(sp2)
            y.append(g)
            v.append(1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))
    return y, v


def double_arcsine(x, n):
    return (mp.asin(mp.sqrt(x / (n + 1))) + mp.asin(mp.sqrt((x + 1) / (n + 1)))) / 2


def proportions(rows, measure):
    y, v = [], []
    for r in rows:
        x, n = mpf(r["events"]), mpf(r["n"])
        if measure == "PFT":
            y.append(double_arcsine(x, n))
            v.append(1 / (4 * n + 2))
            continue
        if x == 0 or x == n:
            x, n = x + HALF, n + 1
        p = x / n
        y.append(p if measure == "PR" else mp.log(x / (n - x)))
        v.append(p * (1 - p) / n if measure == "PR" else 1 / x + 1 / (n - x))
    return y, v


def inverse_double_arcsine(t, n):
    """Miller (1978), with the end points he leaves undefined set to 0 and 1."""
    if t <= double_arcsine(mpf(0), n):
        return mpf(0)
    if t >= double_arcsine(n, n):
        return mpf(1)
    s = mp.sin(2 * t)
    inner = s + (s - 1 / s) / n
    return (1 - mp.sign(mp.cos(2 * t)) * mp.sqrt(1 - inner**2)) / 2


# -------------------------------------------------------------------- the models
def pooled(y, v, tau2):
    w = [1 / (x + tau2) for x in v]
    total = mp.fsum(w)
    mu = mp.fsum(a * b for a, b in zip(w, y)) / total
    q = mp.fsum(a * (b - mu) ** 2 for a, b in zip(w, y))
    return mu, 1 / mp.sqrt(total), q, w


def loglik(y, v, tau2, restricted):
    mu, se, q, w = pooled(y, v, tau2)
    k = len(y)
    out = -(k - restricted) * mp.log(2 * mp.pi) / 2 + mp.fsum(map(mp.log, w)) / 2 - q / 2
    # log |X'X| / 2 = log(k) / 2 is part of the restricted likelihood here, as in metafor
    # (REMLf = TRUE). Programs that drop it report a value smaller by log(k) / 2.
    return out + (mp.log(se) + mp.log(k) / 2 if restricted else 0)


def score(y, v, tau2, restricted):
    mu, _, _, w = pooled(y, v, tau2)
    s1, s2 = mp.fsum(w), mp.fsum(x * x for x in w)
    rss = mp.fsum((a * (b - mu)) ** 2 for a, b in zip(w, y))
    trace = s1 - s2 / s1 if restricted else s1
    return (rss - trace) / 2


def bisect(f, low, high):
    """Root of f in [low, high], f(low) > 0 > f(high)."""
    for _ in range(400):
        middle = (low + high) / 2
        if f(middle) > 0:
            low = middle
        else:
            high = middle
        if high - low <= abs(high) * mpf(10) ** -42:
            break
    return (low + high) / 2


def likelihood_tau2(y, v, restricted):
    ends = max(v) + (max(y) - min(y)) ** 2
    grid = [mpf(0)] + [ends * mpf(10) ** (mpf(i) / 20 - 9) for i in range(241)]
    values = [loglik(y, v, t, restricted) for t in grid]
    best = max(range(len(grid)), key=lambda i: values[i])
    f = lambda t: score(y, v, t, restricted)
    if best == 0:
        if f(mpf(0)) <= 0:
            return mpf(0)
        return bisect(f, mpf(0), grid[1])
    return bisect(f, grid[best - 1], grid[best + 1])


def q_minus(y, v, target):
    f = lambda t: pooled(y, v, t)[2] - target
    if f(mpf(0)) <= 0:
        return mpf(0)
    high = max(v) + (max(y) - min(y)) ** 2
    while f(high) > 0:
        high *= 4
    return bisect(f, mpf(0), high)


def dersimonian_laird(y, v):
    _, _, q, w = pooled(y, v, 0)
    s1, s2 = mp.fsum(w), mp.fsum(x * x for x in w)
    return max(mpf(0), (q - (len(y) - 1)) / (s1 - s2 / s1))


def analyse(y, v, transform=None):
    k = len(y)
    out = [(f"yi.{i + 1}", a) for i, a in enumerate(y)] + [(f"vi.{i + 1}", a) for i, a in enumerate(v)]
    mu, se, q, w = pooled(y, v, 0)
    out += [("EE.estimate", mu), ("EE.se", se), ("EE.p", 2 * d.normal_sf(abs(mu / se)))]
    if transform:
        z = d.normal_upper_quantile(mpf("0.025"))
        out += [(f"EE.back.{n}", transform(x))
                for n, x in (("estimate", mu), ("lower", mu - z * se), ("upper", mu + z * se))]
    if k == 1:
        return out
    s1, s2 = mp.fsum(w), mp.fsum(x * x for x in w)
    typical = (k - 1) / (s1 - s2 / s1)
    out += [("Q", q), ("Q.p", d.chi2_sf(q, mpf(k - 1))), ("typical_variance", typical)]
    tail = mpf("0.025")
    z, t = d.normal_upper_quantile(tail), d.t_upper_quantile(tail, mpf(k - 1))
    found = {"DL": dersimonian_laird(y, v), "PM": q_minus(y, v, k - 1),
             "REML": likelihood_tau2(y, v, True), "ML": likelihood_tau2(y, v, False)}
    for name, tau2 in found.items():
        mu, se, q_tau, w = pooled(y, v, tau2)
        s2w = q_tau / (k - 1)
        out += [(f"{name}.tau2", tau2), (f"{name}.estimate", mu), (f"{name}.z.se", se),
                (f"{name}.z.lower", mu - z * se), (f"{name}.z.upper", mu + z * se),
                (f"{name}.z.p", 2 * d.normal_sf(abs(mu / se))),
                (f"{name}.knha.s2", s2w)]
        if s2w > 0:
            hk = se * mp.sqrt(s2w)
            out += [(f"{name}.knha.se", hk), (f"{name}.knha.lower", mu - t * hk),
                    (f"{name}.knha.upper", mu + t * hk),
                    (f"{name}.knha.p", 2 * d.t_sf(abs(mu / hk), mpf(k - 1)))]
        floor = se * mp.sqrt(max(mpf(1), s2w))
        out += [(f"{name}.adhoc.se", floor), (f"{name}.adhoc.lower", mu - t * floor),
                (f"{name}.adhoc.upper", mu + t * floor),
                (f"{name}.prediction_z.lower", mu - z * mp.sqrt(se**2 + tau2)),
                (f"{name}.prediction_t_k_minus_1.lower", mu - t * mp.sqrt(se**2 + tau2))]
        if k > 2:
            t2 = d.t_upper_quantile(tail, mpf(k - 2))
            out.append((f"{name}.prediction_t_k_minus_2.lower", mu - t2 * mp.sqrt(se**2 + tau2)))
        out += [(f"{name}.I2_percent", 100 * tau2 / (tau2 + typical)),
                (f"{name}.H2", tau2 / typical + 1)]
        if name in ("ML", "REML"):
            out.append((f"{name}.loglik", loglik(y, v, tau2, name == "REML")))
        if transform:
            out += [(f"{name}.back.{n}", transform(x))
                    for n, x in (("estimate", mu), ("lower", mu - z * se), ("upper", mu + z * se))]
    upper_q = d.chi2_upper_quantile(tail, mpf(k - 1))
    lower_q = d.chi2_upper_quantile(1 - tail, mpf(k - 1))
    out += [("q_profile.lower", q_minus(y, v, upper_q)), ("q_profile.upper", q_minus(y, v, lower_q))]
    for fixed in ("0", "0.1", "1"):
        out += [(f"loglik_reml.at.{fixed}", loglik(y, v, mpf(fixed), True)),
                (f"loglik_ml.at.{fixed}", loglik(y, v, mpf(fixed), False))]
    return out


def jobs():
    exp, logistic = mp.exp, lambda x: 1 / (1 + mp.exp(-x))
    for measure in ("RR", "OR", "RD"):
        back = None if measure == "RD" else exp
        for name in ("bcg", "hine1989", "nielweise2007", "edge_two_by_two"):
            yield f"{name}_{measure}", two_by_two(read(name), measure), back
        for name in ("nielweise2007", "edge_two_by_two"):
            yield f"{name}_{measure}_drop00", two_by_two(read(name), measure, drop00=True), back
    rows = read("nielweise2007")
    yield "nielweise2007_OR_all", two_by_two(rows, "OR", to="all"), exp
    yield "nielweise2007_OR_none", two_by_two(rows, "OR", to="none"), exp
    for measure in ("MD", "SMD"):
        for name in ("normand1999", "esketamine_madrs_change", "tiny_means"):
            yield f"{name}_{measure}", means(read(name), measure), None
    yield "normand1999_MD_pooled_sd", means(read("normand1999"), "MD", pooled=True), None
    for measure in ("PR", "PLO", "PFT"):
        for name in ("pritz1997", "feng2019", "miller1978", "edge_proportions"):
            rows = read(name)
            back = {"PR": None, "PLO": logistic}.get(measure)
            if measure == "PFT":
                hm = len(rows) / mp.fsum(1 / mpf(r["n"]) for r in rows)
                back = lambda t, hm=hm: inverse_double_arcsine(t, hm)
            yield f"{name}_{measure}", proportions(rows, measure), back
    for name in ("one_study", "two_studies", "two_studies_truncated", "equal_variance",
                 "identical_estimates", "wide_variances"):
        rows = read(name)
        yield (f"{name}_GEN",
               ([mpf(r["estimate"]) for r in rows], [mpf(r["variance"]) for r in rows]), None)


def main():
    groups = {}
    for name, (y, v), back in jobs():
        group = next(p for p in name.split("_") if p in MEASURES).lower()
        groups.setdefault(group, []).extend((name, q, mp.nstr(x, 20)) for q, x in analyse(y, v, back))
    for group, rows in groups.items():
        text = io.StringIO()
        text.write(f"# generator reference/generators/py/pairwise.py, mpmath {mpmath.__version__}, "
                   f"Python {platform.python_version()}, {mp.dps} digits, "
                   f"{datetime.date.today().isoformat()}; data are exact decimals\n")
        out = csv.writer(text, lineterminator="\n")
        out.writerow(["analysis", "quantity", "value"])
        out.writerows(rows)
        (OUT / f"pairwise_{group}.csv").write_text(text.getvalue())
        print(group, len(rows))


if __name__ == "__main__":
    main()
