"""Shared by clinical_scores.py, suicidality.py, staging.py, trials.py and crosswalks.py:
writes one JSON file to expected/python/, and draws numbers that do not depend on the Python version.
"""

import hashlib
import json
import pathlib
import platform

OUT = pathlib.Path("expected/python")
DATE = "2026-11-21"


def compact(value):
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def write(name, parts):
    """Writes expected/python/<name>.json. A list or table goes out with one entry on a line."""
    made = {
        "generator": f"reference/generators/py/{name}.py",
        "software": "CPython",
        "software_version": platform.python_version(),
        "date": DATE,
        "command": f"cd reference && python generators/py/{name}.py",
    }
    if platform.python_implementation() != "CPython":
        raise SystemExit("these files are made with CPython")
    blocks = ['"made":' + compact(made)]
    for key, value in parts.items():
        if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
            body = "[\n" + ",\n".join(compact(v) for v in value) + "\n]"
        elif isinstance(value, dict):
            body = "{\n" + ",\n".join(compact(k) + ":" + compact(v) for k, v in value.items()) + "\n}"
        else:
            body = compact(value)
        blocks.append(compact(key) + ":" + body)
    text = "{\n" + ",\n".join(blocks) + "\n}\n"
    json.loads(text)
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{name}.json"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path}: {len(text)} bytes")


class Draw:
    """Whole numbers from SHA-256 of a seed and a counter; rejection keeps them uniform."""

    def __init__(self, seed):
        self.seed, self.counter = seed, 0

    def below(self, n):
        limit = (1 << 64) // n * n
        while True:
            block = hashlib.sha256(f"{self.seed}/{self.counter}".encode()).digest()
            self.counter += 1
            value = int.from_bytes(block[:8], "big")
            if value < limit:
                return value % n

    def between(self, low, high):
        return low + self.below(high - low + 1)
