"""Moments that people name in acts, held against the server's clock: a slip is refused, a wrong telephone is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.acts.payload import MomentKind, Params
from domain.acts.spec import ParsedAct
from domain.errors import Malformed
from domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Held:
    """An act whose moments lie within the policy's bounds; `replaced` when the server's clock took the place of one."""

    act: ParsedAct
    replaced: bool


def hold(act: ParsedAct, signed_at: datetime, policy: Policy, now: datetime) -> Held:
    """Return the act with every moment it names within bounds of `now`, the server's clock.

    Somebody whose telephone is right hears which moment is too far off, and corrects it. A telephone whose clock
    (`signed_at`) differs from the server's by more than `skew_shown` never stops an emergency: a moment out of bounds
    is then left out, or is the server's `now` where there must be one; and what another moment must follow, and was
    filled in by such a telephone, is `now` too. The signed bytes keep what was named.

    Raises:
        Malformed: naming the parameter. A moment that should lie ahead and has passed is left to the act's own rule.
    """
    skew = policy.durations["skew_shown"]
    tolerant = act.spec.emergency and abs(signed_at - now) > skew
    changed: dict[str, datetime | None] = {}
    for name, (kind, moment) in named(act.params).items():
        bounds = policy.moments[kind]
        latest = bounds.ahead.after(now) + skew
        early = moment <= now if bounds.back is None else moment < bounds.back.before(now) - skew
        if not early and moment <= latest:
            continue
        if tolerant:
            changed[name] = None if _may_be_left_out(act.params, name) else now
        elif moment > latest:
            raise Malformed(
                "moment.too_late",
                "This moment lies too far ahead; look at the date and sign again.",
                field=f"params.{name}",
            )
        elif bounds.back is not None:
            raise Malformed(
                "moment.too_early",
                "This moment is too long ago; look at the date and sign again.",
                field=f"params.{name}",
            )
    for first, name in _order(act.params):
        starts, ends = (changed.get(one, getattr(act.params, one)) for one in (first, name))
        if starts is None or ends is None or ends <= now or starts < ends:
            continue
        if not tolerant:
            raise Malformed(
                "moment.order",
                "This moment lies after the one it goes with; look at both dates and sign again.",
                field=f"params.{name}",
            )
        changed[first] = now
    if not changed:
        return Held(act, replaced=False)
    return Held(replace(act, params=act.params.model_copy(update=changed)), replaced=True)


def named(params: Params) -> dict[str, tuple[str, datetime]]:
    """Return every moment these parameters name, by parameter: its kind in the policy, and the moment."""
    return {
        name: (mark.kind, moment)
        for name, field in type(params).model_fields.items()
        for mark in field.metadata
        if isinstance(mark, MomentKind) and (moment := getattr(params, name)) is not None
    }


def _order(params: Params) -> list[tuple[str, str]]:
    """Return each pair of parameters of which the second must lie after the first."""
    fields = type(params).model_fields.items()
    marks = [(mark.after, name) for name, field in fields for mark in field.metadata if isinstance(mark, MomentKind)]
    return [(first, name) for first, name in marks if first is not None]


def _may_be_left_out(params: Params, name: str) -> bool:
    return type(None) in getattr(type(params).model_fields[name].annotation, "__args__", ())
