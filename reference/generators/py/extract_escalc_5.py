"""Rewrites our table of metafor 5.1-12 effect sizes in the form the tests read.

The table was computed once with metafor 5.1-12 (R 4.2.2), which is not packaged for Debian, and is
not regenerated here. Every row is kept; quotes go, a comma inside a message becomes a semicolon, and
NA becomes an empty cell. Usage, from the folder `reference/`:

    python generators/py/extract_escalc_5.py <folder with escalc_measures.csv>
"""

import csv
import hashlib
import pathlib
import sys


def main(folder):
    raw = (pathlib.Path(folder) / "escalc_measures.csv").read_bytes()
    rows = list(csv.reader(raw.decode("utf-8").splitlines()))
    clean = [["" if cell == "NA" else cell.replace('"', "'").replace(",", ";") for cell in row]
             for row in rows]
    header = ("# generator reference/generators/py/extract_escalc_5.py, metafor 5.1-12, R 4.2.2, "
              f"15 digits, sha256 of the full table {hashlib.sha256(raw).hexdigest()}")
    out = pathlib.Path("expected/metafor-5.1-12/escalc_measures.csv")
    out.write_text("\n".join([header] + [",".join(row) for row in clean]) + "\n", encoding="utf-8")
    print(f"{out}: {len(clean) - 1} rows")


if __name__ == "__main__":
    main(sys.argv[1])
