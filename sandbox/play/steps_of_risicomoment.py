"""The steps of a scenario on a risk moment, and on what its receivers weigh."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator

from sandbox.play.moments import read_span
from sandbox.play.steps import Act, Opens, Span, Text


def _either_way(value: Any) -> Any:
    return -read_span(value[1:]) if isinstance(value, str) and value.startswith("-") else value


Away = Annotated[Span, BeforeValidator(_either_way)]
"""How far from now, `-2h` for what is past."""


class ReportMoment(Opens):
    """RM-01: it starts and ends so long from now; `same_case_as` is an item of the same case."""

    does: Literal["risicomoment.report"]
    gemeente: str
    starts_in: Away
    ends_in: Away
    text: Text
    same_case_as: str | None = None


class ChangeMoment(Act):
    """RM-05: to other times, from now."""

    does: Literal["risicomoment.change"]
    starts_in: Span
    ends_in: Span
    text: Text


class PlainMoment(Act):
    does: Literal["risicomoment.cancel", "risicomoment.read", "risicomoment.close", "risicoweging.acknowledge"]


class TakeMoment(Act):
    """RM-02: what is weighed opens with what is known already."""

    does: Literal["risicomoment.take"]
    gemeente: str
    text: Text


class AnswerMoment(Act):
    """RM-02: as the loket, with no person's signature in the words."""

    does: Literal["risicomoment.answer"]
    outcome: Literal["geen_extra", "maatregelen", "nog_in_overleg"]
    text: Text


class EstablishMoment(Act):
    """RM-03."""

    does: Literal["risicoweging.establish"]
    outcome: Literal["geen_extra", "geadviseerd"]
    about: Literal["persoon", "object_of_openbare_orde"] = "persoon"
    text: Text


class AdviseMoment(Act):
    does: Literal["risicoweging.advise"]
    text: Text


class DecideMoment(Act):
    """RM-03; for measures the text is also what the executors must know."""

    does: Literal["risicoweging.decide"]
    outcome: Literal["maatregelen", "geen_maatregelen"]
    text: Text


STEPS: Final[tuple[type[Act], ...]] = (
    ReportMoment,
    ChangeMoment,
    PlainMoment,
    TakeMoment,
    AnswerMoment,
    EstablishMoment,
    AdviseMoment,
    DecideMoment,
)
