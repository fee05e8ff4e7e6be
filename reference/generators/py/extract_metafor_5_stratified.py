"""Cuts Mantel-Haenszel and Peto out of fuller results of ours with metafor 5.1-12.

Run from the folder `reference/`:
python generators/py/extract_metafor_5_stratified.py FOLDER_OF_FULLER_RESULTS
Not part of `regenerate.sh`, because it needs those results.
"""

import json
import pathlib
import sys

FILES = {"bcg": "bcg_RR", "hine1989": "hine1989_RD", "li2007": "li2007_OR",
         "nielweise2007": "nielweise2007_OR", "nielweise2008": "nielweise2008_IRR"}


def block(m):
    return {"k": m["k"], "k_yi": m["k_yi"], "estimate": m["b"], "se": m["se"], "z": m["zval"],
            "p": m["pval"], "ci": {"lower": m["ci_lb"], "upper": m["ci_ub"]}, "Q": m["QE"],
            "Q_p": m["QEp"], "I2_percent": m["I2"], "H2": m["H2"]}


def main():
    folder = pathlib.Path(sys.argv[1])
    out = {"made": {
        "generator": "reference/generators/py/extract_metafor_5_stratified.py",
        "software": "metafor", "software_version": "5.1-12", "r_version": "R version 4.2.2",
        "note": "rma.mh and rma.peto with their defaults, 15 digits, computed once"}}
    for dataset, name in FILES.items():
        full = json.loads((folder / f"{name}.json").read_text())
        measures = {key: block(value) for key, value in full["mh"].items() if "_" not in key}
        if full.get("peto"):
            measures["PETO"] = block(full["peto"])
        out[dataset] = measures
    path = pathlib.Path("expected/metafor-5.1-12-stratified")
    path.mkdir(exist_ok=True)
    (path / "mantel_haenszel.json").write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
