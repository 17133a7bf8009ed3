"""`/` and `/page/...`: the correction page, a handful of files that come with the package.

They are read once, and what is not among them does not exist: no path of a request ever reaches the
file system. Needs no key; the page asks for one itself. Knows nothing of what the page does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

router = APIRouter(include_in_schema=False)

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""Of the files of the page, by the end of their names; others are not served."""
START = "index.html"
FOLDER = Path(__file__).parents[1] / "page"
_READING = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the page. tag: a strong ETag (RFC 9110, 8.8.3), which changes with the content."""

    content: bytes
    type: str
    tag: str


@router.api_route("/", methods=_READING)
async def start(request: Request) -> Response:
    """The page itself."""
    return _answer(request, page()[START])


@router.api_route("/page/{name:path}", methods=_READING)
async def part(request: Request, name: str) -> Response:
    """A file that the page is made of. 404 for any other name."""
    file = page().get(name)
    if file is None or name == START:
        raise HTTPException(404, "그런 파일이 없습니다 / there is no such file")
    return _answer(request, file)


@lru_cache(maxsize=1)
def page() -> Mapping[str, File]:
    """All files of the page by their names, as script/main.js."""
    return {
        each.relative_to(FOLDER).as_posix(): _read(each)
        for each in sorted(FOLDER.rglob("*"))
        if each.suffix in TYPES
    }


def _read(path: Path) -> File:
    content = path.read_bytes()
    return File(content, TYPES[path.suffix], f'"{sha256(content).hexdigest()[:32]}"')


def _answer(request: Request, file: File) -> Response:
    # Kept, but asked for again: after an update nobody works with half of an old page.
    headers = {"Cache-Control": "no-cache", "ETag": file.tag}
    known = request.headers.get("if-none-match", "")
    if known == "*" or file.tag in (each.strip().removeprefix("W/") for each in known.split(",")):
        return Response(status_code=304, headers={**headers, "Content-Type": file.type})
    return Response(file.content, headers={**headers, "Content-Type": file.type})
