"""Reads a policy from TOML: strict, every fault collected and raised at once, several versions kept (EV-04)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from config.grounds import read_grounds
from config.tables import Reader, Table
from domain.areas import Areas
from domain.flows import packages
from domain.functies import RULES, Functie
from domain.policy import Ladder, LadderRung, Policy, Restraint, Selector, Slot
from domain.workweek import Workweek

POLICIES: Final = Path(__file__).parent / "policies"
"""One file per version, named after it. A version that items were opened under is never removed or changed."""

_FLOWS: Final = [flow.NEEDS for flow in packages() if hasattr(flow, "NEEDS")]
LADDERS: Final = frozenset(["L-8", "L-8.om", "L-8.regulier"]).union(*(needs.ladders for needs in _FLOWS))
DURATIONS: Final = frozenset(
    [
        "session",
        "challenge",
        "invitation",
        "telegram_token",
        "skew_shown",
        "flood_window",
        "ring_again_spacing",
        "outbox_lease",
        "bell_handle",
        "bell_again_after_ambiguous",
        "bell_again_first",
        "bell_again_most",
        "sweep",
        "heartbeat",
        "clock_gap",
        "roster_check",
        "orphan_chunks",
        "retention_check",
    ]
).union(*(needs.durations for needs in _FLOWS))
TERMS: Final = frozenset(["roster_horizon", "quality_after"]).union(*(needs.terms for needs in _FLOWS))
MOMENTS: Final = frozenset(["duty"]).union(*(needs.moments for needs in _FLOWS))
RETENTION: Final = frozenset(flow.FLOW for flow in packages())
NUMBERS: Final = frozenset(
    ["flood_emergencies", "bell_attempts_most", "due_at_once", "erased_at_once", "quality_least"]
)
"""What every policy must name, so that nothing is found missing at night; other names are refused.

What belongs to a flow is said by the flow (`NEEDS` of its package); here stands what belongs to the engine.

A ladder may also stand there as `<name>.<functie>`, for when that functie holds the obligation (`Policy.ladder`); a
policy without one has not forgotten it, also one that is kept from before there was any (EV-04).
"""

_LEAST: Final = {"quality_least": 3}
"""The least that a number may be where 1 is too little: of two, each knows the other's."""
_VARIANTS: Final = frozenset(f"{name}.{functie}" for name in LADDERS for functie in Functie)
_TOP: Final = frozenset(
    [
        "version",
        "pauses",
        "regular",
        "flood",
        "calendar",
        "ladders",
        "durations",
        "terms",
        "moments",
        "numbers",
        "supervision",
        "retention",
        "grounds",
    ]
)
_SUPERVISORS: Final = RULES[Functie.TOEZICHTHOUDER].organisations
_LADDER: Final = frozenset(["source", "emergency", "repeat", "tells_requester", "rungs"])
_VERSION: Final = re.compile(r"(\d{4})-(\d{1,3})")
_CALENDAR: Final = frozenset(["working_days", "opens", "closes", "holidays", "closed"])
_ORDINARY: Final = datetime(2026, 9, 9, 10, tzinfo=UTC)
"""A day far from any holiday and change of the clocks, from which rungs are held to stand in order."""
_REGULAR: Final = frozenset(["quiet_from", "quiet_until", "per_hour", "bundle", "report_at"])


class PolicyInvalid(Exception):
    """A policy cannot be used; `faults` names every place that is wrong, at once."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__(f"The policy {name} cannot be used; correct this: {'; '.join(faults)}.")
        self.faults = tuple(faults)


class _Pauses(NamedTuple):
    seen: timedelta
    calling: timedelta


def load_policies(areas: Areas, folder: Path = POLICIES) -> Policy:
    """Read every version in `folder` and return the newest, which keeps the others as `earlier` (EV-04).

    Raises:
        PolicyInvalid: for the first version that has faults, naming all of them; or when there is no policy at all.
    """
    versions = [parse_policy(path.read_text("utf-8"), path.stem, areas) for path in sorted(folder.glob("*.toml"))]
    if not versions:
        raise PolicyInvalid("folder", ["there is no TOML file in the folder of PIKET_POLICIES"])
    *earlier, newest = sorted(versions, key=lambda policy: _order(policy.version))
    return replace(newest, earlier={policy.version: policy for policy in earlier})


def parse_policy(text: str, name: str, areas: Areas) -> Policy:
    """Read one policy whose file is called `name`.

    Raises:
        PolicyInvalid: naming every fault; unknown names are faults too.
    """
    faults: list[str] = []
    try:
        document: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyInvalid(name, [f"is not TOML: {wrong}"]) from wrong
    reader = Reader(faults)
    top = reader.table({"policy": document}, "policy", _TOP, "")
    version = top.get("version", str, "")
    if version != name or not _VERSION.fullmatch(version):
        top.fault("version", "must be a year and a number such as 2026-1, and the name of the file")
    pauses = reader.table(document, "pauses", frozenset(_Pauses._fields), "")
    regular = reader.table(document, "regular", _REGULAR, "")
    flood = reader.table(document, "flood", frozenset(("bundle",)), "")
    restraint = Restraint(
        regular.local_time("quiet_from"),
        regular.local_time("quiet_until"),
        regular.at_least("per_hour"),
        regular.duration("bundle"),
    )
    calendar = reader.table(document, "calendar", _CALENDAR, "")
    week = calendar.workweek()
    durations = reader.table(document, "durations", DURATIONS, "")
    terms = reader.table(document, "terms", TERMS, "")
    moments = reader.table(document, "moments", MOMENTS, "")
    numbers = reader.table(document, "numbers", NUMBERS, "")
    supervision = reader.table(document, "supervision", _SUPERVISORS, "")
    retention = reader.table(document, "retention", RETENTION, "")
    ladders = reader.table(document, "ladders", LADDERS, "", _VARIANTS)
    paused = _Pauses(pauses.duration("seen"), pauses.duration("calling"))
    policy = Policy(
        version=version,
        ladders={
            key: _ladder(reader.table(ladders.values, key, _LADDER, "ladders."), key, paused, restraint, week)
            for key in sorted((LADDERS | _VARIANTS) & ladders.values.keys())
        },
        durations={key: durations.duration(key) for key in sorted(DURATIONS & durations.values.keys())},
        terms={key: terms.term(key, week) for key in sorted(TERMS & terms.values.keys())},
        moments={key: moments.bounds(key, week) for key in sorted(MOMENTS & moments.values.keys())},
        numbers={key: numbers.at_least(key, _LEAST.get(key, 1)) for key in sorted(NUMBERS & numbers.values.keys())},
        areas=areas,
        calendar=week,
        regular=restraint,
        report_at=regular.local_time("report_at"),
        flood=Restraint(time(0), time(0), None, flood.duration("bundle")),
        earlier={},
        grounds=read_grounds(reader, document),
        retention={key: retention.term(key, week) for key in sorted(RETENTION & retention.values.keys())},
        supervised={key: supervision.names(key) for key in sorted(_SUPERVISORS & supervision.values.keys())},
    )
    if faults:
        raise PolicyInvalid(name, faults)
    return policy


def _order(version: str) -> tuple[int, int]:
    year, _, number = version.partition("-")
    return int(year), int(number)


def _ladder(table: Table, name: str, pauses: _Pauses, restraint: Restraint, week: Workweek) -> Ladder:
    emergency = table.get("emergency", bool, True)
    repeat = table.duration("repeat")
    if not repeat:
        table.fault("repeat", "must be longer than nothing")
    if not table.get("source", str, ""):
        table.fault("source", "must say where the ladder comes from")
    rungs = [_rung(table, index, entry, week) for index, entry in enumerate(table.get("rungs", list, []))]
    if not rungs:
        table.fault("rungs", "must have at least one rung")
    if any(later.moment(_ORDINARY) <= earlier.moment(_ORDINARY) for earlier, later in pairwise(rungs)):
        table.fault("rungs", "must stand in order, each later than the one before")
    return Ladder(
        name=name,
        source=table.get("source", str, ""),
        emergency=emergency,
        repeat=repeat,
        tells_requester=table.get("tells_requester", bool, False),
        rungs=tuple(rungs),
        seen_pause=pauses.seen,
        calling_pause=pauses.calling,
        restraint=None if emergency else restraint,
    )


def _rung(ladder: Table, index: int, entry: object, week: Workweek) -> LadderRung:
    rung = ladder.reader.table({str(index): entry}, str(index), frozenset(("after", "who")), f"{ladder.path}.rungs.")
    who = rung.get("who", list, [])
    if not who:
        rung.fault("who", "must name somebody")
    selectors = [selector(text) for text in who]
    if None in selectors or len(set(selectors)) != len(selectors):
        rung.fault("who", "must be different selectors such as nctv_piket:on_duty, holder:backup or settler:ontvangen")
    return LadderRung(rung.after("after", week), tuple(found for found in selectors if found is not None))


def selector(text: object) -> Selector | None:
    """Read one selector as it stands in a policy; None when it is none."""
    first, _, second = text.partition(":") if isinstance(text, str) else ("", "", "")
    if text == "opener":
        return Selector(None, "opener", Slot.ALL)
    if first == "settler" and re.fullmatch(r"[a-z_]{1,40}", second):
        return Selector(None, f"settler:{second}", Slot.ALL)
    if second not in {slot.value for slot in Slot}:
        return None
    if first == "holder":
        return Selector(None, "holder", Slot(second))
    return Selector(Functie(first), "", Slot(second)) if first in {functie.value for functie in Functie} else None
