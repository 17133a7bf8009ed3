"""Who writes the drafts of the flywheel and who reviews them: nobody, a noise function and an
oracle. Knows the client of the service and nothing of models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from spellfix.client import Client
from spellfix.edits import align
from spellfix.noise import Noiser, Recipe

TYPOS = Recipe(rate=0.01)
"""One error in each text, and another in every hundredth syllable."""


@dataclass(frozen=True, slots=True)
class Given:
    """A draft: as it is written, and as it was before the typos."""

    text: str
    clean: str

    @property
    def line(self) -> str:
        """As a line of a file of pairs."""
        return json.dumps({"input": self.text, "target": self.clean}, ensure_ascii=False)


def drafts(file: Path, count: int, seed: int) -> list[Given]:
    """`count` sentences of `file` with typos and half as many others without, mixed; as many as
    there are."""
    sentences = _sentences(file)
    Random(seed).shuffle(sentences)
    found = _noisy(sentences, seed)[:count]
    taken = {each.clean for each in found}
    rest = [each for each in sentences if each not in taken]
    found += [Given(each, each) for each in rest[: count // 2]]
    Random(seed).shuffle(found)
    return found


def siblings(file: Path, seed: int) -> list[Given]:
    """Every sentence of `file` with typos, and as it is."""
    sentences = _sentences(file)
    return [*_noisy(sentences, seed), *(Given(each, each) for each in sentences)]


def review(client: Client, key: str, given: Given) -> tuple[int, int, str]:
    """Store a draft and review it as one who knows what was meant; nothing is stored twice.

    The number of edits accepted, of edits rejected, and the model that made them.
    """
    draft = client.draft(given.text, idempotency_key=f"{key}-written")
    meant = {(edit.start, edit.end, edit.after) for edit in align(given.text, given.clean)}
    right = [(edit.start, edit.end, edit.after) in meant for edit in draft.correction.edits]
    client.review(
        draft.id,
        accepted=_places(right, True),
        rejected=_places(right, False),
        final_text=given.clean,
        reviewer="oracle",
        idempotency_key=f"{key}-reviewed",
    )
    return sum(right), len(right) - sum(right), f"{draft.model.name} {draft.model.version}"


def _places(right: Sequence[bool], wanted: bool) -> list[int]:
    return [at for at, each in enumerate(right) if each == wanted]


def _noisy(sentences: Sequence[str], seed: int) -> list[Given]:
    noiser = Noiser(seed, TYPOS)
    made = (Given(noiser.noise(each, 0, at).text, each) for at, each in enumerate(sentences))
    return [each for each in made if each.text != each.clean]


def _sentences(file: Path) -> list[str]:
    """The texts of `file`, each once, in order."""
    lines = file.read_text("utf-8").splitlines()
    if file.suffix == ".jsonl":
        lines = [json.loads(each)["text"] for each in lines if each.strip()]
    return list(dict.fromkeys(each.strip() for each in lines if each.strip()))
