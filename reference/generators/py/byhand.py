"""Checks the closed forms of byhand/*.md in exact fractions and 60 digits.

Run from the folder `reference/`:  python generators/py/byhand.py
Every line is "file: name = value"; an assertion fails if a closed form and the general
formula disagree. The decimals quoted in byhand/*.md are the output of this script.
"""

from fractions import Fraction as F

from mpmath import mp, mpf

import distributions as d
import pairwise as pw

mp.dps = 50


def m(x):
    return mpf(x.numerator) / x.denominator if isinstance(x, F) else mpf(x)


def show(file, name, value, fraction=None):
    exact = f" = {fraction}" if fraction is not None else ""
    print(f"{file}: {name}{exact} = {mp.nstr(m(value), 17)}")


def same(a, b):
    assert abs(m(a) - m(b)) < mpf(10) ** -35, (a, b)


def t1_quantile(p):
    return mp.tan(mp.pi * (mpf(p) - mpf(1) / 2))


def t2_quantile(p):
    p = mpf(p)
    return (2 * p - 1) / mp.sqrt(2 * p * (1 - p))


def two_studies():
    for y, v in (((F(0), F(2)), (F(3, 10), F(9, 10))), ((F(1, 10), F(6, 10)), (F(3, 10), F(9, 10)))):
        raw = ((y[0] - y[1]) ** 2 - v[0] - v[1]) / 2
        ys, vs = [m(x) for x in y], [m(x) for x in v]
        tau2 = max(F(0), raw)
        same(tau2, pw.dersimonian_laird(ys, vs))
        same(tau2, pw.q_minus(ys, vs, 1))
        same(tau2, pw.likelihood_tau2(ys, vs, True))
        a, b = v[0] + tau2, v[1] + tau2
        mu = (y[0] * b + y[1] * a) / (a + b)
        se2 = a * b / (a + b)
        q = (y[0] - y[1]) ** 2 / (a + b)
        q0 = (y[0] - y[1]) ** 2 / (v[0] + v[1])
        typical = (v[0] + v[1]) / 2
        same(mu, pw.pooled(ys, vs, m(tau2))[0])
        same(q, pw.pooled(ys, vs, m(tau2))[2])
        for name, x in (("raw", raw), ("tau2", tau2), ("estimate", mu), ("se2", se2), ("Q", q0),
                        ("knha s2", q), ("knha se2", se2 * q), ("typical", typical),
                        ("I2", tau2 / (tau2 + typical)), ("H2", 1 + tau2 / typical)):
            show("two_study_tau2", name, x, x)
        show("two_study_tau2", "se", mp.sqrt(m(se2)))
        show("hartung_knapp", "knha se", mp.sqrt(m(se2 * q)))
        t = t1_quantile("0.975")
        same(t, d.t_upper_quantile(mpf("0.025"), mpf(1)))
        half = t * mp.sqrt(m(se2 * q))
        show("hartung_knapp", "knha half width", half)
        show("hartung_knapp", "knha lower", m(mu) - half)
        show("hartung_knapp", "knha upper", m(mu) + half)
        stat = m(mu) / mp.sqrt(m(se2 * q))
        p = 1 - 2 / mp.pi * mp.atan(stat)
        same(p, 2 * d.t_sf(stat, mpf(1)))
        show("hartung_knapp", "knha p", p)
        show("hartung_knapp", "adhoc half width", t * mp.sqrt(m(se2 * max(F(1), q))))
        chi_low = d.chi2_upper_quantile(mpf("0.975"), mpf(1))
        upper = (m((y[0] - y[1]) ** 2) / chi_low - m(v[0] + v[1])) / 2
        same(upper, pw.q_minus(ys, vs, chi_low))
        show("two_study_tau2", "q_profile upper", upper)
        show("two_study_tau2", "ML tau2 (no closed form)", pw.likelihood_tau2(ys, vs, False))


def equal_variance():
    y, v = [F(0), F(1), F(4), F(5, 2)], F(1, 2)
    k = len(y)
    mean = sum(y) / k
    ss = sum((x - mean) ** 2 for x in y)
    ys, vs = [m(x) for x in y], [m(v)] * k
    tau2, ml = ss / (k - 1) - v, ss / k - v
    for got in (pw.dersimonian_laird(ys, vs), pw.q_minus(ys, vs, k - 1), pw.likelihood_tau2(ys, vs, True)):
        same(tau2, got)
    same(ml, pw.likelihood_tau2(ys, vs, False))
    se2 = (tau2 + v) / k
    for name, x in (("mean", mean), ("SS", ss), ("s2", ss / (k - 1)), ("tau2", tau2), ("ML", ml),
                    ("se2", se2), ("Q", ss / v), ("I2", tau2 / (tau2 + v)), ("H2", 1 + tau2 / v),
                    ("prediction variance", se2 + tau2)):
        show("equal_variance_tau2", name, x, x)
    root = mp.sqrt(m(se2 + tau2))
    for name, q in (("z", d.normal_upper_quantile(mpf("0.025"))), ("t3", d.t_upper_quantile(mpf("0.025"), mpf(3))),
                    ("t2", t2_quantile("0.975"))):
        show("prediction_interval", f"{name} quantile", q)
        show("prediction_interval", f"{name} lower", m(mean) - q * root)
        show("prediction_interval", f"{name} upper", m(mean) + q * root)
    same(t2_quantile("0.975"), d.t_upper_quantile(mpf("0.025"), mpf(2)))
    for key, chi in (("lower", "0.025"), ("upper", "0.975")):
        q = d.chi2_upper_quantile(mpf(chi), mpf(3))
        show("equal_variance_tau2", f"chi2_3 quantile for {key}", q)
        show("equal_variance_tau2", f"q_profile {key}", m(ss) / q - m(v))


def two_by_two():
    for label, (a, n1, c, n2) in (("12/40 v 21/38", (F(12), F(40), F(21), F(38))),
                                  ("0/20 v 4/22 plus 1/2", (F(1, 2), F(21), F(9, 2), F(23))),
                                  ("0/30 v 0/25 plus 1/2", (F(1, 2), F(31), F(1, 2), F(26)))):
        b, e = n1 - a, n2 - c
        for name, x in (("RR", a / n1 / (c / n2)), ("var ln RR", 1 / a - 1 / n1 + 1 / c - 1 / n2),
                        ("OR", a * e / (b * c)), ("var ln OR", 1 / a + 1 / b + 1 / c + 1 / e),
                        ("RD", a / n1 - c / n2), ("var RD", a * b / n1**3 + c * e / n2**3)):
            show("risk_ratio_2x2", f"{label} {name}", x, x)
            if name in ("RR", "OR"):
                show("risk_ratio_2x2", f"{label} ln {name}", mp.log(m(x)))


def hedges():
    pi = mp.pi
    for df, closed in ((2, 1 / mp.sqrt(pi)), (3, mp.sqrt(pi / 6)), (4, mp.sqrt(2 / pi)),
                       (5, 3 * mp.sqrt(pi / 40)), (6, 8 / (3 * mp.sqrt(3 * pi)))):
        same(closed, d.hedges_j(mpf(df)))
        show("hedges_g_small", f"J({df})", d.hedges_j(mpf(df)))
    for df in range(2, 20):
        same(d.hedges_j(mpf(df)) * d.hedges_j(mpf(df + 1)), mp.sqrt(mpf(df) / (df + 1)) * mpf(df - 1) / df)
    g = 4 / mp.sqrt(5 * pi)
    (got,), (var,) = ([x[0]] for x in pw.means(pw.read("tiny_means"), "SMD"))
    same(g, got)
    same(1 + 2 / (5 * pi), var)
    show("hedges_g_small", "g", g)
    show("hedges_g_small", "var g", var)
    show("hedges_g_small", "J(2) approximate", F(4, 7), F(4, 7))


def freeman_tukey():
    t = pw.double_arcsine
    same(t(mpf(0), mpf(1)), mp.pi / 8)
    same(t(mpf(1), mpf(1)), 3 * mp.pi / 8)
    same(t(mpf(1), mpf(2)), mp.pi / 4)
    for n in (1, 2, 6, 11, 50):
        for x in range(n + 1):
            same(pw.inverse_double_arcsine(t(mpf(x), mpf(n)), mpf(n)), F(x, n))
            same(t(mpf(n - x), mpf(n)), mp.pi / 2 - t(mpf(x), mpf(n)))
    rows = pw.read("edge_proportions")
    y, v = pw.proportions(rows, "PFT")
    mu = pw.pooled(y, v, mpf(0))[0]
    hm = len(rows) / mp.fsum(1 / mpf(r["n"]) for r in rows)
    show("freeman_tukey", "pooled t", mu)
    show("freeman_tukey", "harmonic mean", hm)
    show("freeman_tukey", "t(0, harmonic mean)", t(mpf(0), hm))
    for n in (hm, mpf(20), mpf(50), mpf(2400), mp.fsum(mpf(r["n"]) for r in rows)):
        show("freeman_tukey", f"back at n = {mp.nstr(n, 8)}", pw.inverse_double_arcsine(mu, n))
    show("freeman_tukey", "sin^2 t", mp.sin(mu) ** 2)
    show("freeman_tukey", "all events / all patients",
         F(sum(int(r["events"]) for r in rows), sum(int(r["n"]) for r in rows)),
         F(sum(int(r["events"]) for r in rows), sum(int(r["n"]) for r in rows)))


def clopper_pearson():
    tail = mpf("0.025")
    for n in (1, 5, 21):
        show("clopper_pearson", f"0/{n} upper", 1 - tail ** (mpf(1) / n))
        same(1 - tail ** (mpf(1) / n), d.beta_quantile(1 - tail, mpf(1), mpf(n)))
    show("clopper_pearson", "1/2 lower", 1 - mp.sqrt(1 - tail))
    show("clopper_pearson", "1/2 upper", mp.sqrt(1 - tail))
    same(1 - mp.sqrt(1 - tail), d.beta_quantile(tail, mpf(1), mpf(2)))
    for x in (2, 4, 12):
        show("clopper_pearson", f"{x}/21 lower", d.beta_quantile(tail, mpf(x), mpf(22 - x)))
        show("clopper_pearson", f"{x}/21 upper", d.beta_quantile(1 - tail, mpf(x + 1), mpf(21 - x)))
    show("clopper_pearson", "0/21 one-sided 95 %", 1 - mpf("0.05") ** (mpf(1) / 21))


def esketamine():
    rows = pw.read("esketamine_madrs_change")
    y, v = pw.means(rows, "MD")
    for i, r in enumerate(rows):
        exact = F(r["sd_treatment"]) ** 2 / int(r["n_treatment"]) + F(r["sd_control"]) ** 2 / int(r["n_control"])
        same(exact, v[i])
        show("esketamine_worked", f"variance {i + 1}", exact, exact)
        show("esketamine_worked", f"se {i + 1}", mp.sqrt(v[i]))
        show("esketamine_worked", f"weight {i + 1}", 1 / v[i])
    mu, se, q, _ = pw.pooled(y, v, mpf(0))
    z, t = d.normal_upper_quantile(mpf("0.025")), t2_quantile("0.975")
    for name, x in (("estimate", mu), ("se", se), ("lower", mu - z * se), ("upper", mu + z * se), ("Q", q),
                    ("p of Q", d.chi2_sf(q, mpf(2))), ("p of Q closed form exp(-Q/2)", mp.exp(-q / 2)),
                    ("s2", q / 2), ("knha se", se * mp.sqrt(q / 2)), ("half width", t * se * mp.sqrt(q / 2)),
                    ("knha lower", mu - t * se * mp.sqrt(q / 2)), ("knha upper", mu + t * se * mp.sqrt(q / 2)),
                    ("adhoc half width", t * se)):
        show("esketamine_worked", name, x)
    g, gv = pw.means(rows, "SMD")
    for i, x in enumerate(g):
        show("esketamine_worked", f"g {i + 1}", x)


def multilevel():
    def exactly(name, value, fraction):
        same(value, fraction)
        show("multilevel_balanced", name, value, fraction)

    groups = [(F(0), F(2)), (F(4), F(6)), (F(2), F(10))]
    means = [sum(g) / 2 for g in groups]
    centre = sum(means) / 3
    between = sum((m - centre) ** 2 for m in means)
    within = sum((y - m) ** 2 for g, m in zip(groups, means) for y in g)
    exactly("REML sigma2", between / 2 - F(1, 2), F(13, 2))
    exactly("ML sigma2", between / 3 - F(1, 2), F(25, 6))
    exactly("variance of the mean", (F(13, 2) + F(1, 2)) / 3, F(7, 3))
    exactly("Q", within + 2 * between, F(64))
    exactly("omega2", within / 3 - 1, F(11))
    exactly("nested sigma2", (between - within / 3) / 2, F(1))
    pairs = [(F(0), F(0)), (F(2), F(1)), (F(1), F(5))]
    a, b = sum(p[0] for p in pairs) / 3, sum(p[1] for p in pairs) / 3
    exactly("tau2 of x", sum((p[0] - a) ** 2 for p in pairs) / 2 - F(1, 2), F(1, 2))
    exactly("tau2 of y", sum((p[1] - b) ** 2 for p in pairs) / 2 - 1, F(6))
    exactly("covariance",
            sum((p[0] - a) * (p[1] - b) for p in pairs) / 2 - F(1, 4), F(1, 4))


if __name__ == "__main__":
    for job in (multilevel, two_studies, equal_variance, two_by_two, hedges, freeman_tukey, clopper_pearson, esketamine):
        job()
