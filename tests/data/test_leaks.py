"""What counts as a part of a benchmark, and what does not."""

import json
from pathlib import Path

import pytest

from spellfix.data.laid import Laid
from spellfix.data.leaks import OVERLAP, WINDOW, Benchmarks
from spellfix.data.letters import Letters
from spellfix.data.table import NONE

LONG = "우리 반 아이들은 쉬는 시간마다 운동장에 나가서 줄넘기를 했습니다."
SHORT = "지각하지 않았어요."


@pytest.fixture
def benchmarks(tmp_path: Path) -> Benchmarks:
    paths = []
    for name, text in (("long", LONG), ("short", SHORT)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(json.dumps({"input": text, "target": text}), "utf-8")
        paths.append(path)
    return Benchmarks(paths)


def leaks(benchmarks: Benchmarks, *texts: str) -> list[int]:
    return benchmarks.find(Letters.of(Laid.out(texts))).tolist()


def test_글자_14개가_이어서_같으면_겹친_글이다(benchmarks: Benchmarks) -> None:
    letters = "".join(c for c in LONG if c.isalnum())
    enough = f"그런데 {letters[5 : 5 + WINDOW]} 같은 말은 처음 들어 본다고 하셨습니다"
    fewer = f"그런데 {letters[5 : 4 + WINDOW]} 같은 말은 처음 들어 본다고 하셨습니다"
    assert leaks(benchmarks, "아무 상관이 없는 다른 글입니다.", enough, fewer) == [NONE, 0, NONE]


def test_띄어쓰기와_문장_부호와_대소문자는_보지_않는다(benchmarks: Benchmarks) -> None:
    assert leaks(benchmarks, LONG.replace(" ", ""), f'"{LONG}"') == [0, 0]


def test_짧은_글은_다섯_글자_조각의_반이_같으면_겹친_글이다(benchmarks: Benchmarks) -> None:
    assert OVERLAP == 0.5
    assert leaks(benchmarks, "지각하지 않았어요!", "오늘 지각하지 않았어요") == [1, 1]
    assert leaks(benchmarks, "오늘은 늦잠을 잤지만 뛰어가서 지각하지 않았어요.") == [NONE]


def test_고친_글자가_여럿이어도_겹친_글이다(benchmarks: Benchmarks) -> None:
    changed = LONG.replace("운동", "놀이").replace("우리", "저희")
    assert leaks(benchmarks, changed) == [0]


def test_글이_없으면_겹친_것도_없다(benchmarks: Benchmarks) -> None:
    assert leaks(benchmarks) == []
    assert leaks(benchmarks, "", "...") == [NONE, NONE]
    assert leaks(Benchmarks([]), LONG) == [NONE]
