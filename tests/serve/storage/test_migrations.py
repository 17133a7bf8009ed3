"""The steps between versions of the tables, up and down, and that they lead to the tables."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from spellfix.serve.storage import Store
from spellfix.serve.storage.database import Database
from spellfix.serve.storage.migrating import configured


def structure(connection: Connection) -> dict[str, Any]:
    """Every table with its columns, keys and indices."""
    inspector = inspect(connection)
    return {
        table: (
            [(each["name"], str(each["type"]), each["nullable"]) for each in columns],
            sorted(map(str, inspector.get_indexes(table))),
            sorted(map(str, inspector.get_unique_constraints(table))),
            sorted(map(str, inspector.get_foreign_keys(table))),
            inspector.get_pk_constraint(table),
        )
        for (_, table), columns in inspector.get_multi_columns().items()
        if table != "alembic_version"
    }


def test_the_last_step_leads_to_the_tables_of_the_program(nothing_yet: str) -> None:
    database = Database.open(nothing_yet)
    database.write(lambda connection: command.check(configured(connection)))
    database.close()


def test_every_step_goes_up_and_down_and_up_again(nothing_yet: str) -> None:
    database = Database.open(nothing_yet)
    run: Callable[..., Any] = database.write
    first = run(structure)
    known = {"drafts", "edits", "reviews", "decisions", "idempotency", "terms", "keys"}
    assert set(first) == known
    run(lambda connection: command.downgrade(configured(connection), "base"))
    assert run(structure) == {}
    run(lambda connection: command.upgrade(configured(connection), "head"))
    assert run(structure) == first
    database.close()


def test_a_step_that_fails_leaves_everything_as_it_was(nothing_yet: str) -> None:
    database = Database.open(nothing_yet)

    def fails(connection: Connection) -> None:
        command.downgrade(configured(connection), "base")
        raise InterruptedError

    with pytest.raises(InterruptedError):
        database.write(fails)
    assert set(database.read(structure)) >= {"drafts", "terms"}
    database.close()


def test_opening_again_changes_nothing(nothing_yet: str, draft_of: Any) -> None:
    async def scenario() -> None:
        store = Store.open(nothing_yet, retention_days=None)
        draft = (await store.add_draft("", draft_of("글"))).draft
        await store.close()
        again = Store.open(nothing_yet, retention_days=None)
        assert await again.draft("", draft.id) == draft
        await again.close()

    asyncio.run(scenario())
