"""Drafts come back as they were given, to their owner alone, until they are deleted."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from spellfix.edits import Edit
from spellfix.serve.storage import Draft, NewDraft, NewReview

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ODD = [
    "",
    "\0",
    "앞\0뒤",
    "👨‍👩‍👧‍👦 가족 🇰🇷",
    "שלום مرحبا \u202e거꾸로\u202c",
    "한글 NFD",  # conjoining jamo
    "나랏말〯ᄊᆞ미 듕귁에 달아",  # 옛한글 with tone marks
    "첫째\r\n둘째\n\n셋째\r",
    "  두 칸  ",
    "\ufeff\ufffe\U0010ffff",
    "가" * 20_000,
    "👍" * 20_000,
]


def test_a_draft_is_found_as_it_was_added(store: Any, draft_of: Any, clock: Any) -> None:
    new = draft_of("숙재를 할수 있다", "숙제를 할 수 있다")
    written = store.add_draft("학교", new)
    assert written.replayed is False
    assert written.draft == Draft(
        id=written.draft.id,
        owner="학교",
        created_at=clock.now,
        expires_at=None,
        text=new.text,
        corrected=new.corrected,
        edits=new.edits,
        score=new.score,
        min_confidence=None,
        model_name="default",
        model_version="1.0",
    )
    assert store.draft("학교", written.draft.id) == written.draft


def test_any_text_comes_back_word_for_word(store: Any) -> None:
    for odd in ODD:
        came_back(store, odd, odd[::-1])


@given(TEXTS, TEXTS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_nobody_thought_of_come_back_word_for_word(
    store: Any, first: str, second: str
) -> None:
    came_back(store, first, second)


def came_back(store: Any, first: str, second: str) -> None:
    """Asserts that both texts come back from every place that holds a text."""
    edits = (Edit(0, len(first), first, second, "spelling", 0.1 + 0.2), Edit(1, 1, "", "", "x"))
    new = NewDraft(first, second, edits, 1 / 3, 0.7000000000000001, "m", "v")
    added = store.add_draft("", new).draft
    review = NewReview((0,), (1,), second, "corrected", "spelling", first)
    reviewed = store.add_review("", added.id, review).draft
    found = store.draft("", added.id)
    assert found == reviewed
    assert (found.text, found.corrected, found.edits, found.score, found.min_confidence) == (
        new.text,
        new.corrected,
        new.edits,
        new.score,
        new.min_confidence,
    )
    assert (found.review.final_text, found.review.reviewer) == (second, first)


def test_drafts_of_others_do_not_exist(store: Any, draft_of: Any) -> None:
    draft = store.add_draft("a", draft_of("글")).draft
    assert store.draft("b", draft.id) is None
    assert store.delete_draft("b", draft.id) is False
    assert store.add_review("b", draft.id, NewReview((), (), "글", "kept")) is None
    assert store.draft("a", draft.id) == draft


def test_an_id_that_nobody_was_given_finds_nothing(store: Any) -> None:
    for unknown in ("", "\0" * 22, "가" * 22, "a" * 22, "a" * 23, "' OR ''='"):
        assert store.draft("", unknown) is None
        assert store.delete_draft("", unknown) is False
        assert store.delete_term("", unknown) is False
        assert store.add_review("", unknown, NewReview((), (), "글", "kept")) is None


def test_ids_do_not_tell_of_each_other(store: Any, draft_of: Any) -> None:
    ids = {store.add_draft("", draft_of("글")).draft.id for _ in range(20)}
    assert len({each[:8] for each in ids}) == 20


def test_a_deleted_draft_leaves_no_row(store: Any, url: str, draft_of: Any) -> None:
    kept = store.add_draft("", draft_of("할수 있다", "할 수 있다")).draft
    draft = store.add_draft("", draft_of("할수 있다", "할 수 있다")).draft
    for each in (kept, draft):
        store.add_review("", each.id, NewReview((0,), (), "할 수 있다", "corrected", "spacing"))
    assert store.delete_draft("", draft.id) is True
    assert store.draft("", draft.id) is None
    assert store.delete_draft("", draft.id) is False
    assert rows(url) == {"drafts": 1, "edits": 1, "reviews": 1, "decisions": 1}


def rows(url: str) -> dict[str, int]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        counted = {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("drafts", "edits", "reviews", "decisions")
        }
    engine.dispose()
    return counted
