"""`spellfix data`: the command that the first word names.

Knows no option; a command is imported when it is called, so that no other one's library is needed.
"""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from spellfix.errors import ConfigError

COMMANDS = {
    "clean": (
        "spellfix.cli.data.clean",
        "글을 거르고 겹친 것을 지웁니다    filter texts, drop repeats and leaks",
    ),
    "audit": (
        "spellfix.cli.data.audit",
        "의심스러운 쌍을 찾습니다          find doubtful pairs",
    ),
    "select": (
        "spellfix.cli.data.select",
        "다음에 볼 글을 고릅니다           choose which drafts to review next",
    ),
    "report": (
        "spellfix.cli.data.report",
        "자료를 한눈에 봅니다              one page that shows a data set",
    ),
}
HELP = """\
글 모음에서 학습 자료까지. From text to training data.

usage: spellfix data COMMAND [ARGUMENT ...]

{commands}

spellfix data COMMAND --help   명령의 선택 사항  options of a command
"""


def run(arguments: Sequence[str]) -> int | None:
    """Do what the arguments say. Raises SpellfixError on anything the user can mend."""
    name = arguments[0] if arguments else "--help"
    if name in ("-h", "--help"):
        lines = (f"  {name:<7} {line}" for name, (_, line) in COMMANDS.items())
        sys.stdout.write(HELP.format(commands="\n".join(lines)))
        return 0
    if name not in COMMANDS:
        raise ConfigError(
            f"모르는 명령입니다 / no such command: data {name!r}; "
            f"{', '.join(COMMANDS)} 가운데 하나 / expected one of these"
        )
    command = import_module(COMMANDS[name][0]).run
    return cast("Callable[[Sequence[str]], int | None]", command)(arguments[1:])
