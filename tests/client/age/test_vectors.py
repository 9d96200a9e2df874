"""Every vector of npm `cctv-age` gives exactly the outcome, and releases exactly the plaintext, that it names."""

import hashlib
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from client.age import (
    AgeError,
    BadMac,
    BadPayload,
    Identity,
    MalformedArmor,
    MalformedHeader,
    NoMatchingIdentity,
    ScryptIdentity,
    dearmor,
    decrypt_stream,
    parse_identity,
)
from tests.interop.node import NpmAge

NAMES = (Path(__file__).parent / "vectors.txt").read_text().split()
"""The names we know of, so that each is a test of its own; the first test holds them against the package."""

OUTCOMES: dict[type[AgeError], str] = {
    MalformedArmor: "armor failure",
    MalformedHeader: "header failure",
    NoMatchingIdentity: "no match",
    BadMac: "HMAC failure",
    BadPayload: "payload failure",
}
KNOWN_KEYS = {"expect", "payload", "identity", "passphrase", "file key", "armored", "compressed", "comment"}


@pytest.fixture(scope="module")
def vectors(node: NpmAge) -> dict[str, bytes]:
    return node.vectors()


def test_the_package_holds_exactly_the_vectors_that_are_run(vectors: dict[str, bytes]) -> None:
    assert sorted(vectors) == NAMES
    assert len(NAMES) == 143  # all are applicable: none is left out


@pytest.mark.parametrize("name", NAMES)
def test_vector(name: str, vectors: dict[str, bytes]) -> None:
    heading, _, file = vectors[name].partition(b"\n\n")
    fields = [line.split(": ", 1) for line in heading.decode("utf-8").splitlines()]
    assert {key for key, _ in fields} <= KNOWN_KEYS
    about = dict(fields)
    identities: list[Identity] = [parse_identity(value) for key, value in fields if key == "identity"]
    identities += [ScryptIdentity(value) for key, value in fields if key == "passphrase"]
    if about.get("compressed") == "zlib":
        file = zlib.decompress(file)
    released = BytesIO()

    assert outcome(file, about.get("armored") == "yes", identities, released) == about["expect"]

    expected = about.get("payload", hashlib.sha256(b"").hexdigest())
    assert hashlib.sha256(released.getvalue()).hexdigest() == expected


def outcome(file: bytes, armored: bool, identities: list[Identity], released: BytesIO) -> str:
    try:
        decrypt_stream(BytesIO(dearmor(file) if armored else file), released, identities)
    except AgeError as error:
        return OUTCOMES[type(error)]
    return "success"
