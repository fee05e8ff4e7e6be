"""Makes datasets/synthetic_multilevel.csv: estimates of three outcomes at places and times, in studies
and laboratories that cross, with no meaning at all.

Run from the folder `reference/`:  python generators/py/synthetic_multilevel.py
The numbers are drawn once from a seeded generator and rounded, so that the file is the data.
"""

import random

OUTCOMES = ("a", "b", "c")
LABS = ("north", "south", "east", "west", "centre")


def main():
    rng = random.Random(20261121)
    lines = ["row,study,lab,effect,outcome,time,east,north,dose,estimate,variance"]
    row = 0
    for study in range(1, 15):
        of_study = rng.gauss(0.0, 0.35)
        for effect in range(1, rng.randint(3, 5)):
            row += 1
            lab = rng.choice(LABS)
            outcome = OUTCOMES[(effect - 1) % 3]
            time = effect + (rng.randint(0, 2) if effect > 1 else 0) / 4
            east, north = rng.uniform(0, 4), rng.uniform(0, 4)
            dose = rng.randint(1, 9)
            variance = round(0.02 + 0.1 * rng.random(), 4)
            of_lab = 0.15 * LABS.index(lab) - 0.3
            of_outcome = {"a": 0.2, "b": 0.5, "c": -0.1}[outcome]
            estimate = of_outcome + of_study + of_lab + 0.03 * dose + rng.gauss(0.0, 0.3)
            cells = (row, f"s{study:02d}", lab, effect, outcome, f"{time:g}", f"{east:.2f}",
                     f"{north:.2f}", dose, f"{estimate:.3f}", f"{variance:.4f}")
            lines.append(",".join(str(cell) for cell in cells))
    with open("datasets/synthetic_multilevel.csv", "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
