"""The same service under Ray Serve: replicas of one application, as many as there are requests for.

    python -m spellfix.serve.ray_serve --workers 4 --keys database      this machine
    serve deploy service.yaml, import_path: spellfix.serve.ray_serve:build      a cluster of Ray

A replica is a process with the application that `spellfix serve` runs, a core and a model of its
own; Ray's proxies speak HTTP. Needs the extra ``serve-ray``. Knows no route. Nothing is told to
Ray's makers: where this module starts Ray, and where it is imported before Ray starts.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any

from spellfix.config import at_least
from spellfix.cores import cores
from spellfix.errors import ConfigError, SpellfixError
from spellfix.serve.cli import listen
from spellfix.serve.settings import OFF, Settings
from spellfix.serve.workers import GRACE

if TYPE_CHECKING:
    from fastapi import FastAPI
    from ray import serve

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

NAME = "spellfix"
ONGOING = 8
"""Requests that a replica should have at a time; where there are more, there should be more
replicas. One core answers a sentence in some 10 ms: eight keep it busy and are no queue yet."""
MOST_ONGOING = 256
"""More than the engine accepts, so that it is the service that refuses, with Retry-After."""
_UP, _DOWN = 10.0, 300.0
"""Seconds of more, and of fewer requests before replicas are added and taken away."""
_OBJECTS = 100 << 20
"""Bytes for Ray's objects: requests do not pass through them."""
_OF_RAY = ("check", "host", "port", "workers")
_STARTED_HERE = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # all of Ray listens on 127.0.0.1
    # Ray would make replicas nice (15), and their threads that answer as nice as the model's.
    "RAY_worker_niceness": "0",
}
"""For a Ray that is started here; read when it is loaded, and by its processes."""


def build(told: Mapping[str, str]) -> serve.Application:
    """The application for ``serve run`` and ``serve deploy``.

    told: options of `spellfix serve` by their names (``retention_days``), but for those that are
    Ray's affair; ``min_replicas`` and ``max_replicas``. What is not told is taken from the
    environment of each replica, where the URL of the database belongs, which holds a password.

    Raises ConfigError for what is no such option or cannot be taken, and where no keys are told.
    """
    options = {name.replace("_", "-"): str(value) for name, value in told.items()}
    least = _replicas("min_replicas", options.pop("min-replicas", "1"))
    most = _replicas("max_replicas", options.pop("max-replicas", str(max(least, cores()))))
    if most < least:
        raise ConfigError(f"max_replicas: expected at least min_replicas ({least}), got {most}")
    for name in _OF_RAY:
        if name in options:
            raise ConfigError(
                f"{name}: Ray Serve가 정합니다 / is Ray's to decide: http_options, max_replicas"
            )
    flags = [f"--{name}={value}" for name, value in options.items()]
    told_here = Settings.given(flags, {})  # a mistake is found here and not on a replica
    if told_here.keys is None:
        raise ConfigError(
            "keys: API 키가 있어야 합니다 / others can reach a cluster, which needs API keys; "
            "expected keys: database (spellfix keys add NAME --database), or a file of every node"
        )
    return _application(flags, least, most, common=True)


def check_common(settings: Settings) -> None:
    """Raises ConfigError for a database that replicas on several machines cannot have in common."""
    if not settings.database.startswith((OFF, "postgres")):
        raise ConfigError(
            "SPELLFIX_DATABASE: 여러 컴퓨터가 함께 쓸 것이어야 합니다 / expected one that several "
            "machines have in common: postgresql://..., or off"
        )


def run(arguments: Sequence[str]) -> None:
    """Start Ray on this machine, serve as `spellfix serve` would, until told to stop.

    --workers: replicas at most. Raises SpellfixError on anything the user can mend.
    """
    settings = Settings.given(arguments, os.environ)
    with listen(settings) as listener:  # the host may be opened, and the port is free
        port = listener.getsockname()[1]
    _start_ray(settings.workers)
    import ray
    from ray import serve

    try:
        stopping = Event()  # Ray's own handlers, which are there by now, would abort
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stopping.set())
        http = {"host": settings.host or "0.0.0.0", "port": port}
        serve.start(proxy_location="HeadOnly", http_options=http, logging_config=_quiet())
        try:
            serve.run(_application([*arguments], 1, settings.workers, common=False), name=NAME)
        except RuntimeError as error:
            raise ConfigError(
                "Ray Serve: 열 수 없습니다 / could not start; spellfix serve --check says why"
            ) from error
        sys.stdout.write(f"Ray Serve: http://{settings.host}:{port}/\n")
        sys.stdout.flush()
        stopping.wait()
    finally:
        serve.shutdown()  # type: ignore[no-untyped-call]
        ray.shutdown()


def _start_ray(processors: int) -> None:
    for name, value in _STARTED_HERE.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.serve
    except ImportError as error:
        raise ConfigError(
            f"더 설치하세요 / {error.name} is missing: pip install 'spellfix[serve-ray]'"
        ) from error
    try:
        ray.init(
            address="local",
            num_cpus=processors,
            object_store_memory=_OBJECTS,
            include_dashboard=False,
            log_to_driver=False,
            configure_logging=False,
        )
    except Exception as error:  # what it raises has no other common base
        raise ConfigError(
            f"Ray를 시작할 수 없습니다 / Ray could not be started: {error}; its logs lie in "
            "ray/session_latest/logs of the folder for temporary files, or where RAY_TMPDIR says"
        ) from error


def _application(flags: Sequence[str], least: int, most: int, *, common: bool) -> serve.Application:
    """common: replicas are on several machines, and need a database that is common to them."""
    from ray import serve

    def application() -> FastAPI:
        from spellfix.serve.app import create_app
        from spellfix.serve.services import Services
        from spellfix.serve.telemetry import configure

        settings = Settings.given(flags, os.environ)
        if common:
            check_common(settings)
        configure(settings.log_level)
        return create_app(Services.open(settings, threads=1))

    deployment = serve.deployment(
        name=NAME,
        ray_actor_options={"num_cpus": 1, "runtime_env": {"env_vars": _ENVIRONMENT}},
        max_ongoing_requests=MOST_ONGOING,
        autoscaling_config={
            "min_replicas": least,
            "max_replicas": most,
            "target_ongoing_requests": ONGOING,
            "upscale_delay_s": _UP,
            "downscale_delay_s": _DOWN,
        },
        graceful_shutdown_timeout_s=GRACE,
        logging_config=_quiet(),
    )
    # The application is built on the replica, by the same function as in any other process.
    bound: serve.Application = deployment(serve.ingress(application)()).bind()
    return bound


_ENVIRONMENT = {"ORT_DISABLE_TELEMETRY": "1", "RAY_USAGE_STATS_ENABLED": "0"}


def _quiet() -> dict[str, Any]:
    # The service has a line of its own for each request.
    return {"enable_access_log": False, "log_level": "WARNING"}


def _replicas(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ConfigError(f"{name}: 정수여야 합니다 / expected a whole number, got {value!r}")
    return at_least(name, int(value), 1)


if __name__ == "__main__":
    try:
        run(sys.argv[1:])
    except SpellfixError as error:
        sys.exit(f"spellfix: {error}")
