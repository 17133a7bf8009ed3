"""`/v1/evaluate`, `/v1/accuracy`, `/v1/export`: the same numbers, whoever is asked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from spellfix.cli import main
from spellfix.serve.app import create_app
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings

ROOT = Path(__file__).parents[2]
REWRITTEN = "숙제를 했다. 다음 주에는 발표 자료를 함께 만들어 봅시다."
HEADLINES = (
    "typo_accuracy",
    "typo_accuracy_interval",
    "n_typo",
    "corrected",
    "uncorrected",
    "miscorrected",
    "correct_text_accuracy",
    "correct_text_accuracy_interval",
    "n_clean",
    "overcorrected",
)


def pairs() -> list[dict[str, str]]:
    """Real typos and right texts: what teachers wrote."""
    lines = (ROOT / "data/benchmark/feedback_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def full(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service whose drafts have been reviewed: the final texts are the targets."""
    file = tmp_path_factory.mktemp("full") / "drafts.sqlite3"
    services = Services.open(replace(settings, database=f"sqlite:///{file}"))
    with TestClient(create_app(services), "http://127.0.0.1") as client:
        for pair in pairs():
            draft = client.post("/v1/drafts", json={"text": pair["input"]}).json()
            edits = range(len(draft["correction"]["edits"]))
            client.post(
                f"/v1/drafts/{draft['id']}/review",
                json={"accepted": list(edits), "final_text": pair["target"]},
            )
        draft = client.post("/v1/drafts", json={"text": "숙재를 했다."}).json()
        client.post(f"/v1/drafts/{draft['id']}/review", json={"final_text": REWRITTEN})
        client.post("/v1/drafts", json={"text": "아무도 보지 않은 글."})
        yield client


def evaluated(file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    threshold = str(Settings().min_confidence)
    assert main(["evaluate", str(file), "--json", "--min-confidence", threshold]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_검토한_글의_정확률은_내보낸_쌍을_evaluate로_잰_것과_한_자리까지_같다(
    full: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(full.get("/v1/export").content)
    measured = evaluated(file, capsys)
    counted = full.get("/v1/accuracy").json()
    assert counted["overall"] == {name: measured[name] for name in HEADLINES}
    assert counted["by_kind"] == measured["by_kind"]
    assert list(counted["by_kind"]) == list(measured["by_kind"])  # type: ignore[call-overload]
    assert counted["overall"]["n_typo"] == sum(one["input"] != one["target"] for one in pairs())
    assert counted["overall"]["n_clean"] == sum(one["input"] == one["target"] for one in pairs())


def test_evaluate_over_http_tells_what_the_command_tells(
    full: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ("input", "target", "kind")
    sent = [{key: pair[key] for key in wanted if key in pair} for pair in pairs()]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(json.dumps(pair) for pair in sent), encoding="utf-8")
    measured = evaluated(file, capsys)
    answer = full.post("/v1/evaluate", json={"pairs": sent}).json()
    assert answer.pop("model")["name"] == "spellfix-small"
    assert answer.pop("by_set") == {}
    assert answer == {name: measured[name] for name in answer}
    assert {"edit_f05", "cer_out", "gleu", "by_kind", "confusion"} <= set(answer)


def test_days_kinds_models_and_decisions_are_counted_apart(full: TestClient) -> None:
    counted = full.get("/v1/accuracy").json()
    n = len(pairs())
    assert (counted["drafts"], counted["reviewed"], counted["rewritten"]) == (n + 2, n + 1, 1)
    (day,), (model,) = counted["by_day"].values(), counted["by_model"].values()
    assert day == model == counted["overall"]
    assert sum(each["accepted"] for each in counted["edits"].values()) > 0
    assert all(each["rejected"] == 0 for each in counted["edits"].values())


def test_a_period_holds_its_first_and_its_last_day(full: TestClient) -> None:
    day = datetime.now(timezone.utc).date()
    whole = full.get("/v1/accuracy").json()
    days = [day - timedelta(days=1), day, day + timedelta(days=1)]
    inside = {"since": str(days[0]), "until": str(days[1])}
    assert full.get("/v1/accuracy", params=inside).json()["overall"] == whole["overall"]
    later = full.get("/v1/accuracy", params={"since": str(days[2])}).json()
    assert later["overall"]["n_typo"] == 0
    assert later["overall"]["typo_accuracy"] is None
    assert full.get("/v1/export", params={"since": str(days[2])}).content == b""
    for_ever = full.get("/v1/accuracy", params={"since": "0001-01-01", "until": "9999-12-31"})
    assert for_ever.json()["overall"] == whole["overall"]
    for wrong in ("0", "2026-13-01", "2026-1-1", "어제", "1e9"):
        assert full.get("/v1/accuracy", params={"since": wrong}).status_code == 422
    turned = {"since": str(days[1]), "until": str(days[0])}
    assert full.get("/v1/accuracy", params=turned).status_code == 422


def test_an_exported_line_says_what_was_decided(full: TestClient) -> None:
    answer = full.get("/v1/export")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["input"] for line in lines] == [pair["input"] for pair in pairs()]
    assert [line["target"] for line in lines] == [pair["target"] for pair in pairs()]
    assert REWRITTEN not in answer.text
    assert all(edit["accepted"] is True for line in lines for edit in line["edits"])
    assert [line["reviewed_at"] for line in lines] == sorted(line["reviewed_at"] for line in lines)


def test_metrics_show_both_accuracies_with_their_n(full: TestClient) -> None:
    counted = full.get("/v1/accuracy").json()["overall"]
    lines = dict(
        line.rsplit(" ", 1)
        for line in full.get("/metrics").text.splitlines()
        if not line.startswith("#")
    )
    assert float(lines["spellfix_typo_accuracy"]) == counted["typo_accuracy"]
    assert float(lines["spellfix_typo_drafts"]) == counted["n_typo"]
    assert float(lines["spellfix_correct_text_accuracy"]) == counted["correct_text_accuracy"]
    assert float(lines["spellfix_clean_drafts"]) == counted["n_clean"]


@pytest.mark.parametrize(
    "body",
    [
        {"pairs": []},
        {"pairs": [{"input": "글"}]},
        {"pairs": [{"input": "글", "target": "글", "targets": ["글"]}]},
        {"pairs": [{"input": "글", "targets": []}]},
        {"pairs": [{"input": "글", "target": "글"}] * 501},
        {"pairs": [{"input": "글" * 20_001, "target": "글"}]},
        {"pairs": [{"input": "글", "target": "글" * 20_001}]},
    ],
)
def test_pairs_that_are_none_are_refused(full: TestClient, body: object) -> None:
    assert full.post("/v1/evaluate", json=body).status_code == 422
