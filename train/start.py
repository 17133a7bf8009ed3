"""Begins or resumes a training run in a directory, from text files to the best checkpoint."""

import json
import logging
from collections.abc import Callable, Collection, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spellfix.atomic import write_atomically
from spellfix.errors import ConfigError
from spellfix.evaluation import Pair
from spellfix.manifest import CORRECT, GENERATE
from spellfix.noise.record import fingerprint_of_rules
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Corpus, Source, read_corpus
from spellfix.train.generation import LikelihoodMeasure
from spellfix.train.hardware import choose_hardware
from spellfix.train.loop import Measure, Run
from spellfix.train.measure import DevMeasure
from spellfix.train.parent import load_parent, named
from spellfix.train.records import UNRECORDED, Record
from spellfix.train.tokenizer import train_tokenizer
from spellfix.train.world import ALONE, Processes

log = logging.getLogger(__name__)
TOKENIZER_LINES = 400_000


def start(
    config: TrainConfig,
    sources: Sequence[Source],
    directory: Path,
    dev_pairs: Sequence[Pair],
    exclude: Collection[str] = (),
    parent: ModelDirectory | None = None,
    *,
    record: Record = UNRECORDED,
    measure: Callable[[Tokenizer, bool], Measure] | None = None,
    processes: Processes = ALONE,
) -> Run:
    """Train in ``directory``; an interrupted run of the same configuration goes on.

    Lines in ``exclude`` are not trained on. A run with a ``parent`` begins with its weights and
    keeps its tokenizer. record: is told how it goes. measure: makes what says which checkpoint is
    best from the tokenizer and whether to compute in bf16; by both accuracies on ``dev_pairs``
    where None. processes: those that learn together; ``directory`` is that of the first one. Raises
    ConfigError if the directory holds a run of another configuration, other data or another parent,
    if the parent is of another size, or if the processes were not all given the same.
    """
    with processes.together():
        corpus = read_corpus(sources, exclude=exclude)
        given = len(corpus.inputs)
        log.info("%d lines from %d files, %d of them pairs", len(corpus.lines), len(sources), given)
        facts = _facts(config, corpus, parent)
        initial = load_parent(parent, config.shape) if parent else None
    _agree(processes, facts)
    written = b""
    with processes.together():
        if processes.first:
            _claim(directory, facts)
            record.begin(facts)
            written = _tokenizer(directory / "spm.model", corpus, config, parent)
    tokenizer = _loaded(processes.sent(written))
    hardware = choose_hardware(config.precision, processes.world.local_rank)
    log.info("%s, bf16 %s: %s", hardware.device, hardware.bf16, hardware.reason)
    makes: Callable[[Tokenizer, bool], Measure] = measure or partial(
        LikelihoodMeasure if config.direction == GENERATE else DevMeasure, dev_pairs
    )
    measures = makes(tokenizer, hardware.bf16)
    told = (measures, initial, record.note, processes)
    run = Run(config, corpus, tokenizer, hardware, directory, *told)
    record.resume_at(run.progress.step)
    run.run()
    record.stopped_early(run.stopped_early)
    return run


def _facts(config: TrainConfig, corpus: Corpus, parent: ModelDirectory | None) -> dict[str, Any]:
    """What a run learns from, and how."""
    return {
        "config": config.to_dict(),
        "data": {
            "fingerprint": corpus.fingerprint,
            "sources": [list(source) for source in corpus.sources],
            "pairs": len(corpus.inputs),
            "rules": fingerprint_of_rules(),
        },
        "parent": parent and named(parent),
    }


def _agree(processes: Processes, facts: dict[str, Any]) -> None:
    """See that all processes were given the same. Raises ConfigError if not."""
    config = {name: value for name, value in facts["config"].items() if name != "workers"}
    mine = sha256(json.dumps({**facts, "config": config}, sort_keys=True).encode()).digest()
    wanted = processes.sent(mine)
    with processes.together():
        if mine != wanted:
            raise ConfigError(
                "--data: other text or other options than the first process has; give all of them "
                "the same command and copies of the same files"
            )


def _claim(directory: Path, facts: dict[str, Any]) -> None:
    """Note ``facts`` in ``directory``, or see that they are those noted."""
    directory.mkdir(parents=True, exist_ok=True)
    note = directory / "run.json"
    if note.exists():
        noted = json.loads(note.read_text(encoding="utf-8"))
        if _lasting(noted) != _lasting(json.loads(json.dumps(facts))):
            raise ConfigError(
                f"--output {directory} holds a run of another configuration, other data "
                "or another parent; resume it with the same options, or choose another directory"
            )
    write_atomically(note, json.dumps(facts, ensure_ascii=False, indent=2))


def _lasting(facts: dict[str, Any]) -> dict[str, object]:
    """What must not change when a run is resumed: all but how long it lasts and how it reports."""
    free = {
        *("max_minutes", "max_steps", "checkpoint_minutes", "evaluate_minutes", "workers"),
        *("evaluations", "patience", "log_seconds", "precision"),
    }
    noted = {"direction": CORRECT, **facts["config"]}  # older notes do not name a direction
    config = {name: value for name, value in noted.items() if name not in free}
    data = [facts["data"]["fingerprint"], *(source[1:] for source in facts["data"]["sources"])]
    return {"config": config, "data": data, "parent": facts.get("parent")}


def _tokenizer(
    path: Path, corpus: Corpus, config: TrainConfig, parent: ModelDirectory | None
) -> bytes:
    """The tokenizer at ``path``, as it lies there; made where it does not."""
    if not path.exists():
        if parent:
            model = parent.tokenizer.read_bytes()
        else:
            order = islice(corpus.order(config.seed, 0), TOKENIZER_LINES)
            model = train_tokenizer((corpus.lines[line] for line in order), config.shape.vocab_size)
        write_atomically(path, model)
    return path.read_bytes()


def _loaded(written: bytes) -> Tokenizer:
    """The tokenizer of a file that another machine may have."""
    with TemporaryDirectory() as place:
        path = Path(place) / "spm.model"
        path.write_bytes(written)
        return Tokenizer.load(path)
