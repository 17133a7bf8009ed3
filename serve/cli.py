"""`spellfix serve`: loads a model, opens a port of this machine alone, and serves until stopped."""

import socket
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from ipaddress import ip_address

from spellfix.config import port_number
from spellfix.errors import ConfigError

GRACE = 30
"""Seconds that requests in progress have when the service is told to stop."""


def serve(arguments: Sequence[str]) -> None:
    """Serve as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_args(arguments)
    port = port_number("--port", options.port)
    import uvicorn

    from spellfix.serve.app import create_app
    from spellfix.serve.engine import Engine

    with listen(options.host, port) as listener:
        engine = Engine.open(options.model)
        host, port = listener.getsockname()[:2]
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        sys.stderr.write(f"{engine.name} {engine.version}: http://{address}/v1/correct\n")
        # No access log: the line of a request may hold text.
        config = uvicorn.Config(
            create_app(engine),
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
        uvicorn.Server(config).run([listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port` (0: a free one).

    Raises ConfigError for a host that others can reach, or none, and for a port that is taken.
    """
    try:
        found = socket.getaddrinfo(host or "0.0.0.0", port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"--host {host!r}: 찾을 수 없습니다 / cannot be resolved") from error
    if not all(ip_address(str(place[0]).partition("%")[0]).is_loopback for *_, place in found):
        raise ConfigError(
            f"--host {host!r}: 이 컴퓨터 안의 주소만 됩니다 / expected a loopback address such as "
            "127.0.0.1; 밖에서 쓰려면 API 키가 있어야 하며 다음 판에 나옵니다 / "
            "other machines need API keys, which come with a later version"
        )
    family, _, _, _, place = found[0]
    try:
        return socket.create_server(place[:2], family=family)
    except OSError as error:
        raise ConfigError(
            f"--port {port}: 열 수 없습니다 / cannot be opened ({error.strerror}); "
            "--port 0은 빈 자리 / takes a free one"
        ) from error


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix serve",
        description="교정 서비스를 엽니다: POST /v1/correct, GET /healthz, /readyz, /openapi.json. "
        "Serve corrections over HTTP, to this machine alone.",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="이 컴퓨터 안의 주소 / loopback (default: 127.0.0.1)")
    add("--port", default="8000", metavar="N", help="0: 빈 자리 / free (default: 8000)")
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    return parser
