"""What goes over the wire, and how much of it; knows no model, no database and no route.

Every description is Korean, then English: this is the text of the OpenAPI document.

limits        how much one request may hold
texts         texts, terms and what every request has in common
problems      answers that are none
correcting    texts in, corrections out
drafts        drafts, their corrections and reviews
measuring     pairs in, accuracies out; accuracies of what was reviewed
words         the user's dictionary
about         the service itself
"""
