"""The worker processes of a service: one application each, on a socket that all of them share.

Knows no flag and no route. Numbers and rates are those of all workers together
(`telemetry.shared`, `access.rates`).
"""

import multiprocessing
import os
import signal
import socket
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from spellfix.serve.app import create_app
from spellfix.serve.middleware import uvicorn_options
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings
from spellfix.serve.telemetry import configure, shared
from spellfix.serve.telemetry.shared import DIRECTORY

GRACE = 30
"""Seconds that requests in progress have when the service is told to stop."""
_RATES = "rates"


def serve_alone(services: Services, listener: socket.socket) -> None:
    """Serve in this process until stopped."""
    config = _config(services.settings)
    config.app = create_app(services)
    uvicorn.Server(config).run([listener])


def serve_together(settings: Settings, listener: socket.socket) -> None:
    """Serve in `settings.workers` processes until stopped; one that dies is replaced."""
    settings.hand_down()
    with shared():
        Multiprocess(_config(settings), [listener]).run()


def application() -> FastAPI:
    """The application of a worker, from what its parent has handed down."""
    settings = Settings.handed_down(os.environ)
    configure(settings.log_level)
    _end_with_parent()
    return create_app(Services.open(settings, rates=Path(os.environ[DIRECTORY], _RATES)))


def _config(settings: Settings) -> uvicorn.Config:
    # No access log of uvicorn's: the line of a request may hold text.
    return uvicorn.Config(
        "spellfix.serve.workers:application",
        factory=settings.workers > 1,
        workers=settings.workers,
        log_config=None,
        timeout_graceful_shutdown=GRACE,
        **uvicorn_options(),
    )


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold the port for ever: it stops as if told to."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="spellfix-parent", daemon=True).start()
