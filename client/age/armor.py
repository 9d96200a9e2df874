"""Strict ASCII armor: the text form in which an age file may be mailed or pasted (RFC 7468 strict, C2SP age)."""

import base64
import binascii
from typing import Final

from client.age.errors import MalformedArmor

_BEGIN: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END: Final = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS: Final = 64


def dearmor(text: bytes) -> bytes:
    """The file inside `text`; whitespace around it and CRLF line ends are the only freedom, else `MalformedArmor`."""
    lines = text.strip(b" \t\r\n").replace(b"\r\n", b"\n").split(b"\n")
    body = lines[1:-1]
    if len(lines) < 2 or lines[0] != _BEGIN or lines[-1] != _END:
        raise MalformedArmor("The text does not begin and end as an armored age file; copy it again in full.")
    if any(len(line) != _COLUMNS for line in body[:-1]) or (body and not 0 < len(body[-1]) <= _COLUMNS):
        raise MalformedArmor("The lines of the armored file do not have their exact length; copy it again in full.")
    joined = b"".join(body)
    try:
        data = binascii.a2b_base64(joined)
    except binascii.Error:
        data = b""
    if base64.b64encode(data) != joined:
        raise MalformedArmor("The armored file holds a damaged character; copy it again in full.")
    return data
