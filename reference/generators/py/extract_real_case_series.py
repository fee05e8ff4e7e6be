"""Writes expected/r/case_series_real.json, cut from results of R on published patients.

Run from the folder `reference/`:
python generators/py/extract_real_case_series.py PAIRED.json OUTCOMES.json
Both were computed once by R 4.2.2 (t.test, wilcox.test, binom.test, fisher.test, lm; sandwich's HC3)
from data that are not part of the repository; they are not regenerated. What belongs to other tests is
left out.
"""

import json
import pathlib
import sys

WITHIN = ("n", "mean_pre", "sd_pre", "mean_post", "sd_post", "mean_diff", "sd_diff", "r_pre_post",
          "t", "df", "p", "ci95", "dz", "dz_hedges", "wilcoxon_V", "response50_n",
          "response50_wilson", "response50_exact")
CASES = ("psilodep2_qids", "psilodep2_hamd", "psilodep2_madrs", "psilodep2_bdi", "sudmex_hdrs")
BETWEEN = ("x1", "n1", "x2", "n2", "rd", "rd_newcombe", "fisher_p")

paired, outcomes = (json.loads(pathlib.Path(name).read_text()) for name in sys.argv[1:3])
cut = {"software": paired["versions"]["R"],
       "script": "reference/generators/py/extract_real_case_series.py"}
for case, values in paired.items():
    if case.startswith(CASES):
        cut[case] = {name: values[name] for name in WITHIN}
for case, values in outcomes.items():
    if "x1" in values:
        cut[case] = {name: values[name] for name in BETWEEN}
ancova = outcomes["ancova_qids"]
cut["ancova_qids"] = {"term": ancova["coef"][2]["term"], "estimate": ancova["coef"][2]["Estimate"],
                      "se_hc3": ancova["hc3"][2], "df": ancova["df"]}
pathlib.Path("expected/r/case_series_real.json").write_text(json.dumps(cut, indent=1) + "\n")
