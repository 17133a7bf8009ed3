"""`spellfix.documents.markdown`: Markdown corrected in place.

Nothing to correct leaves every byte. After the wildest correction a parser that knows nothing of us
sees the same tags, attributes and code; each stretch reads as its correction, which is its edits
applied. Otherwise an InputError.
"""

import re
from contextlib import suppress
from functools import cache
from io import BytesIO

from markdown_it import MarkdownIt

from spellfix.documents.markdown import rewrite_markdown
from spellfix.edits import apply
from spellfix.errors import InputError
from tests.correcting import nothing, wild
from tests.fuzz.files import written
from tests.fuzz.given import Given, fields

SEEDS = (
    fields("1", "# 제목 되요\n\n- 하나 **되요** _할수_\n- 둘 `코드` [고리](/곳 '말')\n\n> 인용\n"),
    fields("2", "| 되요 | 할수 |\n|---|---|\n| 가 \\| 나 | `다` |\n\n```py\n되요\n```\n    되요\n"),
    fields("3", "---\ntitle: 되요\n---\n가 나  \n다\\\n라 &amp; ![그림](g) <http://a.b>\n"),
    fields(
        "4", "[이름]: /곳 '되요'\n\n[이름] {{ 틀 }} [[위키]] [^1]\n===\n<b>되요</b> <!-- 되요 -->\n"
    ),
    fields(
        "5",
        "1. 되요\r\n   할수\r\n\r\n~~~\r\n되요\r\n~~~\r\n***\r\n~~되요~~ <div>\r\n되요\r\n</div>",
    ),
)


def check(data: bytes) -> None:
    given = Given(data)
    raw, seed = given.rest(1), given.number(0, 1 << 30)
    path = written("글.md", raw)
    with suppress(InputError):
        idle, sink = BytesIO(), BytesIO()
        before = [each.text for each in rewrite_markdown(path, nothing, idle)]
        assert idle.getvalue() == raw
        found = list(rewrite_markdown(path, wild(seed), sink))
        assert [each.text for each in found] == before
        for each in found:
            assert apply(each.text, each.correction.edits) == each.correction.text
        assert _skeleton(sink.getvalue()) == _skeleton(raw)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _skeleton(raw: bytes) -> list[str]:
    """Tags with their attributes, and the content of code."""
    html = str(_parser().render(raw.decode("utf-8-sig")))
    return re.findall(r"<code[^>]*>[^<]*|<[^>]*>", html)
