"""What people decided, counted: by day, kind and model, and edits by kind."""

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from typing import Any

from spellfix.metrics import Case, Group, score
from spellfix.serve.storage import Decisions, NewReview, Outcomes


def reviewed(store: Any, draft: Any, outcome: str, kind: str | None = None, **given: Any) -> Any:
    """A draft of owner "" or `owner`, reviewed at once."""
    owner = given.pop("owner", "")
    added = store.add_draft(owner, draft).draft
    review = NewReview(
        given.pop("accepted", ()), given.pop("rejected", ()), added.text, outcome, kind, **given
    )
    return store.add_review(owner, added.id, review).draft


def test_nothing_is_counted_where_nothing_is(store: Any) -> None:
    counts = store.outcomes(None)
    assert (counts.outcomes, counts.edits) == ((), ())
    assert (counts.rewritten, counts.drafts, counts.reviewed) == (0, 0, 0)


def test_outcomes_are_counted_by_day_kind_and_model(store: Any, draft_of: Any, clock: Any) -> None:
    old, new = draft_of("글", model=("default", "1.0")), draft_of("글", model=("default", "2.0"))
    for _ in range(3):
        reviewed(store, old, "corrected", "spacing")
    reviewed(store, old, "kept")
    reviewed(store, new, "corrected", "spacing")
    clock.move(days=1)
    reviewed(store, new, "miscorrected", "spacing")
    today, tomorrow = date(2026, 11, 21), date(2026, 11, 22)
    assert store.outcomes("").outcomes == (
        Outcomes(today, None, "default", "1.0", "kept", 1),
        Outcomes(today, "spacing", "default", "1.0", "corrected", 3),
        Outcomes(today, "spacing", "default", "2.0", "corrected", 1),
        Outcomes(tomorrow, "spacing", "default", "2.0", "miscorrected", 1),
    )


def test_a_day_ends_at_midnight_in_utc(store: Any, draft_of: Any, clock: Any) -> None:
    clock.now = datetime(2026, 11, 21, 23, 59, 59, 999_999, tzinfo=timezone.utc)
    reviewed(store, draft_of("글"), "kept")
    clock.move(microseconds=1)
    reviewed(store, draft_of("글"), "kept")
    days = [(row.day, row.n) for row in store.outcomes("").outcomes]
    assert days == [(date(2026, 11, 21), 1), (date(2026, 11, 22), 1)]


def test_a_period_begins_with_its_start_and_ends_before_its_end(
    store: Any, draft_of: Any, clock: Any
) -> None:
    start = clock.now
    for _ in range(3):
        reviewed(store, draft_of("글"), "kept")
        clock.move(days=1)

    def within(since: datetime | None, until: datetime | None) -> tuple[int, int, int]:
        counts = store.outcomes("", since, until)
        exported = store.export("", since, until)
        assert len(exported) == counts.reviewed
        return counts.reviewed, counts.drafts, sum(row.n for row in counts.outcomes)

    day = timedelta(days=1)
    assert within(None, None) == (3, 3, 3)
    assert within(start, start + day) == (1, 1, 1)
    assert within(start + day, None) == (2, 2, 2)
    assert within(None, start + 2 * day) == (2, 2, 2)
    assert within(start + timedelta(microseconds=1), start + day) == (0, 0, 0)
    korean = timezone(timedelta(hours=9))
    assert within(start.astimezone(korean), (start + day).astimezone(korean)) == (1, 1, 1)


def test_drafts_that_became_another_text_are_counted_apart(store: Any, draft_of: Any) -> None:
    reviewed(store, draft_of("글"), "rewritten", "mixed")
    reviewed(store, draft_of("글"), "kept")
    store.add_draft("", draft_of("아직 안 본 글"))
    counts = store.outcomes("")
    assert [row.outcome for row in counts.outcomes] == ["kept"]
    assert (counts.rewritten, counts.reviewed, counts.drafts) == (1, 2, 3)


def test_edits_are_counted_by_kind_and_undecided_ones_not(store: Any, draft_of: Any) -> None:
    draft = draft_of("숙재를 할수 않 했다", "숙제를 할 수 안 했다")
    assert [edit.kind for edit in draft.edits] == ["spelling", "spacing", "spelling"]
    reviewed(store, draft, "corrected", accepted=(0, 2), rejected=(1,))
    reviewed(store, draft, "rewritten", accepted=(), rejected=(0,))
    assert store.outcomes("").edits == (
        Decisions("spacing", accepted=0, rejected=1),
        Decisions("spelling", accepted=2, rejected=1),
    )


def test_only_the_newest_review_of_a_draft_is_counted(
    store: Any, draft_of: Any, clock: Any
) -> None:
    draft = reviewed(
        store, draft_of("할수 있다", "할 수 있다"), "corrected", accepted=(0,), reviewer="김"
    )
    clock.move(days=1)
    later = NewReview((), (0,), draft.text, "overcorrected", None, "이")
    store.add_review("", draft.id, later)
    counts = store.outcomes("")
    assert [(row.day, row.outcome) for row in counts.outcomes] == [
        (date(2026, 11, 22), "overcorrected")
    ]
    assert counts.edits == (Decisions("spacing", 0, 1),)
    assert store.outcomes("", None, clock.now).reviewed == 0


def test_owners_are_counted_apart_and_together(store: Any, draft_of: Any) -> None:
    reviewed(store, draft_of("글"), "kept", owner="a")
    reviewed(store, draft_of("글"), "overcorrected", owner="b")
    seen = {
        owner: sorted(row.outcome for row in store.outcomes(owner).outcomes)
        for owner in ("a", "b", "c", None)
    }
    assert seen == {"a": ["kept"], "b": ["overcorrected"], "c": [], None: ["kept", "overcorrected"]}


def test_the_counts_are_those_of_the_exported_pairs(store: Any, draft_of: Any, clock: Any) -> None:
    pairs = [
        ("숙재를 했다", "숙제를 했다", "숙제를 했다"),
        ("할수 있다", "할수 있다", "할 수 있다"),
        ("않 했다", "안했다", "안 했다"),
        ("문을 닫다", "문을 닫다", "문을 닫다"),
        ("문을 닫다", "문을 닿다", "문을 닫다"),
    ] * 3
    for typed, corrected, final in pairs:
        draft = store.add_draft("", draft_of(typed, corrected)).draft
        outcome = Case(typed, final, corrected).outcome
        store.add_review("", draft.id, NewReview((), (), final, outcome))
        clock.move(hours=1)
    outcomes: Counter[str] = Counter()
    for row in store.outcomes("").outcomes:
        outcomes[row.outcome] += row.n
    group = Group.of(outcomes)
    measured = score(Case(each.input, each.target, each.output) for each in store.export(""))
    assert (group.typo_accuracy, group.n_typo) == (measured.typo_accuracy, measured.n_typo)
    assert group.n_typo == 9
    assert group.correct_text_accuracy == measured.correct_text_accuracy == 0.5
