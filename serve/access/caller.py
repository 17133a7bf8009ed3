"""Who calls, as what the routes depend on: 401 for strangers, 429 for those who call too often.

Takes the keys and rates from `request.app.state.services`. Knows no route. What was presented as a
key is never repeated, and one that is unknown is answered as one that is missing.
"""

from __future__ import annotations

import math
from typing import Annotated, Protocol

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from spellfix.serve.access.keys import Caller, Ring
from spellfix.serve.access.rates import Rates


class _Services(Protocol):
    """What is used here of the services in the state of the application."""

    @property
    def keys(self) -> Ring: ...
    @property
    def rates(self) -> Rates: ...


_BEARER = HTTPBearer(
    scheme_name="ApiKey",
    bearerFormat="sfk_...",
    description="API 키. 서비스를 --keys로 열었을 때만 필요하고, spellfix keys add가 만듭니다. "
    "/ An API key, made by spellfix keys add; needed where the service was started with --keys.",
    auto_error=False,
)

UNKNOWN = "API 키가 필요합니다 / expected a valid API key: Authorization: Bearer sfk_..."
TOO_OFTEN = "요청이 너무 잦습니다 / too many requests with this key: see Retry-After"


async def known(
    request: Request, presented: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Caller:
    """Whoever has the key presented. Raises HTTPException 401 for everybody else."""
    services: _Services = request.app.state.services
    caller = services.keys.caller(presented.credentials if presented else None)
    if caller is None:
        raise HTTPException(401, UNKNOWN, {"WWW-Authenticate": "Bearer"})
    request.state.owner = caller.owner
    return caller


async def admitted(request: Request, caller: Annotated[Caller, Depends(known)]) -> Caller:
    """`known`, if it does not call too often. Raises HTTPException 429 with Retry-After."""
    services: _Services = request.app.state.services
    wait = services.rates.admit(caller)
    if wait:
        raise HTTPException(429, TOO_OFTEN, {"Retry-After": str(math.ceil(wait))})
    return caller


Known = Annotated[Caller, Depends(known)]
"""A caller whose calls are not counted."""
Admitted = Annotated[Caller, Depends(admitted)]
"""A caller whose calls are counted, and admitted."""
