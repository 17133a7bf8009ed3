"""The checks of open documents: started when typing pauses, given up when it goes on.

Everything here runs on the event loop and waits for the thread that owns the engine; that thread
gets a few stretches at a time, so that no document keeps another one waiting. What a document
shows is told as it becomes known. A second thread looks for other edits, for somebody who waits.
Knows no protocol.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from spellfix.edits import Edit
from spellfix.errors import SpellfixError
from spellfix.lsp.document import Document
from spellfix.lsp.engine import Advice, Engine
from spellfix.lsp.findings import Finding
from spellfix.lsp.prose import Stretch, stretches
from spellfix.lsp.settings import Settings

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_BATCH_CHARACTERS = 1_000
"""Code points that the thread corrects at a time: a fraction of a second."""
_FIRST_REPORT = 0.4
"""Seconds after which a long check tells what it has found; then after twice as long, and so on."""
_MOST_ASKED = 4
"""Findings that other edits are looked for at a time; who wants more wants a list of nothing."""
_PATIENCE = 0.5
"""Seconds that looking for other edits may take."""


class TooLargeError(SpellfixError):
    """A document of more bytes than the settings allow."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"{size} > {most}")
        self.size, self.most = size, most


@dataclass(slots=True, eq=False)
class Check:
    """An open document and what is known about it.

    findings: of the document as it is, as far as they are known; none of that before `told` is set,
    and all once `task` is done. near: the line of the last change. known: the advice for stretches.
    ignored: words, and what they were to become, that the user does not want to hear of.
    """

    uri: str
    language: str
    document: Document
    findings: list[Finding] = field(default_factory=list)
    ignored: set[tuple[str, str]] = field(default_factory=set)
    near: int = 0
    known: dict[str, tuple[Advice, ...]] = field(default_factory=dict)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Checks:
    """Runs the checks. `report` is called with a check whose findings are new.

    `refuse` is called with what kept a check from being made: a SpellfixError or an OSError that
    the user can mend, anything else a bug.
    """

    def __init__(
        self, report: Callable[[Check], None], refuse: Callable[[Exception], None]
    ) -> None:
        self.settings = Settings()
        self.open: dict[str, Check] = {}
        self._report = report
        self._refuse = refuse
        self._engine = Engine()
        self._thread = ThreadPoolExecutor(1, "spellfix")
        self._aside = ThreadPoolExecutor(1, "spellfix-others")

    def start(self, check: Check, delay: float | None = None) -> None:
        """Check the document as it is now, after the delay of the settings or the one given."""
        self.stop(check)
        check.told.clear()
        wait = self.settings.delay if delay is None else delay
        check.task = asyncio.get_running_loop().create_task(self._guarded(check, wait))

    def start_all(self) -> None:
        """Check every open document again, at once."""
        for check in self.open.values():
            self.start(check, 0)

    def stop(self, check: Check) -> None:
        """Give up the check that is running."""
        if check.task:
            check.task.cancel()

    def close(self) -> None:
        """Give everything up; waits for the few stretches that are being corrected."""
        for check in self.open.values():
            self.stop(check)
        self._thread.shutdown(cancel_futures=True)
        self._aside.shutdown(cancel_futures=True)

    async def add(self, term: str) -> None:
        """Put `term` into the dictionary and check again. Raises SpellfixError and OSError."""
        await self._run(self._engine.add, self.settings, term)
        self.start_all()

    async def told(self, check: Check, *, all_of_it: bool = False) -> list[Finding]:
        """The findings of the document as it is now, as soon as there are some, or all of them."""
        while all_of_it and check.task and not check.task.done():
            await asyncio.wait([check.task])
        await check.told.wait()
        return check.findings

    async def others(self, findings: Sequence[Finding]) -> list[list[Edit]]:
        """Other edits of the stretch of each finding, for the same place; none where there are many
        findings, or where it would take long to tell."""
        loop = asyncio.get_running_loop()
        due = loop.time() + _PATIENCE
        found: list[list[Edit]] = [[] for _ in findings]
        for each, edits in zip(findings, found, strict=True):
            if len(findings) <= _MOST_ASKED and loop.time() < due:
                call = partial(self._engine.others, each.stretch.text, each.advice.edit)
                asked = loop.run_in_executor(self._aside, call)
                with suppress(asyncio.TimeoutError):
                    edits += await asyncio.wait_for(asked, due - loop.time())
        return found

    async def _guarded(self, check: Check, delay: float) -> None:
        try:
            await asyncio.sleep(delay)
            await self._check(check)
        except Exception as error:  # a bug of ours must not end the server of somebody's editor
            self._refuse(error)
            self._tell(check, [])

    async def _check(self, check: Check) -> None:
        size = check.document.size
        if size > self.settings.most_bytes:
            raise TooLargeError(size, self.settings.most_bytes)
        change = await self._run(self._engine.prepare, self.settings)
        for each in self.open.values():
            each.known = {
                text: kept for text, kept in each.known.items() if not change.concerns(text)
            }
        pieces = await self._run(stretches, check.document.bodies, check.language)
        loop = asyncio.get_running_loop()
        pause = _FIRST_REPORT
        due = loop.time() + pause
        batches = [*_batches(_missing(check, pieces))]
        for number, batch in enumerate(batches, 1):
            advice = await self._run(self._engine.correct, batch)
            check.known.update(zip(batch, advice, strict=True))
            if loop.time() >= due and number < len(batches):
                self._tell(check, self._findings(check, pieces))
                pause *= 2
                due = loop.time() + pause
        texts = {piece.text for piece in pieces}
        check.known = {text: kept for text, kept in check.known.items() if text in texts}
        self._tell(check, self._findings(check, pieces))

    def _tell(self, check: Check, findings: list[Finding]) -> None:
        check.findings = findings
        check.told.set()
        self._report(check)

    def _findings(self, check: Check, pieces: Sequence[Stretch]) -> list[Finding]:
        bodies = check.document.bodies
        found = (
            Finding.of(piece, advice, bodies)
            for piece in pieces
            for advice in check.known.get(piece.text, ())
            if advice.edit.kind in self.settings.kinds
        )
        return [
            each for each in found if each and not (check.ignored and each.word in check.ignored)
        ]

    async def _run(
        self, task: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        call = partial(task, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def _missing(check: Check, pieces: Sequence[Stretch]) -> list[str]:
    """The texts nobody has corrected yet, those near the last change first."""
    missing: dict[str, int] = {}
    for piece in pieces:
        if piece.text not in check.known:
            far = abs(piece.line - check.near)
            missing[piece.text] = min(far, missing.get(piece.text, far))
    return sorted(missing, key=missing.__getitem__)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
