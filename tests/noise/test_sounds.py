"""Spelled as heard: each rule on sounds does what it is named for, inside words alone."""

import csv
import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from spellfix.hangul import LEADS, TAILS, VOWELS, compose, decompose
from spellfix.noise.sentence import Sentence
from spellfix.noise.sounds import SoundRule
from spellfix.noise.spelling import SPELLING_RULES
from spellfix.noise.tables import read_table

RULES = {
    rule.name.partition(".")[2]: rule for rule in SPELLING_RULES if isinstance(rule, SoundRule)
}


def makes(rule: SoundRule, text: str) -> set[str]:
    """Everything that the rule can make of ``text``."""
    return {
        text[: error.start] + error.after + text[error.end :]
        for error in rule.every(Sentence(text), 0, len(text))
    }


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        ("vowel_ae", "게시", "개시"),
        ("vowel_ae", "시계", "시게"),
        ("vowel_ae", "차례", "차레"),
        ("vowel_oe", "괴물", "괘물"),
        ("vowel_oe", "훼손", "회손"),
        ("vowel_ui", "무늬", "무니"),
        ("vowel_glide", "처음", "쳐음"),
        ("vowel_glide", "바뀌다", "바끼다"),
        ("vowel_round", "나도", "나두"),
        ("liaison", "목록을", "목로글"),
        ("liaison", "읽어", "일거"),
        ("liaison", "드러나다", "들어나다"),
        ("tensing", "숙제", "숙쩨"),
        ("tensing", "할수록", "할쑤록"),
        ("nasal", "합니다", "함니다"),
        ("nasal", "신라", "실라"),
        ("nasal", "독립", "동닙"),
        ("nasal", "솜이불", "솜니불"),
        ("palatal", "굳이", "구지"),
        ("palatal", "닫히다", "다치다"),
        ("h", "축하", "추카"),
        ("h", "많이", "마니"),
        ("h", "전화", "전와"),
        ("h", "그렇지", "그렇치"),
        ("coda", "있다", "잇다"),
        ("coda", "부엌", "부억"),
        ("coda", "없다", "업다"),
        ("coda", "깎아", "깍아"),
        ("saisiot", "대가", "댓가"),
        ("saisiot", "바닷가", "바다가"),
    ],
)
def test_소리_나는_대로_적는다(rule: str, right: str, wrong: str) -> None:
    assert wrong in makes(RULES[rule], right)


def test_구개음화는_이_앞에서만_일어난다() -> None:
    assert "가차" not in makes(RULES["palatal"], "같아")
    assert "가타" in makes(RULES["liaison"], "같아")
    assert "가티" not in makes(RULES["liaison"], "같이")


def test_되와_돼는_소리_규칙이_건드리지_않는다() -> None:
    for text in ("안 되지", "안 돼지", "돼지"):
        assert not any({"되", "돼"} <= set(made + text) for made in makes(RULES["vowel_oe"], text))


@pytest.mark.parametrize("name", RULES)
def test_한_음절_낱말은_소리대로_바뀌지_않는다(name: str) -> None:
    assert makes(RULES[name], "네 개, 못 갔 낮 희 꽃!") == set()


@pytest.mark.parametrize("name", RULES)
def test_낱말의_첫소리는_바뀌지_않는다(name: str) -> None:
    for lead in LEADS:
        for made in makes(RULES[name], f"끝 {compose(lead, 'ㅏ', 'ㅇ')}도"):
            assert decompose(made[2])[0] == lead


def test_소리_규칙은_어떤_음절에도_음절을_남긴다() -> None:
    borders = [
        compose("ㅁ", "ㅗ", tail) + compose(lead, vowel)
        for tail, lead, vowel in product(["", *TAILS], LEADS, "ㅏㅣㅕㅡ")
    ]
    vowels = ["가" + compose(lead, vowel, "ㅂ") for lead, vowel in product(LEADS, VOWELS)]
    for text in borders + vowels:
        for name in RULES:
            for made in makes(RULES[name], text):
                assert re.fullmatch("[가-힣]{2}", made), (name, text, made)


def test_소리_표의_모든_줄은_나올_수_있다() -> None:
    seen = {
        (name, error.row)
        for name in RULES
        for text in everything()
        for error in RULES[name].every(Sentence(text), 0, len(text))
    }
    for row in read_table("sound"):
        assert (row["rule"], f"{row['right']}>{row['wrong']}") in seen, row


def everything() -> list[str]:
    """Each tail before each lead, each lead before each vowel, each tail at the end."""
    tails = ["", *TAILS]
    found = [f"가{compose(lead, vowel)}" for lead, vowel in product(LEADS, VOWELS)]
    found += [f"가{compose('ㅁ', 'ㅏ', tail)}" for tail in tails]
    return found + [
        compose("ㅁ", "ㅗ", tail) + compose(lead, vowel)
        for tail, lead, vowel in product(tails, LEADS, "ㅏㅜㅡㅣㅕㅓ")
    ]


def test_소리_표는_줄마다_일곱_칸이고_같은_줄이_없다() -> None:
    file = Path(__file__).resolve().parents[2] / "noise" / "tables" / "sound.tsv"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows[0] == ["rule", "place", "right", "wrong", "where", "weight", "source"]
    assert all(len(row) == 7 and row[6] and 0 < float(row[5]) <= 10 for row in rows[1:])
    assert {row[0] for row in rows[1:]} == set(RULES)
    assert {row[1] for row in rows[1:]} == {"vowel", "tail", "lead", "border"}
    keys = Counter(tuple(row[:5]) for row in rows[1:])
    assert max(keys.values()) == 1
