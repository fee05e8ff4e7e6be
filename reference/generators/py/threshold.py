"""Writes expected/python/threshold.json: thresholds by ML-PEST, written again from the description.

Likelihoods with mpmath at 40 digits, so that no probability rounds to one; the estimate is the mean of
the most likely thresholds of the grid, the interval by bisection; and how far estimates are off, by a
simulation with numpy's own random numbers.

Run from the folder `reference/`:  python generators/py/threshold.py
"""

import numpy
import scipy.special
from mpmath import erfc, log, mp, mpf, sqrt

from clinical_json import Draw, write

mp.dps = 40
GRID = [mpf(k) / 500 for k in range(1, 651)]
TOP = mpf(1302) / 1000
# Log-likelihoods this close are equal: a probability of 1 - 1e-17 is one in doubles, as in the
# published program.
TIE = mpf(2) ** -53
# The 95 % point of chi-squared with one degree of freedom, halved.
ALLOWANCE = mpf("3.8414588206941259583") / 2


def ln_phi(z):
    return log(erfc(-z / sqrt(mpf(2))) / 2)


def answers(pulses, t, s):
    return sum(ln_phi((mpf(x) / 100 - t) / s if yes else (t - mpf(x) / 100) / s) for x, yes in pulses)


def one(pulses, t):
    s = t * 7 / 100
    return ln_phi((TOP - t) / s) + answers(pulses, t, s)


def mean_of_best(values, places):
    best = max(values)
    ties = [p for v, p in zip(values, places) if best - v <= TIE * max(1, abs(best))]
    return sum(ties) / len(ties), best


def crossing(function, floor, inner, outer):
    for _ in range(60):
        middle = (inner + outer) / 2
        if function(middle) >= floor:
            inner = middle
        else:
            outer = middle
    return inner


def interval(pulses, values, best):
    floor = best - ALLOWANCE
    inside = [k for k, v in enumerate(values) if v >= floor]
    ends = []
    for k, step in ((inside[0], -1), (inside[-1], 1)):
        there = 0 <= k + step < len(GRID)
        ends.append(float(crossing(lambda t: one(pulses, t), floor, GRID[k], GRID[k + step])) if there else None)
    return ends


def run(draw, start, count, threshold):
    """Pulses in whole percent, each as strong as the estimate; any answers will do here."""
    pulses, x, rows = [], start, []
    for _ in range(count):
        # Ten percent of answers go against what the threshold says.
        yes = (x >= threshold) != (draw.below(10) == 0)
        pulses.append([x, yes])
        values = [one(pulses, t) for t in GRID]
        estimate, best = mean_of_best(values, GRID)
        low, high = interval(pulses, values, best)
        x = min(100, max(1, int(estimate * 100 + mpf(1) / 2)))
        rows.append([float(estimate), float(best), low, high, x])
    return {"pulses": pulses, "after": rows}


def two(pulses):
    low, high = log(mpf(5) / 1000), log(mpf(1) / 2)
    spreads = [mp.exp(low + (mpf(k) + mpf(1) / 2) / 100 * (high - low)) for k in range(100)]
    places, values = [], []
    # All places in doubles first, and those within 0.01 of the best again in 40 digits.
    t = numpy.array([float(g) for g in GRID])[:, None]
    s = numpy.array([float(g) for g in spreads])[None, :]
    rough = scipy.special.log_ndtr(t / s) + scipy.special.log_ndtr((1.302 - t) / s)
    for x, yes in pulses:
        z = (x / 100 - t) / s
        rough = rough + scipy.special.log_ndtr(z if yes else -z)
    for k, j in zip(*numpy.where(rough > rough.max() - 0.01)):
        places.append((GRID[k], spreads[j]))
        values.append(ln_phi(GRID[k] / spreads[j]) + ln_phi((TOP - GRID[k]) / spreads[j])
                      + answers(pulses, GRID[k], spreads[j]))
    best = max(values)
    ties = [p for v, p in zip(values, places) if best - v <= TIE * max(1, abs(best))]
    n = len(ties)
    return [float(sum(p[0] for p in ties) / n), float(sum(p[1] for p in ties) / n), float(best)]


def accuracy(runs, pulses, seed):
    """Thresholds even between 35 and 75 %, first pulse 45 %, settings of 1 %, spread 7 %."""
    random = numpy.random.default_rng(seed)
    grid = numpy.arange(1, 651) / 500
    percent = numpy.arange(0, 101)[:, None] / 100
    z = (percent - grid) / (0.07 * grid)
    yes, no = scipy.special.log_ndtr(z), scipy.special.log_ndtr(-z)
    threshold = random.uniform(0.35, 0.75, runs)
    values = numpy.tile(scipy.special.log_ndtr((1.302 - grid) / (0.07 * grid)), (runs, 1))
    x = numpy.full(runs, 45)
    rows = []
    for n in range(1, pulses + 1):
        chance = scipy.special.ndtr((x / 100 - threshold) / (0.07 * threshold))
        answered = random.uniform(size=runs) < chance
        values += numpy.where(answered[:, None], yes[x], no[x])
        best = values.max(axis=1, keepdims=True)
        ties = values >= best - float(TIE) * numpy.maximum(1, abs(best))
        estimate = (ties * grid).sum(axis=1) / ties.sum(axis=1)
        x = numpy.clip(numpy.floor(estimate * 100 + 0.5).astype(int), 1, 100)
        relative = (estimate - threshold) / threshold
        error = estimate - threshold
        rows.append([n, error.mean(), error.std(ddof=1), numpy.sqrt((error ** 2).mean()), relative.mean(),
                     numpy.sqrt((relative ** 2).mean()), (abs(relative) <= 0.05).mean()])
    return [[float(v) for v in row] for row in rows]


def main():
    draw = Draw("threshold")
    runs = [run(draw, start, 12, threshold) for start, threshold in ((45, 52), (60, 38), (30, 71), (80, 83))]
    fixed = []
    for k in range(12):
        pulses = [[draw.between(30, 90), draw.below(2) == 1] for _ in range(1 + k)]
        at = mpf(draw.between(20, 120)) / 100
        fixed.append({"pulses": pulses, "threshold": float(at), "log_likelihood": float(one(pulses, at))})
    pairs = [{"pulses": r["pulses"][:n], "found": two(r["pulses"][:n])} for r in runs for n in (4, 8, 12)]
    write("threshold", {
        "notes": [
            "pulses: percent of the greatest output, response. after: estimate, its log-likelihood, lower and upper 95 % limit (null: none), next pulse in whole percent.",
            "two: estimate of threshold and spread, log-likelihood.",
            "accuracy: pulses, bias, SD, RMSE as shares of the output, mean and RMS of error / threshold, share within 5 %; 20,000 runs, numpy " + numpy.__version__ + ", scipy " + scipy.__version__ + ", mpmath " + __import__("mpmath").__version__,
        ],
        "fixed": fixed,
        "runs": runs,
        "two": pairs,
        "accuracy": accuracy(20_000, 30, 20261122),
    })


if __name__ == "__main__":
    main()
