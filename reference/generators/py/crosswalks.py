"""Writes expected/python/crosswalks.json: the printed conversion tables, typed a second time.

Run from the folder `reference/`:  python generators/py/crosswalks.py
"""

from clinical_json import write

# ids-qids.org, QIDS-SR16 0 to 27
QIDS_HRSD17 = """
0:0 1:1-2 2:3 3:4 4:5-6 5:7
6:8 7:9-10 8:11 9:12 10:13
11:14-15 12:16 13:17 14:18-19 15:18-19
16:20 17:21-22 18:23 19:24 20:25
21:26-27 22:28 23:29 24:30-31 25:32 26:33-35 27:36-52
"""
# same source; the range printed as 62-24 is read as 62-64
QIDS_IDS30 = """
0:0-3 1:4-5 2:6 3:7-8 4:9-11 5:12-13
6:14-16 7:17-18 8:19-21 9:22-23 10:24-25
11:26-28 12:29-30 13:31-33 14:34-36 15:37-38
16:39-40 17:41-43 18:44-45 19:46-47 20:48
21:49-53 22:54-55 23:56-58 24:59-61 25:62-64 26:65-67 27:68-84
"""
# Carmody 2006; 59 is not printed
MADRS_HRSD17 = """
0:0-1 1:2 2:3 3:3 4:4 5:4 6:5 7:6 8:7 9:7
10:8 11:9 12:9 13:10 14:11 15:11 16:12 17:13 18:13 19:14
20:15 21:16 22:16 23:17 24:18 25:18 26:19 27:20 28:21 29:21
30:22 31:23 32:24 33:24 34:25 35:26 36:27 37:28 38:29 39:29
40:30 41:31 42:32 43:32 44:33 45:34 46:34 47:35 48:36 49:37
50:38 51:39 52:40 53:41 54:42-43 55:44 56:45-47 57:48-50 58:51 60:52
"""
# Furukawa 2019; 0 to 10 is the identity; 31 to 51 are not printed
HRSD17_BDI1 = """
11:12 12:13 13:15 14:16 15:17 16:19 17:21 18:23 19:25 20:27
21:28 22:30 23:31 24:33 25:34 26:36 27:38 28:39 29:41 30:42 52:63
"""
# Wahl 2014, T and its standard error
PHQ9_T = """
0:37.63(6.9) 1:42.11(6.29) 2:45.96(5.72) 3:49.22(5.25) 4:52.02(4.87) 5:54.45(4.55)
6:56.6(4.28) 7:58.51(4.06) 8:60.25(3.88) 9:61.85(3.72) 10:63.34(3.59) 11:64.75(3.47)
12:66.1(3.37) 13:67.39(3.28) 14:68.64(3.2) 15:69.85(3.15) 16:71.04(3.12) 17:72.21(3.11)
18:73.38(3.12) 19:74.55(3.15) 20:75.75(3.21) 21:76.98(3.3) 22:78.27(3.41) 23:79.64(3.54)
24:81.15(3.71) 25:82.84(3.91) 26:84.73(4.15) 27:86.78(4.45)
"""


def entries(text):
    for word in text.split():
        key, value = word.split(":")
        yield int(key), value


def ranges(text):
    out = []
    for key, value in entries(text):
        low, _, high = value.partition("-")
        out.append([key, int(low), int(high or low)])
    return out


def whole_from(rows, last_key, last_value, gaps=(), repeats=()):
    """Keys 0 to last_key apart from `gaps`; ranges rise and leave no value out; `repeats` are keys
    allowed to share values with the key before."""
    assert [r[0] for r in rows] == [k for k in range(last_key + 1) if k not in gaps]
    assert rows[0][1] == 0 and rows[-1][2] == last_value
    for (_, low, high), (key, next_low, next_high) in zip(rows, rows[1:]):
        assert low <= high and next_low <= next_high
        if key in repeats:
            assert (low, high) == (next_low, next_high)
        else:
            assert next_low == high + 1, key


def main():
    qids_hrsd, qids_ids, madrs = ranges(QIDS_HRSD17), ranges(QIDS_IDS30), ranges(MADRS_HRSD17)
    whole_from(qids_hrsd, 27, 52, repeats=(15,))
    whole_from(qids_ids, 27, 84)
    repeated = [b[0] for a, b in zip(madrs, madrs[1:]) if a[1:] == b[1:]]
    whole_from(madrs, 60, 52, gaps=(59,), repeats=repeated)
    madrs.insert(59, [59, None, None])

    bdi = [[i, i] for i in range(11)] + [[k, int(v)] for k, v in entries(HRSD17_BDI1)]
    assert [r[0] for r in bdi] == list(range(31)) + [52]
    assert all(a[1] < b[1] for a, b in zip(bdi, bdi[1:]))

    phq = []
    for key, value in entries(PHQ9_T):
        t, se = value.rstrip(")").split("(")
        phq.append([key, float(t), float(se)])
    assert [r[0] for r in phq] == list(range(28)) and all(a[1] < b[1] for a, b in zip(phq, phq[1:]))

    write("crosswalks", {
        "notes": [
            "Ranges are given as score, lowest, highest. null: the source prints no value.",
            "qids_sr16_to_hrsd17: scores 14 and 15 share one range in the source.",
            "qids_sr16_to_ids_sr30: 62 to 64 for score 25, which the source prints as 62-24.",
            "madrs_to_hrsd17_repeats: the scores with the same value as the score before.",
            "hrsd17_to_bdi1: printed points only; nothing is printed between 30 and 52.",
            "phq9_to_t: score, T, standard error.",
        ],
        "qids_sr16_to_hrsd17": qids_hrsd,
        "qids_sr16_to_ids_sr30": qids_ids,
        "madrs_to_hrsd17": madrs,
        "madrs_to_hrsd17_repeats": repeated,
        "hrsd17_to_bdi1": bdi,
        "phq9_to_t": phq,
    })


if __name__ == "__main__":
    main()
