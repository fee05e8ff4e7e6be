"""Agreement of reviewers by irrCAC (PyPI), statsmodels and krippendorff on invented tables.

Writes reference/expected/python/agreement.json.
Run from the root of the repository: python3 reference/generators/py/agreement.py
"""

import json
import platform
from importlib.metadata import version

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC as Raw
from irrCAC.table import CAC as Table
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

OUT = "reference/expected/python/agreement.json"
NAMES = ("irrCAC", "statsmodels", "krippendorff", "numpy")
DIGITS = 15
# Invented tables: rows one reviewer, columns the other.
TABLES = {
    "even": [[20, 5], [10, 15]],
    "rare": [[4, 3], [6, 487]],
    "none_shared": [[0, 7], [9, 184]],
    "opposed": [[1, 12], [9, 2]],
    "three": [[13, 4, 1], [2, 20, 7], [0, 4, 56]],
    "maybe_rare": [[31, 6, 2], [9, 4, 11], [3, 8, 926]],
}
WEIGHTS = {"nominal": "identity", "linear": "linear", "quadratic": "quadratic"}
STATSMODELS = {"nominal": None, "linear": "linear", "quadratic": "quadratic"}
# Invented answers of several reviewers: one list a report, None where a reviewer did not answer.
RATINGS = {
    "three_full": [[0, 0, 0], [0, 1, 1], [1, 1, 1], [1, 1, 1], [0, 0, 1], [1, 1, 1], [1, 0, 1], [1, 1, 1]],
    "four_three_answers": [[0, 0, 1, 0], [2, 2, 2, 2], [1, 0, 1, 1], [2, 2, 1, 2], [0, 0, 0, 0], [2, 2, 2, 0]],
    "gaps": [[0, 0, None], [1, None, 1], [None, 1, 1], [1, 1, 1], [0, 1, None], [1, None, None], [1, 0, 1]],
}


def part(estimate):
    plain = lambda x: np.asarray(x).item()
    return {"value": plain(estimate["coefficient_value"]), "se": plain(estimate["se"]),
            "interval": [plain(x) for x in estimate["confidence_interval"]]}


def table(rows):
    out = {"rows": rows}
    for name, word in WEIGHTS.items():
        own = Table(pd.DataFrame(rows), weights=word, digits=DIGITS)
        sm = cohens_kappa(np.array(rows), wt=STATSMODELS[name])
        out[name] = {
            "cohen": part(own.cohen()["est"]),
            "gwet": part(own.gwet()["est"]),
            "bp": part(own.bp()["est"]),
            "statsmodels_cohen": {"value": float(sm.kappa), "se": float(sm.std_kappa),
                                  "interval": [float(sm.kappa_low), float(sm.kappa_upp)]},
        }
    return out


def ratings(rows):
    frame = pd.DataFrame(rows, dtype=float)
    alpha = krippendorff.alpha(reliability_data=frame.to_numpy().T, level_of_measurement="nominal")
    out = {"rows": rows, "krippendorff": float(alpha), "fleiss": None}
    if not frame.isna().any().any():
        counts = [[row.count(c) for c in range(3)] for row in rows]
        out["fleiss"] = float(fleiss_kappa(np.array(counts)))
        out["fleiss_irrcac"] = float(Raw(frame, digits=DIGITS).fleiss()["est"]["coefficient_value"])
    return out


result = {
    "made": {"generator": "reference/generators/py/agreement.py", "python": platform.python_version(),
             "software": ", ".join(f"{name} {version(name)}" for name in NAMES)},
    "tables": {name: table(rows) for name, rows in TABLES.items()},
    "ratings": {name: ratings(rows) for name, rows in RATINGS.items()},
}
with open(OUT, "w", encoding="utf-8") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
