"""`spellfix noise`: pairs from clean text, unless the first word names another of its commands.

Knows no option; a command is imported when it is called.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

PAIRS = "spellfix.cli.noise.pairs"
COMMANDS = {
    "fit": "spellfix.cli.noise.fit",
    "rules": "spellfix.cli.noise.rules",
    "report": "spellfix.cli.noise.report",
}


def run(arguments: Sequence[str]) -> None:
    """Do what the arguments say. Raises SpellfixError on anything the user can mend."""
    name = arguments[0] if arguments else ""
    home, rest = (COMMANDS[name], arguments[1:]) if name in COMMANDS else (PAIRS, arguments)
    command = cast(Callable[[Sequence[str]], None], import_module(home).run)
    command(rest)
