"""`spellfix.documents.paragraphs` and `guarded`: the XML inside .docx and .hwpx.

Nothing to correct changes no byte. After the wildest correction the XML is still XML with the same
elements, attributes (but xml:space) and texts outside of paragraphs, and its paragraphs read as
their corrections, which are their edits applied. What is no such XML is an InputError.
"""

from contextlib import suppress
from xml.etree import ElementTree

from spellfix.documents.office import HANGUL, WORD
from spellfix.documents.paragraphs import ByteChange, Dialect, read, rewritten
from spellfix.edits import apply
from spellfix.errors import InputError
from tests.correcting import wild
from tests.fuzz.given import Given, fields

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
BODIES = (
    "<w:p><w:pPr/><w:r><w:t>안 되요</w:t></w:r>"
    "<w:r><w:t xml:space='preserve'> 할수 </w:t></w:r></w:p>",
    "<w:p><w:hyperlink><w:r><w:t>가</w:t><w:tab/><w:br/></w:r></w:hyperlink><w:del><w:r><w:t>나"
    "</w:t></w:r></w:del><m:oMath/><w:r><w:t>&amp;&#48;<![CDATA[다]]></w:t></w:r></w:p>",
    "<w:p><w:r><w:t>가 나</w:t><w:p><w:r><w:t>다<x/>라</w:t></w:r></w:p></w:r></w:p><w:t>마</w:t>",
    "<w:p><w:r><w:t>안 되요</w:t></w:r><w:r><w:drawing><m:x><m:y a=''/></m:x></w:drawing></w:r>"
    "</w:p>",
    "<w:p><w:r><w:t a=\"'\" xml:space='default'>할</w:t></w:r><w:r><w:t>수</w:t></w:r></w:p>",
    "<hp:p><hp:run><hp:t>안 되요<hp:tab/>할수</hp:t></hp:run><hp:linesegarray><hp:lineseg/>"
    "</hp:linesegarray></hp:p>",
    "<hp:p><hp:run><hp:t>가<hp:deleteBegin/>나<hp:deleteEnd/>다</hp:t></hp:run><hp:linesegarray/>"
    "<hp:run><hp:ctrl><hp:p><hp:run><hp:t>라</hp:t></hp:run></hp:p></hp:ctrl></hp:run></hp:p>",
)
SEEDS = tuple(
    fields(str(seed), "0" if "<w:" in body else "1", f"<a xmlns:w='{W}' xmlns:hp='{HP}' "
           f"xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>{body}</a>")
    for seed, body in enumerate(BODIES)
)  # fmt: skip


def check(data: bytes) -> None:
    given = Given(data)
    raw, dialect = given.rest(2), given.choice(1, (WORD, HANGUL))
    with suppress(InputError):
        _checked(raw, dialect, given.number(0, 1 << 30))


def _checked(raw: bytes, dialect: Dialect, seed: int) -> None:
    found = list(read(raw, "글", dialect))
    texts = [each.text for each in found]
    changes: list[ByteChange] = []
    wanted = []
    for paragraph, correction in zip(found, wild(seed)(texts), strict=True):
        done, made = paragraph.corrected(raw, dialect, correction)
        assert apply(paragraph.text, done.edits) == done.text
        assert bool(made) == bool(done.edits)
        changes += made
        wanted.append(done.text)
    after = rewritten(raw, changes)
    assert changes or after == raw
    assert [each.text for each in read(after, "글", dialect)] == wanted
    assert _skeleton(after, dialect) == _skeleton(raw, dialect)


def _skeleton(raw: bytes, dialect: Dialect) -> list[object]:
    """All elements with their attributes, and the text of those that hold no text."""
    try:
        return _elements(ElementTree.fromstring(raw), dialect)
    except ElementTree.ParseError:  # a namespace with its own separator in it
        return []


def _elements(root: ElementTree.Element, dialect: Dialect) -> list[object]:
    found: list[object] = []
    waiting = [root]
    while waiting:
        each = waiting.pop()
        space, _, local = each.tag.rpartition("}")
        local = local if dialect.namespace.fullmatch(space.lstrip("{")) else ""
        if local and local == dialect.stale:
            continue
        holds = local == dialect.text
        keys = sorted(key for key in each.attrib if not key.endswith("}space"))
        found.append((each.tag, keys, holds or each.text))
        waiting += reversed(each)
    return found
