"""Checkpoints: real ones verify, three strict lines, of the right log and key."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.checkpoints import Checkpoint, open_checkpoint, parse_text, parse_unverified, sign_checkpoint
from domain.audit.errors import AuditError, FormatInvalid, NoteUnverified
from domain.audit.notes import VerifierKey, sign
from domain.audit.tree import EMPTY_ROOT

from .sample_log import LOG_KEY, ORIGIN, OTHER_KEY

# A public log whose key is published, with checkpoints it signed. The example in the tlog-checkpoint
# specification is the first of these under an invented name, which is why it verifies under the real one only.
PUBLIC_KEY = VerifierKey.parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
PUBLIC_ORIGIN = "go.sum database tree"
PUBLIC = [
    (
        20852163,
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=",
    ),
    (
        6476701,
        "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=",
        "Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=",
    ),
]
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE"
    "+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA==\n"
).encode()
ROOT = bytes(range(32))
GOOD = Checkpoint(ORIGIN, 42, ROOT)


@pytest.mark.parametrize(("size", "root", "signature"), PUBLIC)
def test_checkpoints_of_a_public_log_verify_with_its_published_key(size: int, root: str, signature: str) -> None:
    note = f"{PUBLIC_ORIGIN}\n{size}\n{root}\n\n— sum.golang.org {signature}\n".encode()
    assert open_checkpoint(note, PUBLIC_ORIGIN, PUBLIC_KEY).size == size
    with pytest.raises(NoteUnverified):
        open_checkpoint(note.replace(str(size).encode(), str(size + 1).encode()), PUBLIC_ORIGIN, PUBLIC_KEY)


def test_the_example_of_the_specification_parses() -> None:
    checkpoint, note = parse_unverified(EXAMPLE)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [one.key_id.hex() for one in note.signatures] == ["033de0ae", "8d66cf3f"]
    assert int.from_bytes(note.signatures[1].signature[:8], "big") == 1679315147
    assert note.encode() == EXAMPLE


def test_a_signed_checkpoint_opens_only_for_its_log_and_key() -> None:
    note = sign_checkpoint(GOOD, LOG_KEY)
    assert open_checkpoint(note, ORIGIN, LOG_KEY.verifier) == GOOD
    for origin, key in ((ORIGIN, OTHER_KEY), ("piket.example/log/nctv", LOG_KEY)):
        with pytest.raises(NoteUnverified):
            open_checkpoint(note, origin, key.verifier)


def test_an_empty_log_has_a_checkpoint() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert open_checkpoint(sign_checkpoint(empty, LOG_KEY), ORIGIN, LOG_KEY.verifier) == empty


LINES = GOOD.text().split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        ORIGIN,
        "\n".join(LINES[:3]),
        "\n".join([*LINES[:3], "extension", ""]),
        "\n".join([*LINES[:3], "", ""]),
        "\n".join(["", *LINES[1:]]),
        "\n".join([LINES[0], "042", *LINES[2:]]),
        "\n".join([LINES[0], "+42", *LINES[2:]]),
        "\n".join([LINES[0], "-1", *LINES[2:]]),
        "\n".join([LINES[0], " 42", *LINES[2:]]),
        "\n".join([LINES[0], "4_2", *LINES[2:]]),
        "\n".join([LINES[0], "٤٢", *LINES[2:]]),
        "\n".join([LINES[0], "", *LINES[2:]]),
        "\n".join([LINES[0], "9223372036854775808", *LINES[2:]]),
        "\n".join([LINES[0], "9" * 5000, *LINES[2:]]),
        "\n".join([LINES[0], "0", *LINES[2:]]),
        "\n".join([*LINES[:2], LINES[2][:-1], ""]),
        "\n".join([*LINES[:2], LINES[2].replace("8=", "9="), ""]),
        "\n".join([*LINES[:2], "AAAA", ""]),
        "\n".join([*LINES[:2], "AAAA" * 11, ""]),
        "\n".join([*LINES[:2], "", ""]),
        "\n".join([*LINES[:2], "é" * 44, ""]),
    ],
)
def test_a_malformed_checkpoint_is_refused_even_when_signed(text: str) -> None:
    with pytest.raises(FormatInvalid):
        parse_text(text)
    if text.endswith("\n"):
        with pytest.raises(FormatInvalid):
            open_checkpoint(sign(text, LOG_KEY), ORIGIN, LOG_KEY.verifier)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, ROOT),
        ("a\nb", 1, ROOT),
        ("a\tb", 1, ROOT),
        (ORIGIN, -1, ROOT),
        (ORIGIN, 1 << 63, ROOT),
        (ORIGIN, 1, b""),
    ],
)
def test_what_is_no_checkpoint_cannot_be_made(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(FormatInvalid):
        Checkpoint(origin, size, root)


@given(st.integers(1, (1 << 63) - 1), st.binary(min_size=32, max_size=32))
def test_checkpoints_round_trip(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert parse_text(checkpoint.text()) == checkpoint


@given(st.data())
def test_any_changed_byte_of_a_signed_checkpoint_is_refused(data: st.DataObject) -> None:
    note = sign_checkpoint(GOOD, LOG_KEY)
    place = data.draw(st.integers(0, len(note) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != note[place]))
    with pytest.raises(AuditError):
        open_checkpoint(note[:place] + bytes((byte,)) + note[place + 1 :], ORIGIN, LOG_KEY.verifier)


@given(st.text(max_size=80))
def test_any_text_is_the_one_spelling_of_a_checkpoint_or_refused(text: str) -> None:
    with suppress(AuditError):
        assert parse_text(text).text() == text
