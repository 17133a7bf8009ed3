"""Pairs of particles that do not fit, and the even draw behind all pairs of the recipe."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]
LINES = (
    "PDF를 내려받고 VPN을 켜세요.",
    "3을 더하고 2를 빼면 1이 남는다.",
    "숙제를 마친 학생은 책을 읽는다.",
    "Git을 쓰는지 Git를 쓰는지는 읽기 나름이다.",
    "https://example.com/가을 주소를 적는다.",
)


def test_each_particle_gets_the_form_that_does_not_fit(script: Script) -> None:
    found = {line: {noisy for _, _, noisy in script("agreement").errors(line)} for line in LINES}
    assert found[LINES[0]] == {LINES[0].replace("PDF를", "PDF을"), LINES[0].replace("N을", "N를")}
    assert {LINES[1].replace("3을", "3를"), LINES[1].replace("2를", "2을")} <= found[LINES[1]]
    assert LINES[2].replace("학생은", "학생는") in found[LINES[2]]
    assert all("Git을 쓰는지 Git를" in noisy for noisy in found[LINES[3]])
    assert all("com/가을" in noisy for noisy in found[LINES[4]])


def test_the_file_holds_pairs_with_one_error_each(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, output = tmp_path / "text.txt", tmp_path / "pairs.jsonl"
    text.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["agreement.py", "--output", str(output), "--", f"{text}:1"])
    script("agreement").main()
    pairs = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert len(pairs) > 8
    for pair in pairs:
        right, wrong = pair["row"].split(">")
        assert pair["target"] in LINES
        assert pair["input"] != pair["target"]
        assert len(pair["input"]) - len(pair["target"]) == len(wrong) - len(right)


def test_a_draw_is_even_and_keeps_what_it_may(script: Script) -> None:
    reservoir = script("reservoir").Reservoir
    drawn: Counter[int] = Counter()
    for seed in range(2000):
        some = reservoir(Random(seed))
        for number in range(10):
            some.offer("a", number, 3)
        some.offer("b", 99, 3)
        assert (some.seen["a"], some.kept["b"]) == (10, [99])
        assert len(set(some.kept["a"])) == 3
        drawn.update(some.kept["a"])
    assert all(500 < drawn[number] < 700 for number in range(10))  # 600 expected, deviation 20
