"""Other edits for the same place: the model's other choices, told as edits that can be made."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.corrector import Corrector
from spellfix.edits import Edit, apply
from spellfix.errors import ConfigError, InputError

TEXT = "제가 내일 되서 가도 될까요? 오늘은 숙제를 않 했어요.\n"


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained()


@pytest.fixture(scope="module")
def edit(corrector: Corrector) -> Edit:
    (found,) = (edit for edit in corrector.correct(TEXT).edits if edit.before == "않")
    return found


def test_다른_후보는_같은_자리의_다른_수정이다(corrector: Corrector, edit: Edit) -> None:
    others = corrector.alternatives(TEXT, edit, count=4)
    assert 1 <= len(others) <= 4
    corrected = apply(TEXT, [edit])
    for other in others:
        assert other.start <= edit.end
        assert edit.start <= other.end
        assert apply(TEXT, [other]) not in (TEXT, corrected)
    confidences = [other.confidence for other in others]
    assert confidences == sorted(confidences, reverse=True)
    assert all(confidence < edit.confidence for confidence in confidences)


def test_더_적게_물으면_앞의_후보가_온다(corrector: Corrector, edit: Edit) -> None:
    (first,) = corrector.alternatives(TEXT, edit, count=1)
    assert first == corrector.alternatives(TEXT, edit, count=4)[0]


def test_보호하는_말을_바꾸는_후보는_없다(corrector: Corrector, edit: Edit) -> None:
    guarded = corrector.with_options(protect=["숙제"])
    for other in guarded.alternatives(TEXT, edit, count=8):
        assert "숙제" in apply(TEXT, [other])


def test_만들지_않은_수정과_없는_개수는_거절한다(corrector: Corrector, edit: Edit) -> None:
    with pytest.raises(InputError, match="not one of this text's"):
        corrector.alternatives(TEXT, Edit(0, 1, "제", "재", "spelling"))
    with pytest.raises(InputError, match="not one of this text's"):
        corrector.alternatives("", edit)
    with pytest.raises(ConfigError, match="count"):
        corrector.alternatives(TEXT, edit, count=0)


@settings(max_examples=30)
@given(
    st.sampled_from(["외않되나요", "어의없는 일이", "몇일 뒤에", "갓다왔읍니다"]), st.integers(1, 6)
)
def test_모든_수정에_후보를_물을_수_있다(corrector: Corrector, wrong: str, count: int) -> None:
    text = f"선생님, 그것은 {wrong} 있었어요. 안녕하세요 👍"
    every = corrector.with_options(min_confidence=0.0)
    for edit in every.correct(text).edits:
        for other in every.alternatives(text, edit, count):
            assert apply(text, [other]) != text
