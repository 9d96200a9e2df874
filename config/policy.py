"""Reads a policy from TOML: strict, every fault collected and raised at once, several versions kept (EV-04)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from domain.functies import RULES, Functie, Scope
from domain.policy import Bounds, Ladder, LadderRung, Policy, Restraint, Selector, Slot
from domain.terms import Term

POLICIES: Final = Path(__file__).parent / "policies"
"""One file per version, named after it. A version that items were opened under is never removed or changed."""

LADDERS: Final = frozenset(
    [
        "L-1.ontvangst",
        "L-1.besluit",
        "L-2.spoed.1",
        "L-2.spoed.2",
        "L-6.antwoord",
        "L-6.ter_plaatse",
        "L-6.niet_uitvoerbaar",
        "L-8",
        "L-8.om",
        "L-8.einde",
        "L-8.regulier",
        "SA-00.gesproken",
        "SA-08.directeur",
        "SA-02.bezwaar",
    ]
)
DURATIONS: Final = frozenset(
    [
        "burgemeester",
        "maatregelenadvies",
        "triage",
        "voice_first",
        "geschil_spoed_1",
        "geschil_spoed_2",
        "besluit",
        "antwoord_opdracht",
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
    ]
)
TERMS: Final = frozenset(["first_review", "roster_horizon"])
MOMENTS: Final = frozenset(["designation", "foreseen_end", "review", "expected_arrival", "telephone_call", "duty"])
NUMBERS: Final = frozenset(["flood_emergencies", "bell_attempts_most", "due_at_once"])
"""What every policy must name, so that nothing is found missing at night; other names are refused.

A ladder may also stand there as `<name>.<functie>`, for when that functie holds the obligation (`Policy.ladder`); a
policy without one has not forgotten it, also one that is kept from before there was any (EV-04).
"""

_VARIANTS: Final = frozenset(f"{name}.{functie}" for name in LADDERS for functie in Functie)
_TOP: Final = frozenset(
    ["version", "pauses", "regular", "flood", "ladders", "durations", "terms", "moments", "numbers", "supervision"]
)
_SUPERVISORS: Final = RULES[Functie.TOEZICHTHOUDER].organisations
_LADDER: Final = frozenset(["source", "emergency", "repeat", "tells_requester", "rungs"])
_VERSION: Final = re.compile(r"(\d{4})-(\d{1,3})")
_REGULAR: Final = frozenset(["quiet_from", "quiet_until", "per_hour", "bundle", "report_at"])
_DURATION: Final = re.compile(r"(\d{1,6})(s|m|h)")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours"}
ValueT = TypeVar("ValueT")


class PolicyInvalid(Exception):
    """A policy cannot be used; `faults` names every place that is wrong, at once."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__(f"The policy {name} cannot be used; correct this: {'; '.join(faults)}.")
        self.faults = tuple(faults)


class _Pauses(NamedTuple):
    seen: timedelta
    calling: timedelta


@dataclass(slots=True)
class _Reader:
    """Reads one document, noting what is wrong instead of stopping at it."""

    faults: list[str]

    def table(
        self,
        document: Mapping[str, object],
        key: str,
        names: frozenset[str] | None,
        where: str,
        further: frozenset[str] = frozenset(),
    ) -> _Table:
        """Read a table that has all of `names`, perhaps some `further` ones, and no other; None: whatever it has."""
        found = document.get(key)
        path = f"{where}{key}"
        if not isinstance(found, dict):
            self.faults.append(f"{path}: a table is missing")
            return _Table(self, {}, path)
        if names is not None:
            self.faults += [f"{path}.{name}: no such name" for name in sorted(found.keys() - names - further)]
            self.faults += [f"{path}.{name}: is missing" for name in sorted(names - found.keys())]
        return _Table(self, found, path)


@dataclass(frozen=True, slots=True)
class _Table:
    reader: _Reader
    values: Mapping[str, object]
    path: str

    def get(self, name: str, kind: type[ValueT], otherwise: ValueT) -> ValueT:
        found = self.values.get(name, otherwise)
        if type(found) is not kind:
            self.fault(name, f"must be a {kind.__name__}")
            return otherwise
        return found

    def names(self, name: str) -> frozenset[str]:
        found = self.get(name, list, [])
        if not found or any(not isinstance(one, str) for one in found) or len(set(found)) != len(found):
            self.fault(name, "must be different names of organisations")
            return frozenset()
        return frozenset(found)

    def duration(self, name: str) -> timedelta:
        text = self.get(name, str, "1s")
        parts = _DURATION.fullmatch(text)
        if parts is None:
            self.fault(name, "must be an elapsed duration such as 30s, 5m or 72h")
            return timedelta(seconds=1)
        return timedelta(**{_UNITS[parts[2]]: int(parts[1])})

    def after(self, name: str) -> timedelta:
        """A duration counted from the ladder's start, or before it: -12h."""
        text = self.get(name, str, "0s")
        if not text.startswith("-"):
            return self.duration(name)
        return -_Table(self.reader, {name: text[1:]}, self.path).duration(name)

    def term(self, name: str) -> Term:
        try:
            return Term.parse(self.get(name, str, ""))
        except ValueError:
            self.fault(name, "must be an ISO 8601 duration: P3D or P1M by the calendar, PT72H elapsed")
            return Term()

    def bounds(self, name: str) -> Bounds:
        found = self.reader.table(self.values, name, None, f"{self.path}.")
        for unknown in sorted(found.values.keys() - {"back", "ahead"}):
            found.fault(unknown, "no such name")
        return Bounds(found.term("back") if "back" in found.values else None, found.term("ahead"))

    def positive(self, name: str) -> int:
        number = self.get(name, int, 1)
        if number < 1:
            self.fault(name, "must be at least 1")
        return number

    def local_time(self, name: str) -> time:
        text = self.get(name, str, "00:00")
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            self.fault(name, "must be a local time such as 22:00")
            return time(0)
        return time.fromisoformat(text)

    def fault(self, name: str, sentence: str) -> None:
        self.reader.faults.append(f"{self.path}.{name}: {sentence}")


def load_policies(eenheid_of: Mapping[Scope, Scope], folder: Path = POLICIES) -> Policy:
    """Read every version in `folder` and return the newest, which keeps the others as `earlier` (EV-04).

    Raises:
        PolicyInvalid: for the first version that has faults, naming all of them; or when there is no policy at all.
    """
    versions = [parse_policy(path.read_text("utf-8"), path.stem, eenheid_of) for path in sorted(folder.glob("*.toml"))]
    if not versions:
        raise PolicyInvalid("folder", ["there is no TOML file in the folder of PIKET_POLICIES"])
    *earlier, newest = sorted(versions, key=lambda policy: _order(policy.version))
    return replace(newest, earlier={policy.version: policy for policy in earlier})


def parse_policy(text: str, name: str, eenheid_of: Mapping[Scope, Scope]) -> Policy:
    """Read one policy whose file is called `name`.

    Raises:
        PolicyInvalid: naming every fault; unknown names are faults too.
    """
    faults: list[str] = []
    try:
        document: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyInvalid(name, [f"is not TOML: {wrong}"]) from wrong
    reader = _Reader(faults)
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
        regular.positive("per_hour"),
        regular.duration("bundle"),
    )
    durations = reader.table(document, "durations", DURATIONS, "")
    terms = reader.table(document, "terms", TERMS, "")
    moments = reader.table(document, "moments", MOMENTS, "")
    numbers = reader.table(document, "numbers", NUMBERS, "")
    supervision = reader.table(document, "supervision", _SUPERVISORS, "")
    ladders = reader.table(document, "ladders", LADDERS, "", _VARIANTS)
    paused = _Pauses(pauses.duration("seen"), pauses.duration("calling"))
    policy = Policy(
        version=version,
        ladders={
            key: _ladder(reader.table(ladders.values, key, _LADDER, "ladders."), key, paused, restraint)
            for key in sorted((LADDERS | _VARIANTS) & ladders.values.keys())
        },
        durations={key: durations.duration(key) for key in sorted(DURATIONS & durations.values.keys())},
        terms={key: terms.term(key) for key in sorted(TERMS & terms.values.keys())},
        moments={key: moments.bounds(key) for key in sorted(MOMENTS & moments.values.keys())},
        numbers={key: numbers.positive(key) for key in sorted(NUMBERS & numbers.values.keys())},
        eenheid_of=eenheid_of,
        regular=restraint,
        report_at=regular.local_time("report_at"),
        flood=Restraint(time(0), time(0), None, flood.duration("bundle")),
        earlier={},
        supervised={key: supervision.names(key) for key in sorted(_SUPERVISORS & supervision.values.keys())},
    )
    if faults:
        raise PolicyInvalid(name, faults)
    return policy


def _order(version: str) -> tuple[int, int]:
    year, _, number = version.partition("-")
    return int(year), int(number)


def _ladder(table: _Table, name: str, pauses: _Pauses, restraint: Restraint) -> Ladder:
    emergency = table.get("emergency", bool, True)
    repeat = table.duration("repeat")
    if not repeat:
        table.fault("repeat", "must be longer than nothing")
    if not table.get("source", str, ""):
        table.fault("source", "must say where the ladder comes from")
    rungs = [_rung(table, index, entry) for index, entry in enumerate(table.get("rungs", list, []))]
    if not rungs:
        table.fault("rungs", "must have at least one rung")
    if any(later.after <= earlier.after for earlier, later in pairwise(rungs)):
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


def _rung(ladder: _Table, index: int, entry: object) -> LadderRung:
    rung = ladder.reader.table({str(index): entry}, str(index), frozenset(("after", "who")), f"{ladder.path}.rungs.")
    who = rung.get("who", list, [])
    if not who:
        rung.fault("who", "must name somebody")
    selectors = [selector(text) for text in who]
    if None in selectors or len(set(selectors)) != len(selectors):
        rung.fault("who", "must be different selectors such as nctv_piket:on_duty, holder:backup or settler:ontvangen")
    return LadderRung(rung.after("after"), tuple(found for found in selectors if found is not None))


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
