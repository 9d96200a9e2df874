"""Reading a request's body: within its limits of bytes and time, as strict JSON or as strict multipart."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, web

from bot.http.problems import NotSupported, TooLarge, TooSlow
from domain.acts.payload import strict_json
from domain.errors import Malformed

_BOUNDARY = re.compile(r"""boundary=(?:"([0-9A-Za-z'()+_,\-./:=? ]{1,70})"|([0-9A-Za-z'+_\-.]{1,70}))""")
_NAME = re.compile(
    rb"""content-disposition:\s*form-data\s*;\s*name="([0-9a-z]{1,64})"\s*(?:;[^\r\n]*)?""", re.IGNORECASE
)
_MAX_PARTS = 2048
_MAX_PART_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Parts:
    """What came in one body: the strict JSON document, and the binary parts by name."""

    document: object
    blobs: Mapping[str, bytes]


async def read_body(request: web.Request, limit: int, within: timedelta) -> bytes:
    """Read the whole body.

    Raises:
        TooLarge: as soon as more than `limit` bytes are announced or seen.
        TooSlow: when it has not arrived `within` that time.
        NotSupported: when it is compressed (a small body that unfolds into a large one).
        Malformed: when its transfer breaks off.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotSupported("body.encoding", "Bodies are read as they are; send this one without Content-Encoding.")
    if request.content_length is not None and request.content_length > limit:
        raise _too_large()
    read = bytearray()
    try:
        async with asyncio.timeout(within.total_seconds()):
            async for chunk in request.content.iter_chunked(64 * 1024):
                read += chunk
                if len(read) > limit:
                    raise _too_large()
    except TimeoutError:
        raise TooSlow("body.slow", "The body did not arrive in time; send it again.") from None
    except (ClientError, web.RequestPayloadError):
        raise Malformed("body.malformed", "The body broke off or is not whole; send it again.") from None
    return bytes(read)


async def read_json(request: web.Request, limit: int, within: timedelta, *, plain: bool = False) -> object:
    """Read the body as strict JSON; with `plain` also when it calls itself text, which a browser sends unasked.

    Raises:
        NotSupported: when the body says it is something else; and what `read_body` and `strict_json` raise.
    """
    if request.content_type not in (("application/json", "text/plain") if plain else ("application/json",)):
        raise NotSupported("body.type", "This path reads application/json; say so in Content-Type.")
    return body_json(await read_body(request, limit, within))


def body_json(raw: bytes) -> object:
    """Decode a body or part as strict JSON; raises Malformed naming the body."""
    try:
        return strict_json(raw)
    except Malformed as wrong:
        raise Malformed(wrong.code, str(wrong), field="body") from None


def split_parts(content_type: str, body: bytes, *, document: str, blob_limit: int, blobs_limit: int) -> Parts:
    """Take a `multipart/form-data` body apart: one part named `document` with strict JSON, all others blobs.

    Raises:
        Malformed: when the framing is not exactly RFC 7578's, a name comes twice, or the document lacks.
        TooLarge: when one blob or all together pass their limit.
    """
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise Malformed("body.malformed", "The multipart body has no usable boundary; encode it again.", field="body")
    parts = _split(body, (found[1] or found[2]).encode("ascii"))
    if document not in parts:
        raise Malformed("body.malformed", "The multipart body lacks the part with the acts; add it.", field=document)
    blobs = {name: data for name, data in parts.items() if name != document}
    for name, data in blobs.items():
        if len(data) > blob_limit:
            raise TooLarge("blob.too_large", "A blob with an act is too large; send it in chunks.", field=name)
    if sum(map(len, blobs.values())) > blobs_limit:
        raise TooLarge("blob.too_large", "The blobs with these acts are too large together; send them in chunks.")
    return Parts(body_json(parts[document]), blobs)


def _split(body: bytes, boundary: bytes) -> dict[str, bytes]:
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 3 or pieces[0] != b"" or pieces[-1] not in (b"--", b"--\r\n") or len(pieces) > _MAX_PARTS + 2:
        raise Malformed(
            "body.malformed", "The multipart body is not framed as RFC 7578 says; encode it again.", field="body"
        )
    parts: dict[str, bytes] = {}
    for piece in pieces[1:-1]:
        head, gap, data = piece.partition(b"\r\n\r\n")
        name = _name_of(head) if gap and head.startswith(b"\r\n") and len(head) <= _MAX_PART_HEAD else None
        if name is None or name in parts:
            raise Malformed(
                "body.malformed", "A part of the body has no name or a name twice; encode it again.", field="body"
            )
        parts[name] = data
    return parts


def _name_of(head: bytes) -> str | None:
    names = [found[1] for line in head.split(b"\r\n") if (found := _NAME.fullmatch(line.strip()))]
    encoded = any(
        line.lower().startswith((b"content-transfer-encoding", b"content-encoding")) for line in head.split(b"\r\n")
    )
    return names[0].decode("ascii") if len(names) == 1 and not encoded else None


def _too_large() -> TooLarge:
    return TooLarge("body.too_large", "The body is larger than this path reads; send less, or content in chunks.")
