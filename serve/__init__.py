"""The service for feedback drafts; needs the extra ``serve`` (fastapi, uvicorn, sqlalchemy, ...).

From the top; no module knows one above it:

ray_serve   the same under Ray Serve; needs the extra ``serve-ray``
cli         `spellfix serve`
key_command `spellfix keys`
workers     one process or several on one socket
app         the application: operations, middleware, refusals
routes      the operations, a module for each subject
services    what they stand on, opened together
gauges      accuracies for whoever watches
accuracies  both accuracies of what people reviewed
admission   what finds no room is refused unread
switching   another model takes the place of the present one
engine, storage, access, middleware, telemetry      five parts that know nothing of each other
batching, speed, observing, disconnect, key, reviewing, schema
settings    what a service is told
cores       how many this process may use
page        the correction page: html, css, js
"""
