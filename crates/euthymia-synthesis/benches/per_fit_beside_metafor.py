#!/usr/bin/env python3
"""How long one fit takes, beside metafor's own on the same data: neither start of a process nor reading
of files is counted.

    python3 crates/euthymia-synthesis/benches/per_fit_beside_metafor.py [--largest 1000] [--only reml,mh]

The fits of this program are timed by `cargo bench -p euthymia-synthesis` (medians), those of metafor
inside R. The numbers come from one sequence, the same in both. Nothing is compared but time: the
numbers are compared by the tests.
"""

import argparse
import math
import re
import subprocess
import tempfile
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


def sequence():
    """The numbers of shared/sequence.rs."""
    state = 20_261_121
    while True:
        state = (state * 6_364_136_223_846_793_005 + 1) % 2**64
        yield (state >> 11) / 2**53


def studies(k):
    numbers = list(islice(sequence(), 4 * k))
    yield "yi,vi"
    for i in range(k):
        a, b, c, d = numbers[4 * i : 4 * i + 4]
        variance = 0.01 * 100.0**d
        yield f"{0.3 + (a + b + c - 1.5) * 2 * math.sqrt(0.2 + variance)!r},{variance!r}"


def strata(k):
    numbers = sequence()
    yield "ai,n1i,ci,n2i"
    for _ in range(k):
        n = 50 + int(next(numbers) * 200)
        a, c = (int(next(numbers) * (n // 5)) for _ in range(2))
        yield f"{a},{n},{c},{n}"


def group(numbers, shift):
    n = 20 + math.floor(400 * next(numbers))
    logit = -1 + shift + 2 * (next(numbers) + next(numbers) + next(numbers) - 1.5)
    return math.floor(n / (1 + math.exp(-logit)) + 0.5), n


def proportions(k):
    numbers = sequence()
    yield "xi,ni"
    for _ in range(k):
        yield "{},{}".format(*group(numbers, 0.0))


def trials(k):
    numbers = sequence()
    yield "ai,n1i,ci,n2i"
    for _ in range(k):
        yield "{},{},{},{}".format(*group(numbers, 0.4), *group(numbers, 0.0))


def nested(n):
    numbers = list(islice(sequence(), 10 * n))
    normal = lambda at: 2 * (sum(numbers[at : at + 3]) - 1.5)
    yield "study,row,yi,vi"
    for i in range(n):
        v = 0.01 + 0.1 * numbers[i]
        y = 0.3 + 0.4 * normal(n + 3 * (i // 10)) + math.sqrt(0.05 + v) * normal(4 * n + 3 * i)
        yield f"{i // 10},{i},{y!r},{v!r}"


TABLE = "ai=ai, n1i=n1i, ci=ci, n2i=n2i, data=d"
GLMM = f"rma.glmm(measure='OR', {TABLE}, model='%s')"
# name: bench, its name in that bench, data, fit in R, largest size R is asked for
CASES = {
    "dl": ("fit", "whole_fit_hartung_knapp_dersimonian_laird", studies, "rma(yi, vi, data=d, method='DL', test='knha')", 1000),
    "reml": ("fit", "whole_fit_hartung_knapp_reml", studies, "rma(yi, vi, data=d, test='knha')", 1000),
    "mh": ("stratified_test", "mantel_haenszel_odds_ratio", strata, f"rma.mh(measure='OR', {TABLE})", 100000),
    "glmm-plo": ("glmm", "proportions", proportions, "rma.glmm(measure='PLO', xi=xi, ni=ni, data=d)", 1000),
    "glmm-cm-al": ("glmm", "conditional_approximate", trials, GLMM % "CM.AL", 1000),
    "glmm-cm-el": ("glmm", "conditional_exact", trials, GLMM % "CM.EL", 10),
    "glmm-um-fs": ("glmm", "fixed_studies", trials, GLMM % "UM.FS", 100),
    "glmm-um-rs": ("glmm", "random_studies", trials, GLMM % "UM.RS", 100),
    "multilevel": ("multilevel_fit", "nested", nested, "rma.mv(yi, vi, random=~1|study/row, data=d, sparse=TRUE)", 1000),
}


def ours(bench, name):
    """Medians in seconds by size."""
    command = ["cargo", "bench", "-q", "-p", "euthymia-synthesis", "--bench", f"how_long_is_a_{bench}"]
    command += ["--", name, "--max-time", "2"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    times = {}
    for line in printed.splitlines():
        cells = line.split("│")
        start = re.search(r"[├╰]─ (\d+) ", line)
        median = re.match(r"\s*([\d.]+) (ns|µs|ms|s)\s*$", cells[-4]) if len(cells) > 5 else None
        if start and median:
            times[int(start[1])] = float(median[1]) * UNITS[median[2]]
    return times


def theirs(data, fit, k):
    """The mean of as many fits as half a second holds, after a first one."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "d.csv").write_text("\n".join(data(k)) + "\n")
        (Path(folder) / "t.R").write_text(
            "suppressPackageStartupMessages(library(metafor)); options(warn=-1); d <- read.csv('d.csv')\n"
            f"f <- function() {fit}\n"
            "first <- system.time(f())[['elapsed']]; n <- 0; s <- proc.time()[['elapsed']]; e <- 0\n"
            "if (first < 5) while (e < 0.5) { f(); n <- n + 1; e <- proc.time()[['elapsed']] - s }\n"
            "cat('FIT', if (n > 0) e / n else first, '\\n')"
        )
        done = subprocess.run(["Rscript", "--vanilla", "t.R"], cwd=folder, capture_output=True, text=True)
    return float(done.stdout.rsplit("FIT", 1)[1]) if "FIT" in done.stdout else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--largest", type=int, default=1000)
    parser.add_argument("--only", default=",".join(CASES))
    choice = parser.parse_args()
    print(f"{'case':<12}{'k':>8}{'euthymia, ms':>14}{'metafor, ms':>13}{'times':>9}", flush=True)
    for case in choice.only.split(","):
        bench, name, data, fit, r_largest = CASES[case]
        for k, time in ours(bench, name).items():
            if k > choice.largest:
                continue
            other = theirs(data, fit, k) if k <= r_largest else None
            rest = f"{1e3 * other:>13.1f}{other / time:>9.0f}" if other else f"{'not run':>13}"
            print(f"{case:<12}{k:>8}{1e3 * time:>14.4f}{rest}", flush=True)


main()
