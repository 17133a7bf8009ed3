"""Systems by name: each one opens, says what it is and corrects; other names are refused."""

import re
from pathlib import Path

import pytest

import spellfix
from spellfix.errors import ConfigError, ModelError
from spellfix.systems import names, open_system


def test_the_names_are_known() -> None:
    assert {"spellfix", "noisy-channel", "kiwi", "kiwi:two-set", "hunspell", "copy"} <= set(names())
    assert names()[0] == "spellfix"


@pytest.mark.parametrize("name", [name for name in names() if ":" not in name])
def test_every_system_answers_each_text_in_order_and_says_in_one_line_what_it_is(name: str) -> None:
    system = open_system(name)
    texts = ["", "\n", "Hello, world", "", "12\r\n34"]
    assert [answer.text for answer in system.correct_batch(texts)] == texts
    assert list(system.correct_batch([])) == []
    assert system.name == name
    assert re.fullmatch(r"\S.*\S", system.description)
    system.close()


@pytest.mark.parametrize("name", ["", "kiwi:", "kiwi:bogus", "copy:x", "HUNSPELL", "spellfix "])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ConfigError, match=f"no such system: {name!r}") as refused:
        open_system(name)
    assert all(known in str(refused.value) for known in names())


def test_the_shipped_model_corrects_under_its_name() -> None:
    system = open_system("spellfix")
    (answer,) = system.correct_batch(["오늘 선셍님이 숙재를 내주셨어요."])
    assert answer.text == spellfix.correct("오늘 선셍님이 숙재를 내주셨어요.")
    assert spellfix.__version__ in system.description


def test_a_missing_model_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        open_system("spellfix", tmp_path / "none")


def test_a_copy_has_every_text_as_it_is() -> None:
    texts = ["숙재를 했다", "\ud800", ""]
    assert [answer.text for answer in open_system("copy").correct_batch(texts)] == texts
