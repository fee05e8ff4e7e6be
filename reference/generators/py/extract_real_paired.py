"""Writes expected/r/cohort_real_paired.json, cut from results of R on published patients.

Run from the folder `reference/`:  python generators/py/extract_real_paired.py RESULTS.json
RESULTS.json was computed once by R 4.2.2 (t.test, wilcox.test, shapiro.test) from data that are not
part of the repository; it is not regenerated. What belongs to other tests is left out.
"""

import json
import pathlib
import sys

KEPT = ("n", "n_missing", "t", "df", "p", "dz", "dz_hedges", "d_av", "d_pre_glass", "wilcoxon_V",
        "wilcoxon_p_normal_cc", "shapiro_W", "shapiro_p")

results = json.loads(pathlib.Path(sys.argv[1]).read_text())
software = results.pop("versions")["R"]
cut = {"software": software, "script": "reference/generators/py/extract_real_paired.py"}
for case, values in results.items():
    cut[case] = {name: values[name] for name in KEPT}
pathlib.Path("expected/r/cohort_real_paired.json").write_text(json.dumps(cut, indent=1) + "\n")
