"""What every request and answer passes on its way, as pure ASGI; knows no route and no model.

From the outside in, after whatever counts and logs requests:

headers      what browsers are told with every answer
origins      pages elsewhere that may call the service (CORS)
hosts        without keys: only names of this machine itself
body         how large a request may be, and how slow: 413, 408
json         what is no JSON in UTF-8 goes no further: 415, 400
connections  what lies before all this: limits of connections, for uvicorn
"""

from spellfix.serve.middleware.body import BodyLimit
from spellfix.serve.middleware.connections import uvicorn_options
from spellfix.serve.middleware.headers import SecurityHeaders
from spellfix.serve.middleware.hosts import LoopbackHosts
from spellfix.serve.middleware.json import JsonBodies
from spellfix.serve.middleware.origins import Origins

__all__ = [
    "BodyLimit",
    "JsonBodies",
    "LoopbackHosts",
    "Origins",
    "SecurityHeaders",
    "uvicorn_options",
]
