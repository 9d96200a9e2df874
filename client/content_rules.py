"""Rules between what an act shows and what its sealed content says: kept by the sender, checked by every receiver."""

from __future__ import annotations

from client.content import ContentRefused
from domain.acts.payload import Params
from domain.content import AnyContent, BesluitContent, VervolgContent
from domain.flows.spoedaanwijzing.acts import Decide, FollowUp


def must_say_what_its_act_asks(params: Params, content: AnyContent) -> None:
    """Return only when the content says what an act with these parameters promises; the server cannot see either way.

    SA-07 (C §5.2): that the person was told is told by a named official, by voice. SA-12: a decision says its outcome
    in the item's own content too, for who reads that item and not the act.

    Raises:
        ContentRefused: when it does not.
    """
    if isinstance(params, Decide):
        if not isinstance(content, BesluitContent) or content.outcome != params.outcome:
            raise ContentRefused("content.outcome", "Its sealed content does not say what the act decides")
        return
    if not isinstance(params, FollowUp) or (params.what, params.outcome) != ("persoon_geinformeerd", "gedaan"):
        return
    if not isinstance(content, VervolgContent) or content.official is None:
        raise ContentRefused("content.official", "It does not name the official who told the person, by voice")
