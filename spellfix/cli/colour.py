"""Whether to write in colour, and the colours of what is removed and added.

The order of precedence: the option, NO_COLOR (no-color.org), FORCE_COLOR (force-color.org), then
whether the reader is a terminal that can. Colour never carries meaning alone: what is removed is
struck out and what is added underlined, so that a space can be seen as well.
"""

import os
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Marks:
    """What is written around removed and around added text."""

    removed: tuple[str, str]
    added: tuple[str, str]

    def change(self, before: str, after: str) -> str:
        """``before`` as removed and ``after`` as added, each only where there is something."""
        shown = (_within(self.removed, before), _within(self.added, after))
        return "".join(shown)


PLAIN = Marks(("[-", "-]"), ("{+", "+}"))
COLOURED = Marks(("\x1b[31;9m", "\x1b[0m"), ("\x1b[32;4m", "\x1b[0m"))  # red, green

CHOICES = ("auto", "always", "never")


def coloured(choice: str, stream: TextIO) -> bool:
    """Whether what goes to ``stream`` is to be in colour, ``choice`` being one of CHOICES."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _within(marks: tuple[str, str], text: str) -> str:
    return f"{marks[0]}{text}{marks[1]}" if text else ""
