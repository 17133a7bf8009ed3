"""A model directory, opened: its manifest read, the files that inference loads checked.

`verify` checks all of them. Knows nothing about what is in the files.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from spellfix.calibration import Calibration
from spellfix.errors import ConfigError, ModelError
from spellfix.language.ensemble import Language
from spellfix.language.opinion import NO_OPINION, Opinion, SecondOpinion
from spellfix.language.storage import shared
from spellfix.limits import DIMENSION
from spellfix.manifest import (
    CONFIG,
    CORRECT,
    DECODER,
    DIRECTIONS,
    ENCODER,
    LANGUAGE,
    LOADED,
    TOKENIZER,
    default_model_path,
    facts_of,
    read_json,
    read_manifest,
)
from spellfix.sealed import MANIFEST, check_file, damaged, files_of
from spellfix.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class ModelDirectory:
    """An opened model directory: its manifest read, the files that inference needs checked.

    facts: the manifest's entries named in FACTS. files: SHA-256 in hexadecimal by path.
    max_positions: the longest sequence of tokens the network takes, None where it has no limit.
    vocab_size: the tokens that it knows, None where config.json does not say.
    """

    path: Path
    facts: Mapping[str, object]
    files: Mapping[str, str]
    max_positions: int | None
    vocab_size: int | None

    @classmethod
    def open(
        cls, path: str | os.PathLike[str] | None = None, direction: str | None = CORRECT
    ) -> ModelDirectory:
        """Read and check the directory at `path`, or the shipped model.

        Raises ModelError where the directory is missing, damaged or of an unknown format, or its
        model one for another `direction` (None: any will do).
        """
        place = default_model_path() if path is None else Path(path)
        manifest = read_manifest(place)
        files = files_of(place, manifest.get("files"))
        for name in LOADED:
            check_file(place, name, files)
        facts = facts_of(place, manifest)
        _thresholds(place, facts)
        if _calibration(place, facts["calibration"]).asks and LANGUAGE not in files:
            raise damaged(
                place / MANIFEST, f"its calibration has a gain, but files does not list {LANGUAGE}"
            )
        found = facts["direction"]
        if found not in DIRECTIONS:
            raise damaged(
                place / MANIFEST, f"direction is {found!r}, expected {' or '.join(DIRECTIONS)}"
            )
        if direction not in (None, found):
            raise ModelError(
                f"{place}: this model is {DIRECTIONS[str(found)]} (its direction is {found}), "
                f"expected {DIRECTIONS[str(direction)]}; name a model made by "
                f"`spellfix train --direction {direction}`"
            )
        shape = read_json(place / CONFIG)
        return cls(
            place,
            MappingProxyType(facts),
            MappingProxyType(files),
            _size(place, shape, "max_position_embeddings"),
            _size(place, shape, "vocab_size"),
        )

    @property
    def encoder(self) -> Path:
        return self.path / ENCODER

    @property
    def decoder(self) -> Path:
        return self.path / DECODER

    @property
    def tokenizer(self) -> Path:
        return self.path / TOKENIZER

    @property
    def language(self) -> Path | None:
        """The file of the language model that gives a second opinion on edits, where there is
        one."""
        return self.path / LANGUAGE if LANGUAGE in self.files else None

    @property
    def opinion(self) -> Opinion:
        """That of the language model, which is checked and loaded when it is first asked."""
        return NO_OPINION if self.language is None else SecondOpinion(self.load_language)

    def load_language(self) -> Language:
        """The language model. Raises ModelError where there is none or it is damaged."""
        check_file(self.path, LANGUAGE, self.files)
        return shared(self.path / LANGUAGE, self.files[LANGUAGE])

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def version(self) -> str:
        return str(self.facts["version"])

    @property
    def direction(self) -> str:
        """A key of DIRECTIONS."""
        return str(self.facts["direction"])

    @property
    def min_confidence(self) -> float:
        """The least confidence at which this model's edits are worth making, but for the kinds
        that have their own."""
        return self.thresholds.overall

    @property
    def min_confidence_by_kind(self) -> dict[str, float]:
        """That of single kinds, where it is another one; none for older models."""
        return dict(self.thresholds.by_kind)

    @property
    def thresholds(self) -> Thresholds:
        """The least confidence, overall and by kind, of an edit that is worth making."""
        return _thresholds(self.path, self.facts)

    @property
    def calibration(self) -> Calibration:
        """How this model's probabilities become confidences; as they are for older models."""
        return _calibration(self.path, self.facts["calibration"])

    @property
    def shortest(self) -> int:
        """Code points of the shortest sentence that this model has learnt to read."""
        value = self.facts["shortest"]
        return value if isinstance(value, int) else 0

    def check(self, name: str) -> None:
        """Check one file before it is loaded; raises ModelError where it is not as sealed."""
        check_file(self.path, name, self.files)

    def verify(self) -> None:
        """Check every file the manifest lists; raises ModelError naming the first bad one."""
        for name in self.files:
            self.check(name)


def _calibration(place: Path, given: object) -> Calibration:
    try:
        if not isinstance(given, dict):
            raise ValueError("expected an object")
        rest = {"gain": 0.0, "kinds": {}, "fusion": 0.0} | given
        kinds = rest.pop("kinds")
        if not isinstance(kinds, dict):
            raise ValueError("expected kinds to be an object")
        scale, shift, gain, fusion = _numbers(rest, "scale", "shift", "gain", "fusion")
        adds = zip(kinds, _numbers(kinds, *kinds), strict=True)
        return Calibration(scale, shift, gain, dict(adds), fusion)
    except (ConfigError, ValueError) as error:
        raise damaged(place / MANIFEST, f"calibration is {given!r} ({error})") from error


def _thresholds(place: Path, facts: Mapping[str, object]) -> Thresholds:
    confidence, by_kind = facts["min_confidence"], facts["min_confidence_by_kind"]
    if not isinstance(confidence, float) or not 0 <= confidence <= 1:
        raise damaged(place / MANIFEST, f"min_confidence is {confidence!r}, expected 0 to 1")
    try:
        if not isinstance(by_kind, dict):
            raise ValueError("expected an object")
        return Thresholds(confidence, dict(zip(by_kind, _numbers(by_kind, *by_kind), strict=True)))
    except (ConfigError, ValueError) as error:
        what = f"min_confidence_by_kind is {by_kind!r} ({error})"
        raise damaged(place / MANIFEST, what) from error


def _numbers(given: object, *names: str) -> list[float]:
    """The entries `names`, and no others, of the object `given`; raises ValueError."""
    if not isinstance(given, dict) or given.keys() != set(names):
        raise ValueError(f"expected an object with the entries {', '.join(names)}")
    values = [given[name] for name in names]
    if not all(type(value) in (int, float) for value in values):
        raise ValueError("expected numbers")
    return [float(value) for value in values]


def _size(place: Path, shape: Mapping[str, object], name: str) -> int | None:
    """A size that config.json gives, by the name that transformers gives it."""
    given = shape.get(name)
    if given is not None and (type(given) is not int or not 0 < given <= DIMENSION):
        raise damaged(place / CONFIG, f"{name} is {given!r}, expected 1 to {DIMENSION}")
    return given
