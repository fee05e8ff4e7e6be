#!/usr/bin/env python3
"""Writes clinic_patients.csv, clinic_visits.csv, clinic_sessions.csv and clinic_events.csv.

The patients are invented: every number comes from a seeded generator. They serve to show what
`euthymia case-series` makes of a clinic's files, and contain what such files contain: visits that are
late or missing, patients who stop, sessions that were interrupted.

Run in this folder: python3 clinic.py
"""

import csv
import random

SEED = 20230419
PATIENTS = 26
DAYS = [0, 7, 14, 28, 56, 84]
REASONS = ["no benefit", "side effects", "moved away", "cost"]
EVENTS = [
    ("dissociation", 0.55, "related"),
    ("nausea", 0.25, "related"),
    ("blood pressure above 160/100", 0.2, "related"),
    ("headache", 0.2, "possibly related"),
    ("dizziness", 0.15, "related"),
    ("common cold", 0.08, "not related"),
]


def write(name, header, rows):
    with open(name, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main():
    rng = random.Random(SEED)
    patients, visits, sessions, events = [], [], [], []
    for number in range(1, PATIENTS + 1):
        code = f"C{number:02d}"
        after_tms = number % 2 == 0
        age = min(78, max(19, round(rng.gauss(44, 13))))
        sex = rng.choice(["female", "female", "male"])
        failures = rng.choice([2, 3, 3, 4, 4, 5, 6, 8])
        years = round(rng.expovariate(1 / 6) + 0.5, 1)
        start = min(54, max(18, round(rng.gauss(31, 5))))
        benefit = rng.gauss(0.42 if not after_tms else 0.34, 0.27)
        stops = rng.random() < 0.3
        planned = 6
        given = planned if not stops else rng.randint(2, 5)
        reason = "" if not stops else rng.choice(REASONS)
        patients.append(
            [code, age if number != 7 else "", sex, "yes" if after_tms else "no", failures, years,
             "no" if stops else "yes", reason]
        )
        for session in range(given):
            day = (session // 2) * 7 + (session % 2) * 3
            dose = 0.5 if session < 3 or benefit > 0.3 else 0.6
            deviation = "interrupted, restarted" if rng.random() < 0.04 else ""
            sessions.append([code, day, "ketamine infusion", dose, "mg/kg", deviation])
            for term, chance, related in EVENTS:
                if rng.random() < chance / 3:
                    severity = rng.choices(["mild", "moderate", "severe"], [70, 26, 4])[0]
                    events.append([code, day, term, severity, related, "no"])
        for day in DAYS:
            gone = stops and day > 14 and rng.random() < 0.75
            if day > 0 and (gone or rng.random() < 0.08):
                continue
            share = benefit * (1 - 0.75 ** (day / 4)) if day else 0
            fading = 0.12 * max(0, day - 28) / 56
            madrs = min(60, max(0, round(start * (1 - share + fading * share) + rng.gauss(0, 2.2))))
            if day == 0:
                madrs = start
            phq9 = min(27, max(0, round(madrs * 0.47 + rng.gauss(0, 2))))
            real = day if day == 0 else max(1, day + rng.choice([-1, 0, 0, 0, 1, 2]))
            visits.append([code, real, madrs, phq9 if rng.random() > 0.05 else ""])
    events.append(["C11", 5, "suicidal ideation, admitted", "severe", "not related", "yes"])
    write(
        "clinic_patients.csv",
        ["patient_id", "age", "sex", "after_tms", "failed_trials", "episode_years", "completed",
         "stop_reason"],
        patients,
    )
    write("clinic_visits.csv", ["patient_id", "day", "madrs", "phq9"], visits)
    write(
        "clinic_sessions.csv",
        ["patient_id", "day", "treatment", "dose", "dose_unit", "deviation"],
        sessions,
    )
    write(
        "clinic_events.csv",
        ["patient_id", "day", "event", "severity", "relatedness", "serious"],
        events,
    )


if __name__ == "__main__":
    main()
