"""The client of the service: texts out, corrections in, over HTTP; needs the extra `client`.

    with Client("https://spellfix.school.example", key) as service:
        service.correct("숙재를 했다.").text

`Client` blocks, `AsyncClient` has the same methods to await. Both send again what a busy service or
a bad line has not answered, and a draft that was sent twice is stored once.

sync, asynchronous   the two clients: they only send, and wait
flows                a method of a client as steps that somebody else takes
exchange             one request and its repetitions; the only place that knows statuses
retries              how often, how soon
calls                what is asked: method, path, body
reading, answers     what is answered: JSON to frozen values
refusals             answers that are none, as errors
export               a long answer, line by line
connection           where the service is and who asks
"""

try:
    import httpx2  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"더 설치하세요 / spellfix.client needs {error.name}: pip install 'spellfix[client]'",
        name=error.name,
    ) from None

from spellfix.client.answers import (
    Accuracy,
    Decisions,
    Draft,
    Evaluated,
    Exported,
    Limits,
    Listed,
    Model,
    Review,
    Service,
    Term,
)
from spellfix.client.asynchronous import AsyncClient
from spellfix.client.retries import Retries
from spellfix.client.sync import Client

__all__ = [
    "Accuracy",
    "AsyncClient",
    "Client",
    "Decisions",
    "Draft",
    "Evaluated",
    "Exported",
    "Limits",
    "Listed",
    "Model",
    "Retries",
    "Review",
    "Service",
    "Term",
]
