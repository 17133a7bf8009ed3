"""`spellfix.tokenizer` with the vocabulary of the shipped model.

Any text comes back from its ids; ids of a text are those of its parts; lengths add up. Ids that no
text has, in any order, decode to a text in parts that account for every id.
"""

from functools import cache

from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (*(fields(each, "abcdefgh") for each in SENTENCES), fields("쀍뷁", bytes(range(200))))


@cache
def tokenizer() -> Tokenizer:
    """That of the shipped model."""
    return Tokenizer.load(ModelDirectory.open().tokenizer)


def check(data: bytes) -> None:
    given, known = Given(data), tokenizer()
    text = given.text(0)
    ids = known.encode(text)
    assert known.decode(ids) == text
    assert not {known.pad_id, known.eos_id, known.unk_id}.intersection(ids)
    middle = len(text) // 2
    assert known.encode(text[:middle]) + known.encode(text[middle:]) == ids
    parts = known.decode_with_lengths(ids)
    assert sum(length for _, length in parts) == len(ids)
    raw = given.rest(1)
    some = [
        int.from_bytes(raw[at : at + 2], "big") % known.vocab_size for at in range(0, len(raw), 2)
    ]
    parts = known.decode_with_lengths(some)
    assert sum(length for _, length in parts) == len(some)
    assert all(length > 0 for _, length in parts)
    assert "".join(part for part, _ in parts) == known.decode(some)
