"""`spellfix.corrector` with a model that writes anything: only the guard keeps what may not change.

Edits applied give the text, are well formed, sure enough, and touch nothing that is kept; a score
is a share; alternatives obey the same rules; the text in a batch gives the same as alone.
"""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random

from spellfix.corrector import Corrector
from spellfix.edits import apply
from spellfix.pretrained import ModelDirectory
from spellfix.protection import kept_spans
from tests.fuzz.given import Given, fields
from tests.fuzz.targets.edits import touches, well_formed
from tests.fuzz.targets.tokenizer import tokenizer
from tests.fuzz.texts import SENTENCES

WILD = Path(__file__).parents[3] / "docs" / "benchmarks" / "fuzz_wild.py"
LONGEST = 600  # code points: the search is for what is written, not for long texts

SEEDS = (
    *(fields(each, "", "0", str(number)) for number, each in enumerate(SENTENCES)),
    fields("민수가 리액트을 베웟다.", "민수\n리액트", "1", "5"),
)


@cache
def corrector(seed: int) -> Corrector:
    """One whose model answers by `seed`."""
    spec = spec_from_file_location("fuzz_wild", WILD)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    directory = ModelDirectory.open()
    return Corrector(
        module.Wild(tokenizer(), seed),
        tokenizer(),
        max_positions=directory.max_positions,
        shortest=directory.shortest,
    )


def check(data: bytes) -> None:
    given = Given(data)
    text, terms = given.text(0)[:LONGEST], given.texts(1)
    threshold = given.choice(2, (0.0, 0.5, 0.9))
    used = corrector(given.number(3, 8)).with_options(protect=terms, min_confidence=threshold)
    found = used.correct(text)
    assert apply(text, found.edits) == found.text
    assert 0.0 <= found.score <= 1.0
    well_formed(text, list(found.edits))
    kept = kept_spans(text, terms)
    assert not any(touches(edit, span) for edit in found.edits for span in kept)
    assert all(edit.confidence >= threshold for edit in found.edits)
    assert used.correct_batch([text, "숙재를 했다.", text[::-1]])[0] == found
    if found.edits:
        edit = Random(len(data)).choice(found.edits)
        for other in used.alternatives(text, edit, 3):
            well_formed(text, [other])
            assert not any(touches(other, span) for span in kept)
