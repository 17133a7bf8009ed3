"""Words typed in the wrong mode are typed again, and nothing else is."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.corrector import Corrector
from spellfix.edits import apply
from spellfix.language.opinion import Opinion
from spellfix.pretrained import ModelDirectory
from spellfix.retyping import retyped


@pytest.fixture(scope="module")
def opinion() -> Opinion:
    return ModelDirectory.open().opinion


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained()


def again(text: str, opinion: Opinion, *terms: str) -> str:
    return apply(text, retyped(text, terms, opinion))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "gksthfdlsms 새로 산 구두를 신고 집을 나섰다.",
            "한솔이는 새로 산 구두를 신고 집을 나섰다.",
        ),
        ("dhsmf qka에 만나요.", "오늘 밤에 만나요."),
        (
            "skarmrdms dnflrk wkf dkfektlvl rjeogks eofbrdlek.",
            "남극은 우리가 잘 알다시피 거대한 대륙이다.",
        ),
        ("Whwjddnldnjsdl 정한다.", "조정위원이 정한다."),
        ("제1항에 Ekfms 신고를 한다.", "제1항에 따른 신고를 한다."),
        ("중국의 동향을 QHDUWNS 자료다.", "중국의 동향을 보여준 자료다."),
        ("이 경우 ㅅㅣㅁㅅㅏㅇㅜㅣㅇㅜㅓㄴㅎㅗㅣㅇㅔ 알린다.", "이 경우 심사위원회에 알린다."),
        ("과ㅇ합성에서 빛이 필요하다.", "광합성에서 빛이 필요하다."),
        ("앞 줄이다.\r\nrmfjsk 뒤 줄은 dkslek.", "앞 줄이다.\r\n그러나 뒤 줄은 아니다."),
        ("SK gksthfdlsms 간다.", "SK 한솔이는 간다."),
        ("로그를 보고 fldor트 문서를 읽었다.", "로그를 보고 리액트 문서를 읽었다."),
    ],
)
def test_글쇠는_맞고_상태가_틀린_말을_다시_친다(text: str, meant: str, opinion: Opinion) -> None:
    assert again(text, opinion) == meant
    decomposed = normalize("NFD", text)
    if decomposed != text:
        assert again(decomposed, opinion) == normalize("NFD", meant)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SK브로드밴드와 GPS, SBS, COVID-19, Vue를 쓴다.",
        "world와 go를 쓰고 dkny를 입는다.",
        "이 값은 SIGCHLD에서 가져옵니다. Wjb도 봅니다.",  # 냫쵱, 쩌ㅠ: no syllables in use
        "`rmfjsk`라고 치면 rmfjsk.com이 열리고 @rmfjsk에게 간다.",
        "ㅋㅋㅋ ㅠㅠ ㅇㅇ 네ㅋ 강추ㅇ",
        "모음 'ㅐ'와 'ㅔ'",
        "je suis et tu es",
        "dkssud" * 100,
        "ㅎㅏㄴ" * 200,
        "가" * 100_000,
        "안녕 \ud800 dk\u0301",
    ],
)
def test_그대로_둘_것은_그대로_둔다(text: str, opinion: Opinion) -> None:
    assert again(text, opinion) == text


def test_지키라는_말은_다시_치지_않는다(opinion: Opinion) -> None:
    assert again("rmfjsk 아니다.", opinion) == "그러나 아니다."
    assert again("rmfjsk 아니다.", opinion, "rmfjsk") == "rmfjsk 아니다."


@given(
    words=st.lists(
        st.sampled_from(["dkssud", "SK", "ㅎㅏㄴ글", "하ㄴ", "go", "gg", "밤낮", ".", "\n"])
    )
)
def test_다시_친_말은_차례로_있고_반반보다_확실하다(opinion: Opinion, words: list[str]) -> None:
    text = " ".join(words)
    edits = retyped(text, (), opinion)
    kept = [word for word in words if word in ("SK", "go", "gg", "밤낮")]
    assert [word for word in apply(text, edits).split() if word in kept] == kept
    assert all(edit.confidence >= 0.5 and edit.kind == "conversion" for edit in edits)


def test_다시_친_말에서_틀린_글자도_고친다(corrector: Corrector) -> None:
    text = "선생님 dkssudgktpdu, 숙재를 다 했어요."
    correction = corrector.correct(text)
    assert correction.text == "선생님 안녕하세요, 숙제를 다 했어요."
    assert apply(text, correction.edits) == correction.text
    assert [edit.before for edit in correction.edits] == ["dkssudgktpdu", "재"]


def test_다시_친_말은_문턱을_넘어야_하고_그_앞뒤의_후보도_본디_글의_것이다(
    corrector: Corrector,
) -> None:
    text = "apshxl 숙재를 다 했어요."
    first, second = corrector.correct(text).edits
    assert (first.before, first.after) == ("apshxl", "메노티")
    assert corrector.alternatives(text, first) == []
    for other in corrector.alternatives(text, second):
        assert text[other.start : other.end] == other.before
        assert other.start <= second.end
        assert second.start <= other.end
    surer = corrector.with_options(min_confidence=first.confidence + 0.0005)
    assert "apshxl" in surer.correct(text).text
