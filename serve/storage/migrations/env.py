"""What alembic runs to run migrations: on a connection that is handed in, in its transaction."""

from alembic import context

from spellfix.serve.storage.tables import metadata


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,  # in SQLite as well, as its transactions begin by themselves here
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name that alembic gives it
    run()
