"""The shipped model may think what it likes: what must not change does not.

Real sentences with errors, with things put into them at random places, at a threshold of 0, so that
every edit of the model has to pass the guard.
"""

import json
from pathlib import Path
from random import Random
from unicodedata import normalize

import pytest

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.edits import apply

BENCHMARK = Path(__file__).parents[1] / "data" / "benchmark"
SENTENCES = [
    json.loads(line)["input"]
    for name in ("real_dev", "feedback_dev")
    for line in (BENCHMARK / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
EACH = 40
APART = {
    "hanja": ["大韓民國", "學校", "韓", "漢字"],
    "kana": ["ありがとう", "カタカナ", "こんにちは、元気？"],
    "script": ["Привет, мир", "مرحبا بالعالم", "สวัสดี", "Ελλάδα", "שלום"],
    "emoji": ["👍🏽", "🇰🇷", "👨‍👩‍👧‍👦", "😀😀", "❤️", "1️⃣", "★★★", "→"],
    "latin": ["Kubernetes", "git diff", "e-mail", "Hello, world", "AI", "C++"],
    "accent": ["café", "naïve", "São Paulo", "cafe\u0301"],
    "number": ["3.5kg", "1,000", "50%", "100MB", "3000", "0.001"],
    "mixed": ["iPhone15", "COVID-19", "v2.0", "5G", "GPT-4o", "H2O"],
    "arithmetic": ["1 + 2 = 3", "3×4=12", "2x + 1", "a = b"],
    "date": ["2024. 3. 5.", "2024-01-02", "12:30", "010-1234-5678"],
    "laughter": ["ㅋㅋㅋ", "ㅠㅠ", "ㅎㅎ", "ㅡㅡ;", "ㅇㅇ", "ㄱㅅ", "ㅋ"],
    "emoticon": ["^^", "^^;;", ":)", "~~", "ㅇㅅㅇ", "T_T", "-_-", "...", "?!"],
    "quote": ['"I have a dream"', "“To be, or not to be”", "'carpe diem'", "「こんにちは」"],
    "code": ["`npm run build`", "$x^2 + y$", "\\(a+b\\)", "`않되`"],
    "address": ["https://naver.com/가?b=1", "a.b@c.kr", "@민수", "#맛집", "/etc/hosts", "node.js"],
    "term": ["민수", "서울 초등학교", "햇님반", "않되"],
}
TERMS = [*APART["term"]]
JOINED = ("hanja", "kana", "script", "emoji", "quote", "code")


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained(min_confidence=0.0, protect=TERMS)


def untouched(corrected: list[Correction], placed: list[tuple[str, int, str]]) -> None:
    for found, (text, at, thing) in zip(corrected, placed, strict=True):
        assert apply(text, found.edits) == found.text
        touching = [e for e in found.edits if e.start < at + len(thing) and e.end > at]
        assert touching == [], (text, touching)
        assert found.text.count(thing) >= text.count(thing), (text, found.text)
        assert found.text.count("ㅋ") == text.count("ㅋ")


@pytest.mark.parametrize("kind", APART)
def test_낱말_사이에_둔_것은_그대로_있다(corrector: Corrector, kind: str) -> None:
    random = Random(len(kind))
    placed = []
    for _ in range(EACH):
        words = random.choice(SENTENCES).split(" ")
        place, thing = random.randint(0, len(words)), random.choice(APART[kind])
        before = "".join(f"{word} " for word in words[:place])
        placed.append((" ".join([*words[:place], thing, *words[place:]]), len(before), thing))
    corrected = corrector.correct_batch([text for text, _, _ in placed])
    assert any(found.edits for found in corrected)
    untouched(corrected, placed)


@pytest.mark.parametrize("kind", JOINED)
def test_낱말에_붙은_것도_그대로_있다(corrector: Corrector, kind: str) -> None:
    random = Random(len(kind))
    placed = []
    for _ in range(EACH):
        sentence, thing = random.choice(SENTENCES), random.choice(APART[kind])
        places = [at for at in range(1, len(sentence)) if "가" <= sentence[at - 1] <= "힣"]
        place = random.choice(places)
        placed.append((sentence[:place] + thing + sentence[place:], place, thing))
    untouched(corrector.correct_batch([text for text, _, _ in placed]), placed)


def test_조사가_붙은_이름은_그대로_있다(corrector: Corrector) -> None:
    names = ["민수가", "민수랑", "민수한테서", "민순", "민술", "햇님반이", "서울 초등학교에"]
    texts = [f"{name} {sentence}" for name in names for sentence in SENTENCES[::40]]
    for text, found in zip(texts, corrector.correct_batch(texts), strict=True):
        name = text.split("에")[0] if text.startswith("서울") else text[:2]
        assert found.text.startswith(name)


@pytest.mark.parametrize(
    "mark", ["\r\n", "\n", "\t", "\u2028", "\u200b", "\ufeff", "  ", "\u00a0\u00a0"]
)
def test_줄_끝과_탭과_겹친_빈칸은_그대로_있다(corrector: Corrector, mark: str) -> None:
    random = Random(7)
    texts = []
    for _ in range(EACH):
        words = random.choice(SENTENCES).split(" ")
        words.insert(random.randint(0, len(words)), mark)
        texts.append(" ".join(words) + mark)
    for text, found in zip(texts, corrector.correct_batch(texts), strict=True):
        assert apply(text, found.edits) == found.text
        assert found.text.count(mark) == text.count(mark)
        assert found.text.endswith(mark)


def test_a_no_break_space_outside_of_edits_stays_one(corrector: Corrector) -> None:
    texts = [sentence.replace(" ", "\u00a0") for sentence in SENTENCES[:EACH]]
    for text, found in zip(texts, corrector.correct_batch(texts), strict=True):
        assert apply(text, found.edits) == found.text
        gone = sum(edit.before.count("\u00a0") for edit in found.edits)
        assert found.text.count("\u00a0") >= text.count("\u00a0") - gone


def test_풀어쓴_한글은_풀어쓴_채로_같은_교정을_받는다(corrector: Corrector) -> None:
    texts = SENTENCES[: 2 * EACH]
    decomposed = [normalize("NFD", text) for text in texts]
    composed = corrector.correct_batch(texts)
    for text, found, same in zip(
        decomposed, corrector.correct_batch(decomposed), composed, strict=True
    ):
        assert apply(text, found.edits) == found.text
        assert found.text == normalize("NFD", found.text)
        assert normalize("NFC", found.text) == normalize("NFC", same.text)


def test_한영_전환을_잊은_말은_고칠_수_있다(corrector: Corrector) -> None:
    texts = [
        "dkssudgktpdy, 3반 담임입니다.",
        "API를 쓰는 qkdqjq을 설명합니다.",
        "tjstodsla 숙제를 다 했습니다.",
        "오늘 tnrwp를 다 했어요.",
        "우리 gkrry에 가요.",
    ]
    corrected = corrector.correct_batch(texts)
    assert sum(bool(found.edits) for found in corrected) >= 3
    assert "안녕하세요" in corrected[0].text
