"""Many calls at once get what each would get alone; whoever fails or leaves disturbs nobody."""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing
from time import perf_counter
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.backends import OnnxBackend
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.edits import Edit
from spellfix.encoder_decoder import Backend, Floats, Ids
from spellfix.errors import ConfigError, InputError
from spellfix.explanations import explain
from spellfix.pretrained import ModelDirectory
from spellfix.serve.engine import NO_OBSERVER, Engine, Limits, Observer, Overloaded
from spellfix.tokenizer import Tokenizer

T = TypeVar("T")
TYPO = "오늘 선셍님이 숙재를 했다."
RIGHT = "오늘 선생님이 숙제를 했다."
LONG = "".join(f"{number}번 학생은 숙재를 다 햇다. " for number in range(60))
POISON = "독이 든 글이다."

model = ModelDirectory.open()
tokenizer = Tokenizer.load(model.tokenizer)


class Gate(Backend):
    """A model that waits until it is opened, counts what it reads, and cannot read POISON."""

    def __init__(self) -> None:
        self.backend = OnnxBackend(model.encoder, model.decoder, threads=1)
        self.reached, self.opened = threading.Event(), threading.Event()
        self.rows = 0

    def encode(self, ids: Ids, mask: Ids) -> tuple[Floats, Ids]:
        self.reached.set()
        self.opened.wait(60)
        self.rows += len(ids)
        poison = tokenizer.encode(POISON)
        if any(row[: len(poison)] == poison for row in ids.tolist()):
            raise RuntimeError("poisoned")
        return self.backend.encode(ids, mask)

    def decode(self, memory: Floats, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        return self.backend.decode(memory, mask, decoder_ids, first)


class Watching(Observer):
    """Notes what it is told."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.calls = [0]
        self.kinds: Counter[str] = Counter()

    def batch(self, texts: int, characters: int, seconds: float) -> None:
        assert characters >= 0 < seconds
        self.batches.append(texts)

    def waiting(self, calls: int) -> None:
        self.calls.append(calls)

    def corrected(self, edits: Iterable[Edit]) -> None:
        self.kinds.update(edit.kind for edit in edits)


def opened(
    gate: Gate, limits: Limits | None = None, observer: Observer = NO_OBSERVER, threads: int = 1
) -> Engine:
    return Engine(
        Corrector(gate, tokenizer),
        name="gate",
        version="1",
        threads=threads,
        limits=limits,
        observer=observer,
    )


def behind_a_gate(
    script: Callable[[Engine, Gate], Awaitable[T]], limits: Limits | None = None
) -> tuple[T, Watching]:
    """What `script` gives, run with an engine that waits at a gate, and what was seen."""
    gate, watching = Gate(), Watching()
    with closing(opened(gate, limits, watching)) as engine:

        async def run() -> T:
            try:
                return await asyncio.wait_for(script(engine, gate), 60)
            finally:
                gate.opened.set()

        return asyncio.run(run()), watching


async def at_the_gate(engine: Engine, gate: Gate, *texts: str) -> "asyncio.Task[list[Correction]]":
    """A call that the model has begun to read."""
    task = asyncio.create_task(engine.correct(texts or [TYPO]))
    await asyncio.to_thread(gate.reached.wait, 60)
    return task


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained()


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    limits = Limits(batch_characters=60, portion_characters=20)
    with closing(Engine.open(threads=2, limits=limits)) as engine:
        yield engine


# -- answers ---------------------------------------------------------------------------------

words = st.sampled_from(
    [*TYPO.split(), *LONG.split()[:4], "할수", "있다. ", "\n", "  ", "https://a.kr", "되서"]
)
writings = st.lists(words | st.text(max_size=3), max_size=12).map(" ".join)
calls = st.tuples(
    st.lists(writings, max_size=3),
    st.sampled_from([None, 0.0, 0.95, 1.0]),
    st.sampled_from([(), ("숙재",), ("선셍님", "학생")]),
)


@settings(max_examples=30)
@given(asked=st.lists(calls, min_size=1, max_size=6))
def test_함께_읽은_글은_저마다의_설정으로_혼자_고친_것과_같다(engine, corrector, asked):
    async def all_at_once() -> list[list[Correction]]:
        return await asyncio.gather(
            *(engine.correct(texts, min_confidence=m, protect=p) for texts, m, p in asked)
        )

    for (texts, least, terms), found in zip(asked, asyncio.run(all_at_once()), strict=True):
        alone = corrector.with_options(min_confidence=least, protect=terms)
        assert found == [alone.correct(text) for text in texts]


def test_긴_글은_나누어_읽어도_통째로_고친_것과_같다(engine: Engine, corrector: Corrector) -> None:
    unbroken = "숙재를햇다" * 400  # no white space to cut at
    texts = [LONG, f"```\n{LONG}\n```\n{LONG}", unbroken + " " + LONG]
    assert asyncio.run(engine.correct(texts)) == corrector.correct_batch(texts)


def test_the_engine_is_as_its_model_says(engine: Engine) -> None:
    assert (engine.name, engine.version) == (model.name, model.version)
    assert engine.min_confidence == model.min_confidence
    with closing(Engine.open(min_confidence=0.99, threads=1)) as strict:
        assert strict.min_confidence == 0.99


def test_what_is_no_text_and_no_option_is_refused(engine: Engine) -> None:
    with pytest.raises(InputError, match="one string"):
        asyncio.run(engine.correct("글"))
    with pytest.raises(ConfigError, match="protect"):
        asyncio.run(engine.correct([TYPO], protect="글"))
    with pytest.raises(ConfigError):
        asyncio.run(engine.correct([TYPO], min_confidence=2))
    with pytest.raises(ConfigError, match="threads"):
        Engine.open(threads=0)


# -- together --------------------------------------------------------------------------------


def test_what_waits_is_read_in_one_batch() -> None:
    async def script(engine: Engine, gate: Gate) -> list[list[Correction]]:
        first = await at_the_gate(engine, gate)
        rest = [asyncio.create_task(engine.correct([TYPO])) for _ in range(9)]
        await asyncio.sleep(0)
        gate.opened.set()
        return await asyncio.gather(first, *rest)

    done, watching = behind_a_gate(script)
    assert [each.text for answer in done for each in answer] == [RIGHT] * 10
    assert watching.batches[:2] == [1, 9]
    assert (max(watching.calls), watching.calls[-1]) == (10, 0)
    assert watching.kinds == {"spelling": 20}
    _, alone = behind_a_gate(script, Limits(batch_characters=0))
    assert set(alone.batches) == {1}


def test_a_short_text_does_not_wait_for_a_long_one() -> None:
    async def script(engine: Engine, gate: Gate) -> int:
        long = await at_the_gate(engine, gate, LONG)
        short = asyncio.create_task(engine.correct([TYPO]))
        await asyncio.sleep(0)
        gate.opened.set()
        await short
        read = gate.rows
        assert not long.done()
        await long
        return read

    read, _ = behind_a_gate(script, Limits(batch_characters=64, portion_characters=32))
    assert read < 20 < 60


def test_nothing_waits_on_the_event_loop_while_the_model_reads() -> None:
    async def script(engine: Engine, gate: Gate) -> float:
        task = await at_the_gate(engine, gate)
        start = perf_counter()
        await asyncio.sleep(0.01)
        passed = perf_counter() - start
        gate.opened.set()
        await task
        return passed

    passed, _ = behind_a_gate(script)
    assert passed < 30  # it waits 60 at the gate


def test_a_text_that_cannot_be_read_fails_its_own_call_alone() -> None:
    async def script(engine: Engine, gate: Gate) -> list[list[Correction] | BaseException]:
        first = await at_the_gate(engine, gate)
        texts = ([TYPO], [POISON], [RIGHT, TYPO], [TYPO, POISON], [])
        rest = [asyncio.create_task(engine.correct(each)) for each in texts]
        await asyncio.sleep(0)
        gate.opened.set()
        return await asyncio.gather(first, *rest, return_exceptions=True)

    found, watching = behind_a_gate(script)
    answers = [
        str(each) if isinstance(each, BaseException) else [one.text for one in each]
        for each in found
    ]
    assert answers == [[RIGHT], [RIGHT], "poisoned", [RIGHT, RIGHT], "poisoned", []]
    assert watching.batches[:2] == [1, 5]
    assert watching.calls[-1] == 0


def test_an_observer_that_fails_fails_nobody() -> None:
    class Failing(Watching):
        def batch(self, texts: int, characters: int, seconds: float) -> None:
            raise RuntimeError

        def waiting(self, calls: int) -> None:
            raise RuntimeError

        def corrected(self, edits: Iterable[Edit]) -> None:
            raise RuntimeError

    gate = Gate()
    gate.opened.set()
    with closing(opened(gate, observer=Failing())) as engine:
        for _ in range(3):
            assert asyncio.run(engine.correct([TYPO]))[0].text == RIGHT


# -- too much, too late, given up ------------------------------------------------------------


def test_too_many_calls_are_refused_at_once() -> None:
    async def script(engine: Engine, gate: Gate) -> int:
        first = await at_the_gate(engine, gate)
        second = asyncio.create_task(engine.correct([TYPO]))
        await asyncio.sleep(0)
        assert not engine.has_room
        with pytest.raises(Overloaded) as refused:
            await engine.correct([TYPO])
        gate.opened.set()
        await asyncio.gather(first, second)
        assert engine.has_room
        return refused.value.retry_after

    retry_after, watching = behind_a_gate(script, Limits(calls=2))
    assert retry_after >= 1
    assert max(watching.calls) == 2


def test_whose_time_is_over_leaves_the_queue() -> None:
    async def script(engine: Engine, gate: Gate) -> None:
        first = await at_the_gate(engine, gate)
        with pytest.raises(Overloaded):
            await engine.correct([LONG], timeout=0.05)
        assert engine.has_room
        gate.opened.set()
        await first
        await engine.correct([TYPO])
        assert gate.rows == 2

    _, watching = behind_a_gate(script, Limits(calls=2))
    assert watching.calls == [0, 1, 2, 1, 0, 1, 0]


def test_a_call_that_is_cancelled_is_not_read_any_further() -> None:
    async def script(engine: Engine, gate: Gate) -> int:
        long = await at_the_gate(engine, gate, LONG)
        waiting = asyncio.create_task(engine.correct([LONG]))
        await asyncio.sleep(0)
        long.cancel()
        waiting.cancel()
        await asyncio.gather(long, waiting, return_exceptions=True)
        assert engine.has_room
        gate.opened.set()
        assert (await engine.correct([TYPO]))[0].text == RIGHT
        return gate.rows

    rows, watching = behind_a_gate(script, Limits(calls=2, portion_characters=32))
    assert rows < 5
    assert watching.calls[-1] == 0


def test_closing_finishes_what_was_accepted() -> None:
    gate = Gate()
    engine = opened(gate, Limits(batch_characters=64, portion_characters=32))

    async def script() -> list[list[Correction]]:
        first = await at_the_gate(engine, gate)
        rest = [asyncio.create_task(engine.correct([LONG])) for _ in range(2)]
        await asyncio.sleep(0)
        closed = asyncio.create_task(asyncio.to_thread(engine.close))
        while engine.has_room:
            await asyncio.sleep(0.001)
        with pytest.raises(Overloaded):
            await engine.correct([TYPO])
        gate.opened.set()
        done = await asyncio.gather(first, *rest)
        await closed
        return done

    first, *rest = asyncio.run(script())
    assert first[0].text == RIGHT
    assert all("숙재" not in each.text for (each,) in rest)
    engine.close()


# -- beside the model ------------------------------------------------------------------------


def test_편집의_까닭은_이벤트_루프_밖에서_찾는다(engine: Engine) -> None:
    async def script() -> None:
        (found,) = await engine.correct([TYPO])
        reasons = await engine.explain([(TYPO, found.edits), (RIGHT, ())])
        assert reasons == [[explain(TYPO, edit) for edit in found.edits], []]
        assert len(reasons[0]) == 2
        with pytest.raises(InputError):
            await engine.explain([(RIGHT, found.edits)])

    asyncio.run(script())


def test_other_work_runs_off_the_event_loop_even_while_the_model_is_busy() -> None:
    async def script(engine: Engine, gate: Gate) -> str:
        task = await at_the_gate(engine, gate)
        await engine.explain([(TYPO, ())])
        thread = await engine.run(threading.current_thread)
        gate.opened.set()
        await task
        return thread.name

    name, _ = behind_a_gate(script)
    assert name.startswith("spellfix-beside")
