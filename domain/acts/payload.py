"""The payload of an act: strict JSON with no field the table of parameters does not know."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from domain.errors import Malformed
from domain.functies import Functie, Holding, Scope

MAX_PAYLOAD_BYTES: Final = 64 * 1024
MAX_SAFE_INTEGER: Final = 2**53 - 1

ModelT = TypeVar("ModelT", bound=BaseModel)

Sha256Text = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
ItemText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
ActName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z0-9_]{1,40}$")]
"""`<flow>.<verb>`, as the table of acts has it."""
ACT_ID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
ActText = Annotated[str, StringConstraints(pattern=ACT_ID)]
NAME: Final = r"^[A-Za-z0-9_.@-]{1,64}$"
PERSON: Final = r"^[A-Za-z0-9_-]{1,64}$"
Name = Annotated[str, StringConstraints(pattern=NAME)]
PersonText = Annotated[str, StringConstraints(pattern=PERSON)]
"""A person's pseudonym, as leaves name who acted: one they cannot spell could be rung and could do nothing."""
ScopeText = Annotated[str, StringConstraints(pattern=r"^(nl|board|(arr|eenheid|gm|org|own):[A-Za-z0-9_-]{1,64})$")]
_RFC_3339: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-5][0-9])"
)


def _moment(found: object) -> object:
    """Read a moment as RFC 3339 writes it; a number, or a text of digits, is none. Raises PydanticCustomError."""
    if isinstance(found, datetime):
        return found
    if isinstance(found, str) and _RFC_3339.fullmatch(found):
        try:
            return datetime.fromisoformat(found.upper())
        except ValueError:
            pass
    raise PydanticCustomError("moment_rfc_3339", "a moment is written as RFC 3339, with its zone")


def _integer(found: object) -> object:
    """`true` and `1.0` equal 1 for Python, and for no schema. Raises PydanticCustomError."""
    if type(found) is not int:
        raise PydanticCustomError("int_type", "a whole number is written as one")
    return found


INTEGER: Final = BeforeValidator(_integer)
"""Stands beside a `Literal` of whole numbers, which alone would take `true` and `1.0` too."""
_RFC3339_ONLY: Final = BeforeValidator(_moment)
SignedMoment = Annotated[AwareDatetime, _RFC3339_ONLY]
"""A moment in signed bytes: RFC 3339 with a zone, to a microsecond, and nothing else that could be read as one."""
_STORABLE: Final = Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
Moment = Annotated[AwareDatetime, _STORABLE, _RFC3339_ONLY]
"""A moment that every part can store, read back and reckon with: one at the edge of the calendar stops them all."""


@dataclass(frozen=True, slots=True)
class MomentKind:
    """Stands beside a parameter that is a moment: the policy's name for how far off it may lie.

    `after` is the parameter of the same act that it must lie after, if there is one.
    """

    kind: str
    after: str | None = None


RecipientText = Annotated[str, StringConstraints(pattern=r"^age1(pq1)?[a-z0-9]{50,4000}$")]


class Params(BaseModel):
    """Base of the server-visible parameters of an act; every field says in `description` why the server may know it."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class CheckpointSeen(Params):
    """The newest checkpoint this device had verified when it signed: gossip against a forked log."""

    origin: Annotated[str, StringConstraints(max_length=200)]
    size: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
    root: Sha256Text


class ActPayload(Params):
    """What a device signs. `at` is the client's clock: evidence only, the server's time drives every deadline."""

    v: Annotated[Literal[1], INTEGER]
    act: ActName
    id: ActText
    device: Name
    item: ItemText | None
    version: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)] | None
    functie: Functie
    scope: ScopeText
    at: SignedMoment
    params: dict[str, Any]
    blobs: Annotated[list[Sha256Text], Field(max_length=2048)]
    checkpoint: CheckpointSeen | None
    log: Name
    seq: Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
    prev: Sha256Text | None

    @property
    def holding(self) -> Holding:
        """The functie and scope in which the actor says to act; the directory must agree (P-01)."""
        return Holding(self.functie, Scope(self.scope))


def parse_payload(raw: bytes) -> ActPayload:
    """Parse the exact bytes of a payload whose proof has been verified.

    Raises:
        Malformed: naming the first wrong field; duplicate names, unknown fields, wrong types, integers above 2^53 - 1,
            `1.0` for 1 and moments that are not RFC 3339 are all refused.
    """
    if len(raw) > MAX_PAYLOAD_BYTES:
        raise Malformed(
            "act.too_large", "The payload of an act is at most 64 KiB; send content as a blob.", field="payload"
        )
    strict_json(raw)
    return _validated(ActPayload, raw)


def parse_model(model: type[ModelT], document: object, *, within: str = "") -> ModelT:
    """Read `document` (decoded JSON) into `model`, in pydantic's strict JSON mode.

    Raises:
        Malformed: naming the first wrong field, below `within`; the value itself is never repeated.
    """
    return _validated(model, json.dumps(document, ensure_ascii=False), within)


def _validated(model: type[ModelT], text: str | bytes, within: str = "") -> ModelT:
    try:
        return model.model_validate_json(text)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        path = ".".join(str(part) for part in (within, *first["loc"]) if part != "")
        sentence = f"The field does not have the shape it must have ({first['type']}); correct it and sign again."
        raise Malformed("act.malformed", sentence, field=path or None) from None


def strict_json(raw: bytes) -> object:
    """Decode JSON as two honest parsers would: UTF-8, no duplicate names, no NaN, no integer above 2^53 - 1.

    Nor a number that one parser reads as a fraction and another as an integer (1.0, 1e2), or as infinite (1e400).

    Raises:
        Malformed: when the bytes are not such JSON.
    """
    try:
        document: object = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_int=_safe_integer,
            parse_float=_fraction,
            parse_constant=_no_constant,
        )
        if b"\\u" in raw:  # an escape may name half a character, which cannot be stored or sent on
            json.dumps(document, ensure_ascii=False).encode("utf-8")
        return document
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        sentence = "The bytes are not strict JSON (UTF-8, no duplicate names, no huge numbers); encode again."
        raise Malformed("json.malformed", sentence, field="payload") from wrong


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate name")
    return found


def _safe_integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_SAFE_INTEGER:
        raise ValueError("integer too large")
    return int(text)


def _fraction(text: str) -> float:
    found = float(text)
    if not math.isfinite(found) or found.is_integer():
        raise ValueError("not a fraction")
    return found


def _no_constant(text: str) -> object:
    raise ValueError("not a JSON number")
