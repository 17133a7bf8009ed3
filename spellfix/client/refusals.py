"""Answers that are none, as errors: what happened, what to do, and never a text or a key."""

import re

import httpx2

from spellfix.errors import ServiceError

_LONGEST = 300
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def refused(address: str, response: httpx2.Response, request_id: str) -> ServiceError:
    """The service said no; its reasons do not repeat what it was sent."""
    status = response.status_code
    if response.is_redirect:
        return ServiceError(
            f"다른 곳으로 보냅니다 / {address} sends elsewhere ({status}): give the address "
            "that it leads to",
            status,
            request_id,
        )
    request_id = _told_id(response) or request_id
    reason = _detail(response) or response.reason_phrase or "no reason given"
    return ServiceError(
        f"서비스가 받지 않았습니다 / the service answered {status}: {reason} "
        f"(request {request_id})",
        status,
        request_id,
    )


def silent(address: str, happened: type[Exception], tries: int, request_id: str) -> ServiceError:
    """There was no answer, or not all of it."""
    if issubclass(happened, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.ProxyError):
        reason = f"서비스에 닿지 못했습니다 / cannot reach {address}: does the service run there?"
    elif issubclass(happened, httpx2.TimeoutException):
        reason = f"제때 답이 없습니다 / no answer from {address} in time"
    else:
        reason = f"답이 도중에 끊겼습니다 / the answer of {address} broke off"
    shown = f"{happened.__name__}, {tries} tries" if tries > 1 else happened.__name__
    return ServiceError(f"{reason} ({shown}; request {request_id})", None, request_id)


def unreadable(address: str, response: httpx2.Response, request_id: str) -> ServiceError:
    """Something answered, but not what was asked for."""
    status = response.status_code
    request_id = _told_id(response) or request_id
    return ServiceError(
        f"알 수 없는 답입니다 / {address} answered {status} with something else than a spellfix "
        f"service of this version does: is it one? (request {request_id})",
        status,
        request_id,
    )


def _told_id(response: httpx2.Response) -> str | None:
    told = response.headers.get("X-Request-ID", "")
    return told if _ID.fullmatch(told) else None


def _detail(response: httpx2.Response) -> str:
    try:
        detail = response.json()["detail"]
        if not isinstance(detail, str):
            detail = "; ".join(
                f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in detail
            )
    except (KeyError, TypeError, ValueError, RecursionError):
        return ""
    return detail[:_LONGEST]
