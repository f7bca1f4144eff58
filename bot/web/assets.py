"""The stylesheet, the small script and the sign: read once at start, addressed with a hash, kept by the browser."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"


@lru_cache(maxsize=1)
def _files() -> dict[str, tuple[bytes, str]]:
    """Name -> content and the beginning of its SHA-256."""
    contents = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in TYPES}
    return {name: (content, hashlib.sha256(content).hexdigest()[:16]) for name, content in contents.items()}


def address_of(name: str) -> str:
    """The address of a file in `static/`, which changes when the file does.

    Raises:
        KeyError: there is no such file.
    """
    return f"/static/{name}?v={_files()[name][1]}"


async def static(request: Request) -> Response:
    """Serve one of the files. With its present hash it may be kept for good."""
    name = request.path_params["name"]
    if name not in _files():
        raise HTTPException(404)
    content, digest = _files()[name]
    kept = FOR_GOOD if request.query_params.get("v") == digest else FOR_A_WHILE
    return Response(content, media_type=TYPES[Path(name).suffix], headers={"Cache-Control": kept})
