"""Numbers for Prometheus: conventional names, small label sets, and nothing claimed of nothing."""

from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from spellfix.edits import Edit
from spellfix.errors import ConfigError
from spellfix.serve.telemetry import Telemetry
from spellfix.serve.telemetry.shared import check

DURATION = "spellfix_http_request_duration_seconds"


def families(telemetry: Telemetry) -> dict[str, Metric]:
    body, media_type = telemetry.exposition()
    assert media_type.startswith("text/plain; version=0.0.4")
    return {each.name: each for each in text_string_to_metric_families(body.decode())}


def values(telemetry: Telemetry, name: str) -> dict[tuple[str, ...], float]:
    """Of a metric, by its labels' values in the order of the labels' names."""
    samples = (each for family in families(telemetry).values() for each in family.samples)
    return {
        tuple(value for _, value in sorted(each.labels.items())): each.value
        for each in samples
        if each.name == name
    }


def edit(kind: str) -> Edit:
    return Edit(0, 1, "되", "돼", kind, 0.9)


def test_검토한_글이_없으면_정확도도_없다() -> None:
    telemetry = Telemetry()
    assert values(telemetry, "spellfix_typo_drafts") == {}
    telemetry.accuracy((0, 0), (0, 0))
    assert values(telemetry, "spellfix_typo_accuracy") == {}
    assert values(telemetry, "spellfix_correct_text_accuracy") == {}
    assert values(telemetry, "spellfix_typo_drafts") == {(): 0}
    assert values(telemetry, "spellfix_clean_drafts") == {(): 0}


def test_each_accuracy_comes_with_its_own_n() -> None:
    telemetry = Telemetry()
    telemetry.accuracy((3, 4), (0, 5))
    assert values(telemetry, "spellfix_typo_accuracy") == {(): 0.75}
    assert values(telemetry, "spellfix_typo_drafts") == {(): 4}
    assert values(telemetry, "spellfix_correct_text_accuracy") == {(): 0}
    assert values(telemetry, "spellfix_clean_drafts") == {(): 5}


def test_an_accuracy_whose_drafts_were_deleted_is_unknown_again() -> None:
    telemetry = Telemetry()
    telemetry.accuracy((3, 4), (5, 5))
    telemetry.accuracy((0, 0), (5, 5))
    assert values(telemetry, "spellfix_typo_accuracy") == {}
    assert values(telemetry, "spellfix_correct_text_accuracy") == {(): 1}


def test_edits_and_decisions_are_counted_by_kind() -> None:
    telemetry = Telemetry()
    telemetry.corrected([edit("spelling"), edit("spelling"), edit("spacing")])
    telemetry.decided(accepted=["spelling"], rejected=["spelling", "spacing"])
    edits = values(telemetry, "spellfix_edits_total")
    assert (edits[("spelling",)], edits[("spacing",)], edits[("keyboard",)]) == (2, 1, 0)
    decisions = values(telemetry, "spellfix_decisions_total")
    assert decisions[("accepted", "spelling")] == 1
    assert decisions[("rejected", "spelling")] == 1
    assert decisions[("rejected", "spacing")] == 1
    assert sum(decisions.values()) == 3


@given(st.text(), st.text(), st.text(), st.integers())
def test_글이_이름표가_되지는_않는다(kind: str, method: str, reason: str, status: int) -> None:
    telemetry = Telemetry()
    telemetry.corrected([edit(f"{kind}글")])
    telemetry.decided(accepted=[f"{kind}글"], rejected=[])
    telemetry.refused(f"{reason}글")
    telemetry.request(f"{method}글", "other", status, 0.1)
    assert "글" not in telemetry.exposition()[0].decode()
    assert values(telemetry, "spellfix_edits_total")[("other",)] == 1
    (labels,) = values(telemetry, f"{DURATION}_count")
    assert labels[:2] == ("other", "other")
    assert labels[2] in {"1xx", "2xx", "3xx", "4xx", "5xx", "other"}


def test_a_request_is_counted_by_route_method_and_class_of_status() -> None:
    telemetry = Telemetry()
    telemetry.request("POST", "/v1/drafts", 201, 0.02)
    telemetry.request("POST", "/v1/drafts", 200, 4)
    telemetry.request("POST", "/v1/drafts", 499, 0.2)
    counted = values(telemetry, f"{DURATION}_count")
    assert counted == {("POST", "/v1/drafts", "2xx"): 2, ("POST", "/v1/drafts", "4xx"): 1}
    fast = values(telemetry, f"{DURATION}_bucket")
    assert fast[("0.025", "POST", "/v1/drafts", "2xx")] == 1
    assert fast[("+Inf", "POST", "/v1/drafts", "2xx")] == 2


def test_batches_and_the_queue_are_measured() -> None:
    telemetry = Telemetry()
    telemetry.batch(3, 120, 0.04)
    telemetry.batch(1, 20, 0.01)
    telemetry.waiting(7)
    telemetry.waiting(2)
    assert values(telemetry, "spellfix_batch_texts_sum") == {(): 4}
    assert values(telemetry, "spellfix_batch_characters_sum") == {(): 140}
    assert values(telemetry, "spellfix_batch_duration_seconds_count") == {(): 2}
    assert values(telemetry, "spellfix_queue_calls") == {(): 2}


def test_a_request_is_in_flight_until_it_ends_or_fails() -> None:
    telemetry = Telemetry()

    def fail() -> None:
        with telemetry.in_flight():
            assert values(telemetry, "spellfix_http_requests_in_flight") == {(): 1}
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    assert values(telemetry, "spellfix_http_requests_in_flight") == {(): 0}


def test_nothing_is_lost_when_threads_count_together() -> None:
    telemetry = Telemetry()

    def work() -> None:
        for _ in range(500):
            telemetry.corrected([edit("spelling")])
            telemetry.batch(2, 10, 0.01)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(telemetry, "spellfix_edits_total")[("spelling",)] == 2_000
    assert values(telemetry, "spellfix_batch_texts_sum") == {(): 4_000}


def test_two_services_in_one_process_do_not_count_for_each_other() -> None:
    one, other = Telemetry(), Telemetry()
    one.refused("rate")
    one.model("default", "1")
    assert values(one, "spellfix_refused_total")[("rate",)] == 1
    assert values(other, "spellfix_refused_total")[("rate",)] == 0
    assert values(other, "spellfix_model_info") == {}


def test_names_follow_the_conventions_of_prometheus() -> None:
    telemetry = Telemetry()
    telemetry.model("default", "1.0")
    telemetry.accuracy((1, 1), (1, 1))
    telemetry.request("GET", "/", 200, 0.1)
    assert values(telemetry, "spellfix_model_info") == {("default", "1.0"): 1}
    for metric in families(telemetry).values():
        assert metric.name.startswith("spellfix_")
        assert metric.documentation.endswith(".")
        names = {each.name for each in metric.samples}
        if metric.type == "counter":
            assert names == {f"{metric.name}_total"}
        assert not any(name.endswith("_created") for name in names)


def test_a_folder_named_after_the_start_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="before the service starts"):
        check(tmp_path)
    check(None)
