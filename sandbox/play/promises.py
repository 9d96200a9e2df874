"""Checks the four promises of Piket at the end of a night, each as one entry on the timeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta

from client.phone import Phone
from client.transport import ServerRefused
from domain.functies import PROTECTED
from domain.ids import PersonId
from sandbox.play.canary import Place, contents, files_below, search
from sandbox.play.night import Night
from sandbox.play.scenario import Access
from sandbox.play.timeline import Kind
from sandbox.play.watching import acts_in, read_as


async def check_promises(night: Night, accepted: Mapping[str, tuple[str, str]]) -> None:
    """Put a verdict on every promise on the timeline. Stops the service, for its logs are verified at rest."""
    await _never_lost(night, accepted)
    _never_silent(night)
    for access in night.scenario.access:
        await _access(night, access)
    await _never_readable(night)
    await _never_unprovable(night)


def _tell(night: Night, promise: str, held: bool, detail: str = "") -> None:
    night.timeline.add(night.elapsed, Kind.PROMISE, promise=promise, held=held, detail=detail)


async def _never_lost(night: Night, accepted: Mapping[str, tuple[str, str]]) -> None:
    kept: dict[tuple[str, str], set[str]] = {}
    for label, who in set(accepted.values()):  # an act may be kept from who takes no part in all that it decides
        found = await read_as(night.officials[who].phone, night.notebook.items[label])
        kept[label, who] = set() if found is None else acts_in(found)
    for label, who in [one for one, acts in kept.items() if not acts and _sees_a_part(night, one[1])]:
        kept[label, who] = set().union(*(acts for (about, _), acts in kept.items() if about == label))
    lost = sorted({label for act, (label, who) in accepted.items() if act not in kept[label, who]})
    _tell(night, f"never lost: {len(accepted)} accepted acts are on their items", not lost, ", ".join(lost))
    waiting = [who for who, one in night.officials.items() if _unanswered(one.phone)]
    _tell(night, "never lost: every act that was sent has an answer", not waiting, ", ".join(waiting))


def _sees_a_part(night: Night, who: str) -> bool:
    """Whether somebody is not shown all they did: a protected person's silent signal is on nobody's screen (SG-07)."""
    held = night.officials[who].phone.directory.memberships.get(PersonId(who), ())
    return any(one.functie in PROTECTED for one in held)


def _unanswered(phone: Phone) -> bool:
    return any(phone.outbox.pending(log) is not None for log in phone.outbox.logs())


def _never_silent(night: Night) -> None:
    down = _downtime(night)
    late = [
        f"{entry['what']} rung {entry['index']} was {entry['late_ms']} ms late"
        for entry in night.timeline.of(Kind.RUNG)
        if timedelta(milliseconds=int(entry["late_ms"])) > down + night.scenario.within
    ]
    _tell(night, "never silent: no rung was later than the service was down", not late, "; ".join(late))


def _downtime(night: Night) -> timedelta:
    total, since = timedelta(0), None
    for entry in night.timeline.of(Kind.SERVICE):
        if entry["what"] == "killed":
            since = entry.at
        elif since is not None:
            total, since = total + entry.at - since, None
    return total


async def _access(night: Night, access: Access) -> None:
    item = night.notebook.items.get(access.item)
    for who in access.reads:
        held, detail = False, "there is no such item"
        if item is not None:
            held, detail = await _opens(night, who, access.item)
        _tell(night, f"access: {who} opens {access.item}", held, detail)
    for who in access.cannot:
        found = None if item is None else await read_as(night.officials[who].phone, item)
        _tell(night, f"access: for {who} there is no {access.item}", found is None, "it was shown")


async def _opens(night: Night, who: str, label: str) -> tuple[bool, str]:
    try:
        case = await night.officials[who].read(label)
    except ServerRefused as refused:
        return False, refused.code
    return bool(case.contents) and not case.locked, f"{len(case.contents)} opened, {len(case.locked)} stay locked"


async def _never_readable(night: Night) -> None:
    texts = contents(night.scenario)
    found = search(texts, [*files_below(night.folder), *_sent(night)])
    _tell(night, f"never readable: {len(texts)} texts are nowhere but on phones", not found, ", ".join(found))
    broken = night.api.violations()
    _tell(night, "never readable: bells carry nothing", not broken, "; ".join(broken))
    # Positive control: the same search finds what the service does know, and what phones do open.
    handles = list(night.notebook.dossiers.values())
    control = search(handles, files_below(night.folder))
    _tell(night, "never readable: the search finds what is there (dossier handles)", bool(control) or not handles)
    opened = search(texts, [Place("phone", await _opened(night))])
    _tell(night, "never readable: phones do open the content", bool(opened) or not texts)


def _sent(night: Night) -> Iterator[Place]:
    calls = [{"method": call.method, "params": call.params} for call in night.api.world.calls]
    yield Place("calls to the Bot API", json.dumps(calls, ensure_ascii=False, default=str).encode())
    for body in night.sink.bodies:
        yield Place("a webhook", body)
    for body in night.push.bodies:
        yield Place("a push service", body)


async def _opened(night: Night) -> bytes:
    texts: list[str] = []
    for label in night.notebook.items:
        for who in night.officials:
            try:
                case = await night.officials[who].read(label)
            except ServerRefused:
                continue
            texts += [one.content.model_dump_json() for one in case.contents]
            if case.contents:  # who takes part without a key opens nothing
                break
    return "\n".join(texts).encode()


async def _never_unprovable(night: Night) -> None:
    status = await night.service.stop()
    _tell(night, "never lost: the service stops in order", status == 0, f"it ended with {status}")
    proven, said = await night.service.installation.command(
        "log", "verify", "--acts", "--genesis", night.founded.genesis
    )
    _tell(night, "never unprovable: piket log verify --acts", proven == 0, said.strip()[-400:])
