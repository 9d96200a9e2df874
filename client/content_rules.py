"""Rules between acts, what they seal and the state the service tells: kept by the sender, checked by every receiver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from client.content import ContentRefused
from domain.acts.payload import Params
from domain.contents import AnyContent, fault
from domain.flows.spoedaanwijzing.acts import FollowUp, Outcome
from domain.flows.spoedaanwijzing.content import BesluitContent, VervolgContent
from domain.flows.spoedaanwijzing.state import State
from domain.flows.spoedaanwijzing.voice import SHOWN_MEANWHILE
from domain.items import SUSPENDED

_REFUSAL: Final[Literal["niet_aangewezen"]] = "niet_aangewezen"
_REFUSED: Final[frozenset[Outcome | None]] = frozenset({_REFUSAL})
_NONE: Final[frozenset[Outcome | None]] = frozenset({None})
_DESIGNATED: Final[frozenset[Outcome | None]] = frozenset({"aangewezen", "al_onder_gezag_nctv"})

OUTCOMES_OF: Final[dict[str, frozenset[Outcome | None]]] = {
    State.INGEDIEND: _NONE | _REFUSED,
    State.ONTVANGEN: _NONE | _REFUSED,
    State.AANGEWEZEN: _DESIGNATED,
    State.NIET_AANGEWEZEN: _REFUSED,
    State.BETWIST: _REFUSED,
    State.EINDE_AANGEKONDIGD: _DESIGNATED,
    State.BEEINDIGD: _DESIGNATED,
    State.INGETROKKEN: _NONE,
    State.AFGEROND: _REFUSED,
    SHOWN_MEANWHILE: _NONE | _REFUSED,
    SUSPENDED: _NONE | _REFUSED | _DESIGNATED,
}
"""Which newest signed outcome (None: none yet) a request can have in each state that a reader can be shown.

A dispute may bring a refusal back to be decided again (SA-08), and a refusal is kept back until it was told by voice,
also one that follows an earlier refusal: hence a refusal beside states that are not decided, or not said.
"""


def newest_outcome(signed: Iterable[Outcome]) -> Outcome | None:
    """Return the newest of the outcomes signed for one request; None when there are none.

    It needs no order, which would be the service's word: the NCTV may turn its refusal into a designation, and nobody
    decides after a designation (SA-06, SA-08, TR-08).
    """
    found: Outcome | None = None
    for outcome in signed:
        if found in (None, _REFUSAL):
            found = outcome
    return found


def may_stand_in(state: str, outcome: Outcome | None, unread: bool) -> bool:
    """Tell whether a request with this newest signed outcome can be in this state.

    `unread`: the service tells of a decision that does not open here, with no act that says its outcome. Any may
    follow then, except after a designation.
    """
    may_be = _REFUSED | _DESIGNATED if unread and outcome not in _DESIGNATED else {outcome}
    return bool(OUTCOMES_OF.get(state, frozenset()) & may_be)


def must_say_what_its_act_asks(params: Params, content: AnyContent) -> None:
    """Return only when the content says what an act with these parameters promises; the server cannot see either way.

    SA-07 (C §5.2): that the person was told is told by a named official, by voice. Further as its flow says (TR-03).

    Raises:
        ContentRefused: when it does not.
    """
    found = fault(params, content)
    if found is not None:
        raise ContentRefused(found, "It is at odds with the act it goes with")
    if not isinstance(params, FollowUp) or (params.what, params.outcome) != ("persoon_geinformeerd", "gedaan"):
        return
    if not isinstance(content, VervolgContent) or content.official is None:
        raise ContentRefused("content.official", "It does not name the official who told the person, by voice")


def must_say_its_outcome(content: AnyContent, decided: Outcome | None) -> None:
    """Return only when a decision says its outcome in the item's own content, the one that its act decides here.

    SA-12: who reads a joined request is not shown the act, which names other requests too. `decided` is what the
    signed act decides for this item; None where no act of a decision is shown.

    Raises:
        ContentRefused: when it does not.
    """
    said = content.outcome if isinstance(content, BesluitContent) else None
    silent = said is None and isinstance(content, BesluitContent)
    if silent or (decided is not None and said != decided):
        raise ContentRefused("content.outcome", "A decision does not say in its content what its act decides")
