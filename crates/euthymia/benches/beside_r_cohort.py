#!/usr/bin/env python3
"""How long a cohort's summary takes as a whole process, beside base R on the same file.

    cargo build --release
    python3 crates/euthymia/benches/beside_r_cohort.py [--runs 3] [--largest 1000000] [--r-largest 100000]

Invented patients with 40 weekly visits each, one visit in twenty without a score, written to a temporary
folder (620 MB for a million patients). Both programs print numbers, means and changes at each visit,
response and remission there, and the last score carried forward; ours also holds every named definition
against every patient. Each case runs both in turn, several times, and prints medians and the largest
memory. R is given two minutes. Nothing is compared but time and memory: the numbers are compared by the
tests.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "euthymia"
VISITS = 40
LIMIT = 120

SETTINGS = """schema = "euthymia.cohort.v1"
[outcome]
planned = [
{planned}
]
[[table]]
file = "d.csv"
rows = "visits"
[table.column]
patient_id = {{ role = "patient" }}
day = {{ role = "time", unit = "days" }}
madrs = {{ role = "score", instrument = "madrs" }}
"""

R = """
d <- read.csv('d.csv')
base <- d[d$day == 0, ]
d$before <- base$madrs[match(d$patient_id, base$patient_id)]
d <- d[!is.na(d$before), ]
cat(nrow(base), length(unique(d$patient_id)), '\\n')
seen <- d[!is.na(d$madrs), ]
seen$fall <- seen$before - seen$madrs
n <- tapply(seen$madrs, seen$day, length)
m <- tapply(seen$madrs, seen$day, mean)
s <- tapply(seen$madrs, seen$day, sd)
f <- tapply(seen$fall, seen$day, mean)
h <- qt(0.975, n - 1) * tapply(seen$fall, seen$day, sd) / sqrt(n)
response <- tapply(seen$fall >= seen$before / 2, seen$day, mean)
remission <- tapply(seen$madrs < 10, seen$day, mean)
print(data.frame(n, m, s, f, low = f - h, high = f + h, response, remission))
last <- seen[!duplicated(seen$patient_id, fromLast = TRUE), ]
print(c(mean(last$fall >= last$before / 2), mean(last$madrs < 10)))
"""


def courses(rng):
    """A thousand courses as text, the patient left open."""
    made = []
    for _ in range(1000):
        score, fall = rng.randint(22, 44), rng.uniform(-0.1, 0.9)
        lines = []
        for visit in range(VISITS):
            drawn = score - fall * score * min(visit, 12) / 12 + rng.gauss(0, 3) * (visit > 0)
            shown = "" if visit > 0 and rng.random() < 0.05 else str(min(max(round(drawn), 0), 60))
            lines.append(f"\0,{7 * visit},{shown}\n")
        made.append("".join(lines))
    return made


def write(folder, patients):
    rng = random.Random(patients)
    made = courses(rng)
    with open(folder / "d.csv", "w") as file:
        file.write("patient_id,day,madrs\n")
        for number in range(patients):
            file.write(made[rng.randrange(1000)].replace("\0", f"P{number:07}"))
    planned = "\n".join(f'  {{ label = "week {v}", day = {7 * v} }},' for v in range(VISITS))
    (folder / "cohort.toml").write_text(SETTINGS.format(planned=planned))
    (folder / "s.R").write_text(R)


def run(command, folder):
    """Seconds and the largest memory in MB; `None` when the time is up."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while True:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        if ended:
            break
        if time.perf_counter() - start > LIMIT:
            child.kill()
            os.wait4(child.pid, 0)
            return None
        time.sleep(0.002)
    taken = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command}\n{child.stderr.read().decode()}")
    return taken, usage.ru_maxrss / 1024


def medians(found):
    return [statistics.median(values) for values in zip(*found)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--r-largest", type=int, default=100_000)
    parser.add_argument("--folder", help="where the temporary folder goes")
    choice = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: cargo build --release")
    ours = [str(PROGRAM), "case-series", "--settings", "cohort.toml", "--summary"]
    print(f"{'patients':>9}{'file, MB':>10}{'1 thread, s':>13}{'2, s':>8}{'MB':>6}{'R, s':>9}{'MB':>7}{'times':>7}")
    for patients in (1_000, 10_000, 100_000, 1_000_000):
        if patients > choice.largest:
            break
        with tempfile.TemporaryDirectory(dir=choice.folder) as name:
            folder = Path(name)
            write(folder, patients)
            size = (folder / "d.csv").stat().st_size / 1e6
            one, two, theirs = [], [], []
            for _ in range(choice.runs):
                one.append(run([*ours, "--threads", "1"], folder))
                two.append(run([*ours, "--threads", "2"], folder))
                if patients <= choice.r_largest and None not in theirs:
                    theirs.append(run(["Rscript", "--vanilla", "s.R"], folder))
            (first, _), (second, memory) = medians(one), medians(two)
            line = f"{patients:>9}{size:>10.1f}{first:>13.3f}{second:>8.3f}{memory:>6.0f}"
            if None in theirs:
                line += f"{'over 120':>9}"
            elif theirs:
                taken, used = medians(theirs)
                line += f"{taken:>9.2f}{used:>7.0f}{taken / second:>7.0f}"
            else:
                line += f"{'not run':>9}"
            print(line, flush=True)


main()
