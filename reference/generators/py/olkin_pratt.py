"""The unbiased correlation of Olkin and Pratt (1958), equation 2.3, in 50 digits, and the unbiased
estimate of its variance.

u = r 2F1(1/2, 1/2; (n - 2)/2; 1 - r^2) at the exact double that r parses to;
v = u^2 - 1 + (n - 3)/(n - 2) (1 - r^2) 2F1(1, 1; n/2; 1 - r^2).
Run from the folder `reference/`:  python generators/py/olkin_pratt.py
"""

import datetime
import pathlib
import platform

import mpmath
from mpmath import mpf

mpmath.mp.dps = 50
SIZES = [4, 5, 6, 7, 10, 12, 20, 39, 40, 41, 85, 1000, 100000]
COEFFICIENTS = ["1e-9", "0.0001", "0.003", "0.05", "-0.11", "0.42", "-0.5", "0.8", "0.86", "0.9", "0.985", "-0.9999"]


def main():
    lines = [f"# generator reference/generators/py/olkin_pratt.py, mpmath {mpmath.__version__}, "
             f"Python {platform.python_version()}, 50 digits, {datetime.date.today()}", "r,n,u,v"]
    for n in SIZES:
        for text in COEFFICIENTS:
            r = mpf(float(text))
            u = r * mpmath.hyp2f1(mpf(1) / 2, mpf(1) / 2, mpf(n - 2) / 2, 1 - r * r)
            rest = (1 - r * r) * mpmath.hyp2f1(1, 1, mpf(n) / 2, 1 - r * r)
            v = u * u - 1 + rest * (n - 3) / (n - 2)
            lines.append(f"{text},{n},{mpmath.nstr(u, 20)},{mpmath.nstr(v, 20)}")
    pathlib.Path("expected/mpmath/olkin_pratt.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
