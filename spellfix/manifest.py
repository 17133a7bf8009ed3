"""The manifest of a model directory: what it says, and whether the files are those it lists.

    spellfix.json                format, name, what it is for, thresholds, how it was made, SHA-256
                                 of every file
    spm.model                    the tokenizer
    config.json                  the network's shape, as transformers writes it
    model.safetensors            its weights
    onnx/encoder.int8.onnx       what inference runs, and beside it
    onnx/decoder.int8.onnx
    onnx/encoder.int8.bin        its matrices, which are mapped into memory
    onnx/decoder.int8.bin
    language.npz                 optional: language models, for a second opinion on edits
    run.json                     the record of the run that made it; it goes on, and is not listed

It is written last: a directory that has one is complete. Knows nothing about what is in the files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from math import isfinite
from pathlib import Path
from types import MappingProxyType

from spellfix import strict
from spellfix.atomic import write_atomically
from spellfix.errors import ModelError
from spellfix.limits import JSON_FILE
from spellfix.sealed import MANIFEST as MANIFEST
from spellfix.sealed import damaged, fingerprint

FORMAT = 2
"""1 had other ONNX graphs: its decoder looked at encoder states, and its encoder made no guess."""
WITH_THESE_WEIGHTS = (1, FORMAT)
"""Formats whose weights and facts are those of today: exported again, such a directory is whole."""
ENCODER = "onnx/encoder.int8.onnx"
DECODER = "onnx/decoder.int8.onnx"
MAPPED = ("onnx/encoder.int8.bin", "onnx/decoder.int8.bin")
TOKENIZER = "spm.model"
CONFIG = "config.json"
WEIGHTS = "model.safetensors"
LANGUAGE = "language.npz"
RECORD = "run.json"

CORRECT, GENERATE = "correct", "generate"
DIRECTIONS: Mapping[str, str] = MappingProxyType(
    {CORRECT: "a typo corrector", GENERATE: "a typo generator"}
)
"""What a model does: from text with typos to correct text, or from correct text to typos."""

FACTS: Mapping[str, type] = MappingProxyType(
    {
        "name": str,
        "version": str,
        "direction": str,
        "min_confidence": float,
        "min_confidence_by_kind": dict,
        "calibration": dict,
        "shortest": int,
        "noise": dict,
        "data": dict,
        "metrics": dict,
        "calibrated": dict,
        "training": dict,
        "libraries": dict,
    }
)
"""The entries of a manifest besides `format` and `files`, and their types. `calibrated`: what
`spellfix.recalibration` found when it set thresholds anew, empty where it never did."""

_DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "direction": CORRECT,
        "min_confidence_by_kind": {},
        "calibration": {"scale": 1.0, "shift": 0.0},
        "shortest": 6,
        "calibrated": {},
    }
)
"""Entries that manifests lack which are older than they are."""

LOADED = (TOKENIZER, CONFIG, ENCODER, DECODER, *MAPPED)


def default_model_path() -> Path:
    """Where the model that is shipped inside the package lies."""
    return Path(__file__).parent / "default_model"


def read_facts(directory: str | os.PathLike[str]) -> dict[str, object]:
    """What the manifest of `directory` says, whatever has become of the other files: the entries of
    FACTS. Also of an older format that can be exported again. Raises ModelError where there is no
    whole manifest."""
    place = Path(directory)
    return facts_of(place, read_manifest(place, WITH_THESE_WEIGHTS))


def write_manifest(directory: str | os.PathLike[str], facts: Mapping[str, object]) -> Path:
    """Describe and seal `directory`: write spellfix.json, atomically; do it last.

    `facts` holds exactly the entries of FACTS (those that have a default may be left out). Every
    file in the directory is listed with its SHA-256, hidden ones (a dot in front) and the run
    record excepted. Raises ModelError where a fact or a file that inference needs is missing.
    """
    place = Path(directory)
    facts = {**_DEFAULTS, **facts}
    if facts.keys() != FACTS.keys():
        wrong = ", ".join(sorted(facts.keys() ^ FACTS.keys()))
        raise ModelError(
            f"a manifest has the entries {', '.join(FACTS)}; missing or unknown: {wrong}"
        )
    checked = facts_of(place, facts)
    files = {name: fingerprint(place / name) for name in _list(place)}
    missing = [name for name in LOADED if name not in files]
    if missing:
        raise ModelError(f"{place}: cannot be sealed without {', '.join(missing)}")
    entries = {"format": FORMAT, **_known(checked), "files": files}
    text = json.dumps(entries, ensure_ascii=False, indent=2, allow_nan=False)
    target = place / MANIFEST
    write_atomically(target, f"{text}\n")
    return target


def _known(facts: Mapping[str, object]) -> dict[str, object]:
    """`facts`, where a number is unknown (NaN, infinite: no number of JSON) null."""
    return {key: _finite(value) for key, value in facts.items()}


def _finite(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _list(place: Path) -> list[str]:
    paths = (path.relative_to(place) for path in place.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in paths
        if path.as_posix() not in (MANIFEST, RECORD)
        and not any(part.startswith(".") for part in path.parts)
    )


def read_manifest(place: Path, formats: Collection[int] = (FORMAT,)) -> dict[str, object]:
    if not place.is_dir():
        shipped = place == default_model_path()
        state = "is not a directory" if place.exists() else "does not exist"
        advice = (
            "reinstall spellfix, or name a model directory"
            if shipped
            else "name one made by `spellfix train`, or none for the model that is shipped"
        )
        raise ModelError(f"{place}: expected a model directory, but it {state}; {advice}")
    path = place / MANIFEST
    if not path.is_file():
        raise ModelError(
            f"{place}: expected a model directory, but it has no {MANIFEST} (unfinished training, "
            "or no model of spellfix); run the same `spellfix train` again, or name another one"
        )
    manifest = read_json(path)
    given = manifest.get("format")
    if type(given) is not int or given not in formats:
        newer = type(given) is int and given > FORMAT
        advice = "upgrade spellfix" if newer else f"run `spellfix export {place}`"
        raise ModelError(f"{path}: format {given!r}, expected {FORMAT}; {advice}")
    return manifest


def read_json(path: Path) -> dict[str, object]:
    """The JSON object in the file `path`. Raises ModelError where there is none that means one
    thing (`spellfix.strict`), or it is larger than JSON_FILE."""
    try:
        with path.open("rb") as file:
            raw = file.read(JSON_FILE + 1)
        if len(raw) > JSON_FILE:
            raise ValueError(f"expected at most {JSON_FILE >> 20} MiB")
        value = strict.parse(raw)
    except (OSError, ValueError) as error:
        raise damaged(path, f"cannot be read as JSON ({error})") from error
    if not isinstance(value, dict):
        raise damaged(path, f"expected a JSON object, found {type(value).__name__}")
    return value


def facts_of(place: Path, manifest: Mapping[str, object]) -> dict[str, object]:
    return {key: _fact(place, manifest, key) for key in FACTS}


def _fact(place: Path, manifest: Mapping[str, object], key: str) -> object:
    value = manifest.get(key, _DEFAULTS.get(key))
    if FACTS[key] is float and type(value) is int:
        value = float(value)
    if not isinstance(value, FACTS[key]):
        raise damaged(place / MANIFEST, f"{key} is {value!r}, expected a {FACTS[key].__name__}")
    return value
