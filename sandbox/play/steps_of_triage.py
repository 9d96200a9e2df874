"""The steps of a scenario on a triage."""

from __future__ import annotations

from typing import Final, Literal

from sandbox.play.steps import Act, Opens, Span, Text


class SubmitTriage(Opens):
    does: Literal["triage.submit"]
    line: Literal["directe_opname", "triagetafel"] = "directe_opname"
    text: Text
    follows: str | None = None
    """The spoedaanwijzing after which the HOvJ puts the case forward."""
    drill: bool = False


class PlainTriage(Act):
    does: Literal["triage.withdraw", "triage.acquiesce", "triage.end_received"]


class WrittenTriage(Act):
    does: Literal[
        "triage.ask", "triage.supplement", "triage.discuss", "triage.transfer", "triage.measures", "triage.dispute"
    ]
    text: Text


class ScheduleTriage(Act):
    does: Literal["triage.schedule"]
    text: Text
    meets_in: Span
    invited: tuple[str, ...]


class JudgeTriage(Act):
    does: Literal["triage.judge"]
    text: Text
    outcome: Literal["opgenomen", "niet_opgenomen"]
    visible: bool = False
    """People will see measures: which mayors is asked sooner (BB-07)."""


class CheckDossier(Act):
    """TR-06: complete, or with a text what is missing."""

    does: Literal["triage.check_dossier"]
    text: Text | None = None


class FollowUpTriage(Act):
    does: Literal["triage.follow_up"]
    text: Text
    what: Literal["burgemeester", "eerste_herbeoordeling"]


class EndTriage(Act):
    does: Literal["triage.end"]
    text: Text


STEPS: Final[tuple[type[Act], ...]] = (
    SubmitTriage,
    PlainTriage,
    WrittenTriage,
    ScheduleTriage,
    JudgeTriage,
    CheckDossier,
    FollowUpTriage,
    EndTriage,
)
