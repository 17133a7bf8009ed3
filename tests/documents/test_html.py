"""HTML: words change, and a parser that knows nothing of us finds the same tags and attributes."""

from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.documents import Correct, Corrected
from spellfix.edits import align
from tests.clock import processor_seconds

Run = Callable[..., tuple[list[Corrected], bytes]]

PIECES = (
    "되요", "할수", "가키리", " ", "\n", "\r\n", "\t", "  ", "<p>", "</p>", "<b>", "</b>", "<li>",
    "<i class=되요>", "<a href='되요>'>", "</a>", "<br>", "<br/>", '<img alt="되요">', "<td>", "<",
    "<!-- 되요 -->", "<!doctype html>", "<script>되요 '<b>'</script>", "<pre>",
    "</pre>", "<code>", "</code>", "<textarea>되요", "</textarea>", "<title>", "</title>", "&", ">",
    "<svg><text>되요</text></svg>", "&amp;", "&nbsp;", "&#xC694;", "&lt;", "&notit;", '"', "'", "=",
    "/", "amp;", "<되요>", "<div translate='no'>", "</div>", "<?되요?>", "</ 되요>",
    "<style>되요</style>", "\ufeff", "]]>",
)  # fmt: skip
pages = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


class Skeleton(HTMLParser):
    """All but the text between the tags."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.found.append(data)


@given(pages)
def test_nothing_to_correct_leaves_every_byte(run: Run, nothing: Correct, page: str) -> None:
    _, after = run(page.encode(), ".html", nothing)
    assert after == page.encode()


@given(pages, st.integers(0, 1 << 30))
@settings(max_examples=300)
def test_the_wildest_correction_leaves_the_tags(
    run: Run, wild: Callable[[int], Correct], page: str, seed: int
) -> None:
    _, after = run(page.encode(), ".html", wild(seed))
    assert Skeleton(after.decode()).found == Skeleton(page).found


@given(pages)
@example("가키리<되요>")
@example("되요<b>되요")
def test_only_the_wrong_spots_change(run: Run, page: str) -> None:
    _, after = run(page.encode(), ".htm")
    back = after.decode().replace("돼", "되").replace("리키", "키리").replace("할 수", "할수")
    assert back == page


@pytest.mark.parametrize(
    "untouched",
    [
        "<script>var 되요 = '<p>되요</p>';</script>",
        "<script><!--<script>되요</script>되요--></script>",
        "<style>되요</style><textarea>되요 <p> 되요</textarea>",
        "<pre>되요 <b>되요</b></pre><code>되요</code>",
        "<a href='되요' title=\"되요 > 되요\">가</a>",
        "<!-- 되요 --><!-->--><?되요?><!되요>",
        "<svg><text>되요</text></svg> <math><mi>되요</mi></math>",
        "<p translate=no>되요 <b>되요</b></p><span class='a notranslate'>되요</span>",
        '<p>가 <b 닫지 않은 되요="',
        "<p>가 <b 되요='>되요",
        "<plaintext>되요</plaintext>되요",
    ],
)
def test_markup_is_not_text(run: Run, untouched: str) -> None:
    assert run(untouched.encode(), ".html")[1].decode() == untouched


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p title=되요>안 되요</p>", "<p title=되요>안 돼요</p>"),
        ("<p><b>되</b>요", "<p><b>돼</b>요"),
        ("<p>가<b>키</b>리다", "<p>가<b>리키</b>다"),
        ("<p>가키<b>리</b>다", "<p>가리키<b></b>다"),
        ("<p><a href=/>할</a>수 있다", "<p><a href=/>할</a> 수 있다"),
        ("<p>할<a href=/>수</a> 있다", "<p>할 <a href=/>수</a> 있다"),
        ("안&nbsp;되&#xC694;&amp;되요", "안&nbsp;돼&#xC694;&amp;돼요"),
        ("a < b 되요 & 되요", "a < b 돼요 & 돼요"),
        ("<title>되요</title><ul><li>되요<li>되요", "<title>돼요</title><ul><li>돼요<li>돼요"),
        ("<P>되요<BR>되요<SCRIPT>되요</SCRIPT>", "<P>돼요<BR>돼요<SCRIPT>되요</SCRIPT>"),
    ],
)
def test_글은_고치고_꼬리표는_둔다(run: Run, before: str, after: str) -> None:
    assert run(before.encode(), ".html")[1].decode() == after


def test_a_block_is_read_as_a_browser_shows_it(run: Run) -> None:
    page = "<h1>\n 제목\n</h1>\n<p>가<b>나</b>\n   다 <code>x = 1</code>를<br>라 <img> &lt;</p>"
    found, _ = run(page.encode(), ".html")
    assert [(each.place, each.text) for each in found] == [
        ("2", "제목"),
        ("4", "가나 다 x = 1를\n라 ￼ <"),
    ]


def test_what_is_put_in_is_escaped(run: Run) -> None:
    def signs(texts: Iterable[str]) -> Iterator[Correction]:
        for text in texts:
            better = text.replace("가", "<가&>")
            yield Correction(better, tuple(align(text, better)), 1.0)

    found, after = run("<p>가나다</p>".encode(), ".html", signs)
    assert after.decode() == "<p>&lt;가&amp;&gt;나다</p>"
    assert found[0].correction.text == "<가&>나다"


@pytest.mark.parametrize("piece", ["<b>되요", "<div>되요", "<code>", "<", "&", "<p"])
def test_a_page_of_nothing_but_tags_is_read_in_time_that_grows_with_it(
    run: Run, piece: str
) -> None:
    def took(count: int) -> float:
        return processor_seconds(lambda: run((piece * count).encode(), ".html"))

    assert took(3200) < 30 * max(took(400), 0.01)  # 8 where it is linear, 64 where it is not


@pytest.mark.parametrize(("longer", "made"), [("", 31), (f" title='{'a' * (1 << 20)}'", 16)])
def test_in_a_long_block_fewer_parts_of_its_edits_are_tried(
    run: Run, longer: str, made: int
) -> None:
    def worse(texts: Iterable[str]) -> Iterator[Correction]:
        for text in texts:
            better = text.replace("되", "돼")[:-2] + " "  # which no page shows
            yield Correction(better, tuple(align(text, better)), 1.0)

    page = f"<p>{'되요 ' * 31}<b{longer}>다</b> 나요"
    found, after = run(page.encode(), ".html", worse)
    assert len(found[0].correction.edits) == made
    assert after.decode() == page.replace("되", "돼", made)


def test_실제_교정기로_웹_문서를_고친다(run: Run, corrector: Corrector) -> None:
    raw = "<p>그러면 <b>절대로</b> 않 됀다고 <code>않 됀다</code> 말했다.</p>"
    found, after = run(raw.encode(), ".html", corrector.correct_stream)
    assert found[0].correction.edits
    assert "<b>절대로</b>" in after.decode()
    assert "<code>않 됀다</code>" in after.decode()
    assert after != raw.encode()
