"""One JSON object a line on stderr for everything the process says, and no text of any user in it.

A line is time (UTC), level, event, logger, and inside a request its request_id, method, route (the
template) and owner. What may hold text is left out, whoever logs it: of exceptions there are the
type and the places, of messages by other libraries the place that logged them, of warnings the
category and the place. The messages of spellfix's own loggers are written by us and hold no text.
Knows nothing of HTTP.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import PurePath
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO

from spellfix.serve.telemetry.current import CURRENT

OWN = "spellfix"
_LOG = logging.getLogger(__name__)
_MOST_PLACES = 20
"""Of one exception: the innermost ones."""
_MOST_CAUSES = 5

# Messages of uvicorn that are the same for every request; what varies in them are numbers.
_KNOWN = frozenset(
    {
        "ASGI callable returned without completing response.",
        "ASGI callable returned without starting response.",
        "Application shutdown complete.",
        "Application shutdown failed. Exiting.",
        "Application startup complete.",
        "Application startup failed. Exiting.",
        "Cancel %s running task(s), timeout graceful shutdown exceeded",
        "Child process [%d] died",
        "Child process [%d] failed to start, stopping the parent process.",
        "Exceeded concurrency limit.",
        "Exception in 'lifespan' protocol\n",
        "Exception in ASGI application\n",
        "Finished server process [%d]",
        "Invalid HTTP request received.",
        "Maximum request limit of %d exceeded. Terminating process.",
        "Received SIGHUP, restarting processes.",
        "Received SIGINT, exiting.",
        "Received SIGTERM, exiting.",
        "Shutting down",
        "Started parent process [%d]",
        "Started server process [%d]",
        "Stopping parent process [%d]",
        "Terminated child process [%d]",
        "Unsupported upgrade request.",
        "Waiting for application shutdown.",
        "Waiting for application startup.",
        "Waiting for background tasks to complete. (CTRL+C to force quit)",
        "Waiting for child process [%d]",
        "Waiting for connections to close. (CTRL+C to force quit)",
    }
)
_PROCESS = re.compile(r"\[[0-9]+\]")


def configure(level: str, stream: TextIO | None = None) -> None:
    """All of this process logs as JSON lines on `stream` (default: stderr), from now on.

    level: of spellfix and uvicorn (debug, info, warning, error); other libraries are asked from
    warnings on. To be called before the server starts, which must not bring its own configuration
    (``uvicorn.Config(log_config=None, access_log=False)``).
    """
    handler = JsonHandler(stream)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in (OWN, "uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
    for name in (OWN, "uvicorn"):
        logging.getLogger(name).setLevel(level.upper())
    # RequestContext has a line of its own for each request.
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)
    logging.lastResort = handler  # for loggers that somebody has cut off from the root
    warnings.showwarning = _show_warning
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread


class JsonHandler(logging.StreamHandler[TextIO]):
    """Writes `JsonLines`; a record that cannot be written is named and not shown."""

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self.setFormatter(JsonLines())

    def handleError(self, record: logging.LogRecord) -> None:
        line = {
            "time": _time(record),
            "level": "error",
            "event": "this record cannot be written",
            "logger": record.name,
            "place": _place(record.pathname, record.lineno, record.funcName),
        }
        with suppress(OSError, ValueError):
            self.stream.write(json.dumps(line) + self.terminator)
            self.flush()


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        own = record.name == OWN or record.name.startswith(f"{OWN}.")
        line: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "event": record.getMessage() if own else _foreign(record),
            "logger": record.name,
        }
        if not own:
            line["place"] = _place(record.pathname, record.lineno, record.funcName)
        current = CURRENT.get()
        if current is not None:
            line |= {
                "request_id": current.request_id,
                "method": current.method,
                "route": current.route,
            }
            line |= {"owner": current.owner} if current.owner else {}
            line |= {"trace_id": current.trace_id} if current.trace_id else {}
        fields: Mapping[str, object] = getattr(record, "fields", {}) if own else {}
        line |= fields
        if record.exc_info and record.exc_info[1]:
            line["errors"] = list(described(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=_type_name)


def described(error: BaseException) -> Iterator[dict[str, object]]:
    """Type and places of `error`, then of its causes: what can be said without its message."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_CAUSES:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield {"type": _type_name(each), "places": _places(each.__traceback__)}
        members: object = getattr(each, "exceptions", ())  # of a group
        if isinstance(members, tuple):
            waiting += [member for member in members if isinstance(member, BaseException)]
        cause = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        waiting += [cause] if cause else []


def _places(traceback: TracebackType | None) -> list[str]:
    steps = [(frame.f_code, line) for frame, line in walk_tb(traceback)][-_MOST_PLACES:]
    return [_place(code.co_filename, line, code.co_name) for code, line in steps]


def _place(path: str, line: int, function: str | None) -> str:
    """``serve/routes/drafts.py:12 add``: enough to find it, nothing of where it is installed."""
    return f"{'/'.join(PurePath(path).parts[-3:])}:{line} {function or ''}".rstrip()


def _type_name(value: object) -> str:
    kind = type(value)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def _foreign(record: logging.LogRecord) -> str:
    """A known message with its numbers; of any other only that there was one."""
    if _PROCESS.sub("[%d]", str(record.msg)) not in _KNOWN:
        return "a message that is not shown"
    arguments = record.args if isinstance(record.args, tuple) else ()
    if not all(isinstance(each, int) for each in arguments):
        return str(record.msg).strip()
    return str(record.msg % arguments).strip()


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    fields = {"category": category.__name__, "place": _place(filename, lineno, None)}
    _LOG.warning("a warning", extra={"fields": fields})


def _uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        _LOG.info("interrupted")
        return
    _LOG.critical("an exception that nobody caught", exc_info=(kind, error, traceback))


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _unraisable(told: Any) -> None:
    if told.exc_value is not None:
        _LOG.error(
            "an exception where none can be raised",
            exc_info=(told.exc_type, told.exc_value, told.exc_traceback),
        )
