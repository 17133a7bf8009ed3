"""The files of deploy/, read as their programs read them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
_VARIABLE = re.compile(r"\$\{\w+:-([^}]*)\}")


class Dockerfile:
    """The instructions of the Dockerfile: (name, the rest of the line), stage by stage."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
        self.stages: list[list[tuple[str, str]]] = [[]]
        for line in filter(None, joined.splitlines()):
            name, _, rest = line.partition(" ")
            if name == "FROM":
                self.stages.append([])
            self.stages[-1].append((name, rest.strip()))

    def last(self, name: str) -> list[str]:
        """What the instructions `name` of the image itself say."""
        return [rest for each, rest in self.stages[-1] if each == name]

    def command(self, name: str) -> list[str]:
        """The words of a command in the image."""
        (given,) = self.last(name)
        words: list[str] = json.loads(given[given.index("[") :])
        return words

    @property
    def environment(self) -> dict[str, str]:
        pairs = (pair.partition("=") for line in self.last("ENV") for pair in line.split())
        return {name: value for name, _, value in pairs}


@pytest.fixture(scope="session")
def dockerfile() -> Dockerfile:
    return Dockerfile(ROOT / "deploy" / "Dockerfile")


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """The file of Compose as it is where no variable is set."""
    text = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(_VARIABLE.sub(r"\1", text))
    return found
