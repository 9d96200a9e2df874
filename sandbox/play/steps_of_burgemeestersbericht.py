"""The steps of a scenario on a notice to a mayor."""

from __future__ import annotations

from typing import Final, Literal

from sandbox.play.steps import Act, Opens, Span, Text


class _Notice(Opens):
    gemeente: str
    text: Text
    follows: str | None = None
    """The item of the same case that it follows from."""


class SendNotice(_Notice):
    does: Literal["burgemeestersbericht.send"]
    scenario: Literal["opname", "planbaar"] = "opname"
    visible: bool = False


class SendAcute(_Notice):
    does: Literal["burgemeestersbericht.send_acute"]


class PlainNotice(Act):
    does: Literal[
        "burgemeestersbericht.release",
        "burgemeestersbericht.acknowledge",
        "burgemeestersbericht.informed",
        "burgemeestersbericht.keep",
        "burgemeestersbericht.ask_vierhoek",
    ]


class WrittenNotice(Act):
    does: Literal[
        "burgemeestersbericht.telephoned",
        "burgemeestersbericht.ask",
        "burgemeestersbericht.answer",
        "burgemeestersbericht.correct",
        "burgemeestersbericht.supplement",
        "burgemeestersbericht.recall",
        "burgemeestersbericht.end",
        "burgemeestersbericht.close_vierhoek",
    ]
    text: Text


class PlanVierhoek(Act):
    does: Literal["burgemeestersbericht.plan_vierhoek"]
    text: Text
    meets_in: Span


class StandIn(Act):
    does: Literal["burgemeestersbericht.stand_in"]
    vervanger: str
    """Who stands in, by name."""


STEPS: Final[tuple[type[Act], ...]] = (SendNotice, SendAcute, PlainNotice, WrittenNotice, PlanVierhoek, StandIn)
