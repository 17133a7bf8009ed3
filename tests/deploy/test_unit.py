"""The unit of systemd, judged by systemd itself."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from spellfix.serve.workers import GRACE

UNIT = Path(__file__).parents[2] / "deploy" / "systemd" / "spellfix.service"
MOST_EXPOSED = 1.5
"""Of `systemd-analyze security`: 0 is shut off from all, 10 is a plain root service."""


@pytest.fixture
def here(tmp_path):
    """The unit with the program where it is on this machine."""
    program = Path(sys.executable).with_name("spellfix")
    text = UNIT.read_text(encoding="utf-8").replace("/opt/spellfix/bin/spellfix", str(program))
    unit = tmp_path / UNIT.name
    unit.write_text(text, encoding="utf-8")
    return unit


def analyze(*words):
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=60,
    )


def exposure(unit):
    done = analyze("security", "--offline=yes", unit)
    (found,) = re.findall(r"Overall exposure level for spellfix\.service: ([\d.]+)", done.stdout)
    return float(found)


def test_systemd_understands_every_line(here):
    done = analyze("verify", here)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_line_that_systemd_does_not_know_would_be_found(here):
    here.write_text(here.read_text(encoding="utf-8") + "[Service]\nNoNewPrivilege=yes\n")
    assert "NoNewPrivilege" in analyze("verify", here).stderr


def test_the_service_is_hardly_exposed(here):
    assert exposure(here) <= MOST_EXPOSED


def test_a_door_left_open_would_be_found(here):
    text = here.read_text(encoding="utf-8")
    here.write_text(re.sub(r"^(ProtectSystem|SystemCallFilter|NoNew).*\n", "", text, flags=re.M))
    assert exposure(here) > MOST_EXPOSED


def test_the_service_is_not_killed_before_it_has_finished():
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(encoding="utf-8"), re.M)
    assert int(seconds) > GRACE


def test_the_user_of_the_unit_is_the_one_that_is_made():
    made = UNIT.with_name("spellfix.conf").read_text(encoding="utf-8")
    (user,) = re.findall(r"^User=(\w+)$", UNIT.read_text(encoding="utf-8"), re.M)
    assert re.findall(r"^u (\w+) ", made, re.M) == [user]
