"""Cuts the pairwise models out of our metafor 5.1-12 results, one file for each analysis.

The full results were computed once with metafor 5.1-12 (R 4.2.2, CompQuadForm 1.4.3), which is not
packaged for Debian, and are not regenerated here. They are computed at metafor's default stopping
rules. Estimates and variances are part of the result, so that no data file is needed. Usage, from
the folder `reference/`:

    python generators/py/extract_metafor_5_pairwise.py <folder with the full JSON files>
"""

import hashlib
import json
import pathlib
import sys

KEEP = ["b", "se", "zval", "ddf", "pval", "ci_lb", "ci_ub", "tau2", "se_tau2", "I2", "H2"]
OUT = pathlib.Path("expected/metafor-5.1-12")


def model(block):
    short = {q: block[q] for q in KEEP}
    short["pi_lb"], short["pi_ub"] = block["predict"]["pi_lb"], block["predict"]["pi_ub"]
    short["ml"], short["reml"] = block["fitstats"]["ML"], block["fitstats"]["REML"]
    return short


def main(folder):
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        raw = path.read_bytes()
        full = json.loads(raw)
        if "yi" not in full or "models" not in full:
            continue
        rows = [i for i, y in enumerate(full["yi"]) if y is not None]
        sizes = full.get("ni")
        known = isinstance(sizes, list) and len(sizes) == len(full["yi"]) and None not in sizes
        ee = full["models"]["EE_z"]
        short = {
            "made": {"generator": "reference/generators/py/extract_metafor_5_pairwise.py",
                     "software": "metafor", "software_version": "5.1-12",
                     "r_version": "R version 4.2.2",
                     "note": "15 significant digits, metafor's default stopping rules",
                     "sha256_of_full_result": hashlib.sha256(raw).hexdigest()},
            "data_in_metadat": full["dataset"],
            "k": full["k"],
            "yi": [full["yi"][i] for i in rows],
            "vi": [full["vi"][i] for i in rows],
            "ni": [sizes[i] for i in rows] if known else None,
            "QE": ee["QE"],
            "QEp": ee["QEp"],
            "fit_statistics": ee["fitstats"]["stat"],
            "models": {m: model(block) for m, block in full["models"].items()},
            "confint": {m: {q: c[q] for q in ("est", "lb", "ub")}
                        for m, c in full["confint"].items()},
            "weights": full["weights"],
        }
        lines = json.dumps(short, indent=1)
        out = OUT / f"pairwise_{full['id']}.json"
        out.write_text(compact(lines) + "\n")


def compact(text):
    """Puts lists of numbers on one line."""
    out, inside = [], False
    for line in text.split("\n"):
        if inside:
            word = line.strip()
            out[-1] += word if word[0] == "]" else word.replace(",", ", ")
            inside = word[0] != "]"
        else:
            out.append(line)
            inside = line.endswith("[")
    return "\n".join(out)


if __name__ == "__main__":
    main(sys.argv[1])
