"""Copies the part of our metafor 5.1-12 results that the first tests use.

The full results were computed once with metafor 5.1-12 (R 4.2.2), which is not packaged
for Debian, and are not regenerated here. Usage, from the folder `reference/`:

    python generators/py/extract_metafor_5.py <folder with the full JSON files>
"""

import hashlib
import json
import pathlib
import sys

SETS = ["bcg_RR", "bcg_OR", "bcg_RD", "hine1989_RD", "nielweise2007_OR", "normand1999_MD",
        "normand1999_SMD", "feng2019_PR", "feng2019_PLO", "feng2019_PFT"]
MODELS = [f"{m}_{t}" for m in ("EE", "DL", "PM", "REML", "ML") for t in ("z", "knha", "adhoc")]
KEEP = ["b", "se", "zval", "ddf", "pval", "ci_lb", "ci_ub", "tau2", "se_tau2", "I2", "H2", "QE", "QEp",
        "predict"]


def main(folder):
    for name in SETS:
        raw = (pathlib.Path(folder) / f"{name}.json").read_bytes()
        full = json.loads(raw)
        short = {
            "made": {"generator": "reference/generators/py/extract_metafor_5.py",
                     "software": "metafor", "software_version": "5.1-12", "r_version": "R version 4.2.2",
                     "note": "15 significant digits; the Q-profile ends were computed at the "
                             "default tolerance and hold to about 3e-5 in absolute terms only, which on small "
                             "scales (RD) is no correct digit: use expected/mpmath",
                     "sha256_of_full_result": hashlib.sha256(raw).hexdigest()},
            "input": {"dataset": name.rsplit("_", 1)[0] + ".csv"},
            "effect": {"measure": name.rsplit("_", 1)[1], "yi": full["yi"], "vi": full["vi"]},
            "k": full["k"],
            "models": {m: {q: full["models"][m].get(q) for q in KEEP}
                       for m in MODELS if m in full["models"]},
            "q_profile": full["confint"].get("QP"),
        }
        for m, block in short["models"].items():
            block["loglik_ml"] = full["models"][m]["fitstats"]["ML"][0]
            block["loglik_reml"] = full["models"][m]["fitstats"]["REML"][0]
        out = pathlib.Path("expected/metafor-5.1-12") / f"{name}.json"
        out.write_text(json.dumps(short, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
