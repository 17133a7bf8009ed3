"""The flywheel once around, over HTTP: drafts, reviews, a model that has learnt from them.

    python docs/benchmarks/flywheel.py --work DIR [--minutes 20] [--drafts 500] [--workers 1]
        [--clean FILE] [--siblings FILE] [--seed 0] [--override]

`spellfix serve --model DIR/model` runs all the time; DIR/model is a link, to the shipped model at
first.

    drafts     500 sentences of --clean get typos from the noise function, half as many more stay
               as they are; all are stored over HTTP and reviewed by an oracle: the sentence as it
               was is the final text, and an edit is accepted if it undoes a typo
    before     both accuracies of the service on the siblings: sentences of --siblings, each with
               typos of its own and once as it is; nothing of them is stored
    export     the reviewed pairs
    audit      `spellfix data audit` of them: doubtful pairs, to be looked at
    train      `spellfix train --from default --data` the exported pairs, so many --minutes
    gate       `spellfix gate` on the siblings; where it says no the wheel stops (--override: goes
               on, to see the rest)
    switch     the link is led to the new model, back and there again, while others use the service
    siblings   are stored and reviewed as the drafts were, and have the new model
    accuracy   /v1/accuracy by model

Files are .txt, a sentence a line, or .jsonl with "text". Run again with the same DIR, it goes on
where it stopped. Prints a Markdown table; exit status 1 if a request failed during the switches.

The typos are of the noise function that also makes those of training: the accuracies say that the
wheel turns, and not what it gains with people's typos.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx2
from flywheel_people import Given, drafts, review, siblings
from serve_process import Service

from spellfix.client import Client
from spellfix.evaluation import Pair
from spellfix.manifest import MANIFEST, default_model_path, read_facts
from spellfix.metrics.intervals import wilson

FEEDBACK = Path(__file__).parents[2] / "data" / "feedback"
NAME = "feedback-1"
WHY = "Reviewed drafts hold the words of this domain, and what the model got wrong in them."
PATIENCE = 60.0
"""Seconds in which every worker must have another model."""
PORTION = 150
"""Pairs that are evaluated in a request."""
HANDS = 4
"""People who write and review at a time."""


class Wheel:
    """What is done, in DIR: each step once. link: the model of the service."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.work: Path = options.work
        self.work.mkdir(parents=True, exist_ok=True)
        self.link = self.work / "model"
        if not self.link.is_symlink():
            lead(self.link, default_model_path())
        self.exported = self.work / "reviewed" / "export.jsonl"
        self.state = self.work / "steps.json"
        self.steps: dict[str, Any] = json.loads(read(self.state) or "{}")

    @property
    def new(self) -> Path:
        """The new model, wherever training has left it."""
        output = self.work / NAME
        return output if (output / MANIFEST).exists() else output / ".run" / "candidate"

    def step(self, name: str, function: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `function` tells, or told when it was done before."""
        if name not in self.steps:
            sys.stderr.write(f"{name} ...\n")
            began = time.monotonic()
            told = function()
            self.steps[name] = {"seconds": round(time.monotonic() - began, 1), **told}
            fresh = self.state.with_suffix(".fresh")
            fresh.write_text(json.dumps(self.steps, ensure_ascii=False, indent=1), "utf-8")
            fresh.replace(self.state)
        found: dict[str, Any] = self.steps[name]
        return found

    def turn(self, service: Service, client: Client) -> bool:
        """All steps. Whether nothing went wrong."""
        options = self.options
        written = drafts(options.clean, options.drafts, options.seed)
        unseen = siblings(options.siblings, options.seed + 1)
        self.step("drafts", lambda: stored(client, "draft", written))
        self.step("before", lambda: measured(client, unseen))
        self.step("export", lambda: self.export(service))
        self.step("audit", self.audit)
        self.step("train", self.train)
        if not self.step("gate", lambda: self.gate(unseen))["passed"] and not options.override:
            return True
        switched = self.step("switch", lambda: self.switch(service))
        self.step("siblings", lambda: stored(client, "sibling", unseen))
        self.step("accuracy", lambda: by_model(client))
        return not switched["failed"]

    # -- the steps ----------------------------------------------------------------------------

    def export(self, service: Service) -> dict[str, Any]:
        found = httpx2.get(f"{service.address}/v1/export", timeout=60).raise_for_status().content
        self.exported.parent.mkdir(exist_ok=True)
        self.exported.write_bytes(found)
        return {"pairs": found.count(b"\n")}

    def audit(self) -> dict[str, Any]:
        """Doubtful pairs, to be looked at; the oracle's are all right."""
        status = run(self.work / "audit.txt", "data", "audit", self.exported)
        if status:
            raise SystemExit(f"the audit ended with {status}: see {self.work / 'audit.txt'}")
        return {"said": read(self.work / "audit.txt").partition("\n")[0]}

    def train(self) -> dict[str, Any]:
        """A model that is no better is not kept; the gate shall see it all the same."""
        output = self.work / NAME
        flags = ["--from", "default", "--data", self.exported.parent, "--output", output]
        flags += ["--max-minutes", self.options.minutes, "--name", NAME, "--why", WHY]
        if not (self.new / MANIFEST).exists():
            status = run(self.work / "train.txt", "train", *flags)
            if not (self.new / MANIFEST).exists():
                raise SystemExit(f"training ended with {status}: see {self.work / 'train.txt'}")
        facts = read_facts(self.new)["training"]
        told = {key: facts[key] for key in ("steps", "minutes")} if isinstance(facts, dict) else {}
        return {"kept": self.new == output, **told}

    def gate(self, unseen: Sequence[Given]) -> dict[str, Any]:
        pairs = self.work / "siblings.jsonl"
        write_lines(pairs, [each.line for each in unseen])
        status = run(self.work / "gate.json", "gate", self.new, pairs, "--json")
        if status not in (0, 1):
            raise SystemExit(f"the gate cannot judge: see {self.work / 'gate.json'}")
        verdict = json.loads(read(self.work / "gate.json").splitlines()[-1])
        failed = [each["name"] for each in verdict["checks"] if each["passed"] is False]
        return {"passed": verdict["passed"], "failed": failed}

    def switch(self, service: Service) -> dict[str, Any]:
        old, took = default_model_path(), []
        with users(service) as counts:
            for model in (self.new, old, self.new):
                lead(self.link, model)
                took.append(round(answering(service, read_facts(model)["name"]), 1))
        return {"took": took, **counts}


def stored(client: Client, kind: str, texts: Sequence[Given]) -> dict[str, Any]:
    """`texts` written and reviewed by several people at a time; each is stored once, however often
    this is begun."""

    def write(at: int) -> tuple[int, int, str]:
        return review(client, f"{kind}-{at}", texts[at])

    with ThreadPoolExecutor(HANDS) as people:
        done = list(people.map(write, range(len(texts))))
    return {
        "stored": len(done),
        "with_typos": sum(each.text != each.clean for each in texts),
        "accepted": sum(accepted for accepted, _, _ in done),
        "rejected": sum(rejected for _, rejected, _ in done),
        "models": sorted({model for _, _, model in done}),
    }


def measured(client: Client, texts: Sequence[Given]) -> dict[str, Any]:
    """Both accuracies of the service, at its own threshold; nothing is stored."""
    total = dict.fromkeys(("corrected", "n_typo", "overcorrected", "n_clean"), 0)
    for first in range(0, len(texts), PORTION):
        found = client.evaluate(
            [Pair(each.text, each.clean) for each in texts[first : first + PORTION]]
        )
        for name in total:
            total[name] += getattr(found.metrics, name)
    return {"model": f"{found.model.name} {found.model.version}", **total}


def by_model(client: Client) -> dict[str, Any]:
    found = client.accuracy()
    groups = {
        name: {
            each: getattr(group, each)
            for each in ("corrected", "n_typo", "overcorrected", "n_clean")
        }
        for name, group in found.by_model.items()
    }
    return {"models": groups, "reviewed": found.reviewed, "rewritten": found.rewritten}


# -- the service while it switches -------------------------------------------------------------


@contextmanager
def users(service: Service) -> Iterator[dict[str, int]]:
    """Others who correct without a pause: how many requests were answered, and how many not."""
    counts = {"answered": 0, "failed": 0}
    over = Event()

    def use() -> None:
        with httpx2.Client(base_url=service.address, timeout=60) as client:
            while not over.is_set():
                try:
                    answer = client.post("/v1/correct", json={"text": "숙재를 안 햇어요."})
                    counts["answered" if answer.is_success else "failed"] += 1
                except httpx2.TransportError:
                    counts["failed"] += 1

    user = Thread(target=use)
    user.start()
    try:
        yield counts
    finally:
        over.set()
        user.join()


def answering(service: Service, name: object) -> float:
    """Seconds until every worker has the model `name`: as many answers in a row say so as leave
    no doubt. Raises RuntimeError for one that never comes."""
    began = time.monotonic()
    alike = 0
    while alike < 12:
        found = httpx2.get(f"{service.address}/v1/service", timeout=60).json()["model"]["name"]
        alike = alike + 1 if found == name else 0
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError(f"expected the model {name}, {found} still answers")
        time.sleep(0.02)
    return time.monotonic() - began


def lead(link: Path, model: Path) -> None:
    """Let `link` lead to `model`, at once: there is no moment without a model."""
    fresh = link.with_name("model.fresh")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(model.resolve())
    fresh.replace(link)


# -- files and commands ------------------------------------------------------------------------


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "spellfix", *map(str, words)]


def run(output: Path, *words: object) -> int:
    """The exit status of a command whose output goes to a file."""
    with output.open("w", encoding="utf-8") as file:
        return subprocess.run(command(*words), stdout=file, stderr=file).returncode


def read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{each}\n" for each in lines), "utf-8")


def table(steps: dict[str, Any]) -> str:
    lines = ["| step | what came of it | seconds |", "|---|---|---|"]
    for name, told in steps.items():
        said = ", ".join(
            f"{key} {value}" for key, value in told.items() if key not in ("seconds", "models")
        )
        lines.append(f"| {name} | {said} | {told['seconds']} |")
    lines += [
        "",
        "| | model | typo accuracy | n | correct-text accuracy | n |",
        "|---|---|---|---|---|---|",
    ]
    if before := steps.get("before"):
        lines.append(row("siblings, before", before["model"], before))
    for model, group in steps.get("accuracy", {}).get("models", {}).items():
        lines.append(row("/v1/accuracy", model, group))
    return "\n".join(lines)


def row(where: str, model: str, group: dict[str, int]) -> str:
    typo, clean = group["n_typo"], group["n_clean"]
    kept = clean - group["overcorrected"]
    cells = f"{share(group['corrected'], typo)} | {typo} | {share(kept, clean)} | {clean}"
    return f"| {where} | {model} | {cells} |"


def share(part: int, n: int) -> str:
    found = wilson(part, n)
    if found is None:
        return "-"
    low, high = found
    return f"{part / n:.1%} [{low * 100:.1f}, {high * 100:.1f}]"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--work", type=Path, required=True)
    add("--minutes", type=float, default=20.0)
    add("--drafts", type=int, default=500)
    add("--workers", type=int, default=1)
    add("--clean", type=Path, default=FEEDBACK / "sentences.jsonl")
    add("--siblings", type=Path, default=FEEDBACK / "sentences_heldout.jsonl")
    add("--seed", type=int, default=0)
    add("--override", action="store_true")
    wheel = Wheel(parser.parse_args())
    flags = ["--model", wheel.link, "--workers", wheel.options.workers]
    flags += ["--database", f"sqlite:///{wheel.work.resolve()}/drafts.sqlite3"]
    service = Service(*map(str, flags), log=wheel.work / "service.log")
    try:
        with Client(service.address) as client:
            well = wheel.turn(service, client)
    finally:
        service.stop()
    sys.stdout.write(f"{table(wheel.steps)}\n")
    return int(not well)


if __name__ == "__main__":
    raise SystemExit(main())
