"""Signed notes: published examples verify, one spelling is accepted, everything else is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.errors import AuditError, FormatInvalid, NoteUnverified
from domain.audit.notes import (
    Note,
    Signature,
    SignatureType,
    SignerKey,
    VerifierKey,
    parse_note,
    parse_signatures,
    sign,
    verify,
)

from .sample_log import LOG_KEY, WITNESS

# The key pair and note published with the first implementation of the format.
PETER = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
NOTE = f"{TEXT}\n{LINE}"
ENCODED = LINE.split(" ")[2]

# The example of the signed-note specification (published without its key): a blank line inside the text.
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    "\n"
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)


def test_the_published_note_verifies_with_its_published_key() -> None:
    note = parse_note(NOTE.encode())
    assert note.text == TEXT
    verify(note, PETER)


def test_signing_with_the_published_secret_key_gives_the_published_note() -> None:
    signer = SignerKey.parse(PETER_SECRET)
    assert sign(TEXT, signer) == NOTE.encode()
    assert signer.encode() == PETER_SECRET
    assert signer.verifier == PETER
    assert PETER.key_id.hex() == "c74f20a3"


def test_the_example_of_the_specification_is_split_at_its_last_blank_line() -> None:
    note = parse_note(POEM.encode())
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert [(one.name, one.key_id.hex(), len(one.signature)) for one in note.signatures] == [
        ("quasimodo.example/salvatore", "367ba04b", 64)
    ]
    assert note.encode() == POEM.encode()


def test_a_secret_key_does_not_show_its_seed() -> None:
    signer = SignerKey("log.example", SignatureType.ED25519, b"secret seed of exactly 32 bytes!")
    assert "secret" not in repr(signer)


def test_signatures_of_unknown_keys_are_ignored_and_of_known_keys_must_all_verify() -> None:
    text = "text\n"
    other = SignerKey("other.example", SignatureType.ED25519, bytes(range(7, 39)))
    note = parse_note(sign(text, other, LOG_KEY))
    verify(note, LOG_KEY.verifier)
    verify(note, other.verifier)
    good = note.by(LOG_KEY.verifier)[0]
    bad = Signature(good.name, good.key_id, bytes(64))
    for lines in ((bad,), (good, bad), (bad, good)):
        with pytest.raises(NoteUnverified):
            verify(Note(text, lines), LOG_KEY.verifier)
    with pytest.raises(NoteUnverified):
        verify(note, PETER)


@pytest.mark.parametrize("name", ["log.example", "piket.example/log/om"])
def test_a_key_of_the_same_name_or_id_alone_is_another_key(name: str) -> None:
    mine = SignerKey(name, SignatureType.ED25519, bytes(range(32)))
    same_name = SignerKey(name, SignatureType.ED25519, bytes(range(9, 41)))
    note = parse_note(sign("text\n", same_name))
    with pytest.raises(NoteUnverified):
        verify(note, mine.verifier)
    one = note.signatures[0]
    with pytest.raises(NoteUnverified):
        verify(Note(note.text, (Signature("elsewhere", one.key_id, one.signature),)), same_name.verifier)


def test_the_type_of_a_key_is_part_of_its_id() -> None:
    log, witness = (SignerKey("one.example", kind, bytes(range(32))) for kind in SignatureType)
    assert log.verifier.public == witness.verifier.public
    assert log.verifier.key_id != witness.verifier.key_id
    note = parse_note(sign("text\n", log))
    with pytest.raises(NoteUnverified):
        verify(note, witness.verifier)
    plain = Signature(witness.name, witness.verifier.key_id, witness.sign(b"text\n"))
    with pytest.raises(NoteUnverified):
        verify(Note("text\n", (plain,)), witness.verifier)
    with pytest.raises(FormatInvalid):
        sign("text\n", witness)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        TEXT,
        TEXT + "\n",
        LINE,
        "\n" + LINE,
        TEXT + LINE,
        f"{TEXT}\n{LINE}"[:-1],
        f"{TEXT}\n{LINE}\n",
        f"{TEXT}\n{LINE}Unexpected line.\n",
        f"\x01{TEXT}\n{LINE}",
        f"{TEXT}\r\n{LINE}",
        f"{TEXT}\t\n{LINE}",
        f"{TEXT}\n— Bad Name {ENCODED}",
        f"{TEXT}\n— Bad\u00a0Name {ENCODED}",
        f"{TEXT}\n— Bad\u2028Name {ENCODED}",
        f"{TEXT}\n— Bad+Name {ENCODED}",
        f"{TEXT}\n—  {ENCODED}",
        f"{TEXT}\n- PeterNeumann {ENCODED}",
        f"{TEXT}\n—PeterNeumann {ENCODED}",
        f"{TEXT}\n— PeterNeumann\n",
        f"{TEXT}\n— PeterNeumann {ENCODED[:-1]} \n",
        f"{TEXT}\n— PeterNeumann {ENCODED[:-2]}\n",
        f"{TEXT}\n— PeterNeumann {ENCODED[:-3]}N=\n",
        f"{TEXT}\n— PeterNeumann x08gow==\n",
        f"{TEXT}\n— PeterNeumann x08g\n",
        f"{TEXT}\n{LINE * 65}",
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(FormatInvalid):
        parse_note(note.encode())


def test_bytes_that_are_not_utf8_and_notes_that_are_too_large_are_refused() -> None:
    for data in (b"\xff" + NOTE.encode(), b"\xed\xa0\x80" + NOTE.encode(), b"x" * (1 << 20) + NOTE.encode()):
        with pytest.raises(FormatInvalid):
            parse_note(data)
    with pytest.raises(FormatInvalid):
        parse_signatures(LINE.encode() * (1 << 13))


def test_64_signatures_are_accepted() -> None:
    verify(parse_note(f"{TEXT}\n{LINE * 64}".encode()), PETER)
    assert len(parse_signatures(LINE.encode() * 64)) == 64


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "\ud800\n"])
def test_what_is_no_note_text_is_not_signed(text: str) -> None:
    with pytest.raises(FormatInvalid):
        sign(text, LOG_KEY)


def test_a_note_needs_a_signer() -> None:
    with pytest.raises(FormatInvalid):
        sign("text\n")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a3+",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(FormatInvalid):
        VerifierKey.parse(key)
    with pytest.raises(FormatInvalid):
        SignerKey.parse(f"PRIVATE+KEY+{key}")
    with pytest.raises(FormatInvalid):
        SignerKey.parse(key)


def test_a_public_key_is_not_a_secret_key() -> None:
    with pytest.raises(FormatInvalid):
        SignerKey.parse(f"PRIVATE+KEY+{PETER.encode()}")
    with pytest.raises(FormatInvalid):
        VerifierKey.parse(PETER_SECRET)


@given(st.sampled_from([PETER, LOG_KEY.verifier, WITNESS.verifier]), st.data())
def test_every_changed_letter_of_a_key_is_refused(key: VerifierKey, data: st.DataObject) -> None:
    text = key.encode()
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters().filter(lambda one: one != text[place]))
    with pytest.raises(FormatInvalid):
        VerifierKey.parse(text[:place] + letter + text[place + 1 :])
    assert VerifierKey.parse(text) == key


@given(st.binary(max_size=200) | st.sampled_from([NOTE.encode(), POEM.encode()]), st.data())
def test_any_bytes_are_the_one_spelling_of_a_note_or_refused(base: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(base)))
    changed = base[:cut] + data.draw(st.binary(max_size=3)) + base[cut + data.draw(st.integers(0, 3)) :]
    with suppress(AuditError):
        assert parse_note(changed).encode() == changed
    with suppress(AuditError):
        assert "".join(one.line() for one in parse_signatures(changed)).encode() == changed


@given(st.text(max_size=40) | st.from_regex(r"[a-z]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}", fullmatch=True))
def test_any_text_is_the_one_spelling_of_a_key_or_refused(text: str) -> None:
    for parse in (VerifierKey.parse, SignerKey.parse):
        with suppress(AuditError):
            assert parse(text).encode() == text
