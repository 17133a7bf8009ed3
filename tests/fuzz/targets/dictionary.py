"""`spellfix.dictionary`: the user's file of terms.

Any bytes are terms, each once and without white space around it, or an InputError. A term that is
added stands in the file once, as the last one; all that was there stays, byte for byte.
"""

from contextlib import suppress
from unicodedata import normalize

from spellfix.dictionary import add_term, is_term, read_terms
from spellfix.errors import InputError
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields

SEEDS = (
    fields("하늘초", "# 말\n민수\r\n 리액트 \n\n#태그\n".encode()),
    fields("민수", "\ufeff민수\n\u1106\u1175\u11ab\u1109\u116e".encode()),
    fields("# 하늘", b"\xff\xfe\x00"),
    fields("\ufeff a\u200db ", "a\u200db\u00a0c\x85\u2028"),
)


def check(data: bytes) -> None:
    given = Given(data)
    term, raw = given.text(0), given.rest(1)
    path = written("사전.txt", raw)
    with suppress(InputError):
        terms = read_terms(path)
        assert all(each and each == each.strip() for each in terms)
        assert len(set(terms)) == len(terms)
        known = {normalize("NFC", each) for each in terms}
        added = add_term(path, term)
        kept = term.strip().removeprefix("\ufeff").strip()
        assert is_term(kept)
        assert added == (normalize("NFC", kept) not in known)
        assert path.read_bytes().startswith(raw)
        assert read_terms(path) == (*terms, kept) if added else path.read_bytes() == raw
        assert not add_term(path, term)
