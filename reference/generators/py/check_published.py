"""Compares every printed value of published/*.toml with the computed one.

Run from the folder `reference/`:  python generators/py/check_published.py
A value marked `known_difference` must differ; it is an error if it does not.
"""

import json
import pathlib
import sys
import tomllib


def main():
    tolerances = tomllib.loads(pathlib.Path("tolerances.toml").read_text())
    wrong, count = [], 0
    for path in sorted(pathlib.Path("published").glob("*.toml")):
        page = tomllib.loads(path.read_text(encoding="utf-8"))
        expected = json.loads((pathlib.Path("expected") / page["expected"]).read_text())
        for v in page["value"]:
            x = expected
            for step in v["at"].split("."):
                x = x[int(step)] if isinstance(x, list) else x[step]
            count += 1
            # A hair more than half a unit: the printed decimal is itself not a double.
            agrees = abs(x * v.get("scale", 1.0) - v["printed"]) <= tolerances[v["tolerance"]]["value"] * (1 + 1e-9)
            if agrees == ("known_difference" in v):
                wrong.append(f"{path.name}: {v['name']}: printed {v['printed']}, computed {x}")
    print("\n".join(wrong) if wrong else f"published: {count} values, all as stated")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
