"""`spellfix.documents.html`: pages corrected in place.

The parts of a page follow each other without a gap. Nothing to correct leaves every byte. After the
wildest correction the same tags, comments and hidden parts stand there, and the blocks read as
their corrections, which are their edits applied. Otherwise an InputError.
"""

from contextlib import suppress
from io import BytesIO

from spellfix.documents.html import rewrite_html
from spellfix.documents.tags import parts
from spellfix.edits import apply
from spellfix.errors import InputError
from tests.correcting import nothing, wild
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields

OBJECT = "\ufffc"
SEEDS = (
    fields("1", "<!doctype html><title>되요</title><p>할수 <b>되요</b><br>가 &amp; 나&nbsp;</p>"),
    fields(
        "2", "<script><!--<script>되요</script>되요--></script><style>되요</style>가<textarea>나"
    ),
    fields(
        "3", "<p translate=no>되요</p><span class='a notranslate'>나</span><pre>다</pre>라<code>마"
    ),
    fields(
        "4", "<a href='>' title=\"<\">가</a><img alt=되요/><!-- 나 --><?다?></ 라>&#xC694;&notit;마"
    ),
    fields("5", "<ul><li>가 <i>나\r\n다</i><li>라</ul><svg><text>마</text></svg><plaintext>바</p>"),
)


def check(data: bytes) -> None:
    given = Given(data)
    raw, seed = given.rest(1), given.number(0, 1 << 30)
    path = written("글.html", raw)
    with suppress(InputError):
        idle, sink = BytesIO(), BytesIO()
        before = [each.text for each in rewrite_html(path, nothing, idle)]
        assert idle.getvalue() == raw
        found = list(rewrite_html(path, wild(seed), sink))
        assert [each.text for each in found] == before
        for each in found:
            assert apply(each.text, each.correction.edits) == each.correction.text
        assert _skeleton(sink.getvalue().decode()) == _skeleton(raw.decode())
        again = rewrite_html(written("뒤.html", sink.getvalue()), nothing, None)
        wanted = [
            text for each in found if (text := each.correction.text).replace(OBJECT, "").strip()
        ]
        assert [each.text for each in again] == wanted


def _skeleton(page: str) -> list[str]:
    done, found = 0, []
    for part in parts(page):
        assert part.start == done <= part.end
        done = part.end
        if part.kind not in ("text", "reference"):
            found.append(page[part.start : part.end])
    assert done == len(page)
    return found
