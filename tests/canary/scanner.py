"""Finds markers in any pile of bytes, in every form they may hide in: the one scanner for every place."""

from __future__ import annotations

import base64
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

BLOCK = 8 << 20
_OVERLAP = 1024
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_MOST_STREAMS = 20_000


def forms(marker: str) -> Iterator[bytes]:
    """Yield the bytes a marker may stand as: plain, UTF-16, hexadecimal, base64 wherever it starts, escaped."""
    plain = marker.encode()
    yield plain
    yield marker.encode("utf-16-le")
    yield marker.encode("utf-16-be")
    yield plain.hex().encode()
    yield plain.hex().upper().encode()
    for skipped in range(3):
        # What stands before and after spoils the first and last signs; the middle is always the same.
        coded = base64.b64encode(b"\0" * skipped + plain).rstrip(b"=")[(4 if skipped else 0) : -2]
        yield coded
        yield coded.replace(b"+", b"-").replace(b"/", b"_")
    yield "".join(f"%{byte:02x}" for byte in plain).encode()
    yield "".join(f"%{byte:02X}" for byte in plain).encode()
    yield quote(marker).encode()
    yield json.dumps(marker)[1:-1].encode()
    yield "".join(f"\\u{ord(sign):04x}" for sign in marker).encode()


class Scanner:
    """Searches for a few markers at once; says which name was found, never repeats what it found."""

    def __init__(self, markers: Mapping[str, str]) -> None:
        """`markers` are texts by the name to report."""
        self._names = {form: name for name, marker in markers.items() for form in forms(marker)}

    def scan(self, data: bytes, *, deflated: bool = True) -> set[str]:
        """Return the names found in `data`, and in whatever was compressed into it (zlib, gzip)."""
        found = {name for form, name in self._names.items() if form in data}
        if deflated:
            for stream in inflated(data):
                found |= self.scan(stream, deflated=False)
        return found

    def scan_blocks(self, blocks: Iterable[bytes]) -> set[str]:
        """The same over something too large to hold: blocks that follow each other."""
        found: set[str] = set()
        tail = b""
        for block in blocks:
            found |= self.scan(tail + block)
            tail = block[-_OVERLAP:]
        return found

    def scan_file(self, path: Path) -> set[str]:
        with path.open("rb") as file:
            return self.scan_blocks(iter(lambda: file.read(BLOCK), b""))


def inflated(data: bytes) -> Iterator[bytes]:
    """Yield what every stretch that looks like a compressed stream opens to."""
    starts = [(match.start(), zlib.MAX_WBITS) for match in _ZLIB.finditer(data)]
    starts += [(match.start(), zlib.MAX_WBITS | 16) for match in _GZIP.finditer(data)]
    whole = memoryview(data)  # most that looks like a stream is none: nothing is copied to find that out
    for start, bits in starts[:_MOST_STREAMS]:
        opener = zlib.decompressobj(bits)
        try:
            opened = opener.decompress(whole[start : start + BLOCK], BLOCK)
        except zlib.error:
            continue
        if len(opened) > 8:
            yield opened


def memory_of(pid: int) -> Iterator[Iterable[bytes]]:
    """Yield each writable stretch of a process's memory, as blocks; needs the right to read it (our own child)."""
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if not rights.startswith("rw") or "[vvar]" in line:
                continue
            start, end = (int(part, 16) for part in place.split("-"))
            yield _stretch(memory.fileno(), start, end)


def _stretch(handle: int, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        try:
            block = os.pread(handle, min(BLOCK, end - start), start)
        except OSError:
            return
        if not block:
            return
        yield block
        start += len(block)
