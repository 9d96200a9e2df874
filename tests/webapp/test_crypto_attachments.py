"""Attachments go both ways between the app and the Python client, and both refuse what was not signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256, shake_256
from pathlib import Path
from typing import Any, Final

import pytest

from client.age import HybridIdentity, encrypt
from client.attachments import open_attachment
from client.content import ContentRefused, Place, sign_content
from client.directory import DIRECTORY_LOG
from client.sealing import LARGE_STEP
from domain.content import BijlageContent
from domain.contents import AnyContent
from domain.ids import ActId, ItemId
from tests.client.world import HOVJ, NOW, keyring_of, practice_world
from tests.webapp.contents import CONTENTS
from tests.webapp.keys import facts, key_of
from tests.webapp.node import vitest

ITEM, OTHER = ItemId("a" * 22), ItemId("b" * 22)
ACT = ActId("019c0000-0000-7000-8000-000000000001")
KEY, OLD_KEY = HybridIdentity(bytes([1]) * 32), HybridIdentity(bytes([2]) * 32)
NAME = KEY.recipient().to_string()
WORLD = practice_world()
PLACE = Place(ITEM, NAME, ACT, "item.attach", HOVJ)
DATA: Final = shake_256(b"bijlage").digest(3 * LARGE_STEP + 17)
LARGEST: Final = 25 * 1024 * 1024


def head_of(data: bytes, content: AnyContent | None = None, place: Place = PLACE, **changes: Any) -> bytes:
    """A signed head for these bytes, or for others."""
    right = {"name": "brief.txt", "media_type": "text/plain", "size": len(data), "sha256": sha256(data).hexdigest()}
    said = content or BijlageContent.model_validate({"kind": "bijlage", **right, **changes})
    return sign_content(said, place, keyring_of("hanna"), WORLD.directory, NOW)


def whole(head: bytes, data: bytes, length: int | None = None, filling: bytes | None = None) -> bytes:
    """The sealed form of head and bytes, as `seal_attachment` lays them out."""
    start = (len(head) if length is None else length).to_bytes(4, "big") + head + data
    padded = start + (bytes(-len(start) % LARGE_STEP) if filling is None else filling)
    return encrypt(padded, [KEY.recipient()])


def cases() -> Iterator[tuple[str, bytes]]:
    sound = whole(head_of(DATA), DATA)
    head = head_of(DATA)
    yield "sound", sound
    yield "empty file", whole(head_of(b""), b"")
    yield "without filling", whole(head, DATA, filling=b"")
    yield "much filling", whole(head, DATA, filling=bytes(5 * LARGE_STEP))
    yield "filled with something", whole(head, DATA, filling=bytes(3 * LARGE_STEP) + b"x")
    yield "other bytes", whole(head, DATA[:-1] + b"x")
    yield "cut bytes", whole(head, DATA[:-1], filling=b"")
    yield "larger than it says", whole(head_of(DATA, size=len(DATA) - 1), DATA)
    yield "smaller than it says", whole(head_of(DATA, size=len(DATA) + 1), DATA, filling=b"")
    yield "size of nothing there is", whole(head_of(DATA, size=2**53 - 1), DATA)
    supplement = Place(ITEM, NAME, ACT, "spoedaanwijzing.supplement", HOVJ)
    yield "other content", whole(head_of(DATA, CONTENTS["aanvulling"], supplement), DATA)
    yield "other item", whole(head_of(DATA, place=Place(OTHER, NAME, ACT, "item.attach", HOVJ)), DATA)
    yield "head of no length", whole(head, DATA, length=0)
    yield "head longer than all", whole(head, DATA, length=2**32 - 1)
    yield "head too long", whole(head, DATA, length=len(head) + 1)
    yield "nothing", encrypt(b"", [KEY.recipient()])
    yield "three bytes", encrypt(b"\0\0\1", [KEY.recipient()])
    yield "cut short", sound[:-1]
    yield "cut at a chunk", sound[: sound.index(b"\n--- ") + 48 + 16 + 64 * 1024 + 16]
    yield "added to", sound + b"x"
    yield "changed halfway", sound[:-70_000] + bytes([sound[-70_000] ^ 1]) + sound[-69_999:]
    yield "another key", encrypt(b"woorden", [HybridIdentity(bytes([9]) * 32).recipient()])
    yield "no age file", b"tekst"


def said_of(file: Path) -> dict[str, Any]:
    """What Python says of a sealed attachment: its code, or its name and the hash of its bytes."""
    to = file.with_name("opened")
    identities = {key.recipient().to_string(): key for key in (OLD_KEY, KEY)}
    try:
        found = open_attachment(file, to, identities, WORLD.directory, item=ITEM, act=ACT)
    except ContentRefused as refused:
        assert not to.exists()
        return {"code": refused.code}
    return {"name": found.content.name, "sha256": sha256(to.read_bytes()).hexdigest(), "person": found.opened.person}


@pytest.mark.timeout(240)  # Node starts, reads and seals hundreds of files
def test_attachments_go_both_ways_and_what_was_not_signed_is_refused(tmp_path: Path) -> None:
    vectors: dict[str, Any] = {
        "genesis": WORLD.genesis,
        "facts": facts([ready.signed for ready in WORLD.acts if ready.payload.log == DIRECTORY_LOG]),
        "hanna": key_of(keyring_of("hanna")),
        "secrets": [OLD_KEY.to_string(), KEY.to_string()],
        "cases": [],
        "largest": LARGEST,
    }
    for number, (about, sealed) in enumerate(cases()):
        file = tmp_path / f"{number}.age"
        file.write_bytes(sealed)
        vectors["cases"].append({"about": about, "file": file.name, "said": said_of(file)})
        (tmp_path / "opened").unlink(missing_ok=True)
    codes = [case["said"].get("code") for case in vectors["cases"]]
    assert codes.count(None) == 4
    kinds = ("sealed", "signature", "place", "kind", "swapped")
    assert set(codes) == {None, *(f"content.{kind}" for kind in kinds)}
    (tmp_path / "attachments.json").write_text(json.dumps(vectors), encoding="utf-8")
    vitest("tests/crypto-attachments.cross.ts", vectors=tmp_path)
    made = json.loads((tmp_path / "made.json").read_bytes())
    assert [one["size"] for one in made] == [0, 1, LARGE_STEP, LARGEST]
    for one in made:
        sealed = (tmp_path / one["file"]).read_bytes()
        assert sha256(sealed).hexdigest() == one["hash"]
        said = said_of(tmp_path / one["file"])
        assert said == {"name": one["name"], "sha256": sha256(bytes(one["size"])).hexdigest(), "person": "hanna"}
        padded = one["size"] + 4096  # the head is some kilobytes: the recipient stands in it
        assert len(sealed) < padded + LARGE_STEP + 4096 + 16 * (padded // LARGE_STEP + 2)
