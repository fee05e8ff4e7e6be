"""Random numbers of ChaCha8, a second implementation, for the seeded generator.

Run from the folder `reference/`:  python generators/py/chacha.py
The block function is first checked with 20 rounds against RFC 8439, section 2.3.2.
"""

import json
import pathlib
import platform

MASK = 0xFFFFFFFF


def quarter(s, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & MASK
        s[z] ^= s[x]
        s[z] = ((s[z] << turn) | (s[z] >> (32 - turn))) & MASK


def block(rounds, key, tail):
    """The 16 words of a block; `tail` is the words 12 to 15, counter and nonce."""
    start = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574] + key + tail
    s = list(start)
    for _ in range(rounds // 2):
        for column in range(4):
            quarter(s, column, 4 + column, 8 + column, 12 + column)
        for i in range(4):
            quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return [(x + y) & MASK for x, y in zip(s, start)]


def rfc_8439():
    key = [int.from_bytes(bytes(range(4 * i, 4 * i + 4)), "little") for i in range(8)]
    words = block(20, key, [1, 0x09000000, 0x4A000000, 0])
    assert words[:4] == [0xE4E7F110, 0x15593BD1, 0x1FDD0F50, 0xC47120A3], words
    assert words[15] == 0x4E3C50A2, words


def numbers(seed, stream, count):
    """64-bit numbers, low word first; 64-bit counter, then the 64-bit stream."""
    key = [seed & MASK, seed >> 32] + [0] * 6
    words, counter = [], 0
    while len(words) < 2 * count:
        words += block(8, key, [counter & MASK, counter >> 32, stream & MASK, stream >> 32])
        counter += 1
    return [words[2 * i] | words[2 * i + 1] << 32 for i in range(count)]


def main():
    rfc_8439()
    cases = [{"seed": str(seed), "stream": str(stream),
              "bits": [str(n) for n in numbers(seed, stream, 40)]}
             for seed, stream in ((0, 0), (2026, 0), (2026, 1), (2**63 + 11, 2**40 + 3))]
    out = {"script": "reference/generators/py/chacha.py",
           "software": f"Python {platform.python_version()}", "cases": cases}
    path = pathlib.Path("expected/python/chacha8.json")
    path.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
