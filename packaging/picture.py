#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes a picture of what a terminal shows: runs a command in one and writes an SVG.

  python3 packaging/picture.py -o docs/prun.svg 'prun -n a,b "echo one" "echo two"'

The picture is what the program wrote, with nothing added but the line with the prompt. The command
runs in the folder of the project, through sh; `prun` is the one of build/release. `sh
packaging/pictures.sh` makes all the pictures again.
"""

import argparse
import errno
import fcntl
import html
import os
import pty
import re
import struct
import sys
import termios
import time

from screen import PLAIN, Screen

PALETTE = ("#1e2127", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf",
           "#7f848e", "#ef8a93", "#b5e090", "#f5d79b", "#82c4ff", "#dc9bf0", "#7fd3de", "#ffffff")
BACKGROUND, FOREGROUND = "#1e2127", "#d7dae0"
CELL_WIDTH, LINE_HEIGHT, MARGIN = 8.4, 19, 14
ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))


def run_in_terminal(command, columns, rows, seconds):
    """What the command wrote to its terminal, in so many seconds if that is not None."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor",
                          PATH=os.path.join(ROOT, "build", "release", "bin") + os.pathsep
                          + os.environ.get("PATH", os.defpath))
        os.environ.pop("NO_COLOR", None)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        try:
            os.execvp("sh", ["sh", "-c", command])
        except OSError as error:
            print(f"picture: sh: {error.strerror}")
        os._exit(127)
    written, until = b"", None if seconds is None else time.monotonic() + seconds
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError as error:
            if error.errno == errno.EIO:  # how Linux tells the end of a terminal
                break
            raise
        if not piece:
            break
        if until is None or time.monotonic() < until:
            written += piece
    os.waitpid(pid, 0)
    return written.decode("utf-8", "replace")


def color_of(value, default):
    if value is None:
        return default
    if isinstance(value, str):
        return value
    if value < 16:
        return PALETTE[value]
    if value >= 232:
        return "#" + "%02x" % (8 + 10 * (value - 232)) * 3
    steps = (0, 95, 135, 175, 215, 255)
    value -= 16
    return "#%02x%02x%02x" % (steps[value // 36], steps[value // 6 % 6], steps[value % 6])


def runs_of(row):
    """Neighbouring cells of one style: (column, text, style)."""
    runs = []
    for column, (character, style) in enumerate(row):
        if runs and runs[-1][2] == style:
            runs[-1][1] += character
        else:
            runs.append([column, character, style])
    return runs


def svg_of_run(column, text, style, baseline):
    foreground, background, attributes = style
    front, back = color_of(foreground, FOREGROUND), color_of(background, None)
    if 7 in attributes:
        front, back = back or BACKGROUND, front
    x = MARGIN + column * CELL_WIDTH
    parts = []
    if back:
        parts.append(f'<rect x="{x:.1f}" y="{baseline - 14}" width="{len(text) * CELL_WIDTH:.1f}"'
                     f' height="{LINE_HEIGHT}" fill="{back}"/>')
    if text.strip():
        looks = "".join(f' {name}="{value}"' for number, name, value in (
            (1, "font-weight", "bold"), (2, "opacity", "0.65"), (3, "font-style", "italic"),
            (4, "text-decoration", "underline"), (9, "text-decoration", "line-through"))
            if number in attributes)
        parts.append(f'<text x="{x:.1f}" y="{baseline}" fill="{front}"'
                     f' textLength="{len(text) * CELL_WIDTH:.1f}"{looks}>{html.escape(text)}</text>')
    return parts


def svg(screen, title):
    lines = screen.lines()
    width = 2 * MARGIN + screen.columns * CELL_WIDTH
    height = 2 * MARGIN + len(lines) * LINE_HEIGHT
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}"'
             f' viewBox="0 0 {width:.0f} {height}" font-size="14" xml:space="preserve"'
             ' font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace">',
             f"<title>{html.escape(title)}</title>",
             f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>']
    for number, row in enumerate(lines):
        baseline = MARGIN + number * LINE_HEIGHT + 14
        for column, text, style in runs_of(row):
            parts += svg_of_run(column, text, style, baseline)
    return "\n".join(parts) + "\n</svg>\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--columns", type=int, default=92)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--at", type=float, metavar="SECONDS", help="the screen as it is then")
    parser.add_argument("command")
    arguments = parser.parse_args()
    shown = arguments.command
    screen = Screen(arguments.columns)
    screen.style = (2, None, frozenset())
    screen.put("$ ")
    screen.style = PLAIN
    screen.feed(shown.replace("\n", "\r\n") + "\r\n")
    screen.feed(run_in_terminal(shown, arguments.columns, arguments.rows, arguments.at))
    if len(screen.lines()) <= shown.count("\n") + 1:
        sys.exit("picture: the command wrote nothing")
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(re.sub(r"[ \t]+\n", "\n", svg(screen, shown)))


if __name__ == "__main__":
    main()
