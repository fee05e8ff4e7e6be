"""Stopping of screening by buscarpy and SciPy on invented orders.

Writes reference/expected/python/stopping.json.
Run from the root of the repository: python3 reference/generators/py/stopping.py
"""

import json
import platform
from fractions import Fraction
from importlib.metadata import version
from math import comb

import matplotlib

matplotlib.use("Agg")
from buscarpy import calculate_h0, retrospective_h0
from scipy.stats import hypergeom

OUT = "reference/expected/python/stopping.json"
NAMES = ("buscarpy", "scipy", "numpy")


def order(relevant_at, screened):
    return [int(at in relevant_at) for at in range(screened)]


# Invented orders: places of the relevant ones, how many were screened, how many there are.
ORDERS = {
    "early": (list(range(20)) + [25, 31, 40], 400, 500),
    "straggler": ([0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 300], 600, 1000),
    "thin": ([4, 90, 333], 700, 2000),
    "none": ([], 500, 600),
    "steady": (list(range(0, 900, 9)), 950, 1000),
    "large": ([i * i for i in range(60)] + [4000, 4500], 9000, 10000),
}
TARGETS = [0.8, 0.95, 0.99]


def exact_p(labels, total, target):
    """The same minimum in exact fractions, every stretch looked at."""
    found, best = sum(labels), None
    least = int(Fraction(found) / Fraction(str(target))) + 1
    for start in range(len(labels)):
        inside = sum(labels[start:])
        marked, all_, drawn = least - (found - inside), total - start, len(labels) - start
        if marked > all_:
            p = Fraction(0)
        else:
            ways = sum(comb(marked, x) * comb(all_ - marked, drawn - x)
                       for x in range(inside + 1) if drawn - x <= all_ - marked)
            p = Fraction(ways, comb(all_, drawn))
        best = p if best is None else min(best, p)
    return float(best)


def ranked(name):
    relevant, screened, total = ORDERS[name]
    labels = order(set(relevant), screened)
    out = {"relevant_at": relevant, "screened": screened, "total": total, "targets": []}
    for target in TARGETS:
        one = {"target": target, "buscarpy": float(calculate_h0(labels, total, target))}
        if screened <= 600:
            one["exact"] = exact_p(labels, total, target)
        out["targets"].append(one)
    stop = retrospective_h0(labels, total, recall_target=0.95, batch_size=50, plot=False)
    out["batches"] = {"size": 50, "read": int(stop["batch_sizes"][-1]), "p": [float(p) for p in stop["p"]]}
    return out


# before, rest, drawn, relevant among the drawn
SAMPLES = [(40, 900, 100, 0), (40, 900, 400, 0), (40, 900, 400, 1), (3, 50, 50, 2), (190, 5000, 1500, 4), (0, 80, 30, 0)]


def at_most(found, rest, marked, drawn):
    """P(X <= found) as a fraction: a probability of 1/20 is then not below 1/20."""
    ways = sum(comb(marked, x) * comb(rest - marked, drawn - x)
               for x in range(found + 1) if x <= drawn and drawn - x <= rest - marked)
    return Fraction(ways, comb(rest, drawn))


def sample(before, rest, drawn, found):
    out = {"before": before, "rest": rest, "drawn": drawn, "found": found, "levels": []}
    for level in ("0.9", "0.95"):
        alpha = 1 - Fraction(level)
        missed = 0
        while missed < rest - drawn and at_most(found, rest, found + missed + 1, drawn) >= alpha:
            missed += 1
        least = int(Fraction(before + found) / Fraction("0.95")) + 1
        p = hypergeom.cdf(found, rest, least - before, drawn) if least - before <= rest else 0.0
        out["levels"].append({"level": float(level), "missed_at_most": missed, "p": float(p)})
    least = int(Fraction(before) / Fraction("0.95")) + 1 - before
    out["needed"] = next((n for n in range(rest + 1) if at_most(0, rest, least, n) < Fraction("0.05")), rest)
    return out


result = {
    "made": {"generator": "reference/generators/py/stopping.py", "python": platform.python_version(),
             "software": ", ".join(f"{name} {version(name)}" for name in NAMES)},
    "orders": {name: ranked(name) for name in ORDERS},
    "samples": [sample(*own) for own in SAMPLES],
}
with open(OUT, "w", encoding="utf-8") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
