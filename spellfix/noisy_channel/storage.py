"""The directory that holds a noisy-channel model, written and read; nothing is ever unpickled.

    model.json      format, threshold, how it was made, SHA-256 of the other files; written last
    model.npz       arrays: words, rewrites
    language.npz    the language model (`spellfix.language.storage`)

Texts are stored as UTF-8 with a line feed between two. Knows nothing about what the numbers mean.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spellfix import strict
from spellfix.atomic import write_atomically
from spellfix.errors import ModelError
from spellfix.language import storage as language_storage
from spellfix.language.arrays import DAMAGE, Arrays, read_arrays
from spellfix.language.channel import ErrorModel
from spellfix.language.error_arrays import LEAST_RATE, error_arrays, error_model, lines, texts
from spellfix.language.model import LanguageModel
from spellfix.limits import JSON_FILE
from spellfix.noisy_channel.lexicon import Lexicon

FORMAT = 1
FACTS, ARRAYS, LANGUAGE = "model.json", "model.npz", "language.npz"


@dataclass(frozen=True, slots=True)
class Model:
    """All that a speller needs. min_confidence: what an edit must have. scale: see
    `reading.SentenceReader`. facts: how it was made, in plain values."""

    errors: ErrorModel
    language: LanguageModel
    lexicon: Lexicon
    scale: float
    min_confidence: float
    facts: Mapping[str, object]


def shipped() -> Path:
    """Where the model that is installed with spellfix lies."""
    return Path(__file__).parent / "model"


def save(model: Model, directory: str | os.PathLike[str]) -> None:
    """Write `model` to `directory`, which is made if need be. Raises ModelError where the system
    refuses."""
    place = Path(directory)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **_arrays(model))
    files = {ARRAYS: buffer.getvalue(), LANGUAGE: language_storage.to_bytes(model.language)}
    facts = {
        "format": FORMAT,
        "min_confidence": model.min_confidence,
        "scale": model.scale,
        "error_rate": model.errors.error_rate,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "made": dict(model.facts),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, content in (*files.items(), (FACTS, text.encode())):
            write_atomically(place / name, content)
    except OSError as error:
        raise ModelError(
            f"쓸 수 없습니다 / cannot write: {place} ({error.strerror or error})"
        ) from error


def load(directory: str | os.PathLike[str] | None = None) -> Model:
    """The model in `directory`, or the shipped one. Raises ModelError where it is missing, damaged
    or of an unknown format."""
    place = shipped() if directory is None else Path(directory)
    facts = _facts(place)
    listed = facts.get("sha256")
    sealed = listed if isinstance(listed, dict) else {}
    try:
        for name in (ARRAYS, LANGUAGE):
            found = hashlib.sha256((place / name).read_bytes()).hexdigest()
            if sealed.get(name) != found:
                raise _damaged(place / name, f"its SHA-256 is not the one in {FACTS}")
        language = language_storage.load_model(place / LANGUAGE)
        return _model(read_arrays(place / ARRAYS), language, facts)
    except DAMAGE as error:
        raise _damaged(place / ARRAYS, f"cannot be read ({error})") from error


def _facts(place: Path) -> dict[str, object]:
    path = place / FACTS
    if not path.is_file():
        raise ModelError(
            f"{place}: expected a noisy-channel model, but there is no {FACTS}; name a directory "
            "made by `python -m spellfix.noisy_channel build`, or none for the shipped model"
        )
    try:
        if path.stat().st_size > JSON_FILE:
            raise ValueError(f"larger than {JSON_FILE >> 20} MiB")
        facts = strict.parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path, f"cannot be read as JSON ({error})") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        given = facts.get("format") if isinstance(facts, dict) else facts
        raise ModelError(
            f"{path}: format {given!r}, expected {FORMAT}; build the model again with this version"
        )
    for name, least, most in (
        ("min_confidence", 0.0, 1.0), ("scale", 1e-3, 1e3), ("error_rate", LEAST_RATE, 1.0)
    ):  # fmt: skip
        value = facts.get(name)
        if not isinstance(value, int | float) or not least <= value <= most:
            raise _damaged(path, f"{name} is {value!r}, expected {least:g} to {most:g}")
    return facts


def _damaged(path: Path, what: str) -> ModelError:
    return ModelError(f"{path}: {what}; the model is damaged, build or install it again")


def _arrays(model: Model) -> Arrays:
    arrays: Arrays = {}
    lexicon = model.lexicon
    arrays["words"] = texts(sorted(lexicon.words))
    counted = [lexicon.words[word] for word in sorted(lexicon.words)]
    arrays["counts"] = np.rint(counted).astype("<i4")
    arrays["heads"] = texts(sorted(lexicon.heads))
    arrays["tails"] = texts(sorted(lexicon.tails))
    return arrays | error_arrays(model.errors)


def _model(arrays: Arrays, language: LanguageModel, facts: Mapping[str, object]) -> Model:
    words = zip(lines(arrays["words"]), arrays["counts"].tolist(), strict=True)
    lexicon = Lexicon(
        dict(words), frozenset(lines(arrays["heads"])), frozenset(lines(arrays["tails"]))
    )
    numbers = ("error_rate", "scale", "min_confidence")
    rate, scale, least = (float(str(facts[name])) for name in numbers)
    made = facts.get("made")
    return Model(
        error_model(arrays, rate),
        language,
        lexicon,
        scale,
        least,
        made if isinstance(made, dict) else {},
    )
