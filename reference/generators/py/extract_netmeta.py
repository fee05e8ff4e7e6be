"""Copies results of netmeta 3.3.1 and metafor 5.1-12 (rma.mv) on published networks.

The full results were computed once (R 4.2.2) and are not regenerated here. Each file holds the contrasts it
was computed from, so that no data file is needed. Usage, from the folder `reference/`:

    python generators/py/extract_netmeta.py <folder with netmeta/ and data/>
"""

import csv
import hashlib
import json
import pathlib
import sys

CASES = ["senn2013", "linde2015_resp_OR", "woods2010_OR", "linde2016_resp_lnOR"]
NUMBERS = ["tau2", "I2", "I2_lower", "I2_upper", "Q", "df_Q", "pval_Q", "Q_het", "df_Q_het", "p_Q_het",
           "Q_inc", "df_Q_inc", "p_Q_inc",
           "TE_common", "seTE_common", "TE_random", "seTE_random", "lower_random", "upper_random",
           "lower_predict", "upper_predict", "pval_random", "pscore_common", "pscore_random"]
SPLIT = ["prop_random", "direct_random", "indirect_random", "compare_random"]


def contrasts(path):
    rows = list(csv.DictReader(path.open()))
    texts = {key: [row[key] for row in rows] for key in ("studlab", "treat1", "treat2")}
    return texts | {key: [float(row[key]) for row in rows] for key in ("TE", "seTE")}


def model(full):
    out = {"trts": full["trts"]} | {key: full[key] for key in NUMBERS if key in full}
    decomp = full["decomp"]
    for key in ("Q_het_design", "Q_inc_detach", "Q_inc_random"):
        if key in decomp:
            out[key] = {name.replace(".", "_"): value for name, value in decomp[key].items()}
    split = full["netsplit_Back-calculation"]
    out["split"] = {"comparison": split["comparison"], "k": split["k"]}
    for key in SPLIT:
        out["split"][key] = split[key]
    for key, name in (("netcontrib_random", "contributions"), ("netmeasures", "netmeasures")):
        if key in full:
            out[name] = full[key]
    return out


def main(folder):
    folder = pathlib.Path(folder)
    target = pathlib.Path("expected/netmeta")
    target.mkdir(exist_ok=True)
    component = (folder / "netmeta/nma_linde2016_component.json").read_bytes()
    for name in CASES:
        raw = (folder / f"netmeta/nma_{name}.json").read_bytes()
        full = json.loads(raw)
        out = {"made": {"generator": "reference/generators/py/extract_netmeta.py",
                        "software": "netmeta; metafor for rma_mv", "software_version": f"{full['netmeta']}; 5.1-12",
                        "r_version": "R version 4.2.2", "note": "15 significant digits",
                        "sha256_of_full_result": hashlib.sha256(raw).hexdigest()},
               "contrasts": contrasts(folder / f"data/nma_{name}_contrasts.csv"),
               "DL": model(full["DL"])}
        if name.startswith("linde2016"):
            out["component"] = json.loads(component)
        if "metafor_rma.mv" in full:
            out["rma_mv"] = full["metafor_rma.mv"]
        (target / f"{name}.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
