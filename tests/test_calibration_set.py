"""Thresholds are chosen on lines of the samples, none of the benchmark, as the card says."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from spellfix.evaluation import read_pairs
from spellfix.kinds import KINDS

DATA = Path(__file__).parents[1] / "data"
PAIRS, TECH = (DATA / "calibration" / name for name in ("calibration.jsonl", "tech.jsonl"))
CARD = (DATA / "calibration" / "README.md").read_text("utf-8")
DOMAINS = sorted(path.stem for path in (DATA / "samples").glob("*.txt"))
KEYS = {"id", "input", "kind", "domain", "source", "license"}
ROW = re.compile(r"^\| (\w+) \| (\d+) \|(?: (\d+) \| (\d+) \| (\d+) \|)?$", re.MULTILINE)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def targets(record: dict[str, Any]) -> list[str]:
    return list(record["targets"]) if "targets" in record else [record["target"]]


def lines_of(domain: str) -> list[str]:
    text = (DATA / "samples" / f"{domain}.txt").read_bytes().decode("utf-8")
    return text.removesuffix("\n").split("\n")


SET = [*records(PAIRS), *records(TECH)]


def test_every_line_has_the_form_of_a_pair_and_an_id_of_its_own() -> None:
    for record in SET:
        (key,) = record.keys() - KEYS
        assert key in ("target", "targets")
        assert all(isinstance(record[each], str) and record[each] for each in KEYS)
        assert len(set(targets(record))) == len(targets(record)) >= 1
    assert len({record["id"] for record in SET}) == len({record["input"] for record in SET})
    read = [*read_pairs(PAIRS), *read_pairs(TECH)]
    assert [pair.targets for pair in read] == [tuple(targets(each)) for each in SET]
    assert len({record["id"] for record in SET}) == len(SET)


def test_what_the_default_model_has_read_lies_apart() -> None:
    assert {each["domain"] for each in records(TECH)} == {"tech"}
    assert "tech" not in {each["domain"] for each in records(PAIRS)}


def test_every_input_is_the_line_of_the_sample_that_its_id_names() -> None:
    samples = {domain: lines_of(domain) for domain in DOMAINS}
    for record in SET:
        domain = record["domain"]
        name, number = record["id"].rsplit("-", 1)
        assert name == f"calibration-{domain}"
        assert record["source"] == f"data/samples/{domain}.txt"
        assert record["input"] == samples[domain][int(number) - 1]


def test_a_kind_is_named_where_and_only_where_there_is_an_error() -> None:
    for record in SET:
        clean = record["input"] in targets(record)
        assert (record["kind"] == "clean") == clean
        assert clean or record["kind"] in KINDS
        assert not clean or targets(record) == [record["input"]]


@pytest.mark.parametrize("path", sorted((DATA / "benchmark").glob("*.jsonl")), ids=lambda p: p.stem)
def test_nothing_of_it_is_in_the_benchmark(path: Path) -> None:
    reported = {text for each in records(path) for text in (each["input"], *targets(each))}
    assert reported
    assert not reported & {text for each in SET for text in (each["input"], *targets(each))}


def test_the_card_counts_what_is_there() -> None:
    rows = {name: [int(number) for number in found if number] for name, *found in ROW.findall(CARD)}
    clean = Counter(each["domain"] for each in SET if each["kind"] == "clean")
    wrong = Counter(each["domain"] for each in SET if each["kind"] != "clean")
    table = {
        domain: [clean[domain], wrong[domain], total - clean[domain] - wrong[domain], total]
        for domain in DOMAINS
        for total in [len(lines_of(domain))]
    }
    table["all"] = [sum(column) for column in zip(*table.values(), strict=True)]
    kinds = Counter(each["kind"] for each in SET if each["kind"] != "clean")
    assert rows == table | {kind: [count] for kind, count in kinds.items()}
    reasons = re.search(r"\| why left out .*?\n\n", CARD, re.DOTALL)
    assert reasons is not None
    assert sum(map(int, re.findall(r"\| (\d+) \|$", reasons[0], re.MULTILINE))) == table["all"][2]
    several = sum("targets" in each for each in SET)
    assert f"({several} lines here" in CARD
