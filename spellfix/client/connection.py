"""Where the service is and who asks: checked once, before anything is sent; sends nothing itself.

A key goes over https, or stays on this machine: over plain http anybody on the way could read it.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import httpx2

import spellfix
from spellfix.config import positive
from spellfix.errors import ConfigError

ADDRESS = "http://127.0.0.1:8000"
"""Where `spellfix serve` listens unless it is told otherwise."""
TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Connection:
    """address: where the paths of the service begin. host: of it. key: of the API. timeout: seconds
    that one try may wait for a sign of life."""

    address: str
    host: str
    key: str | None = field(repr=False)
    timeout: float

    @classmethod
    def checked(
        cls, base_url: str, key: str | None, timeout: float, insecure: bool
    ) -> "Connection":
        """What a user gave. Raises ConfigError for what cannot be, without repeating a secret."""
        url = _url(base_url)
        if key is not None:
            if not (
                isinstance(key, str)
                and key.isascii()
                and key.isprintable()
                and key.split() == [key]
            ):
                raise ConfigError(
                    "key: API 키가 아닙니다 / expected the key as `spellfix keys add` printed it, "
                    "sfk_..., without spaces"
                )
            if url.scheme == "http" and not is_loopback(url.host) and not insecure:
                raise ConfigError(
                    f"base_url: {url.host}에 키를 암호화 없이 보내지 않습니다 / a key is not sent "
                    "over plain http: use https, or insecure=True on a network that nobody else "
                    "can read"
                )
        return cls(str(url), url.host, key, positive("timeout", timeout))

    @property
    def arguments(self) -> dict[str, Any]:
        """Of an httpx2 client."""
        headers = {"User-Agent": f"spellfix/{spellfix.__version__}", "Accept": "*/*"}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        arguments: dict[str, Any] = {"base_url": self.address, "headers": headers}
        if is_loopback(self.host):  # not through the proxy that the environment may name
            host = f"[{self.host}]" if ":" in self.host else self.host
            arguments["mounts"] = {f"all://{host}": None}
        return arguments


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("192.0.2.1")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _url(given: str) -> httpx2.URL:
    try:
        url = httpx2.URL(given)
    except (TypeError, ValueError, httpx2.InvalidURL):
        url = httpx2.URL("")
    extra = url.userinfo or url.query or url.fragment
    port = url.port or 0
    if url.scheme not in ("http", "https") or not url.host or port >= 1 << 16 or extra:
        secret = not isinstance(given, str) or any(mark in given for mark in "@?#")
        shown = "" if secret else f", got {given!r}"
        raise ConfigError(
            "base_url: 서비스의 주소가 아닙니다 / expected an address such as "
            f"https://spellfix.example or http://127.0.0.1:8000, without user and query{shown}"
        )
    return url
