"""Files of a model directory, changed together with their seal; for tests of damage."""

import hashlib
import json
from pathlib import Path


def seal(directory: Path, name: str, content: bytes) -> None:
    """`content` under the name `name`, as if the model had been made with it."""
    (directory / name).write_bytes(content)
    path = directory / "spellfix.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    path.write_text(json.dumps(manifest))
