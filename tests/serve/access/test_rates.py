"""Limits of calls, in one process and in several that share them."""

import json
import struct
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from spellfix.serve.access import Caller, Rates
from tests.clock import processor_seconds


def taken(rates: Rates, caller: Caller, tries: int) -> int:
    return sum(rates.admit(caller) == 0 for _ in range(tries))


def test_a_caller_without_a_limit_never_waits() -> None:
    rates = Rates()
    assert taken(rates, Caller(), 10_000) == 10_000
    rates.close()


@pytest.mark.parametrize(
    ("per_minute", "at_once"), [(1, 1), (3, 3), (10, 10), (60, 10), (600, 100)]
)
def test_ten_seconds_worth_of_calls_may_come_at_once(per_minute: int, at_once: int) -> None:
    rates, begun = Rates(), time.monotonic()
    admitted = taken(rates, Caller("a", per_minute), at_once * 2)
    assert at_once <= admitted <= at_once + (time.monotonic() - begun) * per_minute / 60
    while not (wait := rates.admit(Caller("a", per_minute))):
        pass
    assert wait <= 60 / per_minute
    rates.close()


def test_after_the_wait_that_was_told_the_next_call_is_admitted() -> None:
    rates, caller = Rates(), Caller("a", 30)
    while not (wait := rates.admit(caller)):
        pass
    time.sleep(wait)
    assert rates.admit(caller) == 0
    assert 0 < rates.admit(caller) <= 2
    rates.close()


def test_callers_do_not_share_limits_and_keys_of_one_name_do() -> None:
    rates = Rates()
    assert taken(rates, Caller("a", 5), 10) == 5
    assert taken(rates, Caller("b", 5), 10) == 5
    assert taken(rates, Caller("a", 5), 10) == 0
    assert sum(taken(rates, Caller(f"선생님{n}", 1), 2) for n in range(300)) == 300
    rates.close()


COUNTING = """
import json, sys, time
from spellfix.serve.access import Caller, Rates
rates, caller = Rates(sys.argv[1]), Caller("a", 1200)
print(flush=True)
sys.stdin.readline()
begun, admitted = time.monotonic(), 0
while time.monotonic() < begun + 0.5 or not admitted:
    admitted += rates.admit(caller) == 0
print(json.dumps([admitted, begun, time.monotonic()]))
"""


def test_several_processes_together_admit_as_many_as_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COUNTING, str(tmp_path / "rates")]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(Popen(command, stdin=PIPE, stdout=PIPE, text=True))
            for _ in range(3)
        ]
        pipes = [(each.stdin, each.stdout) for each in processes if each.stdin and each.stdout]
        for _, answers in pipes:
            answers.readline()  # it is ready
        for orders, _ in pipes:
            orders.write("\n")
            orders.flush()
        counted = [json.loads(answers.readline()) for _, answers in pipes]
    admitted = sum(each[0] for each in counted)
    seconds = max(each[2] for each in counted) - min(each[1] for each in counted)
    assert min(each[0] for each in counted) > 0
    assert 200 + 20 * seconds - 3 <= admitted <= 200 + 20 * seconds + 1


def test_what_a_process_counted_is_there_when_it_starts_again(tmp_path: Path) -> None:
    caller = Caller("a", 5)
    for expected in (5, 0):
        rates = Rates(tmp_path / "rates")
        assert taken(rates, caller, 10) == expected
        rates.close()


def test_times_from_before_the_machine_started_hold_nobody_up(tmp_path: Path) -> None:
    file = tmp_path / "rates"
    caller = Caller("a", 5)
    rates = Rates(file)
    assert taken(rates, caller, 10) == 5
    rates.close()
    slots = [*struct.iter_unpack("=Qq", file.read_bytes())]
    day = 86_400_000_000_000
    later = (struct.pack("=Qq", name, due + day if due else 0) for name, due in slots)
    file.write_bytes(b"".join(later))
    rates = Rates(file)
    assert taken(rates, caller, 10) == 5
    rates.close()


def test_the_shared_file_tells_no_name_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "rates"
    rates = Rates(file)
    rates.admit(Caller("3반선생님", 5))
    rates.close()
    assert "3반".encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_admitting_takes_microseconds(tmp_path: Path) -> None:
    rates, caller = Rates(tmp_path / "rates"), Caller("a", 1_000_000)
    admitted: list[int] = []
    seconds = processor_seconds(lambda: admitted.append(taken(rates, caller, 1_000)))
    assert admitted == [1_000]
    assert seconds < 1  # it was 0.02 s on two shared cores
    rates.close()
