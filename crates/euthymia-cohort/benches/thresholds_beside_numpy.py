#!/usr/bin/env python3
"""How long simulated searches for a threshold take beside NumPy in the same run: 30 pulses each.

    python3 crates/euthymia-cohort/benches/thresholds_beside_numpy.py [--largest 10000]

Ours is timed by `cargo bench -p euthymia-cohort --bench thresholds` (medians). The peer is the
simulation of `reference/generators/py/threshold.py`, all people at once; it counts no intervals, which
ours does, too. Nothing is compared but time: the numbers are compared by the tests.
"""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}
sys.path.insert(0, str(ROOT / "reference/generators/py"))
from threshold import accuracy  # noqa: E402


def ours():
    """Medians in seconds by threads and people."""
    command = ["cargo", "bench", "-q", "-p", "euthymia-cohort", "--bench", "thresholds"]
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--largest", type=int, default=10_000)
    largest = parser.parse_args().largest
    measured = ours()
    print(f"{'people':>8}{'one thread, ms':>17}{'two threads, ms':>17}{'NumPy, ms':>12}")
    for people in (100, 1_000, 10_000):
        if people > largest:
            continue
        start = time.perf_counter()
        accuracy(people, 30, 1)
        peer = time.perf_counter() - start
        one, two = measured[1, people], measured[2, people]
        print(f"{people:>8}{1e3 * one:>17.1f}{1e3 * two:>17.1f}{1e3 * peer:>12.1f}", flush=True)


main()
