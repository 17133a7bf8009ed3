"""How many cores a process may use, in a container as on a machine."""

import os
from pathlib import Path

import pytest

from spellfix.cores import cores
from spellfix.serve.settings import Settings

HERE = len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        ("max 100000", HERE),
        ("100000 100000", 1),
        ("50000 100000", 1),  # half a core is one all the same
        (f"{100_000 * HERE * 4} 100000", HERE),
        ("", HERE),
        ("-1", HERE),
    ],
)
def test_a_container_has_the_cores_of_its_quota(tmp_path: Path, quota: str, expected: int) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(quota)
    assert cores(file) == expected


def test_without_a_container_there_are_those_that_the_process_is_bound_to(tmp_path: Path) -> None:
    assert cores(tmp_path / "cpu.max") == HERE


def test_workers_divide_the_cores_that_there_are() -> None:
    assert Settings(workers=2).threads == max(1, cores() // 2)
    assert Settings(workers=1000).threads == 1
