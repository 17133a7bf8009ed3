"""The lock, the page of licences and the bill of materials agree with what is needed."""

import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
CI = ROOT / ".ci"


def locked() -> dict[str, str]:
    lines = (CI / "requirements.lock").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line[:1] != "#"]
    return {line[0]: line[1] for line in pairs}


def ranges() -> list[Requirement]:
    """All that pyproject.toml asks for, but spellfix itself."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    given = text[text.index("\ndependencies = [") : text.index("[project.scripts]")]
    found = map(Requirement, re.findall(r'"([a-z][^"]*)"', given))
    return [each for each in found if each.name != "spellfix"]


def test_the_lock_names_one_version_of_each_package_within_the_range_for_users() -> None:
    versions = locked()
    assert list(versions) == sorted(versions)
    for needed in ranges():
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            if needed.name == "atheris":
                continue  # fuzzing is no part of CI
            assert needed.specifier.contains(Version(versions[needed.name])), needed


def test_ci_installs_with_the_lock() -> None:
    text = (CI / "run").read_text("utf-8")
    installs = [line for line in text.splitlines() if "pip install" in line and "echo" not in line]
    assert installs
    assert all(re.search(r"-[cr] \.ci/requirements\.lock", line) for line in installs)


def test_every_locked_package_of_an_extra_has_its_licence_on_the_page() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    written = page.partition("<!-- written by")[2].partition("|---|")[2]
    rows = dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|", written, re.M))
    assert len(rows) > 100
    assert {"numpy", "fastapi", "torch", "ray", "psycopg"} <= rows.keys() <= locked().keys()
    assert not [name for name, licence in rows.items() if licence.strip() == "unknown"]


def test_a_bill_holds_what_is_needed_and_nothing_else() -> None:
    script = """
import sys
sys.path.insert(0, sys.argv[1])
from sbom import only
bill = {
    "components": [{"name": "NumPy", "bom-ref": "n"}, {"name": "tool", "bom-ref": "t"}],
    "dependencies": [{"ref": "n", "dependsOn": ["t"]}, {"ref": "t"}],
}
print(only(bill, frozenset(["numpy"])))
try:
    only(bill, frozenset(["torch"]))
except LookupError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(CI)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines() == [
        "{'components': [{'name': 'NumPy', 'bom-ref': 'n'}], "
        "'dependencies': [{'ref': 'n', 'dependsOn': []}]}",
        "not in the bill: torch",
    ]
