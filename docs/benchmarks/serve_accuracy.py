"""Do the service and `spellfix evaluate` tell the same accuracies of the same drafts?

    python docs/benchmarks/serve_accuracy.py [PAIRS.jsonl ...]

Every input is stored as a draft, all its edits are accepted, and the target is the final text. Then
GET /v1/accuracy is compared with what `spellfix evaluate` measures on GET /v1/export, overall and
by kind, to the last digit. Default: the development and behavioural sets. Exit status 1 if any
number differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx2
from serve_process import serving

from spellfix.client import Client
from spellfix.evaluation import read_pairs

DATA = Path(__file__).parents[2] / "data"
NUMBERS = ("corrected", "uncorrected", "miscorrected", "n_typo", "overcorrected", "n_clean")


def measured(pairs: Path, threshold: float) -> dict[str, Any]:
    """What `spellfix evaluate` says."""
    command = [sys.executable, "-m", "spellfix", "evaluate", str(pairs), "--json"]
    command += ["--min-confidence", str(threshold), "--progress", "none"]
    found: dict[str, Any] = json.loads(subprocess.check_output(command))
    return found


def main() -> int:
    files = [Path(each) for each in sys.argv[1:]]
    files = files or sorted([*DATA.glob("benchmark/*.jsonl"), *DATA.glob("behaviour/*.jsonl")])
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/drafts.sqlite3"
        with serving("--database", database) as service, Client(service.address) as client:
            for pair in (pair for file in files for pair in read_pairs(file)):
                draft = client.draft(pair.input)
                accepted = range(len(draft.correction.edits))
                final = pair.input if pair.clean else pair.target
                client.review(draft.id, accepted=accepted, rejected=[], final_text=final)
            counted = httpx2.get(f"{service.address}/v1/accuracy", timeout=60).json()
            exported = Path(folder, "pairs.jsonl")
            exported.write_bytes(httpx2.get(f"{service.address}/v1/export", timeout=60).content)
            threshold = client.service().min_confidence
        told = measured(exported, threshold)
    groups = {"overall": (counted["overall"], {key: told[key] for key in counted["overall"]})}
    groups |= {
        kind: (counted["by_kind"].get(kind), told["by_kind"].get(kind))
        for kind in {**counted["by_kind"], **told["by_kind"]}
    }
    lines = [
        f"drafts {counted['drafts']}, rewritten {counted['rewritten']}\n",
        f"| | {' | '.join(NUMBERS)} | equal |",
        f"|---|{'---|' * (len(NUMBERS) + 1)}",
    ]
    for name, (ours, theirs) in groups.items():
        cells = " | ".join(str((ours or {}).get(number)) for number in NUMBERS)
        lines.append(f"| {name} | {cells} | {'yes' if ours == theirs else 'NO'} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(ours != theirs for ours, theirs in groups.values()))


if __name__ == "__main__":
    raise SystemExit(main())
