"""bib-dedupe on labelled sets of duplicates, in the columns of the example dedupe_benchmark.

    python3 dedupe_beside.py DIR

DIR holds a folder for each set, with records_pre_merged.csv and merged_record_ids.csv. Counts are by
record, as bib-dedupe's own benchmark has them: of each true group one record stays; a record outside
all groups that goes is wrong, and so is a group of which none stays. Needs bib-dedupe (PyPI).
"""

import contextlib
import io
import pathlib
import sys
import time

import pandas
from bib_dedupe.bib_dedupe import block, cluster, match, prep


def removed(truth, found):
    gone = {record for group in found for record in group[1:]}
    grouped = {record for group in truth for record in group}
    right = missed = 0
    wrong = len(gone - grouped)
    for group in truth:
        stay = sum(record not in gone for record in group)
        right += len(group) - max(stay, 1)
        missed += max(stay - 1, 0)
        wrong += stay == 0
    return right, wrong, missed


def main():
    for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        if not (folder / "records_pre_merged.csv").is_file():
            continue
        lines = (folder / "merged_record_ids.csv").read_text(encoding="utf-8").splitlines()[1:]
        truth = [line.strip().strip('"').split(";") for line in lines if line.strip()]
        records = pandas.read_csv(folder / "records_pre_merged.csv", low_memory=False)
        count, start = len(records), time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            found = cluster(match(block(prep(records))))
        seconds = time.perf_counter() - start
        right, wrong, missed = removed(truth, found)
        precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
        print(f"{folder.name} {count} {right + missed} {right} {wrong} {missed} {precision:.5f} {recall:.4f} {seconds:.1f}", flush=True)


if __name__ == "__main__":
    main()
