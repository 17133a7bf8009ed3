"""Kiwi in its own process: what it corrects, what it leaves, and what happens when it dies."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.errors import ConfigError, SpellfixError
from spellfix.systems.kiwi import Kiwi


@pytest.fixture(scope="module")
def kiwi() -> Iterator[Kiwi]:
    system = Kiwi()
    yield system
    system.close()


def corrected(system: Kiwi, text: str) -> str:
    (answer,) = system.correct_batch([text])
    return answer.text


def test_오타만_고치고_줄바꿈과_빈칸은_둔다(kiwi: Kiwi) -> None:
    text = "숙재를  꼼꼼히 해 주었습니다.\r\n\n\t정말 기특하내요! 😀 숙재"
    assert corrected(kiwi, text) == (
        "숙제를  꼼꼼히 해 주었습니다.\r\n\n\t정말 기특하네요! 😀 숙제"
    )


@pytest.mark.parametrize(
    ("mode", "typo", "meant"),
    [
        ("continual", "밥을 머거 봤어요", "밥을 먹어 봤어요"),
        ("lengthening", "지인짜 맛있다", "진짜 맛있다"),
        ("all", "지인짜 맛있내요", "진짜 맛있네요"),
        ("two-set", "공부를 열심히 햐고 있어요", "공부를 열심히 하고 있어요"),
    ],
)
def test_오타_모음마다_제_오타를_고친다(mode: str, typo: str, meant: str) -> None:
    system = Kiwi(mode)
    assert system.name == f"kiwi:{mode}"
    assert corrected(system, typo) == meant
    system.close()


def test_text_without_korean_comes_back_as_it_is(kiwi: Kiwi, odd_text: str) -> None:
    assert corrected(kiwi, odd_text) == odd_text


def test_a_typo_between_odd_characters_is_corrected_where_it_stands(
    kiwi: Kiwi, odd_text: str
) -> None:
    assert corrected(kiwi, f"{odd_text} 숙재를 했다") == f"{odd_text} 숙제를 했다"


def test_a_line_of_100_kB_is_corrected(kiwi: Kiwi) -> None:
    text = "English words. " * 6_600 + "숙재를 했다."
    assert corrected(kiwi, text) == text.replace("숙재", "숙제")


def test_text_in_conjoining_jamo_comes_back_as_it_is(kiwi: Kiwi) -> None:
    text = "\u1109\u116e\u11a8\u110c\u1162\u1105\u1173\u11af"
    assert corrected(kiwi, text) == text


@settings(max_examples=20)
@given(
    st.lists(
        st.sampled_from(
            ["숙재", "를", "했내요", " ", "\n", "\r\n", "\t", "\0", "😀", "\ud83d", "e\u0301", "אב"]
        ),
        max_size=12,
    ).map("".join)
)
def test_lines_and_spaces_stay_in_any_text(kiwi: Kiwi, text: str) -> None:
    answer = corrected(kiwi, text)
    assert re.findall(r"\s+", answer) == re.findall(r"\s+", text)
    assert re.sub("[가-힣ㄱ-ㅣ\u1100-\u11ff]", "", answer) == re.sub(
        "[가-힣ㄱ-ㅣ\u1100-\u11ff]", "", text
    )


def test_after_its_death_the_text_comes_back_as_it_is_and_the_next_is_corrected() -> None:
    system = Kiwi("basic")
    assert corrected(system, "숙재를 했다") == "숙제를 했다"
    assert "crashed" not in system.description
    assert system.pid is not None
    os.kill(system.pid, signal.SIGKILL)
    answers = system.correct_batch(["숙재를 했다", "숙재를 했다"])
    assert [answer.text for answer in answers] == ["숙재를 했다", "숙제를 했다"]
    assert system.crashes == 1
    assert system.description.endswith("typos=basic, crashed once")
    system.close()
    assert system.pid is None
    assert corrected(system, "숙재를 했다") == "숙제를 했다"  # closed, it starts when it is asked
    system.close()


def test_a_process_that_hangs_is_an_error_and_not_a_wait() -> None:
    system = Kiwi("basic", patience=0.5)
    assert system.pid is not None
    os.kill(system.pid, signal.SIGSTOP)
    with pytest.raises(SpellfixError, match=r"kiwi:basic: .*no answer in 0\.56 seconds"):
        corrected(system, "숙재를했다.")
    assert system.pid is None


def test_the_description_names_version_and_typo_set(kiwi: Kiwi) -> None:
    assert re.fullmatch(r"kiwipiepy [0-9.]+, typos=basic_with_continual", kiwi.description)
    assert kiwi.name == "kiwi"


def test_an_unknown_typo_set_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'bogus': basic, continual, .*expected one of these"):
        Kiwi("bogus")


def test_without_kiwipiepy_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['kiwipiepy'] = None\n"  # so Python says that there is none
        "from spellfix.errors import ConfigError; from spellfix.systems import open_system\n"
        "try: open_system('kiwi')\nexcept ConfigError as error: print(ascii(str(error)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert b"pip install 'spellfix[peers]'" in done.stdout


def test_a_kiwipiepy_that_does_not_start_is_an_error_with_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "kiwipiepy.py").write_text("raise ImportError('the model is gone')\n")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from spellfix.errors import SpellfixError; from spellfix.systems import open_system\n"
        "try: open_system('kiwi')\nexcept SpellfixError as error: print(ascii(str(error)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert b"kiwipiepy did not start: 'the model is gone'" in done.stdout
    assert done.stderr == b""
