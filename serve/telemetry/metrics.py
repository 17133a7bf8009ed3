"""What Prometheus reads of a service: how fast, how much, how full, and how right.

Every label comes from a small known set, so no text can become one. Right across the worker
processes of one service (see `spellfix.serve.telemetry.shared`). Knows no HTTP and no database.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric

import spellfix
from spellfix.edits import Edit
from spellfix.kinds import KINDS
from spellfix.serve.telemetry.current import METHODS, OTHER
from spellfix.serve.telemetry.shared import DIRECTORY, check, collect_all

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
REASONS = ("deadline", "overload", "rate")
DECISIONS = ("accepted", "rejected")

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_TEXTS = (1, 2, 4, 8, 16, 32, 64, 128)
_CHARACTERS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000)


class Telemetry:
    """The numbers of one service. Observes the engine, from any thread.

    Raises ConfigError where the variable that shares numbers between processes was set too late,
    or names a folder that cannot be made.
    """

    def __init__(self) -> None:
        given = os.environ.get(DIRECTORY)
        self._shared = Path(given) if given else None
        check(self._shared)
        own = self._registry = CollectorRegistry()
        self._lock = Lock()
        self._facts: dict[str, Metric] = {}
        self._requests = Histogram(
            "spellfix_http_request_duration_seconds",
            "Seconds from the first line of a request to the last byte of its answer.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=own,
        )
        self._in_flight = Gauge(
            "spellfix_http_requests_in_flight",
            "Requests that are being answered.",
            multiprocess_mode="livesum",
            registry=own,
        )
        self._batch_texts = Histogram(
            "spellfix_batch_texts", "Texts in one run of the model.", buckets=_TEXTS, registry=own
        )
        self._batch_characters = Histogram(
            "spellfix_batch_characters",
            "Code points in one run of the model.",
            buckets=_CHARACTERS,
            registry=own,
        )
        self._batch_seconds = Histogram(
            "spellfix_batch_duration_seconds",
            "Seconds of one run of the model.",
            buckets=_SECONDS,
            registry=own,
        )
        self._waiting = Gauge(
            "spellfix_queue_calls",
            "Calls that wait for the model.",
            multiprocess_mode="livesum",
            registry=own,
        )
        self._refused = Counter(
            "spellfix_refused", "Requests told to come later.", ("reason",), registry=own
        )
        self._edits = Counter("spellfix_edits", "Edits proposed.", ("kind",), registry=own)
        self._decisions = Counter(
            "spellfix_decisions",
            "Edits that a person accepted or rejected.",
            ("kind", "decision"),
            registry=own,
        )
        workers = Gauge(
            "spellfix_workers",
            "Processes that answer.",
            multiprocess_mode="livesum",
            registry=own,
        )
        workers.set(1)
        # A counter that is there from the start lets rate() see its first step.
        for reason in REASONS:
            self._refused.labels(reason)
        for kind in (*KINDS, OTHER):
            self._edits.labels(kind)
            for decision in DECISIONS:
                self._decisions.labels(kind, decision)
        self._state(
            InfoMetricFamily("spellfix_build", "The program.", {"version": spellfix.__version__})
        )

    # -- requests --------------------------------------------------------------------------

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered. route: a template, never a path. status: of HTTP, or 499."""
        known = method if method in METHODS else OTHER
        family = f"{status // 100}xx" if 100 <= status <= 599 else OTHER
        self._requests.labels(known, route, family).observe(seconds)

    def in_flight(self) -> AbstractContextManager[object]:
        """Counts as in flight what happens inside ``with``."""
        return self._in_flight.track_inprogress()

    def refused(self, reason: str) -> None:
        """A request was told to come later; reason: one of REASONS."""
        self._refused.labels(reason if reason in REASONS else OTHER).inc()

    # -- the model -------------------------------------------------------------------------

    def model(self, name: str, version: str) -> None:
        """Which model answers."""
        self._state(
            InfoMetricFamily("spellfix_model", "The model.", {"name": name, "version": version})
        )

    def batch(self, texts: int, characters: int, seconds: float) -> None:
        """The model ran once, over `texts` texts of `characters` code points together."""
        self._batch_texts.observe(texts)
        self._batch_characters.observe(characters)
        self._batch_seconds.observe(seconds)

    def waiting(self, calls: int) -> None:
        """So many calls wait for the model in this process now."""
        self._waiting.set(calls)

    def corrected(self, edits: Iterable[Edit]) -> None:
        """These edits were proposed; only their kinds are looked at."""
        for edit in edits:
            self._edits.labels(_kind(edit.kind)).inc()

    # -- people ----------------------------------------------------------------------------

    def decided(self, accepted: Iterable[str], rejected: Iterable[str]) -> None:
        """A person accepted and rejected edits of these kinds."""
        for decision, kinds in zip(DECISIONS, (accepted, rejected), strict=True):
            for kind in kinds:
                self._decisions.labels(_kind(kind), decision).inc()

    def accuracy(self, typo: tuple[int, int], clean: tuple[int, int]) -> None:
        """Both accuracies over all reviewed drafts, each as (right, n), before an exposition.

        Of n = 0 nothing is known: that accuracy is absent, its n is 0.
        """
        pairs = (
            ("spellfix_typo_accuracy", "spellfix_typo_drafts", "drafts with a typo", typo),
            ("spellfix_correct_text_accuracy", "spellfix_clean_drafts", "clean drafts", clean),
        )
        for name, count, drafts, (right, n) in pairs:
            share = GaugeMetricFamily(name, f"Share of reviewed {drafts} that came out right.")
            if n:
                share.add_metric([], right / n)
            self._state(share)
            self._state(GaugeMetricFamily(count, f"Reviewed {drafts}.", n))

    # -- reading ---------------------------------------------------------------------------

    def exposition(self) -> tuple[bytes, str]:
        """All numbers of all processes in Prometheus' text format, and its media type."""
        registry = CollectorRegistry(support_collectors_without_names=True)
        registry.register(self)
        return generate_latest(registry), CONTENT_TYPE

    def collect(self) -> Iterator[Metric]:
        """The numbers of all processes, then what this one was told of model and accuracies."""
        numbers = collect_all(self._shared) if self._shared else self._registry.collect()
        for metric in numbers:
            # prometheus_client has these times only within one process: never, then.
            metric.samples = [each for each in metric.samples if not each.name.endswith("_created")]
            yield metric
        with self._lock:
            yield from [each for each in self._facts.values() if each.samples]

    def _state(self, fact: Metric) -> None:
        with self._lock:
            self._facts[fact.name] = fact


def _kind(kind: str) -> str:
    return kind if kind in KINDS else OTHER
