"""Concentrations of compartment models by SciPy's matrix exponential (Padé) and by its stiff solver.

Writes reference/expected/scipy/pharmacokinetics.json: the rate matrices are written out here from
the printed parameters, apart from the data files of the program.
Run from the root of the repository: python3 reference/generators/py/pharmacokinetics.py
"""

import datetime
import json
import platform

import numpy as np
import scipy
from scipy.integrate import solve_ivp
from scipy.linalg import expm
from scipy.optimize import brentq

OUT = "reference/expected/scipy/pharmacokinetics.json"


def mammillary(v1, k10, pairs):
    """Central compartment with any number of pairs (there, back), per hour."""
    n = 1 + len(pairs)
    a = np.zeros((n, n))
    a[0, 0] = -k10 - sum(k for k, _ in pairs)
    for i, (there, back) in enumerate(pairs, 1):
        a[0, i], a[i, 0], a[i, i] = back, there, -back
    return a, v1


def kamp(weight=70.0):
    s = weight / 70.0
    v1, v2, v3, cl, q2, q3 = (s * x for x in (25, 56, 157, 84, 161, 79))
    return mammillary(v1, cl / v1, [(q2 / v1, q2 / v2), (q3 / v1, q3 / v3)])


def domino(weight=70.0):
    return mammillary(0.063 * weight, 60 * 0.4381, [(60 * 0.5921, 60 * 0.2470), (60 * 0.5900, 60 * 0.0146)])


def clements(weight=70.0):
    return mammillary(1.7522 * weight, 60 * 0.0109, [(60 * 0.0186, 60 * 0.0137)])


def fanta(weight=70.0):
    """S-ketamine (0, 1, 2) and S-norketamine (3, 4)."""
    v, c = weight / 70, (weight / 70) ** 0.75
    v1, cl, vp1, q1, vp2, q2 = 133 * v, 95.2 * c, 187, 23.2, 98.8, 157
    vm, clm, vpm, qm = 98.638 * v, 57.72 * c, 160.04, 42.778
    a = np.zeros((5, 5))
    a[0, 0] = -(cl + q1 + q2) / v1
    a[1, 0], a[0, 1], a[1, 1] = q1 / v1, q1 / vp1, -q1 / vp1
    a[2, 0], a[0, 2], a[2, 2] = q2 / v1, q2 / vp2, -q2 / vp2
    a[3, 0] = cl / v1
    a[3, 3] = -(clm + qm) / vm
    a[4, 3], a[3, 4], a[4, 4] = qm / vm, qm / vpm, -qm / vpm
    return a, v1, vm


def perez(age=40, asian=False, japanese=False):
    """Nose 0, swallowed 1, central 2, peripheral 3 and 4, liver 5, noresketamine 6 and 7."""
    qh = 151 - 2.19 * max(0, age - 60)
    kel = 1.11 * (0.36 if asian or japanese else 1)
    cln = 38 * (0.81 if asian or japanese else 1)
    frn = 0.54 * (1.34 if japanese else 1)
    vc, q1, vp1, q2, vp2, vh, kmet = 192, 84.3, 143, 37.6, 417, 101, 2.77
    a = np.zeros((8, 8))

    def flow(i, j, k):
        a[i, i] -= k
        a[j, i] += k
    flow(0, 2, 2.93)
    flow(1, 5, 1.45)
    flow(2, 3, q1 / vc)
    flow(3, 2, q1 / vp1)
    flow(2, 4, q2 / vc)
    flow(4, 2, q2 / vp2)
    flow(2, 5, qh / vc)
    flow(5, 2, qh / vh)
    a[5, 5] -= kel
    flow(5, 6, kmet)
    a[6, 6] -= cln / 70
    flow(6, 7, 26.1 / 70)
    flow(7, 6, 26.1 / 115)
    return a, vc, 70.0, frn


class Course:
    """boluses: (time, compartment, amount); infusions: (start, length, compartment, amount). Hours, mg."""

    def __init__(self, a, boluses=(), infusions=()):
        self.a, self.boluses, self.infusions = a, boluses, infusions
        self.n = len(a)
        edges = {0.0} | {t for t, _, _ in boluses}
        for start, length, _, _ in infusions:
            edges |= {start, start + length}
        self.edges = sorted(edges)

    def rate(self, left, right):
        u = np.zeros(self.n)
        for start, length, into, amount in self.infusions:
            if start <= left + 1e-12 and right <= start + length + 1e-12:
                u[into] += amount / length
        return u

    def state(self, t):
        """Amounts and their integrals, by exp of [[A, 0, u], [I, 0, 0], [0, 0, 0]]."""
        n = self.n
        z = np.zeros(2 * n + 1)
        z[-1] = 1.0
        edges = [e for e in self.edges if e < t] + [t]
        for left, right in zip(edges, edges[1:]):
            for when, into, amount in self.boluses:
                if when == left:
                    z[into] += amount
            m = np.zeros((2 * n + 1, 2 * n + 1))
            m[:n, :n] = self.a
            m[n:2 * n, :n] = np.eye(n)
            m[:n, -1] = self.rate(left, right)
            z = expm(m * (right - left)) @ z
        return z

    def concentration(self, t, at, volume):
        return 1000 * self.state(t)[at] / volume

    def area(self, t, at, volume):
        return 1000 * self.state(t)[self.n + at] / volume

    def slope(self, t, at, volume):
        right = min([e for e in self.edges if e > t], default=t + 1)
        left = max(e for e in self.edges if e <= t)
        return 1000 * (self.a @ self.state(t)[:self.n] + self.rate(left, right))[at] / volume

    def peak(self, at, volume, low, high):
        t = brentq(lambda t: self.slope(t, at, volume), low, high, xtol=1e-13, rtol=1e-13)
        return t, self.concentration(t, at, volume)

    def by_solver(self, t, at, volume):
        x = np.zeros(self.n)
        edges = [e for e in self.edges if e < t] + [t]
        for left, right in zip(edges, edges[1:]):
            for when, into, amount in self.boluses:
                if when == left:
                    x[into] += amount
            u = self.rate(left, right)
            x = solve_ivp(lambda _, x: self.a @ x + u, (left, right), x, method="Radau", rtol=1e-9, atol=1e-12,
                          jac=lambda _, x: self.a).y[:, -1]
        return 1000 * x[at] / volume


def infusion(a, minutes, amount, into=0):
    return Course(a, infusions=[(0.0, minutes / 60, into, amount)])


def crossings(course, at, volume, level, brackets):
    return [brentq(lambda t: course.concentration(t, at, volume) - level, *b, xtol=1e-13, rtol=1e-13) for b in brackets]


def nasal(a, frn, devices, wait=0.0):
    boluses, infusions = [], []
    for k in range(devices):
        f = frn * (1 if k == 0 else 0.62)
        boluses.append((k * wait, 0, 28 * f))
        infusions.append((k * wait, 0.53, 1, 28 * (1 - f) * 0.64))
    return Course(a, boluses, infusions)


def main():
    minutes = [1, 10, 20, 30, 40, 41, 60, 80, 120, 240, 1440]
    curves = []
    cases = [("kamp", kamp(), 35.0), ("domino", domino(), 35.0), ("clements", clements(), 35.0),
             ("fanta", fanta(), 17.5), ("kamp_104", kamp(104.0), 52.0), ("fanta_104", fanta(104.0), 26.0)]
    for name, (a, *volumes), dose in cases:
        for length in (40, 60):
            course = infusion(a, length, dose)
            for output, (at, volume) in enumerate(zip((0, 3), volumes)):
                curve = {"model": name, "dose_mg": dose, "infusion_min": length, "output": output,
                         "minutes": minutes,
                         "ng_ml": [course.concentration(t / 60, at, volume) for t in minutes],
                         "by_solver_at_120": course.by_solver(2.0, at, volume),
                         "auc_24h": course.area(24.0, at, volume),
                         "auc_infinity": 1000 * float(np.linalg.solve(-a, dose * np.eye(len(a))[0])[at]) / volume}
                if output == 1:
                    t, c = course.peak(at, volume, length / 60, 12.0)
                    curve.update(tmax_h=t, cmax=c)
                curves.append(curve)
    a, v1 = kamp()
    above = crossings(infusion(a, 40, 35.0), 0, v1, 100.0, [(1e-9, 40 / 60), (40 / 60, 3.0)])
    pause = Course(a, boluses=[(0.0, 0, 5.0)], infusions=[(0.25, 0.25, 0, 10.0), (0.75, 0.5, 0, 20.0)])
    devices = []
    for age, asian, japanese in [(40, False, False), (60, False, False), (75, False, False), (40, True, False),
                                 (40, True, True)]:
        a, vc, vm, frn = perez(age, asian, japanese)
        for count in (1, 2, 3):
            course = nasal(a, frn, count)
            t, c = course.peak(2, vc, 0.531, 2.0)
            tm, cm = course.peak(6, vm, 0.6, 6.0)
            devices.append({"age": age, "asian": asian, "japanese": japanese, "devices": count,
                            "tmax_h": t, "cmax": c, "auc_24h": course.area(24.0, 2, vc),
                            "metabolite": {"tmax_h": tm, "cmax": cm, "auc_24h": course.area(24.0, 6, vm)}})
    a, vc, _, frn = perez()
    waiting = nasal(a, frn, 3, 5 / 60)
    t, c = waiting.peak(2, vc, 0.4, 2.0)
    result = {
        "made": {"generator": "reference/generators/py/pharmacokinetics.py", "software": "SciPy",
                 "software_version": scipy.__version__, "numpy": np.__version__,
                 "python": platform.python_version(), "platform": platform.platform(),
                 "date": datetime.date.today().isoformat(),
                 "command": "python3 reference/generators/py/pharmacokinetics.py"},
        "infusions": curves,
        "kamp_40_above_100": {"from_h": above[0], "to_h": above[1]},
        "kamp_bolus_and_two_infusions": {
            "hours": [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 1.0, 1.25, 3.0, 12.0],
            "ng_ml": [pause.concentration(t, 0, 25.0) for t in (0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 1.0, 1.25, 3.0, 12.0)]},
        "nasal": devices,
        "nasal_three_devices_5_min_apart": {"tmax_h": t, "cmax": c, "auc_24h": waiting.area(24.0, 2, vc)},
    }
    with open(OUT, "w", encoding="utf-8") as out:
        json.dump(result, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
