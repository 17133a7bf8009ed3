"""The whole described interface, asked for what its description allows and for what it does not."""

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from spellfix.cli import main

ST = Path(sys.executable).with_name("st")
# What is allowed by the description may still be refused: that an edit exists, that a key was not
# used before and that all texts together are not too long cannot be said in a JSON schema.
UNSAYABLE = "positive_data_acceptance"
CONFIGURATION = """
[checks]
negative_data_rejection.expected-statuses = [400, 401, 404, 405, 413, 415, 422]
"""


def test_no_answer_is_a_fault_and_all_are_as_described(
    running: Callable[..., AbstractContextManager[str]], tmp_path: Path, capsys
) -> None:
    keys = tmp_path / "keys.jsonl"
    main(["keys", "add", "tests", "--file", str(keys), "--rate", "100000"])
    (key,) = re.findall(r"sfk_\S+", capsys.readouterr().out)
    with running(database=f"sqlite:///{tmp_path / 'drafts.sqlite3'}", keys=str(keys)) as address:
        configuration = tmp_path / "schemathesis.toml"
        configuration.write_text(CONFIGURATION, encoding="utf-8")
        done = subprocess.run(
            [
                *(str(ST), "--config-file", str(configuration)),
                *("run", f"{address}/openapi.json", "--max-examples", "8"),
                *("--header", f"Authorization: Bearer {key}", "--exclude-checks", UNSAYABLE),
                "--generation-deterministic",
            ],
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
    assert done.returncode == 0, done.stdout
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested
    assert int(tested[1]) == 16
