"""The program `hunspell` with the Korean dictionary: words not in it become its first suggestion.

It is asked for one stretch between spaces at a time, so that what stands between them is never
touched, and finds the words in it itself (it passes over URLs). It takes a tenth of a second and
more for the suggestions of a word; each stretch is asked for once. Knows nothing about dictionaries
but where their version is written.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from unicodedata import normalize

from spellfix.errors import ConfigError, SpellfixError
from spellfix.hangul import is_conjoining, is_syllable
from spellfix.systems.child import Child
from spellfix.systems.system import Answer, Unsure

PROGRAM = "hunspell"
_LANGUAGE = "ko"
_PATIENCE = 60.0
_LONGEST = 200  # code points; no word is as long, and the program reads lines in parts
_INSTALL = "apt install hunspell hunspell-ko (macOS: brew install hunspell, ko.aff과 ko.dic은 따로)"
_STRETCH = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_WRONG = re.compile(r"& (?P<word>\S+) \d+ (?P<at>\d+): (?P<first>[^,]+)")
"""An answer with suggestions. `at` counts code points from 1: a line starts with a sign, ^, that
tells the program to read what follows as text."""
_NOT_KOREAN = re.compile(r"[^\W가-힣ㄱ-ㅣ\u1100-\u11ff]")
_RELEASE = re.compile(r"Hunspell ([0-9.]+)")
_LOADED = re.compile(r"^(.+)\.aff$", re.MULTILINE)
_DICTIONARY_RELEASE = re.compile(r"^VERSION .*?([0-9][0-9.]*)", re.MULTILINE)


class Hunspell(Unsure):
    """The program `program`, looked for as the system does, with its dictionary `ko`.

    patience: seconds for the suggestions of a stretch. Raises ConfigError where the program or the
    dictionary is not installed, SpellfixError where the program does not start.
    """

    name = "hunspell"

    def __init__(self, program: str = PROGRAM, patience: float = _PATIENCE) -> None:
        found = which(program)
        if found is None:
            raise ConfigError(
                f"{program} 프로그램이 없습니다 / there is no program {program}: {_INSTALL}"
            )
        self._program = found
        self._patience = patience
        self.description = f"hunspell {_release(found)}, ko dictionary {_dictionary(found)}"
        self._known: dict[str, str] = {}
        self._child: Child | None = _started(found)

    @property
    def pid(self) -> int | None:
        """The number of the running process; None where it has ended."""
        return None if self._child is None else self._child.pid

    def correct_batch(self, texts: Sequence[str], /) -> list[Answer]:
        """Each text with the words replaced that are not in the dictionary and have a suggestion.

        Raises SpellfixError where the program ends or keeps silent.
        """
        return [Answer(_STRETCH.sub(lambda found: self._stretch(found[0]), text)) for text in texts]

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child = None

    def _stretch(self, text: str) -> str:
        if len(text) > _LONGEST or not any(is_syllable(c) or is_conjoining(c) for c in text):
            return text
        if text not in self._known:
            self._known[text] = replaced(text, self._ask(text))
        return self._known[text]

    def _ask(self, text: str) -> list[str]:
        """What the program says about a stretch: a line for each word that it finds in it."""
        child = self._child = self._child or _started(self._program)
        child.tell(f"^{text}".encode())
        lines: list[str] = []
        try:
            while line := child.hear(self._patience):
                lines.append(line.decode())
        except BaseException:  # also when interrupted: the next answers would be those of this text
            self.close()
            raise
        return lines


def replaced(text: str, answers: Sequence[str]) -> str:
    """`text` with the first suggestion of every answer that has some.

    >>> replaced("(숙재를)", ["& 숙재를 5 2: 숙제를, 수재를"])
    '(숙제를)'
    """
    parts: list[str] = []
    done = 0
    for answer in answers:
        if found := _WRONG.match(answer):
            start = int(found["at"]) - 1
            if start >= done and text.startswith(found["word"], start):
                parts += text[done:start], _better(found["word"], found["first"])
                done = start + len(found["word"])
    return "".join([*parts, text[done:]])


def _better(word: str, suggestion: str) -> str:
    """The suggestion, in conjoining jamo where `word` is; `word` itself where its digits or foreign
    letters would be lost: the dictionary has no numbers, and suggests 교시에 for 5교시에."""
    if _NOT_KOREAN.findall(suggestion) != _NOT_KOREAN.findall(word):
        return word
    return normalize("NFD", suggestion) if is_conjoining(word[0]) else suggestion


def _started(program: str) -> Child:
    child = Child([program, "-a", "-d", _LANGUAGE, "-i", "utf-8"], PROGRAM)
    child.hear(_PATIENCE)  # its name and version
    return child


def _release(program: str) -> str:
    done = _run([program, "--version"])
    found = _RELEASE.search(done.stdout)
    return found[1] if found else "?"


def _dictionary(program: str) -> str:
    """The version of the dictionary that the program loads."""
    done = _run([program, "-D", "-d", _LANGUAGE])
    found = _LOADED.search(done.stderr + done.stdout)
    if done.returncode != 0 or found is None:
        raise ConfigError(
            f"{program}: 한국어 사전이 없습니다 / there is no Korean dictionary ({_LANGUAGE}): "
            f"{_INSTALL}"
        )
    try:
        with Path(f"{found[1]}.aff").open(encoding="utf-8", errors="replace") as file:
            told = _DICTIONARY_RELEASE.search(file.read(1 << 14))
    except OSError:
        return "?"
    return told[1] if told else "?"


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SpellfixError(f"{command[0]}: 답하지 않습니다 / does not answer ({error})") from error
