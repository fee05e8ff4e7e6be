"""Writes expected/python/trials.json: adequacy of antidepressant trials, and outcome rules on MADRS pairs.

Run from the folder `reference/`:  python generators/py/trials.py
"""

import itertools

from clinical_json import write

# (dose taken, smallest adequate dose), mg a day
DOSES = [(None, 20), (0, 20), (10, 20), (19.99, 20), (20, 20), (20.5, 20), (40, 20),
         (None, 37.5), (25, 37.5), (37.4, 37.5), (37.5, 37.5), (75, 37.5)]
WEEKS = (4, 6, 8, 10)
ADHERENCE = ("adequate", "inadequate", None)
STOP = ("no_response", "intolerance", "other", "ongoing", None)


def adequacy(dose, minimum, days, weeks, adherence, stop):
    reasons, missing = set(), set()
    if dose is None:
        missing.add("dose")
    elif dose < minimum:
        reasons.add("dose")
    if days is None:
        missing.add("duration")
    elif days < 7 * weeks:
        reasons.add("duration")
    if adherence == "inadequate":
        reasons.add("adherence")
    if stop == "intolerance" and days is not None and days < 7 * weeks:
        assert "duration" in reasons
    verdict = "inadequate" if reasons else "unknown" if missing else "adequate"
    return [verdict, sorted(reasons), sorted(missing)]


def outcome_row(baseline, holds):
    """One character for each end score 0 to 60."""
    if baseline == 0:
        return "u" * 61
    return "".join("y" if holds(baseline, end) else "n" for end in range(61))


def at_least(percent):
    """Improvement of at least this percentage, without division: deterioration is negative."""
    return lambda b, e: 100 * (b - e) >= percent * b


def main():
    rows = []
    for (dose, minimum), weeks in itertools.product(DOSES, WEEKS):
        for days in (None, 0, 7 * weeks - 1, 7 * weeks, 7 * weeks + 30):
            for adherence, stop in itertools.product(ADHERENCE, STOP):
                rows.append([dose, minimum, days, weeks, adherence, stop]
                            + adequacy(dose, minimum, days, weeks, adherence, stop))
    assert {row[6] for row in rows} == {"adequate", "inadequate", "unknown"}

    response, quarter = at_least(50), at_least(25)
    rules = {
        "response": response,
        "improvement_below_25": lambda b, e: not quarter(b, e),
        "improvement_below_50": lambda b, e: not response(b, e),
        "partial": lambda b, e: quarter(b, e) and not response(b, e),
    }
    outcomes = {name: [outcome_row(b, holds) for b in range(61)] for name, holds in rules.items()}
    assert outcomes["response"][20][10] == "y" and outcomes["response"][21][11] == "n"
    assert outcomes["partial"][20][15] == "y" and outcomes["improvement_below_25"][20][16] == "y"

    write("trials", {
        "notes": [
            "adequacy: inadequate if a condition is known to fail, else unknown if dose or days is missing, else adequate. "
            "Adherence that nobody recorded does not stand in the way. "
            "Stopping for intolerance adds nothing that a too short duration does not say, so it has no reason of its own.",
            "missing lists the absent fields whatever the verdict is.",
            "outcomes: one string for each baseline 0 to 60, one character for each end score 0 to 60; "
            "y yes, n no, u undefined (baseline 0).",
        ],
        "adequacy_columns": ["dose_mg", "minimum_mg", "days", "minimum_weeks", "adherence", "stop_reason",
                             "verdict", "reasons", "missing"],
        "adequacy": rows,
        "outcomes": outcomes,
    })


if __name__ == "__main__":
    main()
