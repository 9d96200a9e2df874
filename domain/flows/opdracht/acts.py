"""Parameters of every act on the order to the LCC that follows a designation (SA-07, L-6)."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.acts.payload import Moment, MomentKind, Params, Sha256Text
from domain.acts.spec import ActSpec, may
from domain.functies import Functie, Power

_CONTENT = "Hash of the sealed content: the server stores it and cannot open it."
_EXPECTED = "When a unit is expected on the spot: the ladder for arrival runs from this moment."


class AnswerOrder(Params):
    """The LCC has received the order and says whether it can be carried out (SA-07, C §4.1)."""

    answer: Literal["uitvoerbaar", "niet_uitvoerbaar"] = Field(
        description="Either the ladder for arrival starts, or the NCTV is rung at once."
    )
    expected_at: Annotated[Moment | None, MomentKind("expected_arrival")] = Field(description=_EXPECTED)
    content: Sha256Text = Field(description=_CONTENT)

    @field_validator("expected_at")
    @classmethod
    def _only_when_feasible(cls, expected_at: Moment | None, info: ValidationInfo) -> Moment | None:
        if expected_at is not None and info.data.get("answer") == "niet_uitvoerbaar":
            raise PydanticCustomError("arrival_of_nobody", "what cannot be carried out has no expected arrival")
        return expected_at


class Expect(Params):
    """The expected arrival, when it was not yet known or has changed (L-6)."""

    expected_at: Annotated[Moment, MomentKind("expected_arrival")] = Field(description=_EXPECTED)
    content: Sha256Text | None = Field(description=_CONTENT)


class TerPlaatse(Params):
    """A unit is on the spot: the local measures are relieved (SA-07)."""


class Afstemmen(Params):
    """The authorities settled between them what happens now that the order cannot be carried out (C §4.1)."""

    content: Sha256Text = Field(description=_CONTENT)


class Advise(Params):
    """The maatregelenadvies; the order never waited for it (SA-07)."""

    content: Sha256Text = Field(description=_CONTENT)


_LCC = may(Power.ANSWER_ORDER)

SPECS: Final = (
    ActSpec("opdracht.answer", AnswerOrder, _LCC, "SA-07, L-6 (C §4.1)", emergency=True),
    ActSpec("opdracht.expect", Expect, _LCC, "SA-07, L-6", emergency=True),
    ActSpec("opdracht.ter_plaatse", TerPlaatse, _LCC, "SA-07, L-6", emergency=True),
    ActSpec(
        "opdracht.afstemmen",
        Afstemmen,
        frozenset({Functie.NCTV_PIKET, Functie.DIRECTEUR_NCTV}),
        "SA-07, L-6 (C §4.1)",
        emergency=True,
    ),
    ActSpec("opdracht.advise", Advise, may(Power.ADVISE_MEASURES), "SA-07", emergency=True),
)
