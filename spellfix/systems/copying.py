"""The system that copies the input: what every other one has to beat. Knows nothing else."""

from collections.abc import Sequence

from spellfix.systems.system import Answer, Unsure


class Copy(Unsure):
    """Every text as it is: no typo corrected, no clean text touched."""

    name = "copy"
    description = "the input as it is"

    def correct_batch(self, texts: Sequence[str], /) -> list[Answer]:
        return [Answer(text) for text in texts]
