"""Copies our metafor 5.1-12 results of conv.fivenum, conv.wald and conv.2x2.

They were computed once (R 4.2.2) and are not regenerated here. The inputs are those of the calls,
written beside the results. Usage, from the folder `reference/`:

    python generators/py/extract_conversions_5.py <the full conversions.json>
"""

import hashlib
import json
import pathlib
import sys

INPUTS = {
    "fivenum_all": {"min": 5, "q1": 12, "median": 18, "q3": 25, "max": 41, "n": 60},
    "fivenum_iqr": {"q1": 12, "median": 18, "q3": 25, "n": 60},
    "fivenum_range": {"min": 5, "median": 18, "max": 41, "n": 60,
                      "note": "no result: the test for skewness is significant"},
    "wald_ci": {"out": 0.72, "ci.lb": 0.55, "ci.ub": 0.94, "transf": "log"},
    "wald_p": {"out": -0.33, "pval": 0.013},
    "wald_z": {"out": -0.33, "zval": -2.5},
    "2x2_or": {"ori": 2.58, "ni": 120, "n1i": 60, "n2i": 33},
    "2x2_phi": {"ri": 0.21, "ni": 120, "n1i": 60, "n2i": 33},
}
RESULTS = {
    "fivenum_all_norm": "fivenum_all default norm",
    "fivenum_all_lnorm": "fivenum_all default lnorm",
    "fivenum_iqr": "fivenum_iqr_default",
    "fivenum_range": "fivenum_range_default",
    "wald_ci": "wald_ci", "wald_p": "wald_p", "wald_z": "wald_z", "2x2_or": "2x2_or", "2x2_phi": "2x2_phi",
}


def main(path):
    raw = pathlib.Path(path).read_bytes()
    full = json.loads(raw)
    short = {
        "made": {"generator": "reference/generators/py/extract_conversions_5.py",
                 "software": "metafor", "software_version": "5.1-12", "r_version": "R version 4.2.2",
                 "note": "15 significant digits; the calls were not kept with the results: the inputs are "
                         "worked back from them (each is a short decimal that gives every digit)",
                 "sha256_of_full_result": hashlib.sha256(raw).hexdigest()},
        "inputs": INPUTS,
        "results": {ours: full[theirs] for ours, theirs in RESULTS.items()},
    }
    out = pathlib.Path("expected/metafor-5.1-12-conversions/conversions.json")
    out.write_text(json.dumps(short, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
