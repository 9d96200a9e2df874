"""Everything a log says, right and spoilt in every way, with what the Python client makes of it."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from client.answers import ProofAnswer
from client.logs import LogRefused
from client.proofs import keep_receipt
from domain.audit.checkpoints import Checkpoint, parse_unverified, sign_checkpoint
from domain.audit.cosignatures import cosign
from domain.audit.errors import AuditError
from domain.audit.leaves import LeafType, make_leaf
from domain.audit.notes import Note, SignatureType, SignerKey
from domain.audit.proof_file import ProofFile
from domain.audit.proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from domain.audit.succession import LogKeys
from domain.audit.tiles import Tile, decode_bundle, decode_tile, encode_bundle, hash_reader
from domain.audit.tree import leaf_hash
from domain.audit.witness_policy import parse_policy
from domain.ids import ActId, Sha256Hex
from tests.client.test_log_watch import KEY, STRANGER, Log, leaf

NEW: Final = SignerKey(KEY.name, SignatureType.ED25519, bytes([93]) * 32)
WITNESSES: Final = [SignerKey(f"witness{n}.example", SignatureType.COSIGNATURE, bytes([n]) * 32) for n in (41, 42, 43)]
NAMES: Final = ("een", "twee", "drie")
AT: Final = datetime(2026, 3, 14, 2, 12, 0, 123456, tzinfo=UTC)
KEYS: Final = LogKeys(KEY.verifier)
TURNED: Final = KEYS.turned(300, NEW.verifier)


def b64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def code(read: Callable[[], object]) -> str | None:
    """Why it is refused; None when it is not."""
    try:
        read()
    except AuditError as wrong:
        return wrong.code
    except LogRefused:
        return "refused"
    return None


def judged(values: Sequence[bytes], read: Callable[[bytes], object]) -> list[list[str | None]]:
    found = [[b64(value), code(partial(read, value))] for value in values]
    assert {one[1] is None for one in found} == {True, False}
    return found


def spoilt(data: bytes) -> Iterator[bytes]:
    """The bytes themselves; then each byte changed in one bit, left out, and doubled."""
    yield data
    for at in range(len(data)):
        yield data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        yield data[:at] + data[at + 1 :]
        yield data[: at + 1] + data[at:]


def key_text(name: str, material: bytes) -> str:
    return f"{name}+{sha256(name.encode() + bytes([10]) + material).digest()[:4].hex()}+{b64(material)}"


def key_texts() -> list[bytes]:
    good = KEY.verifier.encode()
    name, hashed, public = good.split("+", 2)
    texts = [good, WITNESSES[0].verifier.encode(), "", "+", f"{name}+{hashed}", good + "=", good + "\n", good[:-1]]
    texts += [f"{name}+{hashed.upper()}+{public}", f"{name}x+{hashed}+{public}", f" {good}", f"+{hashed}+{public}"]
    spaces = (" ", "\u00a0", "\u0085", "\ufeff", "\u2003", "\x1c", "\x7f", "\u00e9", "\u200b", "\u3000", "\n", "\u180e")
    texts += [key_text(f"a{one}b", b"\x01" + bytes(32)) for one in spaces]
    texts += [
        key_text("log", kind + bytes(size)) for kind, size in ((b"\x02", 32), (b"\x01", 31), (b"\x04", 33), (b"", 0))
    ]
    return [text.encode("utf-8") for text in texts]


def keys_json(keys: LogKeys) -> list[Any]:
    return [keys.first.encode(), [[turn.size, turn.new.encode()] for turn in keys.turns]]


def note_of(text: str, *signers: SignerKey) -> bytes:
    """A note as a hostile log may sign it: any text, unchecked."""
    lines = "".join(f"\N{EM DASH} {one.name} {b64(one.verifier.key_id + one.sign(text.encode()))}\n" for one in signers)
    return f"{text}\n{lines}".encode()


def checkpoints() -> list[bytes]:
    head, root = f"{KEY.name}\n", b64(bytes(32))
    small, empty = Log(3).checkpoint, b64(sha256(b"").digest())
    texts = [
        f"{head}3\n{root}\n",
        f"{head}0\n{empty}\n",
        f"{head}0\n{root}\n",
        f"{head}03\n{root}\n",
        f"{head}-3\n{root}\n",
        f"{head}3\n{root}\nmore\n",
        f"{head}3\n{root[:-4]}\n",
        f"3\n{root}\n",
        f"\n3\n{root}\n",
        f"{head}{1 << 63}\n{root}\n",
        f"{head}\u0663\n{root}\n",
        f"other\n3\n{root}\n",
        f"{head}3\r\n{root}\n",
        f"\ufeff{head}3\n{root}\n",
        f"{head}3\n{root}",
    ]
    found = [note_of(text, KEY) for text in texts]
    found += [sign_checkpoint(Checkpoint(KEY.name, size, bytes(32)), KEY) for size in (299, 300, 301, (1 << 53) - 1)]
    found += [sign_checkpoint(Checkpoint(KEY.name, size, bytes(32)), NEW) for size in (299, 300, 301)]
    both = sign_checkpoint(Checkpoint(KEY.name, 300, bytes(32)), KEY, NEW)
    found += [
        both,
        both[:-6] + b"AAAA=\n",
        note_of(texts[0]),
        note_of(texts[0], STRANGER),
        note_of(texts[0], KEY, STRANGER),
    ]
    found += [note_of(texts[0], *[KEY] * count) for count in (64, 65)]
    foreign = Note(
        texts[0], (*parse_unverified(small)[1].signatures, *parse_unverified(found[0])[1].signatures)
    ).encode()
    return [*spoilt(small), *found, foreign, b"", b"\n\n", small * 2, small + b"\n", bytes((1 << 20) + 1)]


def leaves() -> list[bytes]:
    full = make_leaf(event="e" * 22, type=LeafType.ACT, time=AT, actor="a", functie="hovj", act_sha256="0" * 64, seq=7)
    fields = json.loads(full.data)
    changes: list[dict[str, Any]] = [
        {"v": 2},
        {"v": True},
        {"v": 1.0},
        {"type": "unknown"},
        {"time": "2026-03-14T02:12:00Z"},
        {"time": "2026-02-30T02:12:00.000000Z"},
        {"time": "0000-01-01T00:00:00.000000Z"},
        {"time": "0001-01-01T00:00:00.000000Z"},
        {"time": "2026-03-14T24:00:00.000000Z"},
        {"time": "2026-03-14T02:12:00.000000+00:00"},
        {"time": None},
        {"actor": "x" * 65},
        {"actor": "\u00e9"},
        {"functie": "Hovj"},
        {"functie": "h" * 65},
        {"act_sha256": "0" * 63},
        {"act_sha256": "A" * 64},
        {"seq": -1},
        {"seq": 1 << 53},
        {"seq": 1.5},
        {"seq": "7"},
        {"commit": {"b": "0" * 64, "a": "1" * 64}},
        {"commit": {"a": "0"}},
        {"commit": {"A": "0" * 64}},
        {"commit": []},
        {"more": 1},
        {},
        {"event": "e" * 21},
        {"event": ""},
        {"seq": (1 << 53) - 1},
        {"actor": "", "functie": "", "act_sha256": ""},
    ]
    made = [json.dumps({**fields, **change}, sort_keys=True, separators=(",", ":")).encode() for change in changes]
    kinds = [make_leaf(event="e" * 22, type=kind, time=AT).data for kind in LeafType]
    return [*spoilt(full.data), *made, *kinds, json.dumps(fields).encode(), b"[]", b"", b"[" * 3000]


def proofs_of(size: int) -> tuple[Log, list[bytes]]:
    log = Log(size)
    at = hash_reader(lambda level, index: log.tiles.get((level, index), b""))
    made = [ProofFile(index, tuple(inclusion_proof(index, size, at)), log.checkpoint).encode() for index in range(size)]
    return log, made


def merkle() -> dict[str, Any]:
    """Both kinds of proof for every pair of small sizes and some large ones, right and spoilt in every way."""
    log = Log(600)
    at = hash_reader(lambda level, index: log.tiles.get((level, index), b""))
    roots = [Log(size).checkpoint for size in (*range(20), 256, 257, 600)]
    heads = [parse_unverified(one)[0] for one in roots]
    grown: list[list[Any]] = []
    for old in heads:
        for new in heads:
            honest = consistency_proof(old.size, new.size, at) if old.size <= new.size else []
            for steps in variants(honest):
                said = code(partial(verify_consistency, old.size, new.size, steps, old.root, new.root))
                grown.append([old.size, new.size, [b64(one) for one in steps], b64(old.root), b64(new.root), said])
    stood: list[list[Any]] = []
    for head in heads:
        for index in {0, 1, 2, head.size // 2, head.size - 1, head.size} - {-1}:
            hashed = leaf_hash(log.leaves[min(index, 599)])
            for steps in variants(inclusion_proof(index, head.size, at) if index < head.size else []):
                said = code(partial(verify_inclusion, hashed, index, head.size, steps, head.root))
                stood.append([b64(hashed), index, head.size, [b64(one) for one in steps], b64(head.root), said])
    assert {one[-1] for one in (*grown, *stood)} == {None, "audit.proof"}
    return {"consistency": grown, "inclusion": stood}


def variants(steps: list[bytes]) -> list[list[bytes]]:
    found = [steps, [*steps, bytes(32)]]
    if steps:
        found += [steps[:-1], steps[1:], steps[::-1], [steps[0][:-1], *steps[1:]], [bytes(32), *steps[1:]]]
    return found


def tiles() -> dict[str, Any]:
    entries = [leaf(number) for number in range(3)]
    bundle, row = encode_bundle(entries), bytes(96)
    cases = [(data, width) for data in (bundle, bundle[:-1], bundle + b"\0", b"") for width in (0, 2, 3, 4, 257)]
    hashes = [(data, width) for data in (row, row[:-1], b"") for width in (0, 2, 3, 4, 257)]
    spelled = [
        Tile(level, index, width) for level in (-1, 0, 7) for index in (0, 999, 1000, 1234567) for width in (1, 256)
    ]
    return {
        "bundles": [[b64(data), width, code(partial(decode_bundle, data, width))] for data, width in cases],
        "rows": [[b64(data), width, code(partial(decode_tile, data, width))] for data, width in hashes],
        "paths": [[one.level, one.index, one.width, one.path] for one in spelled],
    }


def policies() -> list[Any]:
    lines = [f"witness {name} {key.verifier.encode()}" for name, key in zip(NAMES, WITNESSES, strict=True)]
    base = "\n".join([f"log {KEY.verifier.encode()}", "# who", *lines, ""])
    texts = [
        base,
        base + "quorum none",
        base + "quorum een",
        base + "group g all een twee\nquorum g",
        base + "quorum vier",
        base + "group g any een twee\ngroup h 2 g drie\nquorum h\n",
        base + "group g 3 een twee\nquorum g",
        base + "what",
        base + "group g 0 een\nquorum g",
        base + "group g \u0662 een twee\nquorum g",
        base + "group g any een een\nquorum g",
        base + "group g any vier\nquorum g",
        base + "quorum een\nquorum twee",
        base + "group een any twee\nquorum een",
        base + lines[0].replace("een", "vier") + "\nquorum een",
        base + "witness none x",
        base + "quorum een\n" + "\n" * 200,
        f"witness x {KEY.verifier.encode()}\nquorum x",
        lines[0] + " https://w.example/\nquorum een",
        lines[0] + " a b\nquorum een",
        base + "group g any\nquorum g",
        base + "log\nquorum een",
        base + "group g 02 een twee\nquorum g",
        "quorum none\tx",
    ]
    plain = parse_unverified(Log(3).checkpoint)[1]
    lined = [cosign(plain.text, key, 1_770_000_000 + at) for at, key in enumerate(WITNESSES)]
    bent = replace(lined[0], signature=lined[0].signature[:-1] + bytes([lined[0].signature[-1] ^ 1]))
    never = (1 << 63) + 5
    signed = WITNESSES[0].sign(f"cosignature/v1\ntime {never}\n{plain.text}".encode())
    late = replace(lined[0], signature=never.to_bytes(8, "big") + signed)
    sets = [(), lined[:1], lined[:2], lined[1:], lined, [bent], [bent, lined[0]], [late], [lined[0], *lined]]
    notes = [replace(plain, signatures=(*plain.signatures, *extra)) for extra in sets]
    found: list[Any] = []
    for text in texts:
        refused = code(partial(parse_policy, text))
        said = [] if refused else [[b64(one.encode()), code(partial(parse_policy(text).check, one))] for one in notes]
        found.append([text, refused, said])
    assert {one[1] for one in found} == {None, "audit.format"}
    assert {one[1] for policy in found for one in policy[2]} == {None, "audit.signature"}
    return found


def receipts(folder: Path) -> list[Any]:
    log, made = proofs_of(7)
    answer = ProofAnswer(act=ActId("act"), log="om", leaf=b64(log.leaves[3]), proof=made[3].decode("utf-8"))
    name, other = Sha256Hex(f"{3:064x}"), Sha256Hex("f" * 64)
    cases = [
        (answer, name, "om"),
        (answer, other, "om"),
        (answer, name, "nctv"),
        (answer.model_copy(update={"log": "nctv"}), name, "om"),
        (answer.model_copy(update={"log": "nctv"}), name, "nctv"),
        (answer.model_copy(update={"proof": made[2].decode()}), name, "om"),
        (answer.model_copy(update={"proof": "x"}), name, "om"),
        (answer.model_copy(update={"leaf": b64(log.leaves[2])}), name, "om"),
        (answer.model_copy(update={"leaf": b64(b"{}")}), name, "om"),
    ]
    keys = {"om": KEYS}
    found = [
        [one.model_dump(), act, log_name, code(partial(keep_receipt, one, act, log_name, keys, folder))]
        for one, act, log_name in cases
    ]
    assert [one[3] for one in found] == [None, *["refused"] * 8]
    return found
