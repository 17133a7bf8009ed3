"""Workers whose numbers find no room: better not started than dying again and again."""

import os

import pytest

from spellfix.errors import ConfigError
from spellfix.serve.telemetry.shared import DIRECTORY, shared


def test_일꾼의_수를_적을_자리가_없으면_시작하지_않고_한_줄로_말한다() -> None:
    """/proc is a file system without any room."""
    before = os.environ.get(DIRECTORY)
    os.environ[DIRECTORY] = "/proc"
    try:
        with pytest.raises(ConfigError, match=f"too little room.*0 KiB.*{DIRECTORY}"), shared():
            pass
    finally:
        del os.environ[DIRECTORY]
        if before is not None:
            os.environ[DIRECTORY] = before
