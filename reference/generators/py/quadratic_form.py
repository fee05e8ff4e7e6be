"""Tails of sums of weighted chi-squared variables in closed form, 60 digits.

With every weight twice, the sum is one of independent exponential variables of means 2 lambda:
P(Q > x) = sum over i of exp(-x / 2 lambda_i) prod over j != i of lambda_i / (lambda_i - lambda_j).
Writes expected/mpmath/quadratic_form.csv. Run from the folder `reference/`:

    python generators/py/quadratic_form.py
"""

import datetime
import pathlib

import mpmath as mp

mp.mp.dps = 120
WEIGHTS = [["1", "2"], ["0.001", "1"], ["0.5", "1", "4"], ["1", "1.5", "2", "2.5", "3", "3.5"],
           ["0.01", "0.1", "1", "10", "100"], ["1e-6", "1e-3", "1", "1000"],
           [str(1 + i) for i in range(20)]]
# Multiples of the mean.
PLACES = ["0.001", "0.1", "0.5", "0.9", "1", "1.1", "2", "5", "20", "100"]


def tails(x, weights):
    upper = mp.mpf(0)
    for i, a in enumerate(weights):
        factor = mp.fprod(a / (a - b) for j, b in enumerate(weights) if j != i)
        upper += factor * mp.exp(-x / (2 * a))
    return 1 - upper, upper


def main():
    lines = [f"# generator reference/generators/py/quadratic_form.py, mpmath {mp.__version__}, "
             f"{datetime.date.today().isoformat()}; each weight counts twice",
             "weights,x,lower,upper"]
    for texts in WEIGHTS:
        weights = [mp.mpf(float(t)) for t in texts]
        mean = 2 * mp.fsum(weights)
        for place in PLACES:
            x = float(mean * mp.mpf(place))
            lower, upper = tails(mp.mpf(x), weights)
            lines.append(f"{' '.join(texts)},{x!r},{mp.nstr(lower, 20)},{mp.nstr(upper, 20)}")
    pathlib.Path("expected/mpmath/quadratic_form.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
