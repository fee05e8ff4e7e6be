"""Holds the independent sources against each other and prints the largest differences.

Run from the folder `reference/`:  python generators/py/check_agreement.py
Compares expected/metafor (3.8-1) with expected/mpmath and with expected/metafor-5.1-12.
Exits with 1 when metafor 3.8-1 and mpmath differ by more than 1e-8, relative to
max(1, |value|) for estimates and to the value itself for tau2, its interval, standard
errors and p-values above 1e-6.
"""

import csv
import json
import pathlib
import sys

METHODS = ("DL", "PM", "REML", "ML")


def flatten(j):
    out = {}
    used = [i for i, u in enumerate(j["effect"]["used"]) if u]
    for n, i in enumerate(used):
        out[f"yi.{n + 1}"], out[f"vi.{n + 1}"] = j["effect"]["yi"][i], j["effect"]["vi"][i]
    models = j.get("models") or {}
    if "EE" in models:
        e = models["EE"]
        out.update({"EE.estimate": e["estimate"], "EE.se": e["z"]["se"], "EE.p": e["z"]["p"]})
        put_back(out, "EE", e)
    h = j.get("heterogeneity") or {}
    if j["k"] > 1:
        out.update({"Q": h["Q"], "Q.p": h["p"], "typical_variance": h["typical_variance"]})
    for m in METHODS:
        b = models.get(m)
        if not b:
            continue
        out.update({f"{m}.tau2": b["tau2"], f"{m}.estimate": b["estimate"],
                    f"{m}.I2_percent": b["I2_percent"], f"{m}.H2": b["H2"]})
        for test, extra in (("z", ()), ("knha", ()), ("adhoc", ())):
            t = b[test]
            out.update({f"{m}.{test}.se": t["se"], f"{m}.{test}.lower": t["ci"]["lower"],
                        f"{m}.{test}.upper": t["ci"]["upper"], f"{m}.{test}.p": t["p"]})
        out[f"{m}.knha.s2"] = b["knha"]["scale_factor_s2"]
        out[f"{m}.prediction_z.lower"] = b["z"]["prediction"]["lower"]
        if "prediction_t_k_minus_2" in b:
            out[f"{m}.prediction_t_k_minus_2.lower"] = b["prediction_t_k_minus_2"]["lower"]
        if m in ("ML", "REML"):
            out[f"{m}.loglik"] = b[f"loglik_{m.lower()}"]
        put_back(out, m, b)
    qp = j.get("q_profile")
    if qp:
        out["q_profile.lower"], out["q_profile.upper"] = qp["tau2"]["lower"], qp["tau2"]["upper"]
    for f in j.get("fixed_tau2") or []:
        out[f"loglik_reml.at.{f['tau2']:g}"] = f["loglik_reml"]
        out[f"loglik_ml.at.{f['tau2']:g}"] = f["loglik_ml"]
    return out


def put_back(out, name, block):
    back = block["z"].get("back_transformed")
    if back:
        for q in ("estimate", "lower", "upper"):
            out[f"{name}.back.{q}"] = back[q]


def difference(a, b):
    return abs(a - b) / max(1.0, abs(b))


def main():
    exact = {}
    for path in pathlib.Path("expected/mpmath").glob("pairwise_*.csv"):
        lines = [x for x in path.read_text().splitlines() if not x.startswith("#")]
        for r in csv.DictReader(lines):
            exact.setdefault(r["analysis"], {})[r["quantity"]] = float(r["value"])
    worst, compared, bad = {}, 0, []
    for path in sorted(pathlib.Path("expected/metafor").glob("*.json")):
        ours = flatten(json.loads(path.read_text()))
        for q, value in ours.items():
            want = exact[path.stem].get(q)
            if want is None or value is None:
                continue
            compared += 1
            delta = difference(value, want)
            if abs(want) > 1e-6 and (q.endswith((".tau2", ".se", ".p")) or q.startswith("q_profile")):
                delta = abs(value - want) / abs(want)
            key = q.split(".", 1)[-1] if q.split(".")[0] in METHODS + ("EE",) else q.split(".")[0]
            if delta > worst.get(key, (-1,))[0]:
                worst[key] = (delta, path.stem, q, value, want)
            if delta > 1e-8:
                bad.append((delta, path.stem, q, value, want))
    print(f"metafor 3.8-1 against mpmath: {compared} values")
    for key, w in sorted(worst.items(), key=lambda x: -x[1][0])[:12]:
        print("  ", key, *w)
    print("   above 1e-8:", len(bad))
    for line in sorted(bad, key=lambda x: -x[0])[:40]:
        print("     ", *line)
    print("metafor 3.8-1 against 5.1-12")
    for path in sorted(pathlib.Path("expected/metafor-5.1-12").glob("*.json")):
        new = json.loads(path.read_text())
        old = json.loads((pathlib.Path("expected/metafor") / path.name).read_text())
        parts = {"yi": max(map(difference, old["effect"]["yi"], new["effect"]["yi"])),
                 "vi": max(map(difference, old["effect"]["vi"], new["effect"]["vi"]))}
        for name, block in new["models"].items():
            method, test = name.split("_")
            if test not in old["models"][method]:
                continue
            o = old["models"][method]
            pairs = {"b": o["estimate"], "tau2": o["tau2"], "se": o[test]["se"], "pval": o[test]["p"],
                     "ci_lb": o[test]["ci"]["lower"], "I2": o["I2_percent"], "se_tau2": o["se_tau2"],
                     "QE": old["heterogeneity"]["Q"], "loglik_reml": o["loglik_reml"],
                     "loglik_ml": o["loglik_ml"]}
            for q, value in pairs.items():
                if value is not None and block[q] is not None:
                    key = f"{q} {method}"
                    parts[key] = max(parts.get(key, 0), difference(value, block[q]))
            if block["predict"] and "prediction" in o[test]:
                want = block["predict"].get("pi_lb")
                if want is not None:
                    parts["pi " + test] = max(parts.get("pi " + test, 0),
                                              difference(o[test]["prediction"]["lower"], want))
        if new["q_profile"]:
            ends = [(old["q_profile"]["tau2"][s], new["q_profile"][n][0])
                    for s, n in (("lower", "lb"), ("upper", "ub"))]
            parts["q_profile, relative"] = max(abs(a - b) / a for a, b in ends if a > 0)
        top = sorted(parts.items(), key=lambda x: -x[1])[:6]
        print("  ", path.stem, ", ".join(f"{k} {v:.1e}" for k, v in top))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
