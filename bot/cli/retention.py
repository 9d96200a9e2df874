"""What is to be erased, what is held and by whom, and when what comes next is over (EV-03). It only reads.

Beside a running service, which erases by itself; exit status 1 when something is over and still there after a day.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.cli.installation import Place, add_data

if TYPE_CHECKING:
    from domain.policy import Policy
    from domain.terms import Term
    from storage.evidence import Evidence

_PAGE: Final = 100
_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Line:
    """One flow under one version of the policy."""

    flow: str
    policy: str
    term: str
    due: int = 0
    """Requests whose term is over, and that nothing stops."""
    late: int = 0
    """Those of them that were over a day ago."""
    stopped: dict[str, int] = field(default_factory=dict)
    """Requests whose own term is over and that stay, by what stops them."""
    next: str | None = None
    """When the next term is over, at the earliest."""


@dataclass(frozen=True, slots=True)
class Held:
    """An item that somebody holds."""

    item: str
    holding: str
    ground: str
    since: str


def add_arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def run(given: Namespace) -> int:
    from config.areas import load_areas
    from config.policy import load_policies
    from storage.evidence import evidence

    settings = Place(given.data).settings()
    policy = load_policies(load_areas(settings.areas), settings.policies)
    now = datetime.now(UTC)
    with evidence(settings.database) as store:
        lines = list(_lines(store, policy, now))
        held = [
            Held(one.item, str(one.holding), one.ground, one.since.isoformat(timespec="seconds"))
            for one in store.retention.standing()
        ]
        erased, begun = store.retention.count(), len(store.retention.begun())
    if given.json:
        found = {"erased": erased, "begun": begun, "flows": list(map(asdict, lines)), "held": list(map(asdict, held))}
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        _tell(lines, held, erased, begun)
    return 1 if any(line.late for line in lines) else 0


def _lines(store: Evidence, policy: Policy, now: datetime) -> Iterator[Line]:
    from handlers.retention import START, over, scans

    for scan in scans(policy):
        flow, version = scan
        term = policy.under(version).retention[flow]
        line, place, last = Line(flow, version, said(term)), START, START
        while place is not None:
            found, following = over(store, scan, policy, now, place, _PAGE)
            for one in found:
                if one.stop is None:
                    line.due += 1
                    line.late += one.at is not None and one.at + _DAY < now
                else:
                    line.stopped[one.stop] = line.stopped.get(one.stop, 0) + 1
            last = (found[-1].closed_at, found[-1].item) if found else last
            if following is None:
                break
            place = following
        for closed_at, _ in store.retention.closed(flow, version, now, last, 1):
            line.next = term.after(closed_at).isoformat(timespec="minutes")
        yield line


def said(term: Term) -> str:
    """Return a term in words: 5 years, 3 months, 30 days."""
    years, months = divmod(term.months, 12)
    parts = ((years, "year"), (months, "month"), (term.days, "day"), (term.working, "working day"))
    found = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " ".join([*found, *([str(term.elapsed)] if term.elapsed else [])]) or "nothing"


def _tell(lines: list[Line], held: list[Held], erased: int, begun: int) -> None:
    sys.stdout.write(f"{erased} items were erased" + (f", {begun} of them are being wiped now.\n" if begun else ".\n"))
    for line in lines:
        stopped = "".join(f", {count} stay ({why})" for why, count in sorted(line.stopped.items()))
        coming = "" if line.next is None else f"; next {line.next}"
        sys.stdout.write(f"{line.flow:22} {line.policy:8} {line.term:12} {line.due} to be erased{stopped}{coming}\n")
    for one in held:
        sys.stdout.write(f"held: {one.item} by {one.holding}, {one.ground}, since {one.since}\n")
