"""Every act on a notice that is open: which rule it meets and what follows (BB-02, BB-04, BB-05, BB-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.acts.spec import ParsedAct
from domain.errors import Malformed, NotAllowed, OutOfStep
from domain.events import (
    ContentAdded,
    Event,
    Flagged,
    GezagPassed,
    ItemClosed,
    KeysGiven,
    LinkedProgressed,
    ObligationOpened,
    ObligationSettled,
    ParticipantAdded,
    PersonTold,
    StateChanged,
    Told,
)
from domain.facts import Facts, must_settle
from domain.flows.burgemeestersbericht import acts, inhoud, vierhoek
from domain.flows.burgemeestersbericht.opening import to_mayor
from domain.flows.burgemeestersbericht.parties import DESK, Notice, burgemeester, loco_burgemeester
from domain.flows.burgemeestersbericht.state import (
    ENDING,
    InformedByOthers,
    Known,
    Looked,
    StandInReleased,
    State,
)
from domain.functies import Functie
from domain.ids import PersonId, Sha256Hex
from domain.items import Actor
from domain.policy import Policy


def decide(item: Notice, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """Return what one act does to a notice. Pure; safe to repeat.

    Raises:
        OutOfStep: when the item's state has no place for it, or newer word was not read.
        NotAllowed: when another functie or person must do it.
        Malformed: when a key would go to somebody it may not go to.
    """
    if item.closed_at is not None:
        raise OutOfStep("item.closed", "The item is closed; nothing on it can change any more.")
    return _closing(item, facts, _decide(item, act, actor, facts, policy, now))


def _decide(item: Notice, act: ParsedAct, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    match act.params:
        case acts.Release(read=read):
            return _release(item, Sha256Hex(read), actor, facts, policy, now)
        case acts.Acknowledge(read=read):
            return _acknowledge(item, Sha256Hex(read), actor, facts, now)
        case acts.Telephoned(content=content):
            return _telephoned(item, content, actor, facts, now)
        case acts.Ask(content=content):
            return _ask(item, content, actor, facts, now)
        case acts.Answer(content=content):
            return _answer(item, content, actor, facts)
        case acts.AskVierhoek() as params:
            _must_be_told_in(item, actor)
            _must_have_left(item)
            return vierhoek.ask(item, params, actor, facts, policy, now)
        case acts.PlanVierhoek() as params:
            return vierhoek.plan(item, params, actor, facts, now)
        case acts.CloseVierhoek() as params:
            return vierhoek.close(item, params, actor, facts)
        case acts.Informed():
            if actor.employer in item.data.informed:
                raise OutOfStep("burgemeestersbericht.informed", "Your organisation recorded this already.")
            return [InformedByOthers(actor.employer, now)]
        case acts.StandIn() as params:
            return _stand_in(item, params, actor, facts, now)
        case acts.Correct() | acts.Supplement() | acts.Recall() | acts.End() as params:
            return inhoud.write_word(item, params, actor, facts, policy, now)
        case acts.Keep() as params:
            return inhoud.keep(params, actor, facts, policy, now)
    raise OutOfStep("act.unknown", "This item does not know this act.", field="act")


def progressed(
    _item: Notice, progress: LinkedProgressed, _facts: Facts, _policy: Policy, _now: datetime
) -> list[Event]:
    """Return what it means that an item linked to this one reached a state: nothing; none hangs on a notice."""
    return [progress]


def passed(_item: Notice, event: GezagPassed, facts: Facts, _policy: Policy, now: datetime) -> list[Event]:
    """Return what it means that the authority over the dossier passed: when the NCTV's ended, look at the notice."""
    ended = event.holding.functie is not Functie.NCTV
    return [event, *(inhoud.out_of_date(facts, now) if ended else [])]


def _closing(item: Notice, facts: Facts, events: Sequence[Event]) -> list[Event]:
    """BB-06: a notice that ended closes with the human act that settles the last thing that waits on it (X-01)."""
    state = next((one.state for one in reversed(events) if isinstance(one, StateChanged)), item.state)
    gone = {one.what for one in events if isinstance(one, ObligationSettled)}
    come = {one.what for one in events if isinstance(one, ObligationOpened)}
    closed = any(isinstance(one, ItemClosed) for one in events)
    if state not in ENDING or closed or (set(facts.open) - gone) | come:
        return list(events)
    return [*events, ItemClosed(state)]


def _release(item: Notice, read: Sha256Hex, actor: Actor, facts: Facts, policy: Policy, now: datetime) -> list[Event]:
    """BB-02: somebody else than the writer read this very word; only then can the mayor, except after an acute one."""
    before = "vrijgeven" in facts.open
    what = "vrijgeven" if before else "tweede_blik"
    must_settle(facts, what, actor)
    if actor.person == item.data.writer:
        raise NotAllowed(
            "burgemeestersbericht.four_eyes", "Who wrote this does not release it; a second official must."
        )
    _must_be_newest(item, read)
    events: list[Event] = [
        ObligationSettled(what, "vrijgegeven" if before else "akkoord"),
        Looked(read, actor.person, actor.holding.functie, now, before),
    ]
    return [*events, *to_mayor(item, policy, now)] if before else events


def _acknowledge(item: Notice, read: Sha256Hex, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """BB-04, BB-05: the mayor knows the newest word; a stand-in only where the NCTV released it to him."""
    _must_be_told_in(item, actor)
    _must_be_newest(item, read)
    return _known(item, actor, facts, now, "kennisgenomen", by_telephone=False)


def _telephoned(item: Notice, content: str, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """BB-05: told by telephone, by a named official; the mayor may still acknowledge it on his own device."""
    _must_have_left(item)
    told = ContentAdded(Sha256Hex(content), "gebeld")
    return [told, *_known(item, actor, facts, now, "telefonisch", by_telephone=True)]


def _known(item: Notice, actor: Actor, facts: Facts, now: datetime, outcome: str, *, by_telephone: bool) -> list[Event]:
    waiting = [what for what in ("kennisnemen", "vervanger_bereiken") if what in facts.open]
    events: list[Event] = [
        Known(item.data.newest, actor.holding, now, by_telephone),
        *(ObligationSettled(what, outcome) for what in waiting),
    ]
    if not waiting:
        events.append(Flagged("receipt.second"))
    if item.state == State.VERSTUURD and "kennisnemen" in waiting:
        events += [StateChanged(State.KENNISGENOMEN), PersonTold(item.opened_by, outcome)]
    return events


def _ask(item: Notice, content: str, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    _must_be_told_in(item, actor)
    events: list[Event] = [ContentAdded(Sha256Hex(content), "vraag")]
    if "vraag" not in facts.open:
        events.append(ObligationOpened("vraag", DESK, "L-8" if item.data.urgent else "L-8.regulier", now))
    return events


def _answer(item: Notice, content: str, actor: Actor, facts: Facts) -> list[Event]:
    must_settle(facts, "vraag", actor)
    return [
        ContentAdded(Sha256Hex(content), "antwoord"),
        ObligationSettled("vraag", "beantwoord"),
        Told(burgemeester(item.area), "antwoord"),
        *(PersonTold(person, "antwoord") for person in item.data.stand_ins),
    ]


def _stand_in(item: Notice, params: acts.StandIn, actor: Actor, facts: Facts, now: datetime) -> list[Event]:
    """BB-05: the key for this one person's own devices; he is told at once, and the NCTV is rung until he knows.

    Raises:
        NotAllowed: when he is excluded (P-02).
        Malformed: when no key, or another one than for his devices, goes with it.
    """
    _must_have_left(item)
    person, stand_in = PersonId(params.person), loco_burgemeester(item.area)
    if person in item.excluded:
        raise NotAllowed("item.excluded", "Nobody takes part in an item about themselves; choose somebody else.")
    if not params.wraps or any(wrap.holding != stand_in or wrap.device is None for wrap in params.wraps):
        raise Malformed(
            "burgemeestersbericht.stand_in_keys",
            "Seal the key to this person's own devices, as the stand-in of this gemeente.",
            field="params.wraps",
        )
    events: list[Event] = [
        KeysGiven(None),
        StandInReleased(person),
        ParticipantAdded(stand_in, "vervanger"),
        PersonTold(person, "vervanger"),
    ]
    if "vervanger_bereiken" not in facts.open:
        knows, urgent = tuple(dict.fromkeys((actor.holding, *DESK, stand_in))), item.data.urgent
        events.append(ObligationOpened("vervanger_bereiken", knows, "L-8" if urgent else "L-8.regulier", now))
    return events


def _must_be_told_in(item: Notice, actor: Actor) -> None:
    """BB-05: who may stand in does nothing on a notice that was not released to him by name.

    Raises:
        NotAllowed: for another stand-in.
    """
    if actor.holding.functie is Functie.LOCO_BURGEMEESTER and actor.person not in item.data.stand_ins:
        raise NotAllowed("burgemeestersbericht.stand_in", "The NCTV did not release this notice to you; call the NCTV.")


def _must_be_newest(item: Notice, read: Sha256Hex) -> None:
    if read != item.data.newest:
        raise OutOfStep("burgemeestersbericht.newer", "There is newer word; read it first.", field="params.read")


def _must_have_left(item: Notice) -> None:
    if item.state == State.TER_VRIJGAVE:
        raise OutOfStep(
            "burgemeestersbericht.unreleased", "The mayor cannot read this yet; it waits for a second official."
        )
