# SPDX-License-Identifier: MIT
"""A small terminal: bytes in, cells with colours out. Knows what prun and its commands use: SGR
colours, carriage return, tab, cursor movement and erasing. Anything else is left out."""

import re

TOKEN = re.compile(r"\x1b\[([0-9;:?]*)([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|([\r\n\t\b])"
                   r"|([^\x1b\r\n\t\b]+)", re.DOTALL)
PLAIN = (None, None, frozenset())  # foreground, background, attributes


class Screen:
    """Rows of cells (character, style); a style is (foreground, background, attributes)."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [[]]
        self.row = self.column = 0
        self.style = PLAIN

    def feed(self, text):
        for parameters, command, control, plain in (m.groups() for m in TOKEN.finditer(text)):
            if plain:
                self.put(plain)
            elif control:
                self.control(control)
            elif command == "m":
                self.style = restyled(self.style, parameters)
            elif command:
                self.move(command, int(parameters) if parameters.isdigit() else 0)

    def put(self, text):
        for character in text:
            if self.column >= self.columns:
                self.control("\r")
                self.control("\n")
            row = self.rows[self.row]
            row.extend([(" ", PLAIN)] * (self.column + 1 - len(row)))
            row[self.column] = (character, self.style)
            self.column += 1

    def control(self, character):
        if character == "\n":
            self.row += 1
            if self.row == len(self.rows):
                self.rows.append([])
        elif character == "\r":
            self.column = 0
        elif character == "\t":
            self.column += 8 - self.column % 8
        else:
            self.column = max(0, self.column - 1)

    def move(self, command, amount):
        steps = max(1, amount)
        if command == "A":
            self.row = max(0, self.row - steps)
        elif command == "B":
            self.row = min(len(self.rows) - 1, self.row + steps)
        elif command == "C":
            self.column += steps
        elif command == "D":
            self.column = max(0, self.column - steps)
        elif command == "G":
            self.column = steps - 1
        elif command in "KJ":
            row = self.rows[self.row]
            if amount == 2:
                row.clear()
            else:
                del row[self.column:]
            if command == "J":
                del self.rows[self.row + 1:]

    def lines(self):
        """The rows without the empty ones at the end."""
        rows = list(self.rows)
        while rows and not rows[-1]:
            rows.pop()
        return rows


def restyled(style, parameters):
    """The style after an SGR sequence with these parameters."""
    foreground, background, attributes = style
    numbers = [int(n) if n else 0 for n in re.split("[;:]", parameters)]
    while numbers:
        number = numbers.pop(0)
        if number == 0:
            foreground, background, attributes = PLAIN
        elif number in (1, 2, 3, 4, 7, 9):
            attributes = attributes | {number}
        elif number == 22:
            attributes = attributes - {1, 2}
        elif number in (23, 24, 27, 29):
            attributes = attributes - {number - 20}
        elif number in (38, 48):
            color = extended(numbers)
            foreground, background = ((color, background) if number == 38 else (foreground, color))
        elif 30 <= number <= 39 or 90 <= number <= 97:
            foreground = None if number == 39 else number % 10 + (8 if number >= 90 else 0)
        elif 40 <= number <= 49 or 100 <= number <= 107:
            background = None if number == 49 else number % 10 + (8 if number >= 100 else 0)
    return foreground, background, attributes


def extended(numbers):
    """Takes the rest of `38;5;N` or `38;2;R;G;B`: an index below 256, or a text like #rrggbb."""
    kind = numbers.pop(0) if numbers else 0
    if kind == 5 and numbers:
        return numbers.pop(0)
    if kind == 2 and len(numbers) >= 3:
        rgb = [numbers.pop(0) for _ in range(3)]
        return "#%02x%02x%02x" % tuple(rgb)
    return None
