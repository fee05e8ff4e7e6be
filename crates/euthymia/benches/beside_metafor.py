#!/usr/bin/env python3
"""How long an analysis takes as a whole process, beside Rscript with metafor on the same data.

    cargo build --release
    python3 crates/euthymia/benches/beside_metafor.py [--runs 5] [--largest 100000] [--only reml,mh]

Each case runs both programs in turn, several times, and prints the medians. R is given the time of
its start too, which is what somebody waits for; its time per fit alone is printed beside it, taken
inside R. Cases that take R longer than a minute are run once. Nothing is compared but time: the
numbers are compared by the tests.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "target" / "release" / "euthymia"


def count(n, p, rng):
    """A binomial draw that is neither none nor all."""
    drawn = sum(rng.random() < p for _ in range(n))
    return min(max(drawn, 1), n - 1)


def trials(file, k, rng):
    file.write("study,ai,n1i,ci,n2i\n")
    for i in range(k):
        n1, n2 = rng.randint(20, 200), rng.randint(20, 200)
        control = rng.uniform(0.1, 0.4)
        odds = control / (1 - control) * 2.718281828 ** rng.gauss(0.4, 0.3)
        treated = odds / (1 + odds)
        file.write(f"s{i},{count(n1, treated, rng)},{n1},{count(n2, control, rng)},{n2}\n")


def rates(file, k, rng):
    file.write("study,xi,ni\n")
    for i in range(k):
        n = rng.randint(10, 120)
        p = 1 / (1 + 2.718281828 ** -rng.gauss(-1.5, 0.6))
        file.write(f"s{i},{sum(rng.random() < p for _ in range(n))},{n}\n")


def nested(file, k, rng):
    file.write("study,cluster,yi,vi\n")
    for cluster in range(k // 10):
        shared = rng.gauss(0.3, 0.3)
        for i in range(10):
            v = rng.uniform(0.01, 0.2)
            y = shared + rng.gauss(0, 0.2) + rng.gauss(0, v**0.5)
            file.write(f"e{cluster}_{i},c{cluster},{y!r},{v!r}\n")


def estimates(file, k, rng):
    file.write("study,yi,vi\n")
    for i in range(k):
        v = rng.uniform(0.01, 0.2)
        file.write(f"s{i},{rng.gauss(0.2, (v + 0.05) ** 0.5)!r},{v!r}\n")


ALL = (10, 100, 1000, 10000, 100000)
ESCALC = "d <- escalc(measure='OR', ai=ai, n1i=n1i, ci=ci, n2i=n2i, data=d)"

# name: data, sizes, arguments of ours, preparation and fit in R, largest size R is asked for
CASES = {
    "dl": (trials, ALL, "--measure OR --tau2 dl --test z", ESCALC, "rma(yi, vi, data=d, method='DL')", 1000),
    "reml": (trials, ALL, "--measure OR --tau2 reml --test z", ESCALC, "rma(yi, vi, data=d)", 1000),
    "mh": (trials, ALL, "--measure OR --model mh", "", "rma.mh(ai=ai, n1i=n1i, ci=ci, n2i=n2i, data=d)", 1000),
    "glmm": (rates, ALL, "--measure PLO --model glmm", "", "rma.glmm(measure='PLO', xi=xi, ni=ni, data=d)", 1000),
    "multilevel": (
        nested,
        (1000, 100000),
        "--measure GEN --nested cluster/study",
        "",
        "rma.mv(yi, vi, random=~1|cluster/study, data=d, sparse=TRUE)",
        # metafor was stopped after 80 seconds with 1,000 rows.
        0,
    ),
    "permutation": (
        estimates,
        (50,),
        "--measure GEN --tau2 dl --test z --permute 10000 --seed 1",
        "",
        "permutest(rma(yi, vi, data=d, method='DL'), exact=FALSE, iter=10000, progbar=FALSE)",
        50,
    ),
}


def run(command, folder):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    taken = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command}\n{done.stdout}\n{done.stderr}")
    return taken, done.stdout


def measure(case, k, runs):
    data, _, arguments, prepare, fit, r_largest = case
    ours, theirs, fits = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        with open(Path(folder) / "d.csv", "w") as file:
            data(file, k, random.Random(k))
        (Path(folder) / "s.R").write_text(
            "suppressPackageStartupMessages(library(metafor)); d <- read.csv('d.csv')\n"
            f"{prepare}\nt <- system.time(f <- {fit})[['elapsed']]; print(f); cat('FIT', t, '\\n')"
        )
        command = [str(PROGRAM), "pool", "d.csv", *arguments.split(), "--format", "json"]
        for _ in range(runs):
            ours.append(run(command, folder)[0])
            if k <= r_largest and not (theirs and theirs[0] > 60):
                taken, printed = run(["Rscript", "--vanilla", "s.R"], folder)
                theirs.append(taken)
                fits.append(float(printed.rsplit("FIT", 1)[1]))
    return [statistics.median(times) if times else None for times in (ours, theirs, fits)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--largest", type=int, default=100000)
    parser.add_argument("--only", default=",".join(CASES))
    choice = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: cargo build --release")
    print(f"{'case':<12}{'k':>8}{'euthymia, s':>13}{'Rscript, s':>12}{'times':>8}{'fit in R, s':>13}")
    for name in choice.only.split(","):
        for k in (k for k in CASES[name][1] if k <= choice.largest):
            ours, theirs, fit = measure(CASES[name], k, choice.runs)
            rest = f"{theirs:>12.2f}{theirs / ours:>8.0f}{fit:>13.4f}" if theirs else f"{'not run':>12}"
            print(f"{name:<12}{k:>8}{ours:>13.4f}{rest}", flush=True)


main()
