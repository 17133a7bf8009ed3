"""The shipped model calibrated and measured again, as at the end of training, with the language
model that lies beside it; its manifest written anew. The card comes after that (card.py).

    python docs/release/measure.py MODEL [--by-kind yes|no]

--by-kind: whether kinds of edits have thresholds of their own; else if they gain on texts that they
were not chosen on, as at the end of training.
"""

import argparse
from pathlib import Path

from spellfix.evaluation import read_pairs
from spellfix.manifest import LANGUAGE, TOKENIZER, read_facts, write_manifest
from spellfix.pretrained import ModelDirectory
from spellfix.tokenizer import Tokenizer
from spellfix.train.heldout import read_heldout
from spellfix.train.measured import Finish, measured_corrector

DATA = Path(__file__).resolve().parents[2] / "data"
CORRECT_TEXT = 0.997
"""What all of clean_dev stays as it is at (docs/experiments/030)."""


def main(model: Path, by_kind: bool | None) -> None:
    """See above."""
    dev = [*sorted(DATA.glob("benchmark/*.jsonl")), DATA / "calibration" / "calibration.jsonl"]
    facts = read_facts(model)
    found = measured_corrector(
        model,
        Tokenizer.load(model / TOKENIZER),
        Finish(
            name=facts["name"],
            heldout=read_heldout(sorted(DATA.glob("samples/*.txt"))),
            benchmarks={path.stem: read_pairs(path) for path in dev},
            correct_text=CORRECT_TEXT,
            sources_note="",
            command="",
            language=model / LANGUAGE,
            by_kind=by_kind,
        ),
        facts["shortest"],
    )
    facts |= {
        "min_confidence": found.thresholds.overall,
        "min_confidence_by_kind": dict(found.thresholds.by_kind),
        "calibration": found.calibration.to_dict(),
        "metrics": found.metrics,
    }
    facts["training"] |= {
        "threshold_from": found.threshold_from,
        "threshold_expected": found.expected,
        "calibrated_on_edits": found.calibrated_on,
    }
    write_manifest(model, facts)
    ModelDirectory.open(model).verify()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--by-kind", choices=("yes", "no"))
    options = parser.parse_args()
    main(options.model, {"yes": True, "no": False, None: None}[options.by_kind])
