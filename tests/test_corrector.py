"""The corrector changes what its model is sure of, and nothing else, in any text there is."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.corrector import SHORTEST_SENTENCE, Corrector
from spellfix.edits import apply
from spellfix.encoder_decoder import EOS_ID, Backend
from spellfix.errors import ConfigError, InputError
from spellfix.reading import Reading
from spellfix.text import protected_spans
from spellfix.tokenizer import Tokenizer
from spellfix.train.tokenizer import train_tokenizer

KNOWN = """오늘 선생님이 숙제를 안 내주셨어요. 선셍님이 숙재를 않 내주셨어요.
을를은는이가 할 수 있다 먹었다 먹얶다 바요 봐요 읽고 일고"""
RULES = {
    "선셍님": ("선생님", 0.99),
    "숙재": ("숙제", 0.9),
    "않": ("안", 0.6),
    "할수": ("할 수", 0.95),
    "먹얶다": ("먹었다", 0.8),
    "를를": ("를", 0.7),
    "바요": ("봐요", 0.75),
    "일고": ("읽고", 0.75),
}


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory) -> Tokenizer:
    path: Path = tmp_path_factory.mktemp("tokenizer") / "spm.model"
    path.write_bytes(train_tokenizer([KNOWN], vocab_size=540))
    return Tokenizer.load(path)


class RuleBackend(Backend):
    """A model that knows replacements by heart and how sure it is of each of them."""

    def __init__(self, tokenizer: Tokenizer, rules: Mapping[str, tuple[str, float]]) -> None:
        self.tokenizer, self.rules = tokenizer, rules
        self.shapes: list[tuple[int, ...]] = []

    def encode(self, ids, mask):
        self.shapes.append(ids.shape)
        return ids[..., None].astype(np.float32), ids

    def decode(self, states, mask, decoder_ids, first=0):
        size = self.tokenizer.vocab_size
        answer = np.empty((*decoder_ids.shape, size), dtype=np.float32)
        for row, (state, kept) in enumerate(zip(states, mask, strict=True)):
            ids, sureness = self._say(state[kept == 1, 0].astype(int).tolist())
            for place in range(decoder_ids.shape[1]):
                now = min(place, len(ids) - 1)
                answer[row, place] = np.log((1 - sureness[now]) / (size - 1))
                answer[row, place, ids[now]] = np.log(sureness[now])
        return answer[:, first:]

    def _say(self, source: list[int]) -> tuple[list[int], list[float]]:
        text = self.tokenizer.decode(source)
        ids: list[int] = []
        sureness: list[float] = []
        at, after = 0, 0.999
        while at < len(text):
            wrong = next((wrong for wrong in self.rules if text.startswith(wrong, at)), None)
            right, sure = self.rules[wrong] if wrong else (text[at], after)
            said = self.tokenizer.encode(right)
            ids += said
            sureness += [sure] * len(said)
            after = sure if wrong else 0.999
            at += len(wrong or right)
        return [*ids, EOS_ID], [*sureness, after]


class RandomBackend(Backend):
    """A model with random weights: each token hangs on the one before and on the source's first."""

    def __init__(self, size: int, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.following = random.normal(size=(size, size)).astype(np.float32)
        self.following[:, EOS_ID] += 3

    def encode(self, ids, mask):
        return ids[:, :, None].astype(np.float32), ids

    def decode(self, states, mask, decoder_ids, first=0):
        copied = np.zeros((*decoder_ids.shape, len(self.following)), dtype=np.float32)
        width = min(copied.shape[1], states.shape[1])
        places = np.arange(width)
        for row, state in enumerate(states[:, :, 0].astype(int)):
            copied[row, places, state[:width]] = 4
        return (self.following[decoder_ids] + copied)[:, first:]


@pytest.fixture(scope="module")
def corrector(tokenizer) -> Corrector:
    return Corrector(RuleBackend(tokenizer, RULES), tokenizer)


def changes(correction) -> list[tuple[int, int, str, str]]:
    return [(edit.start, edit.end, edit.before, edit.after) for edit in correction.edits]


def test_틀린_글자만_고치고_자리를_알려_준다(corrector):
    found = corrector.correct("오늘 선셍님이 숙재를 않 내주셨어요.")
    assert found.text == "오늘 선생님이 숙제를 안 내주셨어요."
    assert changes(found) == [(4, 5, "셍", "생"), (9, 10, "재", "제"), (12, 13, "않", "안")]
    assert [edit.confidence for edit in found.edits] == [0.99, 0.9, 0.6]
    assert 0.6 < found.score < 1


def test_여러_문장과_줄바꿈_뒤에서도_자리가_맞는다(corrector):
    text = "안녕하세요.  \r\n\r\n\t숙재를 했다!\n\n할수 있다 🙂‍↔️ ㅋㅋㅋ\n"
    found = corrector.correct(text)
    assert found.text == "안녕하세요.  \r\n\r\n\t숙제를 했다!\n\n할 수 있다 🙂‍↔️ ㅋㅋㅋ\n"
    assert apply(text, found.edits) == found.text


def test_맞는_글은_그대로_두고_확신을_알려_준다(corrector):
    found = corrector.correct("오늘 숙제를 했다.")
    assert found.text == "오늘 숙제를 했다."
    assert found.edits == ()
    assert found.score == pytest.approx(0.999, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n", " \t\r\n\u3000 ", "1,234 56", "🙂", "\ud800"])
def test_고칠_것이_없는_글은_그대로_온다(corrector, text):
    found = corrector.correct(text)
    assert (found.text, found.edits, found.score) == (text, (), 1.0)


def test_풀어쓴_한글은_풀어쓴_채로_고친다(corrector):
    text = normalize("NFD", "오늘 선셍님이 숙재를 했다.")
    found = corrector.correct(text)
    assert found.text == normalize("NFD", "오늘 선생님이 숙제를 했다.")
    assert [edit.before for edit in found.edits] == [normalize("NFD", "셍"), normalize("NFD", "재")]
    assert apply(text, found.edits) == found.text


def test_모아쓴_글과_풀어쓴_글이_섞여_있으면_저마다_제_꼴을_지킨다(corrector):
    apart = normalize("NFD", "선셍님")
    found = corrector.correct(f"숙재 {apart} 할수 café\u0301 \u212b")
    assert found.text == f"숙제 {normalize('NFD', '선생님')} 할 수 café\u0301 \u212b"


def test_홑_대리_부호가_있어도_나머지를_고친다(corrector):
    given, wanted = (
        "오늘 숙재를\udc80 했다. 이제 할수 있다",
        "오늘 숙제를\udc80 했다. 이제 할 수 있다",
    )
    assert corrector.correct(given).text == wanted


def test_배운_적_없이_짧은_글은_그대로_둔다(corrector):
    short = "숙재 않?"
    assert len(short) == SHORTEST_SENTENCE - 1
    assert corrector.correct(short).text == short
    assert corrector.correct(normalize("NFD", short)).text == normalize("NFD", short)
    assert corrector.correct(f"{short}!").text == "숙제 안?!"


@pytest.mark.parametrize(
    "text",
    [
        "https://숙재.한국/않?q=할수",
        "`선셍님.숙재` 코드",
        "@숙재 안녕",
        "#숙재 안녕",
        "/home/숙재/않.txt 파일",
    ],
)
def test_주소와_코드와_이름은_고치지_않는다(corrector, text):
    assert corrector.correct(text).text == text


def test_사용자가_지킨_말은_조사가_붙어도_고치지_않는다(tokenizer):
    guarded = Corrector(RuleBackend(tokenizer, RULES), tokenizer, protect=["숙재"])
    found = guarded.correct("숙재를를 선셍님이")
    assert found.text == "숙재를 선생님이"
    assert [edit.kind for edit in found.edits] == ["particle", "spelling"]


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        (0.0, "선생님 숙제 안 먹었다"),
        (0.6, "선생님 숙제 안 먹었다"),
        (0.61, "선생님 숙제 않 먹었다"),
        (0.85, "선생님 숙제 않 먹얶다"),
        (1.0, "선셍님 숙재 않 먹얶다"),
    ],
)
def test_확신이_모자라는_편집은_하지_않는다(tokenizer, least, expected):
    strict = Corrector(RuleBackend(tokenizer, RULES), tokenizer, min_confidence=least)
    found = strict.correct("선셍님 숙재 않 먹얶다")
    assert found.text == expected
    assert all(edit.confidence >= least for edit in found.edits)


def test_지우는_편집의_확신은_뒤따르는_글자의_확신이다(corrector):
    (edit,) = corrector.correct("숙제를를 했다").edits
    assert (edit.before, edit.after, edit.confidence) == ("를", "", 0.7)
    (last,) = corrector.correct("오늘 숙제를를").edits
    assert (last.before, last.after, last.confidence) == ("를", "", 0.7)


def test_토큰_여럿으로_된_글자도_한_글자로_센다(tokenizer):
    assert len(tokenizer.encode("뷁")) > 1
    rules = {"뷁": ("먹", 0.8), "숙재": ("뷁제", 0.9), "바요": ("봐요", 0.75)}
    found = Corrector(RuleBackend(tokenizer, rules), tokenizer).correct("뷁뷁 숙재 漢字 바요")
    assert found.text == "먹먹 뷁제 漢字 봐요"
    assert [edit.confidence for edit in found.edits] == [0.8, 0.9, 0.75]


def test_제어_문자나_깨진_글자를_쓰는_편집은_하지_않는다(tokenizer):
    for bad in ("\n", "\ufffd", "\ud800", "\x00", "\ue000"):
        rules = {"가": (bad, 0.99), "숙재": ("숙제", 0.99)}
        found = Corrector(RuleBackend(tokenizer, rules), tokenizer).correct("가나다 숙재")
        assert found.text == "가나다 숙제"


def test_끝나지_않는_출력과_빈_출력은_버린다(tokenizer):
    endless = Corrector(RuleBackend(tokenizer, {"숙재": ("숙제" * 40, 0.9)}), tokenizer)
    silent = Corrector(RuleBackend(tokenizer, {"숙재": ("", 0.9)}), tokenizer)
    assert endless.correct("숙재").text == "숙재"
    assert silent.correct("숙재").text == "숙재"


def test_모델이_받기에_너무_긴_문장은_그대로_온다(tokenizer):
    short = Corrector(RuleBackend(tokenizer, RULES), tokenizer, max_positions=12)
    assert (
        short.correct("숙재를 했다. 숙재를 않 내주셨어요 먹얶다.").text
        == "숙제를 했다. 숙재를 않 내주셨어요 먹얶다."
    )


def test_묶어서_고친_것과_하나씩_고친_것이_같다(corrector):
    texts = ["숙재", "", "할수 있다. 숙재", "오늘", "숙재", "오늘 선셍님이 숙재를 않 내주셨어요."]
    together = corrector.correct_batch(texts)
    assert together == [corrector.correct(text) for text in texts]
    assert together == list(corrector.correct_stream(texts))
    assert together == list(corrector.correct_stream(iter(texts), chunk=1))
    assert corrector.correct_batch([]) == []


def test_흐름은_읽는_만큼만_앞서_간다(corrector):
    asked: list[str] = []

    def source() -> Iterator[str]:
        for number in range(1000):
            asked.append(f"오늘 숙재 {number}")
            yield asked[-1]

    stream = corrector.correct_stream(source())
    assert asked == []
    assert next(stream).text == "오늘 숙제 0"
    assert len(asked) == 1
    rest = [next(stream).text for _ in range(499)]
    assert rest[-1] == "오늘 숙제 499"
    assert len(asked) <= 500 + 64
    careful = corrector.correct_stream(source(), chunk=1)
    asked.clear()
    assert [next(careful).text for _ in range(5)][-1] == "오늘 숙제 4"
    assert len(asked) == 5


def test_긴_글은_크기가_정해진_묶음으로_나누어_고친다(tokenizer):
    backend = RuleBackend(tokenizer, RULES)
    text = "\n".join(
        f"{number}번 숙재를 않 했다." + " 오늘" * (number % 30) for number in range(400)
    )
    found = Corrector(backend, tokenizer).correct(text)
    assert found.text == text.replace("숙재", "숙제").replace("않", "안")
    assert max(rows * width for rows, width in backend.shapes) <= 1024
    assert len(backend.shapes) < 60


def test_여러_스레드에서_한꺼번에_써도_같은_답이_온다(corrector):
    texts = [f"숙재 {number} 할수 있다" for number in range(60)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(corrector.correct, texts)) == corrector.correct_batch(texts)


korean = st.sampled_from([*RULES, *KNOWN.split(), "https://a.kr/숙재", "\ud83d", "뷁", "\n", "  "])
anything = st.lists(korean | st.text(st.characters(), max_size=4), max_size=8).map("".join)


@settings(max_examples=60)
@given(text=anything, seed=st.integers(0, 9), apart=st.booleans())
def test_어떤_모델이든_어떤_글이든_편집_밖의_글자는_그대로다(tokenizer, text, seed, apart):
    text = normalize("NFD", text) if apart else text
    backend = RandomBackend(tokenizer.vocab_size, seed)
    found = Corrector(backend, tokenizer, protect=["숙재"]).correct(text)
    assert apply(text, found.edits) == found.text
    assert found.text.count("\n") == text.count("\n")
    assert all(0 <= edit.confidence <= 1 for edit in found.edits)
    assert 0 <= found.score <= 1
    for span in protected_spans(text, ["숙재"]):
        assert text[span.start : span.end] in found.text
    assert not any(char in edit.after for edit in found.edits for char in "\r\n\ufffd")


@settings(max_examples=60)
@given(
    asked=st.lists(
        st.tuples(anything, st.sampled_from([0.0, 0.7, 0.95]), st.sampled_from([(), ("숙재",)])),
        max_size=5,
    ),
    size=st.integers(1, 5),
)
def test_설정이_서로_다른_글들의_문장을_섞어_읽어도_따로_고친_것과_같다(corrector, asked, size):
    texts = [text for text, _, _ in asked]
    each_alone = [corrector.with_options(min_confidence=m, protect=p) for _, m, p in asked]
    plans = [each.judge.plan(text) for each, text in zip(each_alone, texts, strict=True)]
    sentences = [each.text for plan in plans for each in plan.sentences][::-1]
    readings: dict[str, Reading] = {}
    for at in range(0, len(sentences), size):
        readings |= corrector.judge.reader.read(sentences[at : at + size])
    for each, plan in zip(each_alone, plans, strict=True):
        (judged,) = each.judge.conclude([plan], readings)
        assert judged.correction(plan.text) == each.correct(plan.text)


@pytest.mark.parametrize("wrong", [None, 3, b"\xed\x95\x9c"])
def test_글이_아닌_것은_받지_않는다(corrector, wrong):
    with pytest.raises(InputError, match=type(wrong).__name__):
        corrector.correct(wrong)
    with pytest.raises(InputError, match=type(wrong).__name__):
        list(corrector.correct_stream(["글", wrong]))


def test_글_하나를_글_여럿인_줄로_알지_않는다(corrector):
    with pytest.raises(InputError, match="one string"):
        corrector.correct_batch("숙재")


def test_값이_틀린_설정은_바로_알린다(tokenizer, corrector):
    backend = RuleBackend(tokenizer, RULES)
    with pytest.raises(ConfigError, match="0 to 1, got 2"):
        Corrector(backend, tokenizer, min_confidence=2)
    with pytest.raises(ConfigError, match="protect"):
        Corrector(backend, tokenizer, protect="리액트")
    with pytest.raises(ConfigError, match="chunk"):
        corrector.correct_stream([], chunk=0)


@pytest.mark.parametrize("size", [1, 7, 4000, 10**6])
def test_문서를_어떻게_나누어_주어도_통째로_고친_것과_같다(corrector, size):
    document = ("민수 숙재 봐요.\n오늘은 숙재를 해요. " * 4000) + "끝으로 숙재"
    parts = (document[at : at + size] for at in range(0, len(document), size))
    done = list(corrector.correct_document(parts))
    whole = corrector.correct(document)
    assert len(done) > 2
    assert "".join(passage.input for passage in done) == document
    assert "".join(passage.text for passage in done) == whole.text
    assert tuple(edit for passage in done for edit in passage.edits) == whole.edits
    assert [passage.start for passage in done][1] == len(done[0].input)
    assert whole.text == document.replace("숙재", "숙제")


def test_문서는_다_읽기_전에_고치기_시작한다(corrector):
    asked: list[int] = []

    def parts():
        for number in range(10**6):
            asked.append(number)
            yield "오늘은 숙재를 해요.\n" * 100

    first = next(corrector.correct_document(parts()))
    assert first.text.startswith("오늘은 숙제를")
    assert len(asked) < 200


def test_문서_조각이_글이_아니면_거절한다(corrector):
    with pytest.raises(InputError):
        list(corrector.correct_document(["숙재", b"bytes"]))


def test_다른_설정의_교정기는_모델을_나누어_쓴다(corrector):
    other = corrector.with_options(protect=["숙재"])
    assert other.correct("오늘은 숙재를 해요.").text == "오늘은 숙재를 해요."
    assert corrector.correct("오늘은 숙재를 해요.").text == "오늘은 숙제를 해요."
    assert corrector.with_options(min_confidence=1.0).min_confidence == 1.0
    with pytest.raises(ConfigError):
        corrector.with_options(min_confidence=2.0)
    with pytest.raises(ConfigError):
        corrector.with_options(protect="숙재")


def test_모델이_배운_가장_짧은_문장부터_고친다(tokenizer):
    short = Corrector(RuleBackend(tokenizer, RULES), tokenizer, shortest=2)
    assert short.correct("숙재").text == "숙제"
    assert Corrector(RuleBackend(tokenizer, RULES), tokenizer).correct("숙재").text == "숙재"
