"""`spellfix.lsp`: a document in an editor, changed piece by piece in the units of the client.

After any changes the document has the text of a client that splices its own units, as lines that
end where the protocol says; every code point is where the client counts it. A stretch of prose
stands where it says it does.
"""

from spellfix.lsp.document import Document, Place, body_of, lines_of
from spellfix.lsp.prose import LANGUAGES, Piece, stretches
from spellfix.lsp.units import UTF8, UTF16, UTF32, joined, split, width
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

ENCODINGS = (UTF8, UTF16, UTF32)
SEEDS = (
    *(
        fields(
            str(number), str(number), each, bytes([0, 1, 0, 3]), "나\r\n", bytes([1, 0, 9, 9]), ""
        )
        for number, each in enumerate(SENTENCES)
    ),
    fields("1", "3", "<p>가 <b>나</b>\n다<script>라</script>", bytes([0, 3, 0, 4]), "\n"),
    fields("1", "5", "\\section{가} % 나\n$x$ # 다\n", bytes(4), "\r"),
)


def check(data: bytes) -> None:
    given = Given(data)
    encoding = given.choice(0, ENCODINGS)
    language = given.choice(1, sorted(LANGUAGES))
    document = Document(given.text(2), 1, encoding)
    for number in range(3, min(13, data.count(b"\xff")), 2):
        places = [*given.field(number)[:4], 0, 0, 0, 0]
        start, end = Place(places[0], places[1]), Place(places[2], places[3])
        text = given.text(number + 1)
        wanted = _spliced(document.text, encoding, start, end, text)
        document.change(start, end, text)
        assert document.text == wanted
        assert lines_of(document.text) == [body + end for body, end in _lines(document)]
    bodies = document.bodies
    for number, body in enumerate(bodies[:20]):
        column = given.number(1, len(body) + 1)
        place = document.place(number, column)
        head, tail = split(body, place.column, encoding)
        assert (head, tail) == (body[:column], body[column:])
        assert width(body, encoding) == width(head, encoding) + width(tail, encoding)
    for stretch in stretches(bodies, language):
        assert stretch.text
        assert 0 <= stretch.line < len(bodies)
        if isinstance(stretch, Piece):
            line = bodies[stretch.line]
            assert line[stretch.start : stretch.start + len(stretch.text)] == stretch.text


def _lines(document: Document) -> list[tuple[str, str]]:
    lines = lines_of(document.text)
    assert document.bodies == [body_of(line) for line in lines]
    return [(body_of(line), line[len(body_of(line)) :]) for line in lines]


def _spliced(before: str, encoding: str, start: Place, end: Place, new: str) -> str:
    """What a client holds after it has spliced its own text."""
    first, last = (_offset(before, place, encoding) for place in sorted((start, end)))
    form, size = {UTF8: ("utf-8", 1), UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}[encoding]
    units = before.encode(form, "surrogatepass")
    head, tail = units[: first * size], units[last * size :]
    return joined(head.decode(form, "surrogatepass"), new, tail.decode(form, "surrogatepass"))


def _offset(text: str, place: Place, encoding: str) -> int:
    lines = lines_of(text)
    if place.line >= len(lines):
        return width(text, encoding)
    before = sum(width(line, encoding) for line in lines[: place.line])
    head, _ = split(body_of(lines[place.line]), place.column, encoding)
    return before + width(head, encoding)
