"""What the service takes: together against one by one, at half and at full load, and far beyond.

    python docs/benchmarks/serve_load.py TEXT.txt ... [--sentences N] [--seconds S] [--repeat R]

throughput  wrk, 32 clients that ask again as soon as they are answered, against three services that
            run side by side and take turns, so that whatever else the machine does hits them alike:
            `spellfix serve`; the same with one call in a batch; and with one thread that reads one
            call at a time, for which onnxruntime has all the threads it wants
latency     `spellfix serve --workers N` at 50 % and 90 % of the throughput that wrk measures of it
overload    the same at four times that: who is answered, who is refused, how soon

wrk has no fixed rate: latency and overload come from an open loop in this script. Requests are due
at random times (a Poisson process) and sent then, whether the earlier ones are answered or not;
latency counts from the time at which one was due, so a service that stalls cannot hide it
("coordinated omission"). The loop speaks HTTP on plain asyncio connections, because a client
library takes as much of the machine as the service.

TEXT.txt: clean sentences, one a line (data/samples/*.txt); each request has N of them with typos,
no two the same. Prints Markdown tables. Takes about two minutes, wrk (Debian: wrk) and two cores.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from urllib.request import urlopen

from spellfix.corrector import Corrector
from spellfix.noise import Noiser
from spellfix.pretrained import ModelDirectory
from spellfix.serve.access import OPEN, Rates
from spellfix.serve.cli import listen
from spellfix.serve.engine import Engine, Limits
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings
from spellfix.serve.switching import Switch
from spellfix.serve.telemetry import Telemetry
from spellfix.serve.workers import serve_alone

CLIENTS = 32
BODIES = 2000
OVERLOAD = 4
SERVICES = {
    "together": "`spellfix serve`: what waits is read together",
    "apart": "the same, one call in a batch",
    "single": "one thread, one call at a time",
}
write = sys.stdout.write


# -- services --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Service:
    process: "subprocess.Popen[str]"
    port: int

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far."""
        times = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(kind: str, workers: int = 1) -> Iterator[Service]:
    serve = [sys.executable, __file__, "--serve", kind]
    if kind == "together":
        serve = [sys.executable, "-m", "spellfix", "serve", "--port", "0", "--database", "off"]
        serve += ["--workers", str(workers)]
    quiet = {**os.environ, "SPELLFIX_LOG_LEVEL": "error"}
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=quiet) as process:
        try:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
            if not found:
                raise SystemExit(f"the service {kind} has not come up")
            port = int(found[1])
            for _ in range(4 * workers):  # each of them, in all likelihood
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=60) as answer:
                    answer.read()
            yield Service(process, port)
        finally:
            process.terminate()


def serve(kind: str) -> None:
    """What `spellfix serve --database off` does, but for the engine."""
    settings = Settings(port=0, database="off", log_level="error")
    model, telemetry, limits = ModelDirectory.open(), Telemetry(), Limits(batch_characters=0)
    if kind == "apart":
        engine = Engine.open(
            min_confidence=settings.min_confidence, limits=limits, observer=telemetry
        )
    else:
        corrector = Corrector.from_pretrained(min_confidence=settings.min_confidence)
        engine = Engine(
            corrector, name=model.name, version=model.version, limits=limits, observer=telemetry
        )
    with listen(settings) as listener:
        write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        serve_alone(Services(settings, Switch(engine), None, OPEN, Rates(), telemetry), listener)


# -- requests --------------------------------------------------------------------------------


def bodies(lines: Sequence[str], sentences: int) -> list[str]:
    """JSON bodies of so many sentences with typos each, no sentence twice."""
    noiser = Noiser(11)
    noisy = (
        f"{noiser.noise(line, 0, number).text} ({number})"
        for number, line in enumerate(cycle(lines))
    )
    return [json.dumps({"text": " ".join(islice(noisy, sentences))}) for _ in range(BODIES)]


def script(requests: Sequence[str]) -> str:
    """wrk's program: one body after the other."""
    listed = ",\n".join(f"[==[{body}]==]" for body in requests)
    return (
        f"local bodies = {{\n{listed}\n}}\nlocal at = 0\n"
        'local headers = { ["Content-Type"] = "application/json" }\n'
        "request = function()\n  at = at % #bodies + 1\n"
        '  return wrk.format("POST", "/v1/correct", headers, bodies[at])\nend\n'
    )


# -- throughput ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """rate: answers a second. cpu: milliseconds of the service's processor time for one. p50, p99:
    as wrk prints them. elsewhere: cores that other programs kept busy."""

    rate: float
    cpu: float
    p50: str
    p99: str
    elsewhere: float


def loaded(service: Service, program: Path, seconds: int) -> Run:
    address = f"http://127.0.0.1:{service.port}"
    wrk = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", "-s", str(program), address]
    before, machine, start = service.cpu, busy(), perf_counter()
    children = os.times()
    said = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
    passed, used = perf_counter() - start, service.cpu - before
    after = os.times()
    own = after.children_user + after.children_system
    own -= children.children_user + children.children_system
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"not every request was answered:\n{said}")

    def read(pattern: str) -> str:
        found = re.search(pattern, said)
        if not found:
            raise SystemExit(f"wrk said something unexpected:\n{said}")
        return found[1]

    answers = int(read(r"(\d+) requests in"))
    return Run(
        float(read(r"Requests/sec:\s+(\S+)")),
        1000 * used / answers,
        read(r"\n\s+50%\s+(\S+)"),
        read(r"\n\s+99%\s+(\S+)"),
        max(0.0, (busy() - machine - used - own) / passed),
    )


def busy() -> float:
    """Seconds that all cores together have been busy."""
    times = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    idle = int(times[3]) + int(times[4])
    return (sum(map(int, times[:8])) - idle) / os.sysconf("SC_CLK_TCK")


def throughput(
    services: dict[str, Service], program: Path, seconds: int, repeat: int
) -> dict[str, list[Run]]:
    for service in services.values():
        loaded(service, program, 1)
    runs: dict[str, list[Run]] = {kind: [] for kind in services}
    for _ in range(repeat):
        for kind, service in services.items():
            runs[kind].append(loaded(service, program, seconds))
    return runs


def throughput_table(runs: dict[str, list[Run]]) -> None:
    write(f"| {CLIENTS} clients | answers/s (each run) | against it | processor ms an answer ")
    write("| p50 | p99 | busy elsewhere |\n|---|---|---|---|---|---|---|\n")
    rates = {kind: statistics.median(run.rate for run in found) for kind, found in runs.items()}
    for kind, found in runs.items():
        each = ", ".join(f"{run.rate:.0f}" for run in found)
        # Ratios of runs that followed each other, then the median: what else runs cancels out.
        pairs = zip(runs["together"], found, strict=True)
        ratio = statistics.median(together.rate / run.rate for together, run in pairs)
        cpu = statistics.median(run.cpu for run in found)
        elsewhere = statistics.mean(run.elsewhere for run in found)
        write(f"| {SERVICES[kind]} | **{rates[kind]:.0f}** ({each}) | {ratio:.2f} | {cpu:.2f} ")
        write(f"| {found[-1].p50} | {found[-1].p99} | {elsewhere:.1f} cores |\n")
    write("\n")


# -- latency and overload: an open loop ------------------------------------------------------


@dataclass
class Seen:
    """Seconds from when requests were due to their answers, by status; connections that broke."""

    latencies: dict[int, list[float]] = field(default_factory=dict)
    retry_after: Counter[str] = field(default_factory=Counter)
    broken: int = 0

    def note(self, status: int, seconds: float, retry_after: str) -> None:
        self.latencies.setdefault(status, []).append(seconds)
        if retry_after:
            self.retry_after[retry_after] += 1


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def open_loop(port: int, requests: Sequence[bytes], rate: float, seconds: float) -> Seen:
    """Sends `rate` requests a second, whatever becomes of them, and waits for all answers."""
    seen, free, tasks = Seen(), list[Connection](), set[asyncio.Task[None]]()
    chance = random.Random(7)

    async def ask(request: bytes, due: float) -> None:
        try:
            reader, writer = (
                free.pop() if free else await asyncio.open_connection("127.0.0.1", port)
            )
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = re.search(r"content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            after = re.search(r"retry-after: (\S+)", head)
            seen.note(int(head[9:12]), perf_counter() - due, after[1] if after else "")
            if "connection: close" in head:
                writer.close()
            else:
                free.append((reader, writer))
        except (OSError, EOFError):
            seen.broken += 1

    due = start = perf_counter()
    for request in cycle(requests):
        due += chance.expovariate(rate)
        if due > start + seconds:
            break
        await asyncio.sleep(max(0.0, due - perf_counter()))
        task = asyncio.create_task(ask(request, due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    for _, writer in free:
        writer.close()
    return seen


def percentile(latencies: Sequence[float], share: float) -> str:
    if not latencies:
        return "-"
    found = sorted(latencies)[min(len(latencies) - 1, int(share * len(latencies)))]
    return f"{found * 1000:.0f} ms"


def latency_row(name: str, rate: float, seen: Seen) -> None:
    done, refused = seen.latencies.get(200, []), seen.latencies.get(503, [])
    sent = sum(map(len, seen.latencies.values())) + seen.broken
    other = sent - len(done) - len(refused)
    share = len(refused) / sent if sent else 0.0
    hints = ", ".join(sorted(seen.retry_after)) or "-"
    write(f"| {name} | {rate:.0f} | {sent} | {len(done)} | {percentile(done, 0.5)} ")
    write(f"| {percentile(done, 0.99)} | {percentile(done, 1)} | {len(refused)} ({share:.0%}) ")
    write(f"| {percentile(refused, 0.5)} | {percentile(refused, 0.99)} | {hints} | {other} |\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="*", metavar="TEXT.txt")
    parser.add_argument("--sentences", type=int, default=1, help="of one request")
    parser.add_argument("--seconds", type=int, default=5, help="of one run")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each service")
    parser.add_argument("--workers", type=int, default=2, help="in the open loop")
    parser.add_argument("--serve", choices=[*SERVICES][1:], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    lines = [line for path in options.texts for line in Path(path).read_text("utf-8").splitlines()]
    lines = [line for line in lines if len(line) > 20]
    if not lines:
        parser.error("name files of clean sentences, such as data/samples/*.txt")
    random.Random(1).shuffle(lines)
    asked = bodies(lines, options.sentences)
    size = statistics.mean(len(json.loads(body)["text"]) for body in asked)
    write(f"Requests of {options.sentences} sentence(s), {size:.0f} code points on average; ")
    write(f"{os.cpu_count()} cores, the load generator on them too.\n\n")
    with tempfile.TemporaryDirectory() as scratch:
        program = Path(scratch) / "requests.lua"
        program.write_text(script(asked), "utf-8")
        with ExitStack() as stack:
            services = {kind: stack.enter_context(running(kind)) for kind in SERVICES}
            throughput_table(throughput(services, program, options.seconds, options.repeat))
        with running("together", options.workers) as service:
            loaded(service, program, 2)
            capacity = loaded(service, program, options.seconds).rate
            write(
                f"{options.workers} worker(s): {capacity:.0f} answers/s to {CLIENTS} clients.\n\n"
            )
            open_loop_table(service.port, asked, capacity, 2 * options.seconds)


def open_loop_table(port: int, asked: Sequence[str], capacity: float, seconds: float) -> None:
    sent = [
        b"POST /v1/correct HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        for body in map(str.encode, asked)
    ]
    write("| load | requests/s | sent | answered | p50 | p99 | longest | refused ")
    write("| refused in: p50 | p99 | Retry-After | anything else |\n")
    write("|---|---|---|---|---|---|---|---|---|---|---|---|\n")
    for name, share in (("50 %", 0.5), ("90 %", 0.9), (f"{OVERLOAD} x", OVERLOAD)):
        asyncio.run(open_loop(port, sent, capacity / 4, 1))
        seen = asyncio.run(open_loop(port, sent, share * capacity, seconds))
        latency_row(name, share * capacity, seen)


if __name__ == "__main__":
    main()
