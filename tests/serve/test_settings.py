"""What a service is told: flags before the environment, the environment before the defaults."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from spellfix.errors import ConfigError
from spellfix.serve.settings import Settings


def test_without_a_word_it_listens_to_this_machine_and_stores_in_a_file_of_the_user() -> None:
    settings = Settings.given([], {})
    assert settings == Settings()
    assert (settings.host, settings.database, settings.workers) == ("127.0.0.1", "", 1)


def test_a_flag_outranks_the_environment_and_that_the_default() -> None:
    environ = {"SPELLFIX_PORT": "9000", "SPELLFIX_WORKERS": "3", "SPELLFIX_MODEL": ""}
    settings = Settings.given(["--port", "9001"], environ)
    assert (settings.port, settings.workers, settings.model) == (9001, 3, None)


def test_every_setting_has_a_flag_and_a_variable() -> None:
    given = {
        "host": "localhost",
        "port": "1",
        "workers": "2",
        "model": "dir",
        "min_confidence": "0.5",
        "database": "off",
        "retention_days": "0",
        "keys": "keys.jsonl",
        "origins": "https://a.example",
        "request_timeout": "2.5",
        "log_level": "DEBUG",
        "check": "1",
    }
    assert set(given) == {field.name for field in fields(Settings)}
    flags = [
        part
        for name, value in given.items()
        for part in (f"--{name.replace('origins', 'origin').replace('_', '-')}", value)
    ]
    flags.pop()  # --check alone
    variables = {f"SPELLFIX_{name.upper()}": value for name, value in given.items()}
    told = Settings.given(flags, {})
    assert told == Settings.given([], variables)
    assert all(getattr(told, name) != getattr(Settings(), name) for name in given)


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://spellfix:pw@db/spellfix\n")
    environ = {"SPELLFIX_DATABASE_FILE": str(file)}
    assert Settings.given([], environ).database == "postgresql://spellfix:pw@db/spellfix"
    assert Settings.given(["--database", "off"], environ).database == "off"
    with pytest.raises(ConfigError, match="SPELLFIX_DATABASE_FILE"):
        Settings.given([], {"SPELLFIX_DATABASE_FILE": str(tmp_path / "none")})


def test_a_worker_is_told_what_its_parent_was_told() -> None:
    settings = Settings(port=1, origins=("https://a.example", "http://b.example:8080"))
    before = dict(os.environ)
    try:
        settings.hand_down()
        assert Settings.handed_down(os.environ) == settings
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "65536"),
        ("workers", "0"),
        ("workers", "1.5"),
        ("workers", "-1"),
        ("min-confidence", "1.1"),
        ("min-confidence", "nan"),
        ("min-confidence", "sure"),
        ("retention-days", "-1"),
        ("request-timeout", "0"),
        ("request-timeout", "inf"),
        ("log-level", "loud"),
        ("origin", "*"),
        ("origin", "school.example"),
        ("origin", "https://school.example/page"),
        ("check", "yes"),
    ],
)
def test_what_cannot_be_is_refused_in_the_words_that_were_given(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"--{name}"):
        Settings.given([f"--{name}={value}"], {})
    variable = "SPELLFIX_" + name.replace("origin", "origins").replace("-", "_").upper()
    with pytest.raises(ConfigError, match=variable):
        Settings.given([], {variable: value})
