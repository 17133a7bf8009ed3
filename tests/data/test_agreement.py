"""How far reviewers agree; checked against numbers of the papers."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.cli import main
from spellfix.data.agreement import Agreement, Reviews, measured
from spellfix.data.auditing.items import items

NAMES = ["a", "b", "c"]


def reviewed(path: Path, *rows: tuple[str, str, str, list[tuple[int, str, bool | None]]]) -> Path:
    """Rows: reviewer, input, target, edits (start, kind, accepted)."""
    lines = [
        json.dumps(
            {
                "input": text,
                "target": final,
                "reviewer": reviewer,
                "edits": [
                    {"start": at, "end": at + 1, "after": "x", "kind": kind, "accepted": said}
                    for at, kind, said in edits
                ],
            }
        )
        for reviewer, text, final, edits in rows
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def agreement(path: Path) -> Agreement:
    reviews = Reviews()
    for item in items([path]):
        reviews.add(item)
    return reviews.agreement()


def test_fleiss_kappa_is_that_of_a_table_counted_by_hand() -> None:
    things = [
        {"a": True, "b": True, "c": True},
        {"a": True, "b": True, "c": False},
        {"a": False, "b": False, "c": False},
        {"a": False, "b": True, "c": False},
    ]
    found = measured(things, NAMES)
    # Each pair of three: 1, 1/3, 1, 1/3 agree, 2/3 in the mean; 6 of 12 say yes, chance is 1/2.
    assert found.raw == pytest.approx(2 / 3)
    assert found.kappa == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    assert found.n == 4


def test_two_reviewers_with_other_habits_get_cohens_kappa() -> None:
    things = [{"a": True, "b": True}] * 4 + [{"a": True, "b": False}] * 4
    found = measured(things, NAMES[:2])
    assert found.raw == 0.5
    assert found.kappa == 0.0  # a always says yes: what they share is chance
    assert measured([each | {"c": True} for each in things], NAMES).kappa != 0.0


def test_nobody_to_agree_with_is_unknown_and_so_is_kappa_where_all_say_the_same() -> None:
    alone = measured([{"a": True}, {"b": False}], NAMES)
    assert (alone.n, alone.raw, alone.kappa, alone.interval) == (0, None, None, None)
    same = measured([{"a": True, "b": True}] * 5, NAMES)
    assert (same.n, same.raw, same.kappa) == (5, 1.0, None)


@settings(max_examples=25)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(NAMES), st.booleans(), min_size=2), min_size=1, max_size=12
    )
)
def test_kappa_never_goes_beyond_one_and_lies_in_its_interval(
    things: list[dict[str, bool]],
) -> None:
    found = measured(things, NAMES)
    assert found.raw is not None
    assert 0 <= found.raw <= 1
    if found.kappa is not None:
        assert found.kappa <= 1
        assert found.interval is not None
        assert found.interval[0] <= found.kappa <= found.interval[1]


def test_edits_are_counted_by_kind_and_only_where_both_decided(tmp_path: Path) -> None:
    text = "숙재를 할수 있다."
    found = agreement(
        reviewed(
            tmp_path / "export.jsonl",
            ("a", text, "숙제를 할 수 있다.", [(1, "spelling", True), (5, "spacing", True)]),
            ("b", text, "숙제를 할수 있다.", [(1, "spelling", True), (5, "spacing", False)]),
            ("b", "다른 글이다.", "다른 글이다.", [(0, "spelling", None)]),
            ("a", "다른 글이다.", "다른 글이다.", [(0, "spelling", True)]),
        )
    )
    assert (found.reviewers, found.method) == (2, "cohen")
    assert (found.edits.n, found.edits.raw) == (2, 0.5)
    assert {kind: each.raw for kind, each in found.by_kind.items()} == {
        "spacing": 0.0,
        "spelling": 1.0,
    }
    assert (found.texts.n, found.texts.raw, found.same) == (2, 1.0, 0.5)


def test_who_judges_again_has_changed_his_mind(tmp_path: Path) -> None:
    text = "숙재를 했다."
    found = agreement(
        reviewed(
            tmp_path / "export.jsonl",
            ("a", text, text, [(1, "spelling", False)]),
            ("b", text, "숙제를 했다.", [(1, "spelling", True)]),
            ("a", text, "숙제를 했다.", [(1, "spelling", True)]),
        )
    )
    assert (found.edits.n, found.edits.raw, found.same) == (1, 1.0, 1.0)


def test_pairs_without_reviewers_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"input": "a", "target": "b", "reviewer": null}\n', encoding="utf-8")
    found = agreement(path)
    assert (found.reviewers, found.edits.n, found.same, dict(found.by_kind)) == (0, 0, None, {})


def test_the_command_shows_kappa_with_its_n(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "숙재를 할수 있다고 했다."
    path = reviewed(
        tmp_path / "export.jsonl",
        ("a", text, "숙제를 할 수 있다고 했다.", [(1, "spelling", True), (5, "spacing", True)]),
        ("b", text, "숙제를 할수 있다고 했다.", [(1, "spelling", True), (5, "spacing", False)]),
    )
    assert main(["data", "audit", str(path)]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "검토자 reviewers: 2" in shown
    assert "kappa (cohen)" in shown
    assert "50.0%" in shown
