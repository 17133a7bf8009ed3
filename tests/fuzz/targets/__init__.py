"""One module a target: its docstring states what must hold, SEEDS are where the search begins,
`check` raises AssertionError (or anything else that is no answer) where it does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

TARGETS = (
    "segmentation",
    "passages",
    "protection",
    "tokenizer",
    "edits",
    "corrector",
    "hangul",
    "noise",
    "tables",
    "recipe",
    "settings",
    "dictionary",
    "plain",
    "markdown",
    "html",
    "office",
    "archive",
    "records",
    "pairs",
    "http",
    "editor",
    "repetition",
)


class Target(Protocol):
    """What a module of this package is to whoever runs it."""

    SEEDS: Sequence[bytes]

    @staticmethod
    def check(data: bytes) -> None:
        """Raises where `data` breaks what the target states."""


def target(name: str) -> Target:
    """The target called `name`, one of TARGETS."""
    return cast(Target, import_module(f"{__name__}.{name}"))
