"""The scanner itself: each form in which a marker may hide is found, and nothing is found where nothing is."""

from __future__ import annotations

import base64
import gzip
import json
import secrets
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.canary.scanner import Scanner

MARKER = "kanarie «geheim» 0123456789abcdef"

HIDINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda plain: plain,
    "utf16": lambda plain: plain.decode().encode("utf-16-le"),
    "hex": lambda plain: plain.hex().encode(),
    "base64 at 0": lambda plain: base64.b64encode(plain),
    "base64 at 1": lambda plain: base64.b64encode(b"x" + plain + b"y"),
    "base64 at 2": lambda plain: base64.b64encode(b"xx" + plain + b"yyy"),
    "base64url": lambda plain: base64.urlsafe_b64encode(b"xx" + plain + b"yyy"),
    "percent": lambda plain: quote(plain).encode(),
    "json": lambda plain: json.dumps(plain.decode()).encode(),
    "zlib": lambda plain: zlib.compress(b"{" * 50 + plain),
    "gzip": lambda plain: gzip.compress(b"{" * 50 + plain),
}


@pytest.mark.parametrize("hiding", HIDINGS)
def test_a_marker_is_found_in_every_form(hiding: str) -> None:
    scanner = Scanner({"it": MARKER})
    hidden = HIDINGS[hiding](MARKER.encode())
    around = secrets.token_bytes(3000)
    assert scanner.scan(around + hidden + around) == {"it"}
    halves = (around + hidden)[:3010], (around + hidden)[3010:] + around
    assert hiding in ("zlib", "gzip") or scanner.scan_blocks(halves) == {"it"}


def test_nothing_is_found_where_nothing_is() -> None:
    assert Scanner({"it": MARKER}).scan(secrets.token_bytes(1 << 20)) == set()
