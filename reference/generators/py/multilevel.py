"""Maxima of the likelihoods of two multilevel models, from the definitions, with 30 digits.

Run from the folder `reference/`:  python generators/py/multilevel.py
Writes expected/mpmath/multilevel.csv: model, method, quantity, value.

ishak2007_ar: sampling errors correlated 0.97^|t - t'| within a study, effects tau2 rho^|t - t'|, a mean
for each of four times. konstantopoulos2011_nested: effects of districts and of schools within them.
"""

import csv
import datetime
import pathlib

import mpmath as mp

mp.mp.dps = 30


def read(name):
    return list(csv.DictReader(open(f"datasets/{name}.csv", encoding="utf-8")))


def by(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return list(groups.values())


def ishak(theta):
    t2, rho = theta
    for rows in by(read_ishak, "study"):
        t = [int(r["time"]) for r in rows]
        v = [mp.mpf(r["variance"]) for r in rows]
        n = len(rows)
        cov = mp.matrix(n, n)
        for i in range(n):
            for j in range(n):
                lag = abs(t[i] - t[j])
                cov[i, j] = mp.sqrt(v[i] * v[j]) * mp.mpf("0.97") ** lag + t2 * rho**lag
        yield cov, [[int(s == k) for k in (1, 2, 3, 4)] for s in t], rows


def konstantopoulos(theta):
    for rows in by(read_konstantopoulos, "district"):
        n = len(rows)
        cov = mp.matrix(n, n)
        for i in range(n):
            for j in range(n):
                cov[i, j] = theta[0]
            cov[i, i] += theta[1] + mp.mpf(rows[i]["variance"])
        yield cov, [[1]] * n, rows


read_ishak = read("ishak2007")
read_konstantopoulos = read("konstantopoulos2011")


def solve(model, p, theta, method):
    ln_det, info, right, square, n = mp.mpf(0), mp.zeros(p, p), mp.zeros(p, 1), mp.mpf(0), 0
    gram = mp.zeros(p, p)
    for cov, design, rows in model(theta):
        x, y = mp.matrix(design), mp.matrix([mp.mpf(r["estimate"]) for r in rows])
        weight = cov**-1
        ln_det += mp.log(mp.det(cov))
        info += x.T * weight * x
        right += x.T * weight * y
        square += (y.T * weight * y)[0]
        gram += x.T * x
        n += len(rows)
    b = mp.lu_solve(info, right)
    residual = square - (right.T * b)[0]
    value = n * mp.log(2 * mp.pi) + ln_det + residual
    if method == "REML":
        value += mp.log(mp.det(info)) - mp.log(mp.det(gram)) - p * mp.log(2 * mp.pi)
    return -value / 2, b, info**-1


def newton(model, p, start, method):
    theta = [mp.mpf(t) for t in start]
    step = [t * mp.mpf("1e-7") for t in theta]

    def at(*moves):
        moved = [t + sum(m * step[i] for i, m in moves if i == k) for k, t in enumerate(theta)]
        return solve(model, p, moved, method)[0]

    for _ in range(8):
        centre = at()
        gradient = mp.matrix([(at((i, 1)) - at((i, -1))) / (2 * step[i]) for i in (0, 1)])
        diagonal = [(at((i, 1)) - 2 * centre + at((i, -1))) / step[i] ** 2 for i in (0, 1)]
        mixed = (at((0, 1), (1, 1)) + at((0, -1), (1, -1)) - at((0, 1), (1, -1))
                 - at((0, -1), (1, 1))) / (4 * step[0] * step[1])
        change = mp.lu_solve(mp.matrix([[diagonal[0], mixed], [mixed, diagonal[1]]]), -gradient)
        theta = [t + change[i] for i, t in enumerate(theta)]
        if max(abs(change[i] / theta[i]) for i in (0, 1)) < mp.mpf("1e-13"):
            return theta
    raise SystemExit("no maximum found")


def main():
    lines = [f"# generator reference/generators/py/multilevel.py, mpmath {mp.__version__}, 30 digits, "
             f"{datetime.date.today()}", "model,method,quantity,value"]
    jobs = (("ishak2007_ar", ishak, 4, ("26.69", "0.866"), ("25.5", "0.872")),
            ("konstantopoulos2011_nested", konstantopoulos, 1, ("0.065", "0.033"), ("0.058", "0.033")))
    for name, model, p, *starts in jobs:
        for method, start in zip(("REML", "ML"), starts):
            theta = newton(model, p, start, method)
            value, b, cov = solve(model, p, theta, method)
            found = [(f"theta.{i}", t) for i, t in enumerate(theta)] + [("loglik", value)]
            found += [(f"b.{i}", b[i]) for i in range(p)]
            found += [(f"se.{i}", mp.sqrt(cov[i, i])) for i in range(p)]
            lines += [f"{name},{method},{q},{mp.nstr(x, 20, strip_zeros=False)}" for q, x in found]
    pathlib.Path("expected/mpmath/multilevel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
