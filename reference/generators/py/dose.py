"""Emax curves over dose in a network, from the definitions, with 30 digits.

Run from the folder `reference/`:  python generators/py/dose.py
Reads datasets/synthetic_doses.csv; writes expected/mpmath/dose.csv: analysis, quantity, value.

Parameters are Emax and ln ED50 of agents A and B. At fixed tau2 they solve F'W(y - f) = 0, F the Jacobian of f;
covariances are (F'WF)^-1. ML solves the score of tau2 as well; REML and DL are the equations of a linear model with
F for its design matrix. Ends of the profile of ln ED50 of A: Q, with the rest at its best, is the 95 % point of
chi-squared(1) above its least value.
"""

import csv
import datetime
import pathlib

import mpmath as mp

mp.mp.dps = 30

ROWS = list(csv.DictReader(open("datasets/synthetic_doses.csv", encoding="utf-8")))
TRIALS = {}
for row in ROWS:
    TRIALS.setdefault(row["study"], []).append(row)
K = len(ROWS) - len(TRIALS)


def blocks():
    y, pairs, v, half = [], [], mp.zeros(K, K), mp.zeros(K, K)
    at = 0
    for arms in TRIALS.values():
        var = [mp.mpf(a["sd"]) ** 2 / mp.mpf(a["n"]) for a in arms]
        m = len(arms) - 1
        for i in range(m):
            y.append(mp.mpf(arms[i + 1]["mean"]) - mp.mpf(arms[0]["mean"]))
            pairs.append((arms[i + 1], arms[0]))
            for j in range(m):
                v[at + i, at + j] = var[0] + (var[i + 1] if i == j else 0)
                half[at + i, at + j] = mp.mpf(1) if i == j else mp.mpf("0.5")
        at += m
    return mp.matrix(y), pairs, v, half


Y, PAIRS, V, HALF = blocks()


def gradient(arm, theta):
    """The effect of an arm and its derivatives by the four parameters."""
    dose = mp.mpf(arm["dose"])
    at = 0 if arm["agent"] == "A" else 1
    largest, half_dose = theta[at], mp.exp(theta[2 + at])
    f = dose / (half_dose + dose)
    row = [mp.mpf(0)] * 4
    row[at], row[2 + at] = f, -largest * f * (1 - f)
    return largest * f, row


def jacobian(theta):
    f, rows = [], []
    for one, other in PAIRS:
        (a, da), (b, db) = gradient(one, theta), gradient(other, theta)
        f.append(a - b)
        rows.append([x - z for x, z in zip(da, db)])
    return mp.matrix(f), mp.matrix(rows)


def weights(tau2):
    return mp.inverse(V + tau2 * HALF)


def scores(theta, w):
    f, x = jacobian(theta)
    return x.T * w * (Y - f)


def solve(tau2, start):
    w = weights(tau2)
    return list(mp.findroot(lambda *t: list(scores(t, w)), tuple(start), tol=1e-45, maxsteps=60))


def q(theta, w):
    f, _ = jacobian(theta)
    r = Y - f
    return (r.T * w * r)[0]


def loglik(theta, tau2):
    sigma = V + tau2 * HALF
    return -(K * mp.log(2 * mp.pi) + mp.log(mp.det(sigma)) + q(theta, weights(tau2))) / 2


def projection(theta, w):
    _, x = jacobian(theta)
    return w - w * x * mp.inverse(x.T * w * x) * x.T * w


def trace(m):
    return sum(m[i, i] for i in range(m.rows))


def slope(theta, tau2, restricted):
    """Twice the slope of the likelihood by tau2."""
    w = weights(tau2)
    f, _ = jacobian(theta)
    r = w * (Y - f)
    inner = projection(theta, w) if restricted else w
    return (r.T * HALF * r)[0] - trace(inner * HALF)


OUT = []


def say(analysis, theta, tau2):
    w = weights(tau2)
    _, x = jacobian(theta)
    cov = mp.inverse(x.T * w * x)
    OUT.append((analysis, "tau2", tau2))
    OUT.append((analysis, "q", q(theta, w)))
    OUT.append((analysis, "loglik", loglik(theta, tau2)))
    for i, name in enumerate(["emax.A", "emax.B", "ln_ed50.A", "ln_ed50.B"]):
        OUT.append((analysis, f"{name}", theta[i]))
        OUT.append((analysis, f"se.{name}", mp.sqrt(cov[i, i])))
    for agent, dose in [("A", "15"), ("B", "3"), ("A", "40")]:
        f, row = gradient({"agent": agent, "dose": dose}, theta)
        g = mp.matrix(row)
        OUT.append((analysis, f"effect.{agent}.{dose}", f))
        OUT.append((analysis, f"se.effect.{agent}.{dose}", mp.sqrt((g.T * cov * g)[0])))
    f, a = gradient({"agent": "A", "dose": "10"}, theta)
    h, b = gradient({"agent": "B", "dose": "2"}, theta)
    g = mp.matrix([x - z for x, z in zip(a, b)])
    OUT.append((analysis, "difference", f - h))
    OUT.append((analysis, "se.difference", mp.sqrt((g.T * cov * g)[0])))


def profile(analysis, best, tau2):
    w = weights(tau2)
    limit = q(best, w) + mp.findroot(lambda x: mp.gammainc(mp.mpf("0.5"), x / 2, regularized=True) - mp.mpf("0.05"), 3.84)
    # theta_B and Emax of A at their best, Q at the limit.
    def equations(a, b, phi, phi_b):
        theta = (a, b, phi, phi_b)
        s = scores(theta, w)
        return [s[0], s[1], s[3], q(theta, w) - limit]

    for end, sign in (("lower", -1), ("upper", 1)):
        start = list(best)
        for away in (0.3, 0.6, 0.9, 1.2, 1.5, 2.0):
            start[2] = best[2] + sign * away
            try:
                found = mp.findroot(equations, tuple(start), tol=1e-40, maxsteps=80)
            except (ValueError, ZeroDivisionError):
                continue
            if (found[2] - best[2]) * sign > 0:
                OUT.append((analysis, f"profile.ln_ed50.A.{end}", found[2]))
                break


START = (8, 6, mp.log(9), mp.log("1.2"))
zero = solve(mp.mpf(0), START)
say("fixed 0", zero, mp.mpf(0))
profile("fixed 0", zero, mp.mpf(0))
for tau2 in ("0.7", "3"):
    found = solve(mp.mpf(tau2), zero)
    say(f"fixed {tau2}", found, mp.mpf(tau2))
    profile(f"fixed {tau2}", found, mp.mpf(tau2))
w0 = weights(mp.mpf(0))
dl = (q(zero, w0) - (K - 4)) / trace(projection(zero, w0) * HALF)
say("DL", solve(dl, zero), dl)
for name, restricted in (("ML", False), ("REML", True)):
    both = lambda *t: list(scores(t[:4], weights(t[4]))) + [slope(t[:4], t[4], restricted)]
    found = mp.findroot(both, tuple(zero) + (mp.mpf("1.5"),), tol=1e-42, maxsteps=80)
    say(name, list(found)[:4], found[4])

path = pathlib.Path("expected/mpmath/dose.csv")
with path.open("w", encoding="utf-8") as out:
    out.write(f"# generator reference/generators/py/dose.py, mpmath {mp.__version__}, {mp.mp.dps} digits, "
              f"{datetime.date.today()}\n")
    out.write("analysis,quantity,value\n")
    for analysis, quantity, value in OUT:
        out.write(f"{analysis},{quantity},{mp.nstr(value, 20)}\n")
