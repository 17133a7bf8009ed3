"""The command `spellfix lsp`: one client over TCP, and what it says about its options."""

import json
import socket
import subprocess
import sys

COMMAND = [sys.executable, "-m", "spellfix", "lsp"]


def message(body: dict) -> bytes:
    data = json.dumps({"jsonrpc": "2.0", **body}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


def test_one_client_is_served_on_a_port_of_this_machine() -> None:
    with subprocess.Popen([*COMMAND, "--tcp", "0"], stderr=subprocess.PIPE) as process:
        host, port = process.stderr.readline().decode().strip().split(":")
        assert host == "127.0.0.1"
        with socket.create_connection((host, int(port)), timeout=60) as line:
            stream = line.makefile("rwb")
            stream.write(message({"id": 1, "method": "initialize", "params": {"capabilities": {}}}))
            stream.flush()
            size = int(stream.readline().split(b":")[1])
            while stream.readline().strip():
                pass
            answer = json.loads(stream.read(size))
            assert answer["result"]["serverInfo"]["name"] == "spellfix"
            stream.write(message({"id": 2, "method": "shutdown"}) + message({"method": "exit"}))
            stream.flush()
            assert process.wait(60) == 0


def test_a_port_that_is_none_is_refused() -> None:
    done = subprocess.run([*COMMAND, "--tcp", "http"], capture_output=True, check=False)
    assert done.returncode == 2
    assert "expected 0 to 65535, got 'http'" in done.stderr.decode()


def test_a_client_that_says_nothing_gets_nothing() -> None:
    done = subprocess.run(COMMAND, input=b"", capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
