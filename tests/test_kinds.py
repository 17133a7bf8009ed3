"""Every rule on the errors it was written for, and all of them on errors that people made."""

import json
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.edits import align
from spellfix.kinds import KINDS, classify
from spellfix.noise import Noiser, Recipe
from spellfix.noise.tables import read_table

REAL_ERRORS = Path(__file__).parents[1] / "data" / "benchmark" / "real_dev.jsonl"
SAMPLES = sorted((Path(__file__).parents[1] / "data" / "samples").glob("*.txt"))
anything = st.text(st.characters(exclude_categories=()), max_size=8)


def kind_of(wrong: str, right: str) -> str:
    kinds = {edit.kind for edit in align(wrong, right)}
    assert len(kinds) == 1
    return kinds.pop()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("할수 있다", "할 수 있다"),
        ("작업 할", "작업할"),
        ("갈 수 록", "갈수록"),
        ("가\u00a0나", "가 나"),
    ],
)
def test_빈칸만_바뀌면_띄어쓰기다(wrong: str, right: str) -> None:
    assert kind_of(wrong, right) == "spacing"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("dkssud 하세요", "안녕 하세요"),
        ("ㅗ디ㅣㅐ", "hello"),
        ("우린 ㅇ전의", "우린 예전의"),
        ("호ㅜㄹ하는", "호출하는"),
        ("Ａ반", "A반"),
        ("ﾊ", "ハ"),
        ("㈜한국", "(주)한국"),
    ],
)
def test_낱자나_다른_글자꼴이면_문자_변환이다(wrong: str, right: str) -> None:
    assert kind_of(wrong, right) == "conversion"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("사과을 먹다", "사과를 먹다"),
        ("PHP 배열 비교", "PHP 배열과 비교"),
        ("엘리먼트에에 바인딩", "엘리먼트에 바인딩"),
        ("집로 가다", "집으로 가다"),
        ("버스으로 가다", "버스로 가다"),
        ("책라고 했다", "책이라고 했다"),
        ("나이라고 했다", "나라고 했다"),
        ("판매가격)를", "판매가격)을"),
        ("서버에는 없다", "서버에서는 없다"),
        ("서버는 배포하다", "서버에 배포하다"),
        ("값을를 보다", "값을 보다"),
        ("좋는지 보다", "좋은지 보다"),
        ("만들으면 된다", "만들면 된다"),
        ("살는 곳", "사는 곳"),
        ("할려고 한다", "하려고 한다"),
    ],
)
def test_조사나_어미가_바뀌거나_빠지거나_겹치면_조사다(wrong: str, right: str) -> None:
    assert kind_of(wrong, right) == "particle"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("않 해요", "안 해요"),
        ("됬다", "됐다"),
        ("되요", "돼요"),
        ("몇일", "며칠"),
        ("오랫만", "오랜만"),
        ("설겆이", "설거지"),
        ("어떻게요", "어떡해요"),
        ("웬지", "왠지"),
        ("금새", "금세"),
        ("할께요", "할게요"),
        ("갯수", "개수"),
        ("둘러쌓기", "둘러싸기"),
        ("충분이", "충분히"),
        ("역활", "역할"),
        ("저장함으로서", "저장함으로써"),
        ("하십시요", "하십시오"),
        ("입였다", "입었다"),
        ("되버리다", "되어버리다"),
        ("깨끗히", "깨끗이"),
        ("거희", "거의"),
        ("깎어", "깎아"),
        ("받었다", "받았다"),
        ("친구에요", "친구예요"),
        ("예기하다", "얘기하다"),
        ("져장하다", "저장하다"),
        ("쳐음", "처음")[::-1],
    ],
)
def test_소리가_같거나_흔히_헷갈리는_말이면_맞춤법이다(wrong: str, right: str) -> None:
    assert kind_of(wrong, right) == "spelling"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("스케쥴", "스케줄"),
        ("디스트럭쳐링", "디스트럭처링"),
        ("메쉬는", "메시는"),
        ("워크샵", "워크숍"),
        ("쓰레드", "스레드"),
        ("파라메터", "파라미터"),
        ("리파지토리", "리포지토리"),
        ("커피숖", "커피숍"),
        ("크래이트", "크레이트"),
        ("파트너쉽", "파트너십"),
        ("화이팅", "파이팅"),
        ("후라이팬", "프라이팬"),
        ("핸드세이크", "핸드셰이크"),
        ("스맡", "스마트"),
        ("케익", "케이크"),
        ("템플리트", "템플릿"),
        ("셋트", "세트"),
        ("윈도우", "윈도"),
        ("캡쳐", "캡처"),
    ],
)
def test_외래어의_흔한_변이면_외래어_표기다(wrong: str, right: str) -> None:
    assert kind_of(wrong, right) == "loanword"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("구서하다", "구성하다"),
        ("테이믈", "테이블"),
        ("때로는", "떄로는")[::-1],
        ("갑장", "갑작"),
        ("1O개", "10개"),
    ],
)
def test_다른_까닭이_없으면_손이_미끄러진_것이다(wrong: str, right: str) -> None:
    assert kind_of(wrong, right) == "keyboard"


def test_풀어쓴_한글도_같은_갈래다() -> None:
    for wrong, right in [("사과을 먹다", "사과를 먹다"), ("되요", "돼요"), ("스케쥴", "스케줄")]:
        assert kind_of(normalize("NFD", wrong), normalize("NFD", right)) == kind_of(wrong, right)


@given(anything, anything, anything, anything)
def test_any_edit_has_one_of_the_six_kinds(before: str, after: str, left: str, right: str) -> None:
    assert classify(before, after, left, right) in KINDS


def test_사람이_붙인_갈래와_열에_아홉은_같다() -> None:
    """A description, not an exam: the rules were written with these sentences in sight."""
    cases = [json.loads(line) for line in REAL_ERRORS.read_text("utf-8").splitlines()]
    cases = [case for case in cases if case["kind"] in KINDS]
    agreed = sum(
        {edit.kind for edit in align(case["input"], case["target"])} == {case["kind"]}
        for case in cases
    )
    assert len(cases) > 250
    assert agreed / len(cases) > 0.9


@pytest.mark.parametrize(
    ("table", "least"), [("spelling", 0.6), ("loanword", 0.38), ("particle", 0.6), ("spacing", 1.0)]
)
def test_규칙표의_잘못은_대체로_제_갈래다(table: str, least: float) -> None:
    """Loanwords least of all: no letter says that a word is one."""
    rows = [row for row in read_table(table) if "permitted" not in row.get("rule", "")]
    rows = [row for row in rows if row["wrong"].strip() and row["right"].strip()]
    agreed = sum(
        {edit.kind for edit in align(f"값{row['wrong']}", f"값{row['right']}")} == {table}
        if table in ("particle", "spacing")
        else {edit.kind for edit in align(row["wrong"], row["right"])} == {table}
        for row in rows
    )
    assert len(rows) > 400
    assert agreed / len(rows) >= least


def test_지어낸_오타의_갈래는_열에_여덟_넘게_규칙의_갈래다() -> None:
    lines = [line for path in SAMPLES for line in path.read_text("utf-8").splitlines()]
    noiser = Noiser(seed=7, recipe=Recipe(rate=0.0))
    agreed = judged = 0
    for at, line in enumerate(lines):
        noisy = noiser.noise(line, 0, at)
        edits = align(noisy.text, line)
        if len(noisy.edits) == len(edits) == 1:
            judged += 1
            agreed += noisy.edits[0].kind == edits[0].kind
    assert judged > 1000
    assert agreed / judged > 0.8
