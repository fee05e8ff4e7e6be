#!/usr/bin/env python3
"""How long a population takes beside SciPy in the same run: S-ketamine by infusion, 240 times.

    python3 crates/euthymia-pharmacokinetics/benches/beside_scipy.py [--largest 10000]

Ours is timed by `cargo bench -p euthymia-pharmacokinetics` (medians, one and two threads). SciPy makes
the matrix exponentials of all people in one call and carries everybody along the times together with
NumPy; people are drawn with the same covariances, quantiles are taken at every time. Peaks between the
times and areas, which ours finds, too, are left out there. Nothing is compared but time: the numbers
are compared by the tests.
"""

import argparse
import re
import subprocess
import time
from pathlib import Path

import numpy as np
from scipy.linalg import expm

ROOT = Path(__file__).resolve().parents[3]
UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


def ours():
    """Medians in seconds by threads and people."""
    command = ["cargo", "bench", "-q", "-p", "euthymia-pharmacokinetics", "--", "infusions_at_240_times"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    times, threads = {}, None
    for line in printed.splitlines():
        start = re.search(r"[├╰]─ (\d+) ", line)
        cells = line.split("│")
        median = re.match(r"\s*([\d.]+) (ns|µs|ms|s)\s*$", cells[-4]) if len(cells) > 5 else None
        if start and median:
            times[threads, int(start[1])] = float(median[1]) * UNITS[median[2]]
        elif start:
            threads = int(start[1])
    return times


def scipy_population(people):
    """The model of Fanta 2015 with 17.5 mg of S-ketamine over 40 minutes."""
    random = np.random.default_rng(1)
    parent = random.multivariate_normal([0, 0], [[0.084177, 0.02261], [0.02261, 0.026048]], people)
    child = random.multivariate_normal([0, 0], [[0.040426, 0.04456], [0.04456, 0.10319]], people)
    v1, cl = 133 * np.exp(parent[:, 0]), 95.2 * np.exp(parent[:, 1])
    vm, clm = 98.638 * np.exp(child[:, 0]), 57.72 * np.exp(child[:, 1])
    vp1, q1, vp2, q2, vpm, qm = 187, 23.2, 98.8, 157, 160.04, 42.778
    a = np.zeros((people, 6, 6))
    a[:, 0, 0] = -(cl + q1 + q2) / v1
    a[:, 1, 0], a[:, 0, 1], a[:, 1, 1] = q1 / v1, q1 / vp1, -q1 / vp1
    a[:, 2, 0], a[:, 0, 2], a[:, 2, 2] = q2 / v1, q2 / vp2, -q2 / vp2
    a[:, 3, 0], a[:, 3, 3] = cl / v1, -(clm + qm) / vm
    a[:, 4, 3], a[:, 3, 4], a[:, 4, 4] = qm / vm, qm / vpm, -qm / vpm
    a[:, 0, 5] = 1.0
    step, end = 0.1, 2 / 3
    whole, left, right = (expm(a * h) for h in (step, end - 0.6, 0.7 - end))
    state = np.zeros((people, 6, 1))
    state[:, 5] = 17.5 / end
    curves = []
    for index in range(240):
        curves.append(1000 * state[:, [0, 3], 0] / np.stack([v1, vm], axis=1))
        if index == 6:
            state = left @ state
            state[:, 5] = 0.0
            state = right @ state
        else:
            state = whole @ state
    return np.quantile(np.array(curves), [0.05, 0.5, 0.95], axis=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--largest", type=int, default=10_000)
    largest = parser.parse_args().largest
    measured = ours()
    print(f"{'people':>8}{'one thread, ms':>17}{'two threads, ms':>17}{'SciPy, ms':>12}")
    for people in (100, 1_000, 10_000):
        if people > largest:
            continue
        scipy_population(20)
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            scipy_population(people)
            seconds.append(time.perf_counter() - start)
        one, two, peer = measured[1, people], measured[2, people], sorted(seconds)[1]
        print(f"{people:>8}{1e3 * one:>17.1f}{1e3 * two:>17.1f}{1e3 * peer:>12.1f}", flush=True)


main()
