"""What is sealed on a triage: intake form, thread, table, judgement, overdrachtsdossier (TR-01 … TR-08)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.acts.payload import Params, SignedMoment
from domain.content import Content, ContentKind, Line, Text, VraagContent
from domain.flows.triage.acts import Judge, Lijn, Outcome, Submit
from domain.flows.triage.state import ADMITTED, State
from domain.flows.triage.toetsingskader import Toetsingskader


class IntakeContent(Content):
    """The intakeformulier: who, what threatens, and the toetsingskader filled in (TR-01, TR-02)."""

    kind: Literal["intake"]
    person: Line
    threat: Text
    context: Text
    """The context of the threat and what in the person bears on it (C §2.3.3)."""
    measures: Text | None = None
    """Which measures the HOvJ has ordered meanwhile (TR-04)."""
    line: Lijn
    """The same as the act's: signed for its readers, who see whether the criteria bear it out."""
    criteria: Toetsingskader
    """The sender's app puts forward only by the line these allow; every reader's says what they lack (TR-03)."""
    keten: Line | None = None
    """Whether and how it concerns somebody from the chain itself (P-02); decides the exclusion."""


class AanvullingTriageContent(Content):
    """What was asked, or became known later (TR-05)."""

    kind: Literal["aanvulling_triage"]
    text: Text
    criteria: Toetsingskader | None = None
    """The toetsingskader as it stands now, where the addition changes it."""


class AgendaContent(Content):
    """Where the triagetafel meets, and what it asks of who comes (TR-07)."""

    kind: Literal["agenda"]
    where: Line
    text: Text | None = None


class TafelContent(Content):
    """What the triagetafel came to: under which authority measures should be taken (TR-07)."""

    kind: Literal["triagetafel"]
    outcome: Literal["gezag_nctv", "gezag_hovj", "niet_eens"]
    report: Text
    present: Annotated[list[Line], Field(min_length=1, max_length=64)]


class OordeelContent(Content):
    """The oordeelsformulier: the weighing, and the information it rests on (TR-05)."""

    kind: Literal["oordeel"]
    outcome: Outcome
    """The same as the act's: signed for its readers."""
    reasons: Text
    information: Annotated[list[Line], Field(min_length=1, max_length=64)]
    """On the basis of which information: each product or source, by name."""
    kerngezin: Annotated[int, Field(ge=0, le=99)] | None = None
    """How many people, on admission; None means: not yet known, and included all the same (SA-09)."""
    others: Text | None = None
    """Other people, admitted per case (SA-09)."""


class OverdrachtsdossierContent(Content):
    """The overdrachtsdossier; documents go with it as attachments (TR-06)."""

    kind: Literal["overdrachtsdossier"]
    text: Text
    parts: Annotated[list[Line], Field(min_length=1, max_length=64)]


class DossieroordeelContent(Content):
    """Whether the overdrachtsdossier is complete, or what is missing in it (TR-06)."""

    kind: Literal["dossieroordeel"]
    text: Text


class MaatregelenContent(Content):
    """Which measures stand under the authority of the HOvJ (TR-04, TR-08, C §2.4.1)."""

    kind: Literal["maatregelen"]
    measures: Text


class VervolgOpnameContent(Content):
    """Why what follows from an admission is not needed (BB-07, HB-01)."""

    kind: Literal["vervolg_opname"]
    text: Text


class OpnameEindeContent(Content):
    """Why the protection ends, and what remains (SA-11)."""

    kind: Literal["opname_einde"]
    reasons: Text
    until: SignedMoment | None = None


def intake_fault(params: Params, content: Content) -> str | None:
    """Return "intake.line" when an intake form says another line than its act; else None (TR-01)."""
    if not isinstance(params, Submit) or not isinstance(content, IntakeContent):
        return None
    return None if content.line == params.line else "intake.line"


def judgement_fault(params: Params, content: Content) -> str | None:
    """Return "oordeel.outcome" when an oordeelsformulier says another outcome than its act; else None (TR-05)."""
    if not isinstance(params, Judge) or not isinstance(content, OordeelContent):
        return None
    return None if content.outcome == params.outcome else "oordeel.outcome"


def may_stand(state: str, signed: Collection[Params]) -> bool:
    """Tell whether a triage can be in this state, given what was signed on it (TR-05).

    So that no service says that a case is in the stelsel, or is not, which no official of the NCTV judged.
    """
    judged = {one.outcome for one in signed if isinstance(one, Judge)}
    if state in (*ADMITTED, State.BEEINDIGD):
        return "opgenomen" in judged
    if state in (State.NIET_OPGENOMEN, State.BETWIST, State.AFGEROND):
        return judged == {"niet_opgenomen"}
    return not judged if state != State.TE_BEOORDELEN else "opgenomen" not in judged


CONTENTS: Final = (
    ContentKind(IntakeContent, frozenset({"triage.submit"}), intake_fault),
    ContentKind(VraagContent, frozenset({"triage.ask"})),
    ContentKind(AanvullingTriageContent, frozenset({"triage.supplement"})),
    ContentKind(AgendaContent, frozenset({"triage.schedule"})),
    ContentKind(TafelContent, frozenset({"triage.discuss"})),
    ContentKind(OordeelContent, frozenset({"triage.judge"}), judgement_fault),
    ContentKind(OverdrachtsdossierContent, frozenset({"triage.transfer"})),
    ContentKind(DossieroordeelContent, frozenset({"triage.check_dossier"})),
    ContentKind(MaatregelenContent, frozenset({"triage.measures"})),
    ContentKind(VervolgOpnameContent, frozenset({"triage.follow_up"})),
    ContentKind(OpnameEindeContent, frozenset({"triage.end"})),
)
