"""The program hunspell with the Korean dictionary, and what is said when it is not there."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.errors import ConfigError, SpellfixError
from spellfix.systems.hunspell import Hunspell


@pytest.fixture(scope="module")
def hunspell() -> Iterator[Hunspell]:
    system = Hunspell()
    yield system
    system.close()


def corrected(system: Hunspell, text: str) -> str:
    (answer,) = system.correct_batch([text])
    return answer.text


def program(place: Path, lines: str) -> str:
    path = place / "program"
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_사전에_없는_낱말은_첫_제안으로_바뀐다(hunspell: Hunspell) -> None:
    text = "😀숙재를 했다.\r\n\n  (설겆이) 'a' 3, \"숙재를\""
    assert corrected(hunspell, text) == "😀숙제를 했다.\r\n\n  (설거지) 'a' 3, \"숙제를\""


def test_숫자는_제안에_없어도_남는다(hunspell: Hunspell) -> None:
    assert corrected(hunspell, "중간고사 7급을 5교시에 숙재") == "중간고사 7급을 5교시에 숙제"


def test_자모로_쓰인_글도_같은_자리에서_같은_꼴로_고쳐진다(hunspell: Hunspell) -> None:
    text = "그는 (숙재를) 했다. 설겆이 끝"
    answer = corrected(hunspell, normalize("NFD", text))
    assert answer == normalize("NFD", "그는 (숙제를) 했다. 설거지 끝")


def test_a_sign_at_the_start_of_a_word_is_no_command_to_the_program(hunspell: Hunspell) -> None:
    signs = "+ * & @ # ! ~ % ^ - ?"
    text = " ".join(f"{sign}숙재" for sign in signs.split())
    assert corrected(hunspell, text) == text.replace("숙재", "숙제")


def test_text_without_korean_comes_back_as_it_is(hunspell: Hunspell, odd_text: str) -> None:
    assert corrected(hunspell, odd_text) == odd_text


def test_a_typo_after_odd_characters_is_corrected_where_it_stands(
    hunspell: Hunspell, odd_text: str
) -> None:
    assert corrected(hunspell, f"{odd_text} 숙재를") == f"{odd_text} 숙제를"


def test_a_stretch_that_is_too_long_for_a_word_comes_back_as_it_is(hunspell: Hunspell) -> None:
    text = "숙재를" * 30_000
    assert corrected(hunspell, text) == text


@settings(max_examples=20)
@given(
    st.lists(
        st.sampled_from(
            [
                "숙재",
                "를",
                "했다",
                " ",
                "\n",
                "\r\n",
                "\t",
                "\0",
                "😀",
                "\ud83d",
                ",",
                "'",
                "-",
                "אב",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_lines_and_spaces_stay_in_any_text(hunspell: Hunspell, text: str) -> None:
    answer = corrected(hunspell, text)
    assert re.findall(r"[\n\r\t\0\ud83d😀]", answer) == re.findall(r"[\n\r\t\0\ud83d😀]", text)


def test_the_description_names_program_and_dictionary(hunspell: Hunspell) -> None:
    assert re.fullmatch(r"hunspell 1\.[0-9.]+, ko dictionary 0\.[0-9.]+", hunspell.description)


def test_a_program_that_dies_is_an_error_and_the_next_text_is_corrected() -> None:
    system = Hunspell()
    assert corrected(system, "숙재를") == "숙제를"
    assert system.pid is not None
    os.kill(system.pid, signal.SIGKILL)
    with pytest.raises(SpellfixError, match="hunspell: 도중에 끝났습니다"):
        corrected(system, "설겆이")
    assert corrected(system, "설겆이") == "설거지"
    system.close()


def test_a_program_that_hangs_is_an_error_and_not_a_wait() -> None:
    system = Hunspell(patience=0.2)
    assert system.pid is not None
    os.kill(system.pid, signal.SIGSTOP)
    with pytest.raises(SpellfixError, match=r"hunspell: .*no answer in 0\.2 seconds"):
        corrected(system, "숙재를")
    assert system.pid is None


def test_a_missing_program_is_refused_with_what_to_install() -> None:
    with pytest.raises(ConfigError, match="apt install hunspell hunspell-ko"):
        Hunspell("hunspell-that-is-not-there")


def test_a_missing_dictionary_is_refused_with_what_to_install(tmp_path: Path) -> None:
    without = program(tmp_path, 'exec hunspell "$@" -d xx')  # the last -d counts
    with pytest.raises(ConfigError, match=r"사전이 없습니다.*apt install hunspell hunspell-ko"):
        Hunspell(without)
