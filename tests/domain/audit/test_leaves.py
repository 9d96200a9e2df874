"""EV-01, EV-03: leaves are built once, read strictly, and hide what could be guessed."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audit.errors import AuditError, FormatInvalid, OpeningInvalid
from domain.audit.leaves import (
    Leaf,
    LeafFields,
    LeafType,
    Opening,
    check_opening,
    commit,
    make_leaf,
    openings_from,
    parse_leaf,
)

EVENT = "AbCdEfGhIjKlMnOpQrStUv"
AT = datetime(2026, 2, 3, 2, 12, 0, 42, UTC)
SALT, OTHER_SALT = bytes(range(32)), bytes(range(1, 33))
ITEM, REASON = Opening("item", SALT, "item-7"), Opening("reason", OTHER_SALT, "één reden")


def sample() -> Leaf:
    return make_leaf(
        event=EVENT,
        type=LeafType.ACT,
        time=AT,
        actor="pseudonym-1",
        functie="nctv_piket",
        act_sha256="ab" * 32,
        seq=7,
        openings=[ITEM, REASON],
    )


def test_the_bytes_of_a_leaf_are_frozen() -> None:
    """These bytes stand in logs: this vector never changes, also when a version 2 is added."""
    item, reason = commit("item", "item-7", SALT), commit("reason", "één reden", OTHER_SALT)
    assert sample().data.decode() == (
        f'{{"act_sha256":"{"ab" * 32}","actor":"pseudonym-1","commit":{{"item":"{item}","reason":"{reason}"}},'
        f'"event":"{EVENT}","functie":"nctv_piket","seq":7,"time":"2026-02-03T02:12:00.000042Z","type":"act","v":1}}'
    )
    assert sample().openings == (ITEM, REASON)


def test_a_commitment_is_the_specified_hash() -> None:
    assert commit("item", "é", SALT) == sha256(b"piket/v1/c\x00item\x00" + SALT + b"\x00\xc3\xa9").hexdigest()


def test_a_leaf_round_trips_and_its_openings_check() -> None:
    leaf = sample()
    fields = parse_leaf(leaf.data)
    assert (fields.event, fields.type, fields.time, fields.seq) == (EVENT, LeafType.ACT, AT, 7)
    assert fields.encode() == leaf.data
    for opening in leaf.openings:
        check_opening(fields, opening)


@pytest.mark.parametrize(
    "opening",
    [
        Opening("item", SALT, "item-8"),
        Opening("item", OTHER_SALT, "item-7"),
        Opening("reason", SALT, "item-7"),
        Opening("place", SALT, "item-7"),
    ],
)
def test_another_field_salt_or_value_does_not_open_a_commitment(opening: Opening) -> None:
    with pytest.raises(OpeningInvalid):
        check_opening(parse_leaf(sample().data), opening)


def test_field_and_value_cannot_be_shifted_into_each_other() -> None:
    assert commit("item", "a", SALT) != commit("item", "a\x00", SALT)
    with pytest.raises(FormatInvalid):
        commit("item\x00", "a", SALT)


def test_a_guessable_value_cannot_be_found_in_a_leaf_without_its_salt() -> None:
    leaf = make_leaf(event=EVENT, type=LeafType.RING, time=AT, openings=[Opening("gemeente", SALT, "GM0363")])
    text = leaf.data.decode()
    for guess in (b"GM0363", b"piket/v1/c\x00gemeente\x00\x00GM0363", b"gemeente\x00GM0363"):
        assert sha256(guess).hexdigest() not in text
    assert "GM0363" not in text
    again = make_leaf(event=EVENT, type=LeafType.RING, time=AT, openings=[Opening("gemeente", OTHER_SALT, "GM0363")])
    assert again.data != leaf.data


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event", ""),
        ("event", "short"),
        ("event", EVENT + " "),
        ("event", "x" * 65),
        ("actor", "Jan Jansen"),
        ("actor", "x" * 65),
        ("functie", "Burgemeester"),
        ("functie", "nctv piket"),
        ("act_sha256", "AB" * 32),
        ("act_sha256", "ab" * 31),
        ("seq", -1),
        ("seq", 1 << 53),
        ("time", AT.replace(tzinfo=None)),
        ("time", AT.astimezone(timezone(timedelta(hours=1)))),
        ("commit", {"item": "not a hash"}),
        ("commit", {"Item": "ab" * 32}),
    ],
)
def test_a_leaf_with_a_field_of_another_form_is_not_made(field: str, value: object) -> None:
    fields: dict[str, object] = {"event": EVENT, "type": LeafType.ACT, "time": AT, field: value}
    with pytest.raises(FormatInvalid):
        LeafFields(**fields)  # type: ignore[arg-type]  # the table holds one wrong value of each type


@pytest.mark.parametrize(
    "openings",
    [
        [ITEM, ITEM],
        [Opening("item", SALT[:31], "x")],
        [Opening("item", b"", "x")],
        [Opening("", SALT, "x")],
        [Opening("item", SALT, "\ud800")],
        [Opening(f"field{number}", SALT, "x") for number in range(1000)],
    ],
    ids=["twice", "short salt", "no salt", "no name", "not UTF-8", "too large"],
)
def test_a_leaf_with_wrong_openings_is_not_made(openings: list[Opening]) -> None:
    with pytest.raises(FormatInvalid):
        make_leaf(event=EVENT, type=LeafType.ACT, time=AT, openings=openings)


PLAIN = json.loads(sample().data)


def compact(fields: object) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"[" * 60_000,
        b'{"v":1}',
        b"\xff" + sample().data,
        sample().data + b"\n",
        b" " + sample().data,
        json.dumps(PLAIN, sort_keys=True).encode(),
        sample().data.replace(b'"v":1', b'"v":1,"v":1'),
        sample().data.replace(b'"seq":7', b'"seq":7.0'),
        sample().data.replace(b'"seq":7', b'"seq":true'),
        sample().data.replace(b'"seq":7', b'"seq":NaN'),
        sample().data.replace(b'"seq":7', b'"seq":' + b"7" * 5000),
        sample().data.replace(b'"v":1', b'"v":true'),
        sample().data.replace(b"actor", b"\\u0061ctor"),
        compact(PLAIN | {"v": 2}),
        compact(PLAIN | {"extra": 1}),
        compact({key: value for key, value in PLAIN.items() if key != "seq"}),
        compact(PLAIN | {"type": "unheard_of"}),
        compact(PLAIN | {"type": None}),
        compact(PLAIN | {"time": "2026-02-03T02:12:00Z"}),
        compact(PLAIN | {"time": "2026-02-03T02:12:00.000042+00:00"}),
        compact(PLAIN | {"time": "2026-02-30T02:12:00.000042Z"}),
        compact(PLAIN | {"commit": []}),
        compact(PLAIN | {"commit": {"item": 1}}),
        compact(PLAIN | {"commit": {"item": "AB" * 32}}),
        compact(PLAIN | {"actor": ["x"]}),
        sample().data.decode().encode("utf-16"),
    ],
)
def test_a_leaf_in_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(FormatInvalid):
        parse_leaf(data)


@given(st.binary(max_size=100) | st.just(sample().data), st.data())
def test_any_bytes_are_the_one_spelling_of_a_leaf_or_refused(base: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(base)))
    changed = base[:cut] + data.draw(st.binary(max_size=2)) + base[cut + data.draw(st.integers(0, 2)) :]
    with suppress(AuditError):
        assert parse_leaf(changed).encode() == changed


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)


@given(
    st.sampled_from(LeafType),
    st.datetimes(timezones=st.just(UTC)),
    st.integers(0, (1 << 53) - 1),
    st.dictionaries(NAMES, st.tuples(st.binary(min_size=32, max_size=32), st.text(max_size=20)), max_size=5),
)
def test_leaves_round_trip(type: LeafType, time: datetime, seq: int, hidden: dict[str, tuple[bytes, str]]) -> None:
    openings = [Opening(name, salt, value) for name, (salt, value) in hidden.items()]
    leaf = make_leaf(event=EVENT, type=type, time=time, seq=seq, openings=openings)
    fields = parse_leaf(leaf.data)
    assert (fields.type, fields.time, fields.seq, set(fields.commit)) == (type, time, seq, set(hidden))
    for opening in leaf.openings:
        check_opening(fields, opening)


@given(
    said=st.dictionaries(st.sampled_from(["item", "what", "device", "index"]), st.text(alphabet='abc é"', max_size=8)),
    data=st.data(),
)
def test_openings_come_back_as_they_are_kept_and_nothing_altered_opens(
    said: dict[str, str], data: st.DataObject
) -> None:
    salts = data.draw(st.binary(min_size=32 * len(said), max_size=32 * len(said)))
    kept = openings_from(said, salts)
    assert {one.field: one.value for one in kept} == said
    assert b"".join(one.salt for one in kept) == salts
    leaf = parse_leaf(make_leaf(event=EVENT, type=LeafType.ACT, time=AT, openings=kept).data)
    for one in kept:
        check_opening(leaf, one)
    altered = [openings_from(said, salts + b"x"), openings_from(said, salts[:-1]), openings_from(["item"], salts)]
    altered.append(openings_from({**said, "more": "x"}, salts))
    for openings in altered if said else altered[2:]:
        with pytest.raises((FormatInvalid, OpeningInvalid)):
            _check_all(leaf, openings)


def _check_all(leaf: LeafFields, openings: Iterable[Opening]) -> None:
    for one in openings:
        check_opening(leaf, one)


def test_the_types_of_leaves_are_a_closed_list_that_only_grows() -> None:
    frozen = """
        act refusal session release_wrap release_blob obligation_opened obligation_settled rung rung_empty ring
        delivery seen receipt_reopened told address authority merged epoch checkpoint downtime alarm policy erasure hold
        export
    """
    assert [str(one) for one in LeafType] == frozen.split()
