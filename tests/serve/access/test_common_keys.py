"""Keys that are read anew: which failures they outlive, and which none shall."""

import asyncio
import logging
from collections.abc import Sequence

import pytest

from spellfix.serve.access.common_keys import CommonKeys
from spellfix.serve.access.keys import Caller, hashed
from spellfix.serve.key import Key
from spellfix.serve.services import FAULTS
from spellfix.serve.storage import Unavailable
from spellfix.serve.storage.faults import StoreFault

SECRET = "sfk_secret"
KEYS = [Key("3반", hashed(SECRET), None, "2026-03-02")]


class Source:
    """Gives its answers one after the other, and the last one ever after."""

    def __init__(self, *answers: Sequence[Key] | Exception) -> None:
        self.answers = [*answers]
        self.asked = 0

    async def read(self) -> Sequence[Key]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def run(source: Source, readings: int) -> tuple[CommonKeys, "asyncio.Task[None]"]:
    """Keys that were read so often, and the task that goes on reading them."""
    keys = CommonKeys(source.read, FAULTS, every=0.001)
    await keys.refresh()
    task = asyncio.create_task(keys.run())
    while source.asked < readings and not task.done():
        await asyncio.sleep(0.001)
    return keys, task


@pytest.mark.parametrize(
    "fault",
    [Unavailable("x"), StoreFault("x"), MemoryError(), RuntimeError("can't start new thread")],
)
def test_keys_outlive_a_database_that_fails_and_the_fault_is_said_once(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> list[Caller | None]:
        keys, task = await run(Source(KEYS, fault, fault, fault), 4)
        during = keys.caller(SECRET)
        task.cancel()
        keys, task = await run(Source(KEYS, fault, fault, []), 5)
        after = keys.caller(SECRET)
        assert not task.done()
        task.cancel()
        return [during, after]

    assert asyncio.run(scenario()) == [Caller("3반", None), None]
    said = [record.message for record in caplog.records if record.levelno == logging.ERROR]
    assert said == [f"the API keys read before stay valid: {type(fault).__name__}"] * 2


def test_what_nobody_foresaw_ends_the_reading_and_leaves_no_key_valid() -> None:
    async def scenario() -> None:
        keys, task = await run(Source(KEYS, KeyError("column")), 2)
        with pytest.raises(KeyError):
            await task
        assert keys.caller(SECRET) is None

    asyncio.run(scenario())
