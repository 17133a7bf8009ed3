"""Every error that spellfix raises on purpose; knows nothing about how one is shown.

    SpellfixError
    ├── InputError(ValueError)     a text, a file or a line that cannot be taken as it is
    ├── ConfigError(ValueError)    an option with a value that it cannot have
    ├── ModelError                 a model directory that is missing, damaged or unknown
    └── ServiceError               a service that did not answer, or not as asked

A message is for the person who must act: what was given, what was expected, what to run. The
command line turns each of these into one line and exit status 2; anything else is a bug.
"""


class SpellfixError(Exception):
    """The base of all errors that a user of spellfix can cause and mend."""


class InputError(SpellfixError, ValueError):
    """A text, a file or a line of a file that cannot be taken as it is."""


class ConfigError(SpellfixError, ValueError):
    """An option with a value that it cannot have, in the words of the option the user gave."""


class ModelError(SpellfixError):
    """A model directory that is missing, damaged or written by an unknown version."""


class ServiceError(SpellfixError):
    """A service that did not answer, or not as asked; the message never holds a text or a key.

    status: of HTTP, None where there was no answer. request_id: what the service's own log calls
    the request; None where there was none.
    """

    def __init__(
        self, message: str, status: int | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.request_id = request_id
