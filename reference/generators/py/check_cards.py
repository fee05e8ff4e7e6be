"""Checks that every data set has a card whose row count, columns and sha256 are right,
and that every expected file names the current sha256 of its data set.

Run from the folder `reference/`:  python generators/py/check_cards.py
"""

import csv
import hashlib
import json
import pathlib
import sys
import tomllib

KEYS = ("title", "source", "synthetic", "what_a_row_is", "n_rows", "sha256", "licence", "typed_by",
        "checked_by", "known_errors", "used_in", "column")


def main():
    wrong, hashes = [], {}
    for path in sorted(pathlib.Path("datasets").glob("*.csv")):
        raw = path.read_bytes()
        hashes[path.name] = hashlib.sha256(raw).hexdigest()
        card_path = path.with_suffix(".toml")
        if not card_path.exists():
            wrong.append(f"{path}: no card")
            continue
        card = tomllib.loads(card_path.read_text(encoding="utf-8"))
        rows = list(csv.reader(raw.decode("utf-8").splitlines()))
        wrong += [f"{card_path}: {k} is missing" for k in KEYS if k not in card]
        if card.get("sha256") != hashes[path.name]:
            wrong.append(f"{card_path}: sha256 should be {hashes[path.name]}")
        if card.get("n_rows") != len(rows) - 1:
            wrong.append(f"{card_path}: n_rows should be {len(rows) - 1}")
        if [c["name"] for c in card.get("column", [])] != rows[0]:
            wrong.append(f"{card_path}: columns differ from the header")
    for path in sorted(pathlib.Path("expected").rglob("*.json")):
        content = json.loads(path.read_text())
        made_from = content.get("input") if isinstance(content, dict) else None
        if not isinstance(made_from, dict) or not made_from.get("dataset") or "sha256" not in made_from:
            continue
        if hashes.get(made_from["dataset"]) != made_from["sha256"]:
            wrong.append(f"{path}: made from another version of {made_from['dataset']}")
    print("\n".join(wrong) if wrong else f"cards: {len(hashes)} data sets, all consistent")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
