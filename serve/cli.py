"""`spellfix serve`: opens a port, checks all that the service needs, and serves until stopped."""

import os
import socket
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

from spellfix.errors import ConfigError
from spellfix.serve.settings import Settings

if TYPE_CHECKING:
    from spellfix.serve.services import Services

_BACKLOG = 1024
"""Connections that the system holds while no worker takes them."""


def serve(arguments: Sequence[str]) -> None:
    """Serve as the arguments say. Raises SpellfixError on anything the user can mend."""
    settings = Settings.given(arguments, os.environ)
    import asyncio

    from spellfix.serve.services import Services
    from spellfix.serve.telemetry import configure
    from spellfix.serve.workers import serve_alone, serve_together

    with listen(settings) as listener:
        configure(settings.log_level)
        services = Services.open(settings)
        if settings.check:
            asyncio.run(services.close())
            return
        sys.stdout.write(_greeting(services, listener))
        sys.stdout.flush()
        if settings.workers == 1:
            serve_alone(services, listener)
        else:
            asyncio.run(services.close())  # they were opened to see that they can be
            del services  # their model takes memory
            serve_together(settings, listener)


def listen(settings: Settings) -> socket.socket:
    """A socket bound to the host and port of `settings` (0: a free one).

    Raises ConfigError for a host that others can reach where no keys are asked for, for one that
    is none, and for a port that is taken.
    """
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host or "0.0.0.0", port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"--host {host!r}: 찾을 수 없습니다 / cannot be resolved") from error
    local = all(ip_address(str(place[0]).partition("%")[0]).is_loopback for *_, place in found)
    if not local and settings.keys is None:
        raise ConfigError(
            f"--host {host!r}: 밖에서 쓰려면 API 키가 있어야 합니다 / other machines could reach "
            "this address, which needs API keys: spellfix keys add NAME --file keys.jsonl, then "
            "spellfix serve --keys keys.jsonl; or expected a loopback address such as 127.0.0.1"
        )
    family, _, _, _, place = found[0]
    try:
        return socket.create_server(place[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ConfigError(
            f"--port {port}: 열 수 없습니다 / cannot be opened ({error.strerror}); "
            "--port 0은 빈 자리 / takes a free one"
        ) from error


def _greeting(services: "Services", listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    engine, store = services.engine, services.store
    stored = "저장하지 않음 / nothing is stored" if store is None else store.url
    return f"{engine.name} {engine.version}: http://{address}/ ({stored})\n"
