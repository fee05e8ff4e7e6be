"""Runs a command in a pseudo-terminal: pressed keys in, what it wrote out.

Usage: python3 review_screen.py COLUMNS ROWS END STEPS... -- COMMAND...
A step is TEXT=KEYS: once TEXT is on the screen, press KEYS. END is "kill" or "wait".
"""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time


def main():
    columns, rows, end = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    rest = sys.argv[4:]
    split = rest.index("--")
    steps, command = rest[:split], rest[split + 1 :]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.kill(pid, signal.SIGWINCH)
    screen = Screen()
    for step in steps:
        text, keys = step.split("=", 1)
        until = time.monotonic() + 30
        while text not in screen.text():
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                sys.exit(f"never seen: {text}\n{screen.text()}")
            screen.take(more(terminal, 1))
        os.write(terminal, keys.encode())
    if end == "kill":
        time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return
    rest = b""
    while True:
        part = more(terminal, 20)
        if not part:
            break
        rest += part
    _, status = os.waitpid(pid, 0)
    sys.stdout.buffer.write(rest)
    sys.exit(os.waitstatus_to_exitcode(status))


class Screen:
    """What is on the screen: letters at their places. Colours and the like are left out."""

    def __init__(self):
        self.cells = {}
        self.row, self.column = 1, 1
        self.rest = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def take(self, written):
        text = self.rest + self.decoder.decode(written)
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                sign = re.compile(r"\x1b\[([0-9;?]*)([a-zA-Z])").match(text, at)
                if sign is None:
                    break
                self.move(sign.group(1), sign.group(2))
                at = sign.end()
                continue
            self.cells[self.row, self.column] = text[at]
            self.column += 1
            at += 1
        self.rest = text[at:]

    def move(self, numbers, letter):
        if letter == "H":
            row, _, column = numbers.partition(";")
            self.row, self.column = int(row or 1), int(column or 1)
        elif letter == "J":
            self.cells = {}

    def text(self):
        rows = {}
        for (row, column), letter in sorted(self.cells.items()):
            rows[row] = rows.get(row, "").ljust(column - 1) + letter
        return "\n".join(rows[row] for row in sorted(rows))


def more(terminal, seconds):
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return b""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


main()
