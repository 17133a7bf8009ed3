"""One sentence that was given to a corrector, and what became of it.

Knows nothing about files, models or time, nor how cases are counted.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass


class Referenced:
    """A text as written beside those that are right: its target, and alternatives."""

    __slots__ = ()
    input: str
    target: str
    alternatives: tuple[str, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """The texts that are right, the target first."""
        return (self.target, *self.alternatives)

    @property
    def clean(self) -> bool:
        """Whether the input is one of its targets; any other case is a typo case."""
        return self.input in self.targets


@dataclass(frozen=True, slots=True)
class Case(Referenced):
    """What was written, what was meant, and what a corrector made of it.

    ``alternatives`` are further texts that would be right as well. ``kind`` of its errors,
    ``domain``, ``set`` (the file) and ``test`` name groups that are counted apart.
    """

    input: str
    target: str
    output: str
    kind: str | None = None
    _: KW_ONLY
    alternatives: tuple[str, ...] = ()
    domain: str | None = None
    set: str | None = None
    test: str | None = None

    @property
    def outcome(self) -> str:
        """corrected, uncorrected or miscorrected for a typo; kept or overcorrected without one.

        Kept is strict: who puts one right text in the place of another has overcorrected.

        >>> Case("않 돼", "안 돼", "안 되").outcome, Case("안 돼", "안 돼", "안 돼").outcome
        ('miscorrected', 'kept')
        >>> Case("먹을만 하다", "먹을 만하다", "먹을만하다", alternatives=("먹을만하다",)).outcome
        'corrected'
        """
        if self.clean:
            return "kept" if self.output == self.input else "overcorrected"
        if self.output in self.targets:
            return "corrected"
        return "uncorrected" if self.output == self.input else "miscorrected"
