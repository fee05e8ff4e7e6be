"""Copies the cluster-robust and the location-scale results of our metafor 5.1-12 file.

The full results were computed once with metafor 5.1-12 (R 4.2.2), which is not packaged
for Debian, and are not regenerated here. Usage, from the folder `reference/`:

    python generators/py/extract_metafor_5_clusters.py <folder with multivariate.json>
"""

import hashlib
import json
import pathlib
import sys

CLUSTERS = {"konstantopoulos2011": {"fit": "nested_REML", "robust": ["robust_CR1", "robust_CR2", "robust_noadj"]},
            "assink2016": {"fit": "nested", "robust": ["robust_CR1", "robust_CR2"],
                           "fit_mods": "mods", "robust_mods": ["mods_robust_CR2"]}}


def main(folder):
    raw = (pathlib.Path(folder) / "multivariate.json").read_bytes()
    full = json.loads(raw)
    made = {"generator": "reference/generators/py/extract_metafor_5_clusters.py",
            "software": "metafor", "software_version": "5.1-12", "r_version": "R version 4.2.2",
            "note": "15 significant digits", "sha256_of_full_result": hashlib.sha256(raw).hexdigest()}

    def fit(of):
        return {key: of[key] for key in ("coef", "b", "se", "sigma2")}

    out = {"made": made}
    for name, what in CLUSTERS.items():
        source = full[name]
        out[name] = {"fit": fit(source[what["fit"]]), **{r: source[r] for r in what["robust"]}}
        if "fit_mods" in what:
            out[name]["fit_mods"] = fit(source[what["fit_mods"]])
            out[name] |= {r: source[r] for r in what["robust_mods"]}
    pathlib.Path("expected/clusters/metafor-5.1-12.json").write_text(json.dumps(out, indent=1) + "\n")
    out = {"made": made, "bangertdrowns2004": full["bangertdrowns2004_ls"]}
    folder = pathlib.Path("expected/location_scale")
    folder.mkdir(exist_ok=True)
    (folder / "metafor-5.1-12.json").write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
