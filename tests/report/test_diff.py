"""Changes as they are shown: both texts can be read from them."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from spellfix.edits import Edit
from spellfix.report.diff import MOST, changed

TEXTS = st.text("가나다 <&>", max_size=40)


class Sides(HTMLParser):
    """Both texts of a difference."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.before, self.after, self.signs = "", "", 0
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "span" in self._open:
            self.signs += 1
            return
        self.before += "" if "ins" in self._open else data.replace("␣", " ")
        self.after += "" if "del" in self._open else data.replace("␣", " ")


@given(TEXTS, TEXTS)
def test_what_is_struck_out_was_there_and_what_is_underlined_came_in(
    source: str, output: str
) -> None:
    sides = Sides(changed(source, output))
    assert (sides.before, sides.after) == (source, output)


def test_the_edits_that_were_made_are_shown_rather_than_others() -> None:
    whole = Edit(0, 7, "숙재를 않 해", "숙제를 안 해", "spelling")
    assert changed("숙재를 않 해", "숙제를 안 해", [whole]).count("<ins>") == 1
    assert changed("숙재를 않 해", "숙제를 안 해").count("<ins>") == 2


def test_edits_of_another_text_are_not_shown() -> None:
    other = Edit(0, 2, "다른", "딴", "spelling")
    sides = Sides(changed("숙재", "숙제", [other]))
    assert (sides.before, sides.after) == ("숙재", "숙제")


def test_a_text_full_of_changes_shows_the_first_and_counts_the_rest() -> None:
    source, output = "가나 " * 200, "가다 " * 200
    shown = changed(source, output)
    assert shown.count("<del>") == MOST
    assert f"{200 - MOST} more edits" in shown


def test_changes_are_said_to_those_who_do_not_see_them() -> None:
    assert Sides(changed("숙재", "숙제")).signs == 4
