"""The speller changes what it is sure of, and nothing else, in any text there is."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.edits import apply
from spellfix.errors import ConfigError, InputError
from spellfix.noisy_channel import NoisyChannel
from spellfix.protection import kept_spans

from .conftest import LINES

pieces = st.sampled_from(
    [
        "숙재를",
        "할수",
        "학 교",
        " ",
        "  ",
        "\n",
        "있어요.",
        "a",
        "12",
        "http://a.kr/숙재",
        "👍🏽",
        "ㅋㅋ",
    ]
)
texts = st.one_of(st.text(max_size=40), st.lists(pieces, max_size=12).map("".join))


def test_숙재는_숙제로_고치고_맞는_글은_둔다(speller: NoisyChannel) -> None:
    assert speller.correct("내일은 숙재를 꼭 해 오세요.").text == "내일은 숙제를 꼭 해 오세요."
    assert [each.text for each in speller.correct_batch(LINES)] == list(LINES)


def test_붙여_쓴_말은_띄우고_띄어_쓴_말은_붙인다(speller: NoisyChannel) -> None:
    assert speller.correct("나도 할수 있어요.").text == "나도 할 수 있어요."
    assert speller.correct("친구와 함께 학 교에 가요.").text == "친구와 함께 학교에 가요."


def test_an_edit_tells_where_what_and_how_sure(speller: NoisyChannel) -> None:
    (edit,) = speller.correct("와! 내일은 숙재를 꼭 해 오세요.").edits
    assert (edit.start, edit.before, edit.after, edit.kind) == (8, "재", "제", "spelling")
    assert 0.5 <= edit.confidence < 1


def test_a_threshold_leaves_what_is_less_sure(speller: NoisyChannel) -> None:
    text = "내일은 숙재를 꼭 해 오세요."
    (edit,) = speller.correct(text).edits
    at, above = (speller.with_options(min_confidence=each) for each in (edit.confidence, 1.0))
    assert at.correct(text).text != text
    assert above.correct(text).text == text
    assert speller.min_confidence == 0.5


@given(texts)
@settings(max_examples=150)
def test_any_text_comes_back_with_the_listed_edits_made(speller: NoisyChannel, text: str) -> None:
    correction = speller.with_options(min_confidence=0.0).correct(text)
    assert correction.text == apply(text, correction.edits)
    assert 0 <= correction.score <= 1
    spans = kept_spans(text)
    for edit in correction.edits:
        assert 0 <= edit.confidence <= 1
        assert not any(edit.start < span.end and span.start < edit.end for span in spans)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "abc", "\ud800", "가" * 5000, "ㅋ" * 300, "1 2 3"]
)
def test_strange_texts_stay(speller: NoisyChannel, text: str) -> None:
    assert speller.correct(text).text == text


def test_terms_stay(speller: NoisyChannel) -> None:
    text = "내일은 숙재를 꼭 해 오세요."
    assert speller.with_options(protect=["숙재"]).correct(text).text == text


def test_풀어쓴_글은_풀어쓴_글로_고친다(speller: NoisyChannel) -> None:
    typed, meant = "내일은 숙재를 꼭 해 오세요.", "내일은 숙제를 꼭 해 오세요."
    assert speller.correct(normalize("NFD", typed)).text == normalize("NFD", meant)


def test_white_space_around_sentences_stays(speller: NoisyChannel) -> None:
    text = "  내일은 숙재를 꼭 해 오세요.\r\n\t나도 할수 있어요.  "
    expected = "  내일은 숙제를 꼭 해 오세요.\r\n\t나도 할 수 있어요.  "
    assert speller.correct(text).text == expected


def test_a_sentence_gets_the_same_answer_wherever_it_stands(speller: NoisyChannel) -> None:
    text = "내일은 숙재를 꼭 해 오세요."
    alone = speller.correct(text)
    first, *_, last = speller.correct_batch([text, *LINES * 10, text])
    assert alone == first == last


def test_what_is_no_text_is_refused(speller: NoisyChannel) -> None:
    with pytest.raises(InputError, match="expected a text"):
        speller.correct_batch(["가", None])  # type: ignore[list-item]
    with pytest.raises(InputError, match="several texts"):
        speller.correct_batch("가나")
    with pytest.raises(ConfigError, match="min_confidence"):
        speller.with_options(min_confidence=1.5)
    with pytest.raises(ConfigError, match="protect"):
        speller.with_options(protect="숙재")
