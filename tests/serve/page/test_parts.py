"""The parts of the page that know no element, as the browser runs them, against Python."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from spellfix.edits import align, apply
from spellfix.metrics.intervals import wilson

Visit = Any
LETTERS = "가나다라 되돼않안.\n😊👩‍👩‍👧"
N = 300


@pytest.fixture(scope="module")
def rng() -> random.Random:
    return random.Random(20261121)


@pytest.fixture(scope="module")
def parts(visiting: Any, forgetful: str) -> Iterator[Visit]:
    with visiting(forgetful) as visit:
        yield visit


def written(rng: random.Random, most: int = 24) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.randrange(most)))


def retyped(rng: random.Random, text: str) -> str:
    """`text` with one stretch typed over."""
    start = rng.randrange(len(text) + 1)
    end = rng.randrange(start, min(len(text), start + 4) + 1)
    return text[:start] + written(rng, 4) + text[end:]


def run(visit: Visit, module: str, body: str, cases: object) -> Any:
    script = f"async (cases) => {{ const m = await import('/page/script/{module}.js'); {body} }}"
    return visit.page.evaluate(script, cases)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_코드_포인트는_utf16_자리로_바르게_바뀐다(parts: Visit, rng: random.Random) -> None:
    cases = []
    for _ in range(N):
        text = written(rng)
        places = sorted(rng.randrange(len(text) + 1) for _ in range(4))
        edits = [{"start": a, "end": b} for a, b in (places[:2], places[2:])]
        cases.append({"text": text, "edits": edits})
    body = "return cases.map(({text, edits}) => [m.inUnits(text, edits), m.points(text)])"
    for case, (edits, points) in zip(cases, run(parts, "places", body, cases), strict=True):
        text = str(case["text"])
        assert points == len(text)
        for told, found in zip(case["edits"], edits, strict=True):
            wanted = {side: units(text[: told[side]]) for side in ("start", "end")}  # type: ignore[index]
            assert found == wanted


def test_고친_글은_파이썬이_받아들인_수정으로_만든_글과_같다(
    parts: Visit, rng: random.Random
) -> None:
    cases = []
    for _ in range(N):
        text = written(rng)
        edits = align(text, retyped(rng, retyped(rng, text)))
        taken = [edit for edit in edits if rng.random() < 0.5]
        told = [
            {"start": e.start, "end": e.end, "before": e.before, "after": e.after} for e in edits
        ]
        numbers = [edits.index(edit) for edit in taken]
        cases.append({"text": text, "edits": told, "taken": numbers, "wanted": apply(text, taken)})
    body = """
      const {inUnits} = await import('/page/script/places.js');
      return cases.map(({text, edits, taken}) => {
        const review = new m.Review();
        review.change(text);
        review.found(inUnits(text, edits));
        review.decide(taken.map((number) => review.edits[number].id), 'accepted');
        const result = review.result();
        const undone = review.undo().length;
        return [result, undone, review.result()];
      })"""
    for case, found in zip(cases, run(parts, "review", body, cases), strict=True):
        assert found == [case["wanted"], len(case["taken"]), case["text"]]  # type: ignore[arg-type]


def test_글이_바뀌면_남은_수정은_제자리에_있고_결정을_잊지_않는다(
    parts: Visit, rng: random.Random
) -> None:
    cases = []
    for _ in range(N):
        texts = [written(rng)]
        for _ in range(4):
            texts.append(retyped(rng, texts[-1]))
        edits = align(texts[0], retyped(rng, texts[0]))
        told = [
            {"start": e.start, "end": e.end, "before": e.before, "after": e.after} for e in edits
        ]
        cases.append({"texts": texts, "edits": told})
    body = """
      const {inUnits} = await import('/page/script/places.js');
      return cases.map(({texts, edits}) => {
        const review = new m.Review();
        review.change(texts[0]);
        review.found(inUnits(texts[0], edits));
        review.decide(review.edits.map((edit) => edit.id), 'rejected');
        return texts.map((text) => {
          review.change(text);
          review.found(review.edits);
          return review.edits.every((edit) => edit.verdict === 'rejected'
            && text.slice(edit.start, edit.end) === edit.before);
        });
      })"""
    assert all(all(each) for each in run(parts, "review", body, cases))


def test_두_사람이_고친_것은_겹치지_않을_때만_합쳐진다(parts: Visit, rng: random.Random) -> None:
    cases = []
    for _ in range(N):
        base = written(rng)
        cases.append([base, retyped(rng, base), retyped(rng, base)])
    body = """return cases.map(([base, ours, theirs]) => [m.merged(base, ours, theirs),
      m.merged(base, theirs, ours), m.merged(base, ours, base), m.merged(base, base, theirs)])"""
    answers = run(parts, "places", body, cases)
    for (base, ours, theirs), (one, other, left, right) in zip(cases, answers, strict=True):
        assert one == other
        assert (left, right) == (ours, theirs)
        if one is not None:
            assert units(one) - units(ours) == units(theirs) - units(base)
    both = [one for one, *_ in answers]
    assert N / 10 < both.count(None) < N * 9 / 10


def test_날은_주로_주는_네_주로_묶이고_수는_하나도_빠지지_않는다(
    parts: Visit, rng: random.Random
) -> None:
    last = date(2026, 11, 21)
    for span, step in ((10, 1), (60, 7), (400, 28)):
        by_day = {}
        for back in (0, *(rng.randrange(span) for _ in range(12)), span - 1):
            n_typo, n_clean = rng.randrange(5), rng.randrange(5)
            by_day[(last - timedelta(back)).isoformat()] = {
                "n_typo": n_typo,
                "corrected": rng.randint(0, n_typo),
                "n_clean": n_clean,
                "overcorrected": rng.randint(0, n_clean),
            }
        found = run(parts, "periods", "return m.periods(cases)", by_day)
        assert [each["to"] for each in found] == sorted(each["to"] for each in found)
        assert found[-1]["to"] == last.isoformat()
        for each in found:
            length = date.fromisoformat(each["to"]) - date.fromisoformat(each["from"])
            assert length.days == step - 1
            inside = [v for day, v in by_day.items() if each["from"] <= day <= each["to"]]
            assert each["typo"] == {
                "right": sum(v["corrected"] for v in inside),
                "n": sum(v["n_typo"] for v in inside),
            }
        total = sum(v["n_clean"] - v["overcorrected"] for v in by_day.values())
        assert sum(each["clean"]["right"] for each in found) == total
    assert run(parts, "periods", "return m.periods(cases)", {}) == []


def test_구간은_파이썬의_윌슨_구간과_같다(parts: Visit) -> None:
    cases = [{"right": right, "n": n} for n in (1, 2, 7, 100) for right in range(n + 1)]
    for case, found in zip(
        cases, run(parts, "periods", "return cases.map(m.wilson)", cases), strict=True
    ):
        assert found == pytest.approx(wilson(case["right"], case["n"]), abs=1e-12)
