"""The vierhoeksoverleg: asked for by one of the four, planned with date and participants, held or not (BB-04)."""

from __future__ import annotations

from datetime import datetime

from domain.errors import Malformed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    GapSeen,
    KeysGiven,
    ObligationMoved,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    Told,
)
from domain.facts import Facts, must_be_later, must_settle
from domain.flows.burgemeestersbericht import acts
from domain.flows.burgemeestersbericht.parties import DESK, Notice, beside, burgemeester
from domain.flows.burgemeestersbericht.state import VierhoekAsked, VierhoekPlanned
from domain.functies import Holding
from domain.ids import Sha256Hex
from domain.items import Actor
from domain.parties import LCC
from domain.policy import Policy

OPEN = ("vierhoek_plannen", "vierhoek_houden")
KEYLESS = "role_without_keys"


def ask(
    item: Notice, params: acts.AskVierhoek, actor: Actor, facts: Facts, policy: Policy, now: datetime
) -> list[Event]:
    """Return what asking does: the NCTV must plan it, or say why not; a second one who asks is recorded too."""
    events: list[Event] = [VierhoekAsked(actor.holding)]
    if params.content is not None:
        events.append(ContentAdded(Sha256Hex(params.content), "vierhoek_vraag"))
    if not set(OPEN) & set(facts.open):
        due, urgent = now + policy.durations["vierhoek_plannen"], item.data.urgent
        events.append(ObligationOpened("vierhoek_plannen", DESK, "L-8" if urgent else "L-8.regulier", now, due))
    return events


def plan(item: Notice, params: acts.PlanVierhoek, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """Return what planning does: each of the four is told, and may read this notice from now on.

    Planned again it moves, with the participants of the last plan; who was given the key once keeps it.

    Raises:
        OutOfStep: when nobody asked for one, or the date has passed.
        Malformed: when a key goes to somebody who does not take part.
    """
    waiting = next((what for what in OPEN if what in facts.open), None)
    must_settle(facts, waiting or OPEN[0], actor)
    must_be_later(params.at, now, "at")
    others = tuple(one for one in beside(item) if params.kmar or one != LCC)
    given = {wrap.holding for wrap in params.wraps}
    for place, wrap in enumerate(params.wraps):
        if wrap.holding not in others:
            raise Malformed(
                "wrap.other_reader",
                "The key goes to who takes part, and to nobody else.",
                field=f"params.wraps.{place}",
            )
    events: list[Event] = [
        ContentAdded(Sha256Hex(params.content), "vierhoek"),
        *([KeysGiven(None)] if params.wraps else []),
        VierhoekPlanned(params.at, (burgemeester(item.area), *others, actor.holding)),
        *(ParticipantAdded(one, "vierhoek") for one in others),
        *(GapSeen(one, KEYLESS) for one in others if one not in given and one not in item.data.vierhoek_with),
    ]
    if waiting == "vierhoek_houden":
        events.append(ObligationMoved("vierhoek_houden", params.at))
    else:
        events.append(ObligationSettled("vierhoek_plannen", "gepland"))
        events.append(ObligationOpened("vierhoek_houden", DESK, "L-8.regulier", params.at, params.at))
    return [*events, *_tell(item, others, "vierhoek")]


def close(item: Notice, params: acts.CloseVierhoek, actor: Actor, facts: Facts) -> list[Event]:
    """Return what its end does: held, or not needed, because; who was asked to come hears the latter.

    Raises:
        OutOfStep: when none was asked for, or it was held before it was planned.
    """
    waiting = next((what for what in OPEN if what in facts.open), OPEN[0])
    must_settle(facts, waiting, actor)
    if params.outcome == "gehouden" and waiting == "vierhoek_plannen":
        raise OutOfStep("burgemeestersbericht.unplanned", "Plan it first, with its date and participants.")
    events: list[Event] = [ObligationSettled(waiting, params.outcome)]
    if params.content is not None:
        events.append(ContentAdded(Sha256Hex(params.content), "vierhoek_verslag"))
    if params.outcome == "niet_nodig":
        asked = tuple(one for one in item.data.vierhoek_with if one in beside(item))
        events += _tell(item, asked, "vierhoek_niet_nodig")
    return events


def _tell(item: Notice, others: tuple[Holding, ...], why: str) -> list[Event]:
    return [Told(one, why) for one in (burgemeester(item.area), *others)]
