"""Markdown: the words change, and a parser that knows nothing of us sees the same document."""

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.documents import Correct, Corrected
from spellfix.edits import align

Run = Callable[..., tuple[list[Corrected], bytes]]

PIECES = (
    "되요", "할수", "안", "가나 다라", " ", "  ", "\n", "\n\n", "\r\n", "    ", "\t", "# ", "## ",
    "- ", "* ", "1. ", "+ ", "> ", "```\n", "~~~\n", "`", "``", "**", "*", "_", "~~", "|",
    "| 되요 | 할수 |\n|---|---|\n", "|-|-|\n", "[되요](되요 '되요')", "[되요]", "[되요]: /되요\n",
    "![되요](되요)", "<http://되요>", "<b>", "</b>", "<code>", "<div>\n", "<!-- 되요 -->", "&amp;",
    "&nbsp;", "\\", "\\*", "---\n", "===\n", "{{ 되요 }}", "[^1]", "[ ] ", "$되요$", "되**요**",
    "https://되요.kr", "[[되요]]", "\u3000", "\x0c", "\x0b", "\u2028", "\ufeff",
)  # fmt: skip
documents = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def rendered(raw: bytes) -> str:
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return markdown.render(raw.decode("utf-8-sig"))


def skeleton(html: str) -> list[str]:
    """Tags with their attributes, and the content of code."""
    return re.findall(r"<code[^>]*>[^<]*|<[^>]*>", html)


@given(documents)
@settings(max_examples=300)
def test_only_the_wrong_spots_change_and_the_rendering_agrees(run: Run, document: str) -> None:
    _, after = run(document.encode(), ".md")
    back = after.decode().replace("돼", "되")
    assert back.replace("할 수", "할수") == document
    before = rendered(document.encode())
    assert skeleton(rendered(after)) == skeleton(before)


@given(documents)
def test_nothing_to_correct_leaves_every_byte(run: Run, nothing: Correct, document: str) -> None:
    _, after = run(document.encode(), ".md", nothing)
    assert after == document.encode()


@given(documents, st.integers(0, 1 << 30))
@settings(max_examples=300)
def test_the_wildest_correction_leaves_the_markup(
    run: Run, wild: Callable[[int], Correct], document: str, seed: int
) -> None:
    _, after = run(document.encode(), ".md", wild(seed))
    assert skeleton(rendered(after)) == skeleton(rendered(document.encode()))


@pytest.mark.parametrize(
    "untouched",
    [
        "```\n되요\n```\n",
        "~~~py\n되요\n~~~\n",
        "    되요\n",
        "`되요` ``되요 ` 되요``\n",
        "---\ntitle: 되요\n---\n",
        "+++\ntitle = '되요'\n+++\n",
        "[이름]: /되요 '되요'\n",
        "<div>\n되요\n</div>\n",
        "<!-- 되요 -->\n",
        "<b title='되요'>\n",
        "가 <code>되요</code>\n",
        "![되요](되요)\n",
        "[이름](되요 '되요')\n",
        "<http://되요>\n",
        "[되요]\n\n[되요]: /주소\n",
        "가 {{ 되요 }} 나 {% 되요 %}\n",
        "[[되요]] [^되요]\n",
    ],
)
def test_markup_is_not_text(run: Run, untouched: str) -> None:
    _, after = run(untouched.encode(), ".md")
    assert after.decode() == untouched


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# 안 되요 #\n", "# 안 돼요 #\n"),
        ("안 되요\n===\n", "안 돼요\n===\n"),
        ("> 안 되요\n> **되요**\n", "> 안 돼요\n> **돼요**\n"),
        ("1. 되요\n   - [ ] 되요\n", "1. 돼요\n   - [ ] 돼요\n"),
        (
            "| 되요 | 되요 |\n|---|--:|\n|되요|`되요`|\n",
            "| 돼요 | 돼요 |\n|---|--:|\n|돼요|`되요`|\n",
        ),
        (
            "|되요|a\\|되요|되요|\n|-|-|-|\n||되요 되요|되요",
            "|돼요|a\\|되요|돼요|\n|-|-|-|\n||돼요 돼요|돼요",
        ),
        ("> 되요 | 나\n> -|-\n> 되요 | 되요", "> 돼요 | 나\n> -|-\n> 돼요 | 돼요"),
        ("## 1. 되요\n- 1. 되요", "## 1. 돼요\n- 1. 돼요"),
        ("| - 되요 |\n|---|\n| 1. 되요 |", "| - 돼요 |\n|---|\n| 1. 돼요 |"),
        ("[되요](되요)는 되요", "[돼요](되요)는 돼요"),
        ("할*수* 있다", "할 *수* 있다"),
        ("*할*수 있다", "*할* 수 있다"),
        ("---\n되요: 되요\n---\n되요\n", "---\n되요: 되요\n---\n돼요\n"),
        ("\ufeff되요  \n되요\\\n되요", "\ufeff돼요  \n돼요\\\n돼요"),
        ("&lt;되요&gt; \\*되요", "&lt;돼요&gt; \\*돼요"),
        ("<b>되요</b> 되요", "<b>돼요</b> 돼요"),
    ],
)
def test_글은_고치고_표시는_둔다(run: Run, before: str, after: str) -> None:
    assert run(before.encode(), ".md")[1].decode() == after


@pytest.mark.parametrize("kept", ["가키**리다**", "*할***수** 있다", "가키&#xB9AC;다"])
def test_an_edit_across_a_mark_is_not_made(run: Run, kept: str) -> None:
    found, after = run(kept.encode(), ".md")
    assert after.decode() == kept
    assert not found[0].correction.edits
    assert found[0].correction.text == found[0].text


@pytest.mark.parametrize(
    "sign", ["- ", "1. ", "# ", "> ", "    ", "```", "|", "<b>", "[가]: ", "=="]
)
@pytest.mark.parametrize("document", ["가 나\n", "나\n가\n", "- 가\n", "가 | 나\n-|-\n가 | 나\n"])
def test_what_would_become_markup_is_not_put_in(run: Run, document: str, sign: str) -> None:
    def correct(texts: Iterable[str]) -> Iterator[Correction]:
        for text in texts:
            better = text.replace("가", f"{sign}가")
            yield Correction(better, tuple(align(text, better)), 1.0)

    _, after = run(document.encode(), ".md", correct)
    assert skeleton(rendered(after)) == skeleton(rendered(document.encode()))


def test_a_paragraph_is_one_text_told_by_its_first_line(run: Run) -> None:
    found, after = run("---\nx: 1\n---\n# 제목\n\n- 할\n  수\n- 되요\n".encode(), ".md")
    assert [(each.place, each.text) for each in found] == [
        ("4", "제목"),
        ("6", "할 수"),
        ("8", "되요"),
    ]
    assert after.decode().endswith("- 할\n  수\n- 돼요\n")


def test_실제_교정기로_마크다운을_고친다(run: Run, corrector: Corrector) -> None:
    raw = "# 안내\n\n그러면 **절대로** 않 됀다고 `않 됀다` 말했다.\n"
    found, after = run(raw.encode(), ".md", corrector.correct_stream)
    assert found[1].correction.edits
    assert "`않 됀다`" in after.decode()
    assert "**절대로**" in after.decode()
    assert after != raw.encode()
