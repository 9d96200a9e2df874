"""Every (state, act, functie) of a line, a signal and its interpretation: what is in no row is refused (SG-01 … SG-05).

Every rung has been reached, so that need to know stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from domain.catalogue import SPECS
from domain.functies import Holding
from domain.ids import ItemId
from tests.harness.desk import DIRECTEUR, NCTV, RECIPIENT, STAFF, TEAMLEIDER, blob
from tests.harness.signals import BBC, DIENST, LCC, RCCB, Signals, signals
from tests.harness.town import HOVJ, PIKET
from tests.harness.triples import allowed, rows

__all__ = ["signals"]

PERSON = "te_beveiligen_persoon"
CONTENT = {"content": blob("x")}
ALWAYS = ["item.ik_bel", "item.ring_again", "item.rekey", "item.wrap", "item.attach"]


def always(inside: str) -> str:
    """What every participant may do, and a watcher: ring again."""
    lines = [f"{act}: {inside}{' escalatiewachter' if act == 'item.ring_again' else ''}" for act in ALWAYS]
    return "\n".join(lines)


def common(what: str) -> dict[str, dict[str, Any]]:
    return {
        "item.ik_bel": {"what": what},
        "item.ring_again": {"what": what},
        "item.rekey": {"recipient": RECIPIENT, "wraps": []},
        "item.wrap": {"wraps": []},
        "item.attach": CONTENT,
    }


Bring = Callable[[Signals], tuple[str, str]]
"""Brings an item into a state by acts alone; returns it and one of its open obligations."""


def _line(
    *, day_and_night: bool = True, lapsed: bool = False, ended: bool = False, without: Sequence[Holding] = ()
) -> Bring:
    def bring(signals: Signals) -> tuple[str, str]:
        signals.leave_out(*without)
        line = signals.line(day_and_night=day_and_night)
        if lapsed:
            signals.designate()
        if ended:
            signals.done(signals.authority, "signaallijn.end", line, **CONTENT)
        return line, "vastleggen" if lapsed else "herbevestigen"

    return bring


LINE_ACTS: dict[str, dict[str, Any]] = {
    "signaallijn.record": {"day_and_night": True, **CONTENT},
    "signaallijn.end": CONTENT,
}
LOCAL_LINE = f"{PERSON} rccb hovj adviseur_bbc"
HELD = "signaallijn.record: hovj\nsignaallijn.end: hovj\n"
NCTV5 = "nctv_piket nctv_behandelaar nctv_teamleider directeur_nctv"
DEPUTIES: Mapping[str, tuple[Holding, ...]] = {"coordinerend_hovj": (HOVJ,), "pg": (HOVJ, STAFF["coord"])}
"""P-02: who takes the place of the HOvJ where everybody of these is left out; a HOvJ who comes later may act too."""
COLLEGE = "pg"
"""Takes part in a line about somebody of the OM, and decides nothing there (P-02)."""
LINES_OF_A_DEPUTY: Mapping[str, tuple[str, Bring]] = {
    f"{state}, {functie}": (
        f"signaallijn.record: hovj {functie}\nsignaallijn.end: hovj {functie}\n"
        + always(f"{LOCAL_LINE} {functie} {COLLEGE}"),
        _line(day_and_night=state == "paraat", without=without),
    )
    for functie, without in DEPUTIES.items()
    for state in ("open", "paraat")
} | {
    f"vervallen, {functie}": (
        f"signaallijn.end: {NCTV5}\n" + always(f"{LOCAL_LINE} {functie} {COLLEGE} {NCTV5}"),
        _line(lapsed=True, without=without),
    )
    for functie, without in DEPUTIES.items()
}
LINES: Mapping[str, tuple[str, Bring]] = {
    "open": (HELD + always(LOCAL_LINE), _line(day_and_night=False)),
    "paraat": (HELD + always(LOCAL_LINE), _line()),
    "vervallen": (f"signaallijn.end: {NCTV5}\n" + always(f"{LOCAL_LINE} {NCTV5}"), _line(lapsed=True)),
    "beeindigd": ("", _line(ended=True)),
    **LINES_OF_A_DEPUTY,
}


def _signal(*steps: str, designated: bool = False) -> Bring:
    def bring(signals: Signals) -> tuple[str, str]:
        if designated:
            signals.designate()
        signals.line()
        item = signals.unsafe()
        reached = (PIKET, DIRECTEUR, TEAMLEIDER) if designated else (BBC, HOVJ)
        _reach(signals, item, *reached)
        done: dict[str, Callable[[], object]] = {
            "receive": lambda: signals.receive(item),
            "answer": lambda: signals.answer(item),
            "interpret": lambda: signals.interpret(item),
            "safe": lambda: signals.done(signals.follower, "signaal.safe", item),
        }
        for step in steps:
            done[step]()
        return item, "veilig" if steps else "ontvangen"

    return bring


def _reach(signals: Signals, item: str, *holdings: Holding) -> None:
    with signals.town.unit() as uow:
        for one in holdings:
            uow.items.add_participant(ItemId(item), one, signals.town.now, "rung")


INSIDE = {
    "lokaal": f"{PERSON} rccb adviseur_bbc hovj",
    "stelsel": f"{PERSON} lcc nctv_piket directeur_nctv nctv_teamleider",
}
ADD = f"signaal.add: {PERSON}\n"


def follower(*verbs: str, functie: str = "rccb") -> str:
    return "".join(f"signaal.{verb}: {functie}\n" for verb in verbs)


def _after(side: str, functie: str) -> Mapping[str, str]:
    inside = always(INSIDE[side])
    owed = follower("receive", "answer", "ask", functie=functie)
    meant = follower("interpret melding_dreiging", "interpret geen_melding", functie=functie)
    reopened = f"item.reopen: {INSIDE[side]} escalatiewachter\n"
    safe = follower("safe", functie=functie)
    return {
        "verzonden": ADD + follower("receive", functie=functie) + inside,
        "ontvangen": ADD + owed + meant + safe + reopened + inside,
        "beantwoord": ADD + owed + meant + safe + inside,
        "afgerond": "",
    }


STEPS = {
    "verzonden": (),
    "ontvangen": ("receive",),
    "beantwoord": ("receive", "answer"),
    "afgerond": ("receive", "answer", "interpret", "safe"),
}
SIGNALS: Mapping[tuple[str, str], tuple[str, Bring]] = {
    (side, state): (text, _signal(*STEPS[state], designated=side == "stelsel"))
    for side, functie in (("lokaal", "rccb"), ("stelsel", "lcc"))
    for state, text in _after(side, functie).items()
}


def signal_acts(signals: Signals) -> dict[str, dict[str, Any]]:
    return {
        "signaal.add": CONTENT,
        "signaal.receive": {"content": None, "promise_at": None},
        "signaal.answer": {**CONTENT, "promise_at": None},
        "signaal.ask": CONTENT,
        "signaal.safe": {},
        "signaal.interpret melding_dreiging": signals.interpretation("melding_dreiging"),
        "signaal.interpret geen_melding": signals.interpretation("geen_melding"),
        "item.reopen": {"what": "ontvangen"},
    }


def _meaning(
    outcome: str,
    *steps: tuple[str, str, dict[str, Any]],
    designated: bool = False,
    without: Sequence[Holding] = (),
) -> Bring:
    def bring(signals: Signals) -> tuple[str, str]:
        if designated:
            signals.designate()
        signals.leave_out(*without)
        signals.line()
        item = signals.unsafe()
        signals.receive(item)
        meaning = signals.interpret(item, outcome)
        for name, act, params in steps:
            signals.done(signals.authority if name == "hovj" else name, act, meaning, **params)
        what = next(iter(signals.desk.open(meaning)), "besluiten")
        return meaning, what

    return bring


MEANT: dict[str, dict[str, Any]] = {
    "duiding.forward": CONTENT,
    **{
        f"duiding.decide {one}": {"outcome": one, **CONTENT}
        for one in ("herbeoordeling", "spoedaanwijzing", "afgerond")
    },
}
READERS = "rccb hovj adviseur_bbc inlichtingendienst"
BY_HOVJ = "".join(f"duiding.decide {one}: hovj\n" for one in ("herbeoordeling", "spoedaanwijzing", "afgerond"))
BY_NCTV = "".join(f"duiding.decide {one}: {NCTV5}\n" for one in ("herbeoordeling", "afgerond"))
FORWARDED = ("bbc", "duiding.forward", CONTENT)
REVIEW = ("hovj", "duiding.decide", {"outcome": "herbeoordeling", **CONTENT})
DONE = ("hovj", "duiding.decide", {"outcome": "afgerond", **CONTENT})
MEANINGS_FOR_A_DEPUTY: Mapping[str, tuple[str, str, Bring]] = {
    f"{name}, {functie}": (
        state,
        first + BY_HOVJ.replace("hovj", f"hovj {functie}") + always(f"{READERS} {functie}"),
        _meaning("melding_dreiging", *steps, without=without),
    )
    for functie, without in DEPUTIES.items()
    for name, state, first, steps in (
        ("local", "gemeld", "duiding.forward: adviseur_bbc\n", ()),
        ("weighed", "voorgelegd", "", (FORWARDED,)),
        ("follow-up", "vervolg", "", (REVIEW,)),
    )
}
MEANINGS: Mapping[str, tuple[str, str, Bring]] = {
    **MEANINGS_FOR_A_DEPUTY,
    "no melding": ("vastgelegd", "", _meaning("geen_melding")),
    "local": ("gemeld", f"duiding.forward: adviseur_bbc\n{BY_HOVJ}{always(READERS)}", _meaning("melding_dreiging")),
    "weighed": ("voorgelegd", BY_HOVJ + always(READERS), _meaning("melding_dreiging", FORWARDED)),
    "stelsel": (
        "voorgelegd",
        BY_NCTV + always(f"lcc {NCTV5} inlichtingendienst"),
        _meaning("melding_dreiging", designated=True),
    ),
    "follow-up": ("vervolg", BY_HOVJ + always(READERS), _meaning("melding_dreiging", REVIEW)),
    "done": ("afgerond", "", _meaning("melding_dreiging", DONE)),
}


def held_against(signals: Signals, item: str, acts: Mapping[str, dict[str, Any]], text: str) -> None:
    expected = rows(text)
    assert expected.keys() <= acts.keys()
    found = {act: allowed(signals.desk, item, act.split()[0], params) for act, params in acts.items()}
    assert found == {act: expected.get(act, frozenset()) for act in acts}


@pytest.mark.parametrize("state", LINES)
def test_sg_01_every_state_act_and_functie_of_a_line(signals: Signals, state: str) -> None:
    text, bring = LINES[state]
    item, what = bring(signals)
    assert signals.desk.item(item).state == state.partition(",")[0]
    held_against(signals, item, LINE_ACTS | common(what), text)


@pytest.mark.parametrize(("side", "state"), SIGNALS)
def test_sg_02_every_state_act_and_functie_of_a_signal(signals: Signals, side: str, state: str) -> None:
    text, bring = SIGNALS[side, state]
    item, what = bring(signals)
    assert signals.desk.item(item).state == state
    held_against(signals, item, signal_acts(signals) | common(what), text)


@pytest.mark.parametrize("name", MEANINGS)
def test_sg_03_every_state_act_and_functie_of_an_interpretation(signals: Signals, name: str) -> None:
    state, text, bring = MEANINGS[name]
    item, what = bring(signals)
    assert signals.desk.item(item).state == state
    held_against(signals, item, MEANT | common(what), text)


def test_the_tables_name_every_act_of_the_three_flows(signals: Signals) -> None:
    told = {act.split()[0] for act in (*LINE_ACTS, *signal_acts(signals), *MEANT)}
    flows = ("signaallijn", "signaal", "duiding")
    assert told - {"item.reopen"} == {name for name, one in SPECS.items() if one.family in flows and not one.opens}
    assert {one.may for one in SPECS.values() if one.family == "signaal" and one.opens} == {SPECS["signaal.add"].may}
    assert {DIENST, LCC, RCCB, NCTV}
