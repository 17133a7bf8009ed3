"""The dashboard and the alert rules ask for nothing that the service does not tell."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from spellfix.edits import Edit
from spellfix.hangul import is_syllable
from spellfix.serve.telemetry import Telemetry

DEPLOY = Path(__file__).parents[3] / "deploy"
DASHBOARD = DEPLOY / "grafana" / "dashboards" / "spellfix.json"
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
OF_PROMETHEUS = {"job", "instance"}
"""Labels that Prometheus itself gives to what it reads."""


def told() -> dict[str, dict[str, set[str]]]:
    """Every sample that a service tells, with its labels and their values."""
    telemetry = Telemetry()
    telemetry.model("default", "1")
    telemetry.accuracy((1, 2), (3, 4))
    for status in (200, 429, 503):
        telemetry.request("POST", "/v1/correct", status, 0.1)
    telemetry.batch(1, 10, 0.1)
    telemetry.corrected([Edit(0, 1, "되", "돼", "spelling", 0.9)])
    known: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families(telemetry.exposition()[0].decode()):
        for sample in family.samples:
            labels = known.setdefault(sample.name, defaultdict(set))
            for label, value in sample.labels.items():
                labels[label].add(value)
    return known


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return found


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def questions() -> Iterator[str]:
    """Every expression in the dashboard and in the rules."""
    for panel in panels():
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (rule["expr"] for rule in rules())


@pytest.mark.parametrize("question", sorted(set(questions())))
def test_every_question_has_an_answer(question: str) -> None:
    known = told()
    names = re.findall(r"\bspellfix_\w+", question)
    assert names or question.startswith(("up{", "sum by (instance) (up{"))
    assert set(names) <= set(known)
    answerable = set(OF_PROMETHEUS).union(*(known[name] for name in names))
    asked = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", question))
    for group in re.findall(r"\bby\s*\(([^)]*)\)", question):
        asked |= set(group.replace(" ", "").split(","))
    assert asked <= answerable
    for name, selector in re.findall(r"\b(spellfix_\w+)\{([^}]*)\}", question):
        for label, value in re.findall(r"(reason|decision|status)=~?\"([^\"]*)\"", selector):
            assert set(value.split("|")) <= known[name][label]


def test_alerts_speak_of_numbers_that_are_told() -> None:
    said = " ".join(text for rule in rules() for text in rule["annotations"].values())
    names = set(re.findall(r"\bspellfix_\w+", said))
    assert names
    assert names <= set(told())


def test_두_정확도는_각각의_n과_나란히_있다() -> None:
    shown = {
        panel["title"]: " ".join(t["expr"] for t in panel.get("targets", ())) for panel in panels()
    }
    stats = [asked for asked in shown.values() if "_drafts" in asked]
    assert len(stats) == 2
    assert ["spellfix_typo_accuracy" in asked and "typo_drafts" in asked for asked in stats] == [
        True,
        False,
    ]
    assert "spellfix_correct_text_accuracy" in stats[1]
    assert "spellfix_clean_drafts" in stats[1]
    # Neither accuracy is drawn without the other.
    (both,) = [asked for asked in shown.values() if "accuracy" in asked and asked not in stats]
    assert "spellfix_typo_accuracy" in both
    assert "spellfix_correct_text_accuracy" in both


def test_every_number_that_is_told_is_shown() -> None:
    asked = " ".join(questions())
    names = {re.sub("_(bucket|count|sum)$", "", name) for name in told()}
    assert {name for name in names if name not in asked} == set()


def test_titles_are_korean_and_english() -> None:
    titles = [panel["title"] for panel in panels()]
    titles += [rule["annotations"]["summary"] for rule in rules()]
    for title in titles:
        korean, _, english = title.partition(" / ")
        assert any(map(is_syllable, korean))
        assert english.isascii()
        assert english
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells


def test_prometheus_reads_the_rules_and_its_key_from_files() -> None:
    told_to = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    assert told_to["rule_files"] == [ALERTS.name]
    (job,) = told_to["scrape_configs"]
    assert job["job_name"] == "spellfix"
    assert job["authorization"]["credentials_file"].startswith("/run/secrets/")
    assert "credentials" not in job["authorization"]


def test_grafana_is_told_where_the_dashboard_and_the_numbers_are() -> None:
    given = DEPLOY / "grafana" / "provisioning"
    (source,) = yaml.safe_load((given / "datasources" / "prometheus.yml").read_text())[
        "datasources"
    ]
    assert source["type"] == "prometheus"
    (provider,) = yaml.safe_load((given / "dashboards" / "spellfix.yml").read_text())["providers"]
    assert provider["options"]["path"] == "/etc/grafana/dashboards"
