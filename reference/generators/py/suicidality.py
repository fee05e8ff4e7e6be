"""Writes expected/python/suicidality.json: triage of the C-SSRS screener for every answer pattern,
and the safety items of the depression scales.

Run from the folder `reference/`:  python generators/py/suicidality.py
"""

import itertools

from clinical_json import write

ORDER = ["1", "2", "3", "4", "5", "6", "6_recent"]
LEVELS = ["none", "low", "moderate", "high"]


def triage(yes):
    """`yes` is the set of items answered yes."""
    if yes & {"4", "5", "6_recent"}:
        return "high"
    if yes & {"3", "6"}:
        return "moderate"
    if yes & {"1", "2"}:
        return "low"
    return "none"


def said_yes(pattern):
    return {item for item, answer in zip(ORDER, pattern) if answer == "y"}


def main():
    definite = []
    for answers in itertools.product("ny", repeat=7):
        yes = said_yes(answers)
        definite.append({
            "answers": "".join(answers),
            "triage": triage(yes),
            "highest_yes": max((int(i) for i in yes if i in "12345"), default=0),
            "recent_without_lifetime": "6_recent" in yes and "6" not in yes,
        })
    known = {row["answers"]: row["triage"] for row in definite}
    assert len(known) == 2 ** 7

    partial = []
    for answers in itertools.product("ynu", repeat=7):
        choices = ["yn" if a == "u" else a for a in answers]
        found = {LEVELS.index(known["".join(c)]) for c in itertools.product(*choices)}
        partial.append(["".join(answers), LEVELS[min(found)], LEVELS[max(found)]])
    assert len(partial) == 3 ** 7

    # The same by bounds: an unknown counts as no for the lowest level and as yes for the highest.
    for pattern, low, high in partial:
        assert low == known[pattern.replace("u", "n")] and high == known[pattern.replace("u", "y")]

    items = [{"instrument": "phq9", "item": "9", "value": v, "flagged": v > 0} for v in range(4)]
    items += [{"instrument": "madrs", "item": "10", "value": v, "flagged": None} for v in range(7)]
    items += [{"instrument": "qids_sr16", "item": "12", "value": v, "flagged": v >= 2} for v in range(4)]
    items += [{"instrument": "hamd17", "item": "3", "value": v, "flagged": None} for v in range(5)]

    write("suicidality", {
        "notes": [
            "answers: one character for each item in the order given; y yes, n no, u unknown.",
            "highest_yes looks at items 1 to 5 only; 0 is none.",
            "partial: pattern, lowest and highest level over every way to fill in the unknown answers, "
            "including the ways that answer 6_recent yes and 6 no. An item that the form skips is unknown here, not no.",
            "items: flagged is null where no threshold has a source.",
        ],
        "order": ORDER,
        "levels": LEVELS,
        "definite": definite,
        "partial": partial,
        "items": items,
    })


if __name__ == "__main__":
    main()
