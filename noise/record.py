"""A pair in plain values, as files hold it, and which rules it was made with."""

from hashlib import blake2b
from importlib import resources
from typing import Any

from spellfix.noise.noisy import Noisy


def record(clean: str, noisy: Noisy) -> dict[str, Any]:
    """A pair in plain values: ``input`` with typos, ``target`` without; ``kind`` is the kind of the
    edits, ``mixed`` where there are several, ``clean`` where there is none; ``edits`` made the
    typos, offsets into ``target``.

    >>> record("글", Noisy("글", ()))
    {'input': '글', 'target': '글', 'kind': 'clean', 'edits': []}
    """
    kinds = {edit.kind for edit in noisy.edits}
    return {
        "input": noisy.text,
        "target": clean,
        "kind": "mixed" if len(kinds) > 1 else next(iter(kinds), "clean"),
        "edits": [
            {
                "start": edit.start,
                "end": edit.end,
                "before": edit.before,
                "after": edit.after,
                "kind": edit.kind,
                "rule": edit.rule,
                "row": edit.row,
            }
            for edit in noisy.edits
        ],
    }


def fingerprint_of_rules() -> str:
    """Sixteen hexadecimal digits of the code and the tables of the noise: an update may change the
    pairs of a seed."""
    digest = blake2b(digest_size=8)
    home = resources.files("spellfix.noise")
    for folder in (home, home / "tables"):
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()
