"""What CI says about packages: environments made for the purpose, each with a fault or without."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.specifiers import SpecifierSet

CHECK = Path(__file__).parents[2] / ".ci" / "dependencies.py"


def put(folder, name, version, *lines):
    place = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    place.mkdir()
    head = ("Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}")
    (place / "METADATA").write_text("\n".join((*head, *lines, "")), encoding="utf-8")


def check(folder, *words, env=None):
    return subprocess.run(
        [sys.executable, CHECK, "--path", folder, *(words or ("--online", "off"))],
        capture_output=True,
        text=True,
        timeout=60,
        env=env,
    )


@pytest.fixture
def site(tmp_path):
    """An environment with spellfix, which needs one package, and that another."""
    mine = ('Requires-Dist: starlette>=0.1; extra == "serve"', "License-Expression: Apache-2.0")
    put(tmp_path, "spellfix", "1.0", *mine)
    return tmp_path


def test_an_environment_without_a_fault_passes(site):
    put(site, "starlette", "99.0", "License-Expression: BSD-3-Clause")
    done = check(site)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 packages")


def test_a_version_with_an_advisory_is_found(site):
    put(site, "starlette", "0.48.0", "License-Expression: BSD-3-Clause")
    done = check(site)
    assert done.returncode == 1
    assert "starlette 0.48.0: CVE-2025-62727" in done.stderr
    assert "CVE-2025-54121" not in done.stderr  # fixed in 0.47.2


def test_what_a_package_needs_is_looked_at_as_well(site):
    put(site, "Starlette", "99.0", "License: MIT", "Requires-Dist: H11")
    put(site, "h11", "0.15.0", "Classifier: License :: OSI Approved :: MIT License")
    done = check(site)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("h11 0.15.0: CVE-2025-43859 (affected: <0.16.0; https://")


def test_what_the_service_does_not_need_is_not_looked_at(site):
    put(site, "starlette", "99.0", "License: MIT")
    put(site, "urllib3", "1.0", "License: Proprietary")
    assert check(site).returncode == 0


def test_what_is_needed_and_missing_is_said(site):
    done = check(site)
    assert (done.returncode, done.stderr) == (1, "starlette: needed, and not installed\n")


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("License-Expression: MIT", True),
        ("License-Expression: Apache-2.0 OR GPL-3.0-only", True),
        ("License-Expression: BSD-3-Clause AND (MIT OR GPL-2.0-only)", True),
        ("License-Expression: MIT AND GPL-3.0-only", False),
        ("License-Expression: AGPL-3.0-or-later", False),
        ("License-Expression: LGPL-3.0-only", False),
        ("License: Apache 2.0", True),
        ("License: see LICENSE", False),
        ("Classifier: License :: OSI Approved :: Apache Software License", True),
        ("Classifier: License :: Other/Proprietary License", False),
        ("Summary: says nothing of a licence", False),
    ],
)
def test_only_the_licences_on_the_list_are_allowed(site, line, allowed):
    put(site, "starlette", "99.0", line)
    done = check(site)
    assert done.returncode == (0 if allowed else 1)
    assert ("licence" in done.stderr) is not allowed


def test_psycopg_may_have_the_licence_that_it_has(tmp_path):
    put(tmp_path, "spellfix", "1.0", "License: MIT", "Requires-Dist: psycopg")
    put(tmp_path, "psycopg", "3.3", "License-Expression: LGPL-3.0-only")
    assert check(tmp_path).returncode == 0


def test_every_line_of_the_list_can_be_read():
    lines = CHECK.with_name("advisories.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) > 30
    assert rows == sorted(rows, key=lambda row: row[0])
    assert len({tuple(row) for row in rows}) == len(rows)
    for _, affected, advisory, source in rows:
        assert len(SpecifierSet(affected)) in (1, 2)
        assert advisory.startswith(("CVE-", "GHSA-", "PYSEC-"))
        assert urlsplit(source).scheme == "https"
        assert "." in urlsplit(source).netloc


def test_no_answer_from_a_database_is_never_taken_for_nothing_found(site):
    put(site, "starlette", "99.0", "License: MIT")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}"
    unreachable = {**os.environ, "HTTPS_PROXY": nowhere, "HTTP_PROXY": nowhere, "NO_PROXY": ""}
    wanted = check(site, "--online", "wanted", env=unreachable)
    required = check(site, "--online", "required", env=unreachable)
    assert wanted.returncode == 0
    assert "NOT audited online" in wanted.stdout
    assert required.returncode == 1
    assert "the online audit was required" in required.stderr
