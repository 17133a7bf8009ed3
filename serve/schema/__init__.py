"""What goes over the wire, and how much of it; knows no model, no database and no route.

Every description is Korean, then English: this is the text of the OpenAPI document.

limits        how much one request may hold
texts         texts, terms and what every request has in common
problems      answers that are none
correcting    texts in, corrections out
drafts        drafts, their corrections and reviews
measuring     pairs in, accuracies out; accuracies of what was reviewed
numbers       what the numbers of an evaluation mean
words         the user's dictionary
about         the service itself
"""

from spellfix.serve.schema.correcting import CorrectRequest
from spellfix.serve.schema.drafts import DraftRequest, ReviewRequest
from spellfix.serve.schema.measuring import EvaluateRequest, PairRequest
from spellfix.serve.schema.words import TermsRequest

REQUESTS = (
    CorrectRequest,
    DraftRequest,
    EvaluateRequest,
    PairRequest,
    ReviewRequest,
    TermsRequest,
)
FIELDS = frozenset(field for each in REQUESTS for field in each.model_fields) | {
    "body",
    "header",
    "draft_id",
    "idempotency-key",
    "path",
    "query",
    "since",
    "term_id",
    "until",
}
"""Names of the places in a request; any other name in one is the sender's own word."""
