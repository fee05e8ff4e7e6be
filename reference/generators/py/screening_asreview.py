"""ASReview's default model beside ours, on labelled sets, with the same records known before the start.

    cargo build --release -p euthymia-app --example replay_beside
    python3 screening_asreview.py target/release/examples/replay_beside SEEDS FILE...

A FILE is CSV with title, abstract and a label (label_included or included). For each seed one included and
one excluded record are drawn by numpy; ASReview (elas_u4) and the example each read the rest from there.
Both are timed on the clock of this run, reading the texts included, one after the other; programs are loaded
and files read before. Measures are computed here for both: WSS@95, RRF@10 and ATD over the records that were
not known, mean over seeds. Needs asreview 3 (PyPI). Nothing is written.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
import pandas

# ASReview keeps a cache of downloads in the folder in which it is loaded: here one that goes away.
HERE = pathlib.Path.cwd()
CACHE = tempfile.TemporaryDirectory()
os.chdir(CACHE.name)

from asreview.learner import ActiveLearningCycle
from asreview.models.models import get_ai_config
from asreview.models.stoppers import LastRelevant
from asreview.simulation.simulate import Simulate

os.chdir(HERE)

LABELS = ("label_included", "included")
YES = {"1", "1.0", "yes", "true"}


def read(path):
    csv.field_size_limit(10**9)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    label = next(name for name in LABELS if name in rows[0])
    columns = [[row[name] or "" for row in rows] for name in ("title", "abstract")]
    return columns, numpy.array([row[label].strip().lower() in YES for row in rows])


def known(labels, seed):
    """One record of each kind."""
    draw = numpy.random.RandomState
    return [int(draw(seed).choice(numpy.flatnonzero(labels == kind))) for kind in (True, False)]


def theirs(columns, labels, seed, rows):
    frame = pandas.DataFrame({"title": columns[0], "abstract": columns[1]})
    started = time.perf_counter()
    numpy.random.seed(seed)
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    simulation = Simulate(frame, labels.astype(int), [cycle], stopper=LastRelevant(), print_progress=False)
    simulation.label(rows)
    simulation.review()
    seconds = time.perf_counter() - started
    found = simulation._results["label"].to_numpy()[len(rows):]
    return seconds, [int(place) + 1 for place in numpy.flatnonzero(found == 1)]


def ours(program, columns, labels, replays):
    asked = {
        "texts": [" ".join(part for part in both if part) for both in zip(*columns)],
        "labels": [bool(label) for label in labels],
        "replays": [{"seed": seed, "known": rows} for seed, rows in replays],
    }
    done = subprocess.run([program], input=json.dumps(asked), capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return answer["seconds"], answer["ranks"]


def measures(ranks, texts):
    """WSS@95, RRF@10, ATD."""
    ranks = sorted(ranks)
    wanted = int(numpy.ceil(0.95 * len(ranks) - 1e-9))
    early = sum(rank <= int(0.1 * texts + 1e-9) for rank in ranks)
    return 0.95 - ranks[wanted - 1] / texts, early / len(ranks), numpy.mean(ranks) / texts


def line(name, program, all_ranks, texts, seconds):
    wss, rrf, atd = numpy.mean([measures(ranks, texts) for ranks in all_ranks], axis=0)
    print(f"| {name} | {program} | {wss:.4f} | {rrf:.4f} | {atd:.5f} | {seconds:.2f} |", flush=True)


def main():
    program, seeds = sys.argv[1], int(sys.argv[2])
    print("| set | program | WSS@95 | RRF@10 | ATD | seconds |\n|---|---|---|---|---|---|")
    total = [0.0, 0.0]
    for path in sys.argv[3:]:
        columns, labels = read(path)
        replays = [(seed, known(labels, seed)) for seed in range(1, seeds + 1)]
        own_seconds, own = ours(program, columns, labels, replays)
        runs = [theirs(columns, labels, seed, rows) for seed, rows in replays]
        their_seconds = sum(seconds for seconds, _ in runs)
        name, texts = pathlib.Path(path).stem, len(labels) - 2
        line(name, "euthymia", own, texts, own_seconds)
        line(name, "asreview", [ranks for _, ranks in runs], texts, their_seconds)
        total = [total[0] + own_seconds, total[1] + their_seconds]
    print(f"\n{seeds} seeds; asreview takes {total[1] / total[0]:.1f} times as long.")


if __name__ == "__main__":
    main()
