"""The search for secrets: it finds those that are planted, and never repeats them."""

import secrets
import string
import subprocess
import sys
from pathlib import Path

import pytest

from spellfix.serve.access.keys import new_key

SEARCH = Path(__file__).parents[2] / ".ci" / "leaks.py"


def search(*files):
    return subprocess.run(
        [sys.executable, SEARCH, *files], capture_output=True, text=True, timeout=120
    )


def cloud_key():
    """Looks like an access key of a cloud, and is nobody's."""
    return "AKI" + "A" + "".join(secrets.choice(string.ascii_uppercase) for _ in range(16))


@pytest.mark.parametrize("made", [new_key, cloud_key])
def test_a_planted_key_is_found_and_not_repeated(tmp_path, made):
    key = made()
    file = tmp_path / "settings.py"
    file.write_text(f"first = 1\nkey = {key!r}\n", encoding="utf-8")
    done = search(file)
    assert done.returncode == 1
    assert f"{file}:2: " in done.stderr
    assert key not in done.stdout + done.stderr


def test_a_password_in_a_url_is_found(tmp_path):
    file = tmp_path / "compose.yaml"
    word = secrets.token_hex(12)
    file.write_text(f"url: postgresql://spellfix:{word}@db/spellfix\n", encoding="utf-8")
    done = search(file)
    assert done.returncode == 1
    assert word not in done.stdout + done.stderr


def test_a_file_without_secrets_passes(tmp_path):
    file = tmp_path / "plain.py"
    file.write_text("key = environ['SPELLFIX_KEY']\nshort = 'sfk_example'\n", encoding="utf-8")
    done = search(file)
    assert (done.returncode, done.stderr) == (0, "")
