"""The guide names files, settings and services that exist."""

import re
from dataclasses import fields
from pathlib import Path

from spellfix.serve.settings import Settings

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")


def test_every_file_that_a_command_names_is_there():
    named = set(re.findall(r"\bdeploy/[\w./-]+\w", GUIDE))
    made = {"deploy/secrets/metrics_key", "deploy/secrets/grafana_password", "deploy/secrets"}
    assert {"deploy/Dockerfile", "deploy/compose.yaml", "deploy/secrets.sh"} <= named
    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []


def test_every_setting_is_one_of_the_service_or_of_the_composition():
    known = {f"SPELLFIX_{field.name.upper()}" for field in fields(Settings)}
    composed = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:SPELLFIX|ORT)_[A-Z_]+[A-Z]", GUIDE))
    assert {name for name in named - known if name not in composed} == {"ORT_DISABLE_TELEMETRY"}


def test_the_score_of_the_unit_is_the_one_that_the_guide_tells():
    from_guide = re.findall(r"rates the unit ([\d.]+)", GUIDE)
    (bound,) = re.findall(
        r"^MOST_EXPOSED = ([\d.]+)$", Path(__file__).with_name("test_unit.py").read_text(), re.M
    )
    assert [float(each) <= float(bound) for each in from_guide] == [True]


def test_containers_are_started_as_shut_as_they_are_composed():
    (command,) = re.findall(r"docker run -d (.*?)\n\n", GUIDE, re.S)
    for word in ("--read-only", "--cap-drop ALL", "no-new-privileges", "-p 127.0.0.1:", "--init"):
        assert word in command
