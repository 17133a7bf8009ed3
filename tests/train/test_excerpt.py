"""A few words of some lines: what the model sees of headings and single words."""

from collections import Counter
from random import Random

from spellfix.noise import Recipe
from spellfix.train.corpus import Corpus
from spellfix.train.excerpt import SHORTEST_EXCERPT, excerpt
from spellfix.train.stream import TrainingPairs

SENTENCE = "오늘은 날씨가 맑아서 친구들과 함께 공원에 다녀왔습니다."


def test_몇_낱말은_문장에서_이어지는_낱말이다() -> None:
    drawn = Counter(excerpt(SENTENCE, Random(seed)) for seed in range(400))
    assert len(drawn) > 15
    for text in drawn:
        assert f" {text} " in f" {SENTENCE} "
        assert len(text.split(" ")) <= 4
        assert len(text) >= SHORTEST_EXCERPT


def test_더_뗄_것이_없으면_그대로다() -> None:
    assert excerpt("안녕하세요.", Random(1)) == "안녕하세요."
    assert all(excerpt("ㄱ ㄴ ㄷ ㄹ ㅁ", Random(seed)) != "" for seed in range(50))


def test_줄의_몫만큼_몇_낱말을_떼고_같은_자리는_언제나_같다(tokenizer) -> None:
    lines = [f"{number}번째 {SENTENCE}" for number in range(200)]
    corpus = Corpus(lines, ((0, 200, 1.0),), (("lines", 200, 1.0),), "")

    def drawn(share: float) -> list[str]:
        pairs = TrainingPairs(corpus, tokenizer, Recipe(clean=1.0), 3, 512, excerpts=share)
        return [pair.target for pair in pairs.first(200)]

    assert sum(text not in lines for text in drawn(0.3)) in range(40, 80)
    assert drawn(0.3) == drawn(0.3)
    assert all(text in lines for text in drawn(0.0))
