"""Writes expected/python/clinical_scores.json: totals of rating scales from item answers.

Run from the folder `reference/`:  python generators/py/clinical_scores.py

Every instrument is written down here a second time: the items with their ranges, then the rule.
"""

from fractions import Fraction

from clinical_json import Draw, write

RANDOM_SETS = 60


def items(n, low, high, **other):
    """{"1": (low, high), ...} with `other` as {"i5": (0, 8)} for items of another range."""
    ranges = {str(i): (low, high) for i in range(1, n + 1)}
    ranges.update({key[1:]: value for key, value in other.items()})
    return ranges


def pick(a, numbers):
    return [a[str(i)] for i in numbers]


def number(x):
    """A whole number as int, anything else as the nearest double."""
    x = Fraction(x)
    return x.numerator if x.denominator == 1 else float(x)


def mean(values):
    return Fraction(sum(values), len(values))


def plain(a):
    return {"total": sum(a.values())}, {}


# --- instruments with a rule of their own

FIVE_STEPS_HAMD = {1, 2, 3, 7, 8, 9, 10, 11, 15}
HAMD17 = {str(i): (0, 4 if i in FIVE_STEPS_HAMD else 2) for i in range(1, 18)}
HAMD6 = {k: HAMD17[k] for k in ("1", "2", "7", "8", "10", "13")}
YMRS = {str(i): (0, 8 if i in {5, 6, 8, 9} else 4) for i in range(1, 12)}

DEPERSONALISATION = (3, 4, 5, 6, 7, 20, 23)
DEREALISATION = (1, 2, 8, 9, 10, 11, 12, 13, 16, 17, 18, 19, 21)
AMNESIA = (14, 15, 22)
CADSS6 = (1, 2, 6, 7, 15, 22)

MEQ = {
    "mystical": (35, 41, 54, 77, 83, 14, 47, 74, 9, 22, 12, 36, 55, 73, 69),
    "positive_mood": (5, 18, 30, 43, 80, 87),
    "transcendence": (2, 15, 29, 34, 48, 65),
    "ineffability": (6, 23, 86),
}
MEQ_ORDER = sorted(i for ids in MEQ.values() for i in ids)


def qids(a):
    sleep = max(pick(a, (1, 2, 3, 4)))
    appetite_weight = max(pick(a, (6, 7, 8, 9)))
    psychomotor = max(pick(a, (15, 16)))
    return {"total": sleep + appetite_weight + psychomotor + sum(pick(a, (5, 10, 11, 12, 13, 14)))}, {}


def ids30(a):
    appetite, weight = max(pick(a, (11, 12))), max(pick(a, (13, 14)))
    others = [i for i in range(1, 31) if i not in (11, 12, 13, 14)]
    return {"total": appetite + weight + sum(pick(a, others))}, {}


def cadss(a):
    parts = {
        "depersonalisation": sum(pick(a, DEPERSONALISATION)),
        "derealisation": sum(pick(a, DEREALISATION)),
        "amnesia": sum(pick(a, AMNESIA)),
    }
    return {"total": sum(a.values()), **parts, "cadss6": sum(pick(a, CADSS6))}, {}


def shaps(a):
    return {"snaith": sum(1 for v in a.values() if v in (3, 4)), "franken": sum(a.values())}, {}


def meq30(a):
    means = {name: mean(pick(a, ids)) for name, ids in MEQ.items()}
    return means, {"complete_mystical_experience": all(m >= 3 for m in means.values())}


def edi(a):
    return {"mean": mean(list(a.values()))}, {}


def ebi(a):
    return {"sum": sum(a.values()), "mean": mean(list(a.values()))}, {}


def qlesq(a):
    raw = sum(pick(a, range(1, 15)))
    return {"raw": raw, "percent": Fraction(100 * (raw - 14), 56)}, {}


def asex(a):
    values = list(a.values())
    total = sum(values)
    dysfunction = total >= 19 or any(v >= 5 for v in values) or sum(1 for v in values if v >= 4) >= 3
    return {"total": total}, {"dysfunction": dysfunction}


INSTRUMENTS = {
    "madrs": (items(10, 0, 6), plain),
    "madrs_s": (items(9, 0, 6), plain),
    "hamd17": (HAMD17, plain),
    "hamd6": (HAMD6, plain),
    "qids_sr16": (items(16, 0, 3), qids),
    "qids_c16": (items(16, 0, 3), qids),
    "phq9": (items(9, 0, 3), plain),
    "phq2": (items(2, 0, 3), plain),
    "gad7": (items(7, 0, 3), plain),
    "bdi1": (items(21, 0, 3), plain),
    "bdi2": (items(21, 0, 3), plain),
    "ids_sr30": (items(30, 0, 3), ids30),
    "isi": (items(7, 0, 4), plain),
    "cadss": (items(23, 0, 4), cadss),
    "ymrs": (YMRS, plain),
    "shaps": (items(14, 1, 4), shaps),
    "meq30": ({str(i): (0, 5) for i in MEQ_ORDER}, meq30),
    "edi": (items(8, 0, 100), edi),
    "ebi": (items(6, 0, 100), ebi),
    "qlesq_sf": (items(16, 1, 5), qlesq),
    "whodas12": (items(12, 0, 4), plain),
    "asex": (items(5, 1, 6), asex),
}

# Smallest and largest value of each total, typed from the facts (or, for a scale that they do not
# list, from the number of items), not computed: they catch a wrong range above.
ENDS = {
    "madrs": {"total": (0, 60)},
    "madrs_s": {"total": (0, 54)},
    "hamd17": {"total": (0, 52)},
    "hamd6": {"total": (0, 22)},
    "qids_sr16": {"total": (0, 27)},
    "qids_c16": {"total": (0, 27)},
    "phq9": {"total": (0, 27)},
    "phq2": {"total": (0, 6)},
    "gad7": {"total": (0, 21)},
    "bdi1": {"total": (0, 63)},
    "bdi2": {"total": (0, 63)},
    "ids_sr30": {"total": (0, 84)},
    "isi": {"total": (0, 28)},
    "cadss": {"total": (0, 92), "depersonalisation": (0, 28), "derealisation": (0, 52),
              "amnesia": (0, 12), "cadss6": (0, 24)},
    "ymrs": {"total": (0, 60)},
    "shaps": {"snaith": (0, 14), "franken": (14, 56)},
    "meq30": {"mystical": (0, 5), "positive_mood": (0, 5), "transcendence": (0, 5), "ineffability": (0, 5)},
    "edi": {"mean": (0, 100)},
    "ebi": {"sum": (0, 600), "mean": (0, 100)},
    "qlesq_sf": {"raw": (14, 70), "percent": (0, 100)},
    "whodas12": {"total": (0, 48)},
    "asex": {"total": (5, 30)},
}

# (instrument, [(first, last, name), ...]); "level" in the output counts the bands from 0.
BANDS = {
    "madrs": [(0, 6, "none"), (7, 19, "mild"), (20, 34, "moderate"), (35, 60, "severe")],
    "phq9": [(0, 4, "none"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"),
             (20, 27, "severe")],
    "qids_sr16": [(0, 5, "none"), (6, 10, "mild"), (11, 15, "moderate"), (16, 20, "severe"),
                  (21, 27, "very severe")],
    "gad7": [(0, 4, "none"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")],
    "bdi2": [(0, 13, "minimal"), (14, 19, "mild"), (20, 28, "moderate"), (29, 63, "severe")],
}


def case(instrument, kind, answers):
    ranges, rule = INSTRUMENTS[instrument]
    assert answers.keys() == ranges.keys()
    assert all(ranges[k][0] <= v <= ranges[k][1] for k, v in answers.items())
    totals, rules = rule(answers)
    for name, value in totals.items():
        low, high = ENDS[instrument][name]
        assert low <= value <= high, (instrument, name, value)
        if kind in ("minimum", "maximum"):
            assert value == (low if kind == "minimum" else high), (instrument, name, value)
    assert totals.keys() == ENDS[instrument].keys()
    out = {"instrument": instrument, "kind": kind, "answers": answers,
           "totals": {k: number(v) for k, v in totals.items()}}
    if rules:
        out["rules"] = rules
    return out


def random_answers(ranges, draw, index):
    """Three kinds in turn: uniform, low answers, high answers (the better of two draws)."""
    answers = {}
    for key, (low, high) in ranges.items():
        x, y = draw.between(low, high), draw.between(low, high)
        answers[key] = (x, min(x, y), max(x, y))[index % 3]
    return answers


def boundary_cases():
    """Answer sets next to a rule's limit."""
    def with_sums(**sums):
        """MEQ30 answers whose four factors have these sums, filled item by item."""
        answers = {}
        for name, ids in MEQ.items():
            whole, rest = divmod(sums[name], len(ids))
            for n, i in enumerate(ids):
                answers[i] = whole + (1 if n < rest else 0)
        return {str(i): answers[i] for i in MEQ_ORDER}

    at = {"mystical": 45, "positive_mood": 18, "transcendence": 18, "ineffability": 9}
    yield "meq30", with_sums(**at)
    for name in at:
        yield "meq30", with_sums(**{**at, name: at[name] - 1})
        # The mean of all 30 items is above 3, one factor is below.
        yield "meq30", with_sums(**{**{n: 5 * len(ids) for n, ids in MEQ.items()}, name: at[name] - 1})
    for values in ((4, 4, 3, 3, 4), (4, 4, 3, 3, 3), (4, 4, 4, 1, 1), (4, 4, 1, 1, 1), (5, 1, 1, 1, 1),
                   (1, 1, 1, 1, 5), (4, 1, 1, 1, 1), (4, 4, 4, 3, 3), (4, 4, 4, 3, 4),
                   (3, 3, 3, 3, 3), (6, 1, 1, 1, 1), (4, 1, 4, 1, 4)):
        yield "asex", {str(i + 1): v for i, v in enumerate(values)}
    for value in (1, 2, 3, 4):
        yield "shaps", {str(i): value for i in range(1, 15)}
    for last in ((15, 16), (15,), (16,)):
        # Items 15 and 16 of the Q-LES-Q-SF are outside the total.
        yield "qlesq_sf", {str(i): (5 if i in last else 3) for i in range(1, 17)}
    # One group of the QIDS at a time has its largest answer in each of its places.
    for group in ((1, 2, 3, 4), (6, 7, 8, 9), (15, 16)):
        for largest in group:
            yield "qids_sr16", {str(i): (2 if i == largest else 1) for i in range(1, 17)}
    for pair in ((11, 12), (13, 14)):
        for largest in pair:
            yield "ids_sr30", {str(i): (2 if i == largest else 1) for i in range(1, 31)}


def main():
    factors = [set(ids) for ids in MEQ.values()]
    assert [len(f) for f in factors] == [15, 6, 6, 3] and len(set(MEQ_ORDER)) == 30
    assert sorted(DEPERSONALISATION + DEREALISATION + AMNESIA) == list(range(1, 24))

    cases = []
    for instrument, (ranges, _) in INSTRUMENTS.items():
        lowest = {k: r[0] for k, r in ranges.items()}
        cases.append(case(instrument, "minimum", lowest))
        cases.append(case(instrument, "maximum", {k: r[1] for k, r in ranges.items()}))
        for key, (_, high) in ranges.items():
            cases.append(case(instrument, "single", {**lowest, key: high}))
        draw = Draw(f"clinical_scores/{instrument}")
        for index in range(RANDOM_SETS):
            cases.append(case(instrument, "random", random_answers(ranges, draw, index)))
    cases += [case(instrument, "boundary", answers) for instrument, answers in boundary_cases()]

    severity = []
    for instrument, bands in BANDS.items():
        low, high = ENDS[instrument]["total"]
        named = [(total, name, level) for level, (first, last, name) in enumerate(bands)
                 for total in range(first, last + 1)]
        assert [t for t, _, _ in named] == list(range(low, high + 1))
        severity += [{"instrument": instrument, "total": t, "name": n, "level": v} for t, n, v in named]

    write("clinical_scores", {
        "notes": [
            "Means and percentages are exact fractions rounded once to the nearest double.",
            "The answers of meq30 are keyed by the ids of the longer questionnaire; "
            "meq30_ids_in_form_order gives the id of each item 1 to 30 of the separate form.",
            "shaps: 1 and 2 agree, 3 and 4 disagree. asex and qlesq_sf start at 1. "
            "qlesq_sf items 15 and 16 are answered and not counted.",
            "level counts the severity bands from 0. The band names are ours where the facts give only ranges.",
        ],
        "meq30_ids_in_form_order": MEQ_ORDER,
        "cases": cases,
        "severity": severity,
    })


if __name__ == "__main__":
    main()
