"""Looks for keys and passwords in the files that git tracks.

Finds what detect-secrets finds, and API keys of spellfix; what .secrets.baseline names is known and
no secret, wherever in its file it moves to. Never prints what it found. Knows no network: nothing
found is tried out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from detect_secrets.core import baseline
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
BASELINE = ROOT / ".secrets.baseline"
OUR_KEY = re.compile(r"\bsfk_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
# Data, pictures and numbers: long, full of look-alikes, and written by no hand.
NO_TEXT = re.compile(
    r"^data/|^noise/tables/|^spellfix/default_model/|^spellfix/noisy_channel/model/"
    r"|\.(bin|npz|png|safetensors|svg|tsv|xz)$|^\.secrets\.baseline$"
)


def tracked() -> list[str]:
    """What git tracks and somebody may have written a key into, relative to the repository."""
    run = subprocess.run(
        ["git", "ls-files", "-z", "--deduplicate"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    names = (name for name in run.stdout.split("\0") if name and not NO_TEXT.search(name))
    return [name for name in names if (ROOT / name).is_file()]


def found_in(files: Iterable[str], update: bool = False) -> SecretsCollection:
    """What detect-secrets finds in `files`, by the plugins that the baseline names.

    update: it becomes the new baseline.
    """
    known = json.loads(BASELINE.read_text("utf-8"))
    with transient_settings({each: known[each] for each in ("plugins_used", "filters_used")}):
        secrets = SecretsCollection(root=str(ROOT))
        secrets.scan_files(*files)
        found = SecretsCollection()
        for name, secret in secrets:
            secret.filename = name  # not where the repository happens to lie
            found[name].add(secret)
        if update:
            baseline.save_to_file(found, str(BASELINE))
    return found


def main(arguments: list[str]) -> int:
    """0: no secret; 1: the places of some. --update: what is found is known from now on."""
    if arguments == ["--update"]:
        found_in(tracked(), update=True)
        return 0
    files = arguments or tracked()
    known = baseline.load(json.loads(BASELINE.read_text("utf-8")), str(BASELINE))
    new = found_in(files) - known
    places = [f"{name}:{secret.line_number}: {secret.type}" for name, secret in new]
    for name in files:
        text = (ROOT / name).read_text("utf-8", errors="replace")
        places += [
            f"{name}:{text.count(chr(10), 0, match.start()) + 1}: spellfix API key"
            for match in OUR_KEY.finditer(text)
        ]
    if places:
        places.append("no secret? python .ci/leaks.py --update puts it on the list of known ones")
    sys.stderr.write("".join(f"{place}\n" for place in places))
    sys.stdout.write(f"{len(files)} files read for secrets, {max(0, len(places) - 1)} found\n")
    return 1 if places else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
