"""What a domain run learns from and what it is measured on: the domain's own sentences and general
ones, apart from each other. Knows no model.
"""

import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from spellfix.corrector import SHORTEST_SENTENCE
from spellfix.evaluation import Pair
from spellfix.noise import Recipe
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Source
from spellfix.train.domain_measure import DOMAIN, GENERAL
from spellfix.train.domain_split import Split, apart, measured_pairs
from spellfix.train.domain_text import LONGEST, Item
from spellfix.train.heldout import spread

GENERAL_CORPUS = Path(__file__).with_name("general")
WATCHED = 200
"""Sentences of the domain, and half as many general ones, that are measured on the way: measuring
takes time from learning."""
PASSES = 8
"""Over the domain, at most: a small one is learnt by heart otherwise."""


@dataclass(frozen=True, slots=True)
class General:
    """General sentences that are nearly the same as nothing held out; held-out ones that are nearly
    the same as nothing of the domain."""

    learn: Sequence[str]
    heldout: Sequence[str]


def general_apart(parts: Split) -> General:
    """The general corpus that is shipped, without what is nearly the same as a held-out one."""
    held_out = [item.text for item in parts.held_out]
    domain = [item.text for item in (*parts.learn, *parts.held_out)]
    learn, heldout = (
        lzma.decompress((GENERAL_CORPUS / f"{name}.txt.xz").read_bytes()).decode().splitlines()
        for name in ("general", "heldout")
    )
    return General(apart(learn, held_out), apart(heldout, domain))


def measured_sets(
    parts: Split, general: Sequence[str], most: int, noise: Recipe
) -> tuple[dict[str, list[Pair]], dict[str, list[Pair]]]:
    """The pairs to watch and those to judge by, of the domain and of ``most`` general sentences."""
    items = [Item(line, None, at) for at, line in enumerate(spread(general, most))]
    watched = spread(items, min(WATCHED // 2, max(1, len(items) // 4)))
    known = {item.text for item in watched}
    judged = [item for item in items if item.text not in known]
    watch = {
        DOMAIN: measured_pairs(spread(parts.watch, WATCHED), noise),
        GENERAL: measured_pairs(watched, noise),
    }
    sets = {
        DOMAIN: measured_pairs(parts.judge, noise),
        GENERAL: measured_pairs(judged, noise),
    }
    return watch, sets


def write_sources(place: Path, parts: Split, general: Sequence[str], share: float) -> list[Source]:
    """Files of what is learnt from. Of a pair the correct side gets noise as well."""
    place.mkdir(parents=True, exist_ok=True)
    fitting = [item for item in parts.learn if SHORTEST_SENTENCE <= len(item.text) <= LONGEST]
    texts = list(dict.fromkeys(item.text for item in fitting))
    pairs = [item for item in fitting if item.written is not None]
    _write(place / "domain.txt", texts)
    sources = [Source(place / "domain.txt", 1.0)]
    if pairs := [each for each in pairs if len(each.written or "") >= SHORTEST_SENTENCE]:
        told = ({"input": item.written, "target": item.text} for item in pairs)
        _write(place / "pairs.jsonl", [json.dumps(each, ensure_ascii=False) for each in told])
        sources.append(Source(place / "pairs.jsonl", 1.0, pairs=True))
    if share and general:
        _write(place / "general.txt", general)
        wanted = (len(texts) + len(pairs)) * share / (1.0 - share)
        sources.append(Source(place / "general.txt", round(wanted / len(general), 4)))
    return sources


def steps(config: TrainConfig, sources: Sequence[Source]) -> int:
    """Steps of PASSES over what is learnt from, or as many as were asked for if that is less."""
    tokens = 0.0
    for source in sources:
        text = source.path.read_text(encoding="utf-8")
        tokens += source.weight * (len(text) + text.count("\n"))
    count = ceil(PASSES * tokens / config.batch_tokens)
    return min(count, config.max_steps) if config.max_steps else count


def _write(path: Path, lines: Sequence[str]) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    draft.replace(path)
