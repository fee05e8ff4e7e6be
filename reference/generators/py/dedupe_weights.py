"""Weights of the levels by which two citations are compared (crates/euthymia-review/src/dedupe/weights.rs).

    cargo run --release -p euthymia-review --example dedupe_benchmark -- DIR --levels levels.csv [--changed --screened DIR]
    python3 dedupe_weights.py levels.csv

A logistic model of "one record" on the levels of ten fields. A missing field weighs nothing; the
levels before it weigh no less than those after it, in the order below. Every pair is repeated with
fields left out at random, so that a field's weight does not lean on others being there. The weights
are drawn towards plausible ones (START), which alone decide levels that the labels do not show.
Prints the table, and how well sets that were left out are decided.

Then the probability is made to mean what it says where no rule forbids merging: scores of pairs
whose true group was left out of the fit are stretched and shifted (Platt 1999), again without the
fold they are judged in, and compared with the share of pairs that are one. The pairs of the set
"changed" are scored, not fitted. The printed weights have the stretch and the shift in them.
Needs numpy only.
"""

import csv
import sys

import numpy as np

FIELDS = {
    "title": ["same", "close", "part", "missing", "alike", "weak", "numbered", "different"],
    "authors": ["same", "close", "part", "missing", "weak", "different"],
    "year": ["same", "close", "missing", "weak", "different"],
    "journal": ["same", "alike", "missing", "different"],
    "volume": ["same", "missing", "different"],
    "issue": ["same", "missing", "different"],
    "pages": ["same", "close", "alike", "missing", "different"],
    "doi": ["same", "missing", "version", "different"],
    "number": ["same", "missing", "different"],
    "abstract": ["same", "part", "missing", "different"],
}
START = {
    "title": [4.5, 4.0, 3.0, 0, -0.5, -3, -4, -5],
    "authors": [2.2, 2.0, 1.2, 0, -1, -4],
    "year": [1.0, 0.3, 0, -2, -4],
    "journal": [1.2, 0.6, 0, -2],
    "volume": [1.5, 0, -2],
    "issue": [0.5, 0, -1],
    "pages": [3, 2.5, 1, 0, -3],
    "doi": [5, 0, -1, -4],
    "number": [5, 0, -5],
    "abstract": [2.5, 1.5, 0, -1.5],
}
PRIOR = -4.5
REPEATS = 8
DROPPED = 0.25
PULL = 4.0
STEPS = 3000
FOLDS = 5
MADE = "changed"


def columns():
    return [(field, level) for field, levels in FIELDS.items() for level in levels]


def read(path):
    sets, ones, rows, forbidden, groups = [], [], [], [], []
    place = {key: at for at, key in enumerate(columns())}
    with open(path, newline="", encoding="utf-8") as file:
        for name, is_one, conflict, group, *levels in csv.reader(file):
            sets.append(name)
            ones.append(int(is_one))
            forbidden.append(conflict == "1")
            groups.append(int(group))
            rows.append([place[key] for key in zip(FIELDS, levels)])
    return np.array(sets), np.array(ones), np.array(rows), np.array(forbidden), np.array(groups)


def repeated(ones, rows, random):
    """Every pair as it is, and REPEATS times with fields left out; equal ones counted."""
    place = {key: at for at, key in enumerate(columns())}
    missing = np.array([place[(field, "missing")] for field in FIELDS])
    all_rows, all_ones = [rows], [ones]
    share = np.full(len(FIELDS), DROPPED)
    share[0] = 0.02
    for _ in range(REPEATS):
        out = random.random(rows.shape) < share
        all_rows.append(np.where(out, missing, rows))
        all_ones.append(ones)
    table = np.column_stack([np.concatenate(all_ones), np.concatenate(all_rows)])
    unique, counts = np.unique(table, axis=0, return_counts=True)
    return unique[:, 0], unique[:, 1:], counts / (REPEATS + 1)


def ordered(weights):
    """The nearest weights in the order of the levels, with nothing for a missing field."""
    out, at = weights.copy(), 0
    for field, levels in FIELDS.items():
        zero = levels.index("missing")
        part = out[at : at + len(levels)]
        part[zero] = 0
        for k in range(zero - 1, -1, -1):
            part[k] = max(part[k], part[k + 1])
        for k in range(zero + 1, len(levels)):
            part[k] = min(part[k], part[k - 1])
        at += len(levels)
    return out


def fit(ones, rows, counts, steps=STEPS):
    start = np.array([w for field in FIELDS for w in START[field]])
    weights, prior = start.copy(), PRIOR
    first, second = np.zeros(len(start) + 1), np.zeros(len(start) + 1)
    for step in range(1, steps + 1):
        score = prior + weights[rows].sum(axis=1)
        error = counts * (1 / (1 + np.exp(-score)) - ones)
        slope = np.zeros(len(start))
        for k in range(rows.shape[1]):
            np.add.at(slope, rows[:, k], error)
        slope += PULL * (weights - start)
        slope = np.append(slope, error.sum() + PULL * (prior - PRIOR))
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        move = 0.02 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
        weights = ordered(weights - move[:-1])
        prior -= move[-1]
    return weights, prior


def check(name, weights, prior, ones, rows, forbidden):
    probability = 1 / (1 + np.exp(-(prior + weights[rows].sum(axis=1))))
    for threshold, ruled in ((0.5, 0), (0.75, 0), (0.9, 0), (0.95, 0), (0.5, 1), (0.75, 1), (0.9, 1)):
        found = (probability >= threshold) & ~(forbidden & bool(ruled))
        right = int((found & (ones == 1)).sum())
        print(f"  {name} at {threshold}{', with the rules' if ruled else ''}: right {right}, wrong {int((found & (ones == 0)).sum())}, missed {int(ones.sum()) - right}")
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        inside = (probability >= low) & (probability < high)
        if inside.any():
            print(f"    {low:.2f} to {high:.2f}: {inside.sum()} pairs, mean probability {probability[inside].mean():.3f}, share of one {ones[inside].mean():.3f}")


def platt(scores, ones):
    """Stretch and shift of scores by Newton's method, drawn a little towards none."""
    pull = 0.5
    found = np.array([1.0, 0.0])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-(found[0] * scores + found[1])))
        error, spread = probability - ones, probability * (1 - probability)
        slope = np.array([(error * scores).sum(), error.sum()]) + pull * (found - [1, 0])
        curve = np.array([[(spread * scores**2).sum(), (spread * scores).sum()], [(spread * scores).sum(), spread.sum()]])
        found = found - np.linalg.solve(curve + pull * np.eye(2), slope)
    return found


def calibrate(sets, ones, rows, forbidden, groups, random):
    made = sets == MADE
    folds = (groups * 2654435761 % 2**32) % FOLDS
    scores = np.zeros(len(ones))
    for fold in range(FOLDS):
        rest = (folds != fold) & ~made
        weights, prior = fit(*repeated(ones[rest], rows[rest], random), steps=STEPS // 3)
        out = folds == fold
        scores[out] = prior + weights[rows[out]].sum(axis=1)
    free = ~forbidden
    probability = np.zeros(len(ones))
    for fold in range(FOLDS):
        found = platt(scores[free & (folds != fold)], ones[free & (folds != fold)])
        out = folds == fold
        probability[out] = 1 / (1 + np.exp(-(found[0] * scores[out] + found[1])))
        for threshold in (0.9, 0.95, 0.98, 0.99):
            merged = free & out & (probability >= threshold)
            counts = [(int((merged & part & (ones == 1)).sum()), int((merged & part & (ones == 0)).sum())) for part in (~made, made)]
            print(f"  fold {fold}, stretch {found[0]:.2f}, shift {found[1]:.2f}, merged from {threshold}: labelled {counts[0]}, changed {counts[1]} (right, wrong)")
    for name, part in (("labelled", ~made), ("changed", made)):
        for low, high in ((0, 0.01), (0.01, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 0.98), (0.98, 0.999), (0.999, 1.01)):
            inside = free & part & (probability >= low) & (probability < high)
            if inside.any():
                print(f"  {name} {low} to {high}: {inside.sum()} pairs, expected {probability[inside].mean():.4f}, observed {ones[inside].mean():.4f}")
    return platt(scores[free], ones[free])


def main():
    sets, ones, rows, forbidden, groups = read(sys.argv[1])
    random = np.random.default_rng(20250101)
    real = sets != MADE
    for name in sorted(set(sets[real])):
        rest = (sets != name) & real
        if (sets == name).sum() < 100 or rest.sum() < 100:
            continue
        print(f"left out: {name}")
        weights, prior = fit(*repeated(ones[rest], rows[rest], random))
        left = sets == name
        check(name, weights, prior, ones[left], rows[left], forbidden[left])
    print("held out by groups, pairs that no rule forbids")
    stretch, shift = calibrate(sets, ones, rows, forbidden, groups, random)
    weights, prior = fit(*repeated(ones[real], rows[real], random))
    check("all", weights, prior, ones[real], rows[real], forbidden[real])
    print(f"stretch {stretch:.3f}, shift {shift:.3f}")
    print(f"PRIOR {stretch * prior + shift:.2f}")
    at = 0
    for field, levels in FIELDS.items():
        print(field, ", ".join(f"{level} {stretch * weights[at + k]:.2f}" for k, level in enumerate(levels)))
        at += len(levels)


if __name__ == "__main__":
    main()
