"""Writes expected/python/staging.json: Maudsley, MGH-S and European staging, STAR*D cumulative remission.

Run from the folder `reference/`:  python generators/py/staging.py
"""

import itertools
from decimal import Decimal
from fractions import Fraction

from clinical_json import write

SEVERITY = {"subsyndromal": 1, "mild": 2, "moderate": 3, "severe_without_psychosis": 4,
            "severe_with_psychosis": 5}
FAILURE_POINTS = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 4, 10: 4}
MAUDSLEY_BAND = {**dict.fromkeys(range(3, 7), "mild"), **dict.fromkeys(range(7, 11), "moderate"),
                 **dict.fromkeys(range(11, 16), "severe")}
STEPS = ["36.8", "30.6", "13.7", "13.0"]


def maudsley(days, severity, failures, augmentation, ect):
    """The total, or None: no failed antidepressant is not a stage."""
    if failures == 0:
        return None
    duration = 1 + (days > 365) + (days > 730)
    return duration + SEVERITY[severity] + FAILURE_POINTS.get(failures, 5) + augmentation + ect


def decimal_text(x, places):
    """A fraction with this many digits after the point, rounded half to even by exact arithmetic."""
    return str(Decimal(round(x * 10 ** places)).scaleb(-places))


def main():
    # Worked by hand: 26 months, severe, 4 failures, augmentation; 10 months, mild, 2; 30 months, psychotic, 11, both.
    assert maudsley(791, "severe_without_psychosis", 4, 1, 0) == 10
    assert maudsley(304, "mild", 2, 0, 0) == 4
    assert maudsley(913, "severe_with_psychosis", 11, 1, 1) == 15

    maudsley_rows = []
    for days, severity, failures, augmentation, ect in itertools.product(
            (1, 365, 366, 730, 731, 2000), SEVERITY, range(13), (0, 1), (0, 1)):
        total = maudsley(days, severity, failures, augmentation, ect)
        verdict = ["undefined"] if total is None else [None]
        maudsley_rows.append([days, severity, failures, augmentation, ect, total,
                              MAUDSLEY_BAND.get(total)] + verdict)
    totals = {row[5] for row in maudsley_rows} - {None}
    assert totals == set(range(3, 16)) and len(maudsley_rows) == 6 * 5 * 13 * 4

    mgh_rows = []
    for failures, optimisations, augmentations, ect in itertools.product(range(7), range(4), range(4), (0, 1)):
        halves = 2 * failures + optimisations + augmentations + 6 * ect
        mgh_rows.append([failures, optimisations, augmentations, ect,
                         halves // 2 if halves % 2 == 0 else halves / 2])

    european = []
    weeks_published = {"TRD1": (12, 16), "TRD2": (18, 24), "TRD3": (24, 32), "TRD4": (30, 40), "TRD5": (36, 52)}
    for failed in range(1, 8):
        stage = None if failed == 1 else f"TRD{min(failed - 1, 5)}"
        european.append({"failed_trials": failed, "stage": stage})
        if 2 <= failed <= 5:  # trials of 6 to 8 weeks add up to the published weeks
            assert weeks_published[stage] == (6 * failed, 8 * failed)
    assert weeks_published["TRD5"][0] == 6 * 6

    star_d, left = [], Fraction(1)
    for step, percent in enumerate(STEPS, 1):
        left *= 1 - Fraction(percent) / 100
        reached = 1 - left
        star_d.append({
            "step": step,
            "remission_percent": percent,
            "cumulative_fraction": f"{reached.numerator}/{reached.denominator}",
            "cumulative_percent": decimal_text(100 * reached, 10),
        })

    write("staging", {
        "notes": [
            "maudsley: duration points 1 up to 365 days, 2 up to 730 days, 3 above. "
            "No failed antidepressant: total and band null, error \"undefined\".",
            "mgh_s: one point a failed trial, one half an optimisation, one half an augmentation, three for ECT. "
            "The register's threshold is not applied.",
            "european: by the number of failed trials of 6 to 8 weeks.",
            "star_d: exact product of the four published steps; cumulative_percent has 10 digits after the point.",
        ],
        "maudsley_columns": ["duration_days", "severity", "failures", "augmentation", "ect", "total", "band", "error"],
        "maudsley": maudsley_rows,
        "mgh_s_columns": ["failures", "optimisations", "augmentations", "ect", "score"],
        "mgh_s": mgh_rows,
        "european": european,
        "star_d": star_d,
    })


if __name__ == "__main__":
    main()
