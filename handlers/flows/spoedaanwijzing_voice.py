"""A refusal is kept from the requester's side until it was told by voice: what their answers show meanwhile (SA-08)."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.acts.payload import ActPayload, parse_payload
from domain.events import ParticipantAdded
from domain.flows.spoedaanwijzing.events import Decided
from domain.flows.spoedaanwijzing.voice import KEPT, SHOWN_MEANWHILE, waits_for_voice
from domain.ids import ItemId
from handlers.flow import Withheld
from handlers.views import HistoryView, ItemView, ObligationView

DECISION: Final = "besluit"
"""The kind of content that a decision adds to its item."""


def joined_in(act: ActPayload) -> list[ItemId]:
    """Return the joined requests of which an act tells the outcome (SA-12)."""
    return [ItemId(one["item"]) for one in act.params["joined"]] if act.act == "spoedaanwijzing.decide" else []


def without_refusal(view: ItemView) -> ItemView:
    """Return what the requester's side is shown meanwhile: that there is a decision, and nothing that tells which.

    Left out are the decision itself (act, sealed content, facts), the obligations that only a refusal opens with all
    that happened to them, and who takes part because of it. What anybody else did or wrote since stays.
    """
    last = max(index for index, line in enumerate(view.history) if line.tag == Decided.tag)
    decision = view.history[last]
    gone = [line for line in view.history[_first_of(view, decision) :] if _tells(line, decision)]
    acts = {line.act for line in gone if line.act is not None}
    shown = tuple(line for line in view.history if line not in gone)
    joined = {_holding(line) for line in gone if line.tag == ParticipantAdded.tag}
    joined -= {(functie, "nl") for line in shown for functie in line.event.get("functies", ())}
    return replace(
        view,
        item=replace(view.item, state=SHOWN_MEANWHILE),
        participants=tuple(one for one in view.participants if (one.functie.value, one.scope) not in joined),
        obligations=tuple(_undecided(one) for one in view.obligations if not _opened_by(one, decision.at)),
        history=shown,
        acts=tuple(one for one in view.acts if parse_payload(base64.b64decode(one.payload)).id not in acts),
        contents=tuple(one for one in view.contents if one.act not in acts),
    )


def _first_of(view: ItemView, decision: HistoryView) -> int:
    return next(index for index, line in enumerate(view.history) if line.act == decision.act)


def _tells(line: HistoryView, decision: HistoryView) -> bool:
    return line.act == decision.act or line.event.get("what") in KEPT


def _holding(line: HistoryView) -> tuple[str, str]:
    found = line.event["holding"]
    return found["functie"], found["scope"]


def _opened_by(one: ObligationView, decided_at: datetime) -> bool:
    return one.what in KEPT and one.opened_at >= decided_at


def _undecided(one: ObligationView) -> ObligationView:
    """The clocks of the decision stopped; which way is not said."""
    return replace(one, outcome=SHOWN_MEANWHILE) if one.outcome == "niet_aangewezen" else one


REFUSAL: Final = Withheld(waits_for_voice, SHOWN_MEANWHILE, KEPT, DECISION, without_refusal)
