"""`spellfix.documents.plain` and `spellfix.lines`: text corrected line by line.

Nothing to correct leaves every byte. Corrected, each line reads as its correction says, line ends
and a byte order mark stay; a correction of a line is its edits applied. Otherwise an InputError.
"""

from contextlib import suppress
from io import BytesIO

from spellfix.documents.plain import rewrite_text
from spellfix.edits import apply
from spellfix.errors import InputError
from tests.correcting import nothing, wild
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (
    *(fields(str(number), each) for number, each in enumerate(SENTENCES)),
    fields("3", "\ufeff안 되요\r\n할수\n\n끝\r".encode(), b"\xfe\x80"),
)


def check(data: bytes) -> None:
    given = Given(data)
    raw, seed = given.rest(1), given.number(0, 1 << 30)
    path = written("글.txt", raw)
    with suppress(InputError):
        idle, sink = BytesIO(), BytesIO()
        before = [each.text for each in rewrite_text(path, nothing, idle)]
        assert idle.getvalue() == raw
        found = list(rewrite_text(path, wild(seed), sink))
        assert [each.text for each in found] == before
        for each in found:
            assert apply(each.text, each.correction.edits) == each.correction.text
        after = sink.getvalue()
        wanted = [text for each in found if (text := each.correction.text).strip()]
        again = rewrite_text(written("뒤.txt", after), nothing, None)
        assert [each.text for each in again] == wanted
        assert after.count(b"\n") == raw.count(b"\n")
