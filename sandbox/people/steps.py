"""What an official does in one step of a scenario: its plain words become content, its labels become items."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from client.answers import ActAnswer
from client.opening import Submitted
from client.phone import Phone
from domain.content import AntwoordContent, OverlegContent, VraagContent
from domain.flows.bericht_rccb.content import BerichtRccbContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.opdracht.content import AdviesContent, OpdrachtContent
from domain.flows.spoedaanwijzing.content import (
    AanvullingContent,
    BesluitContent,
    BezwaarContent,
    CorrectieContent,
    EindeContent,
    OverbruggingContent,
    SpoedaanwijzingContent,
    VervolgContent,
)
from domain.functies import NATIONAL, Functie, Holding
from domain.ids import ItemId, OrganisationId, PersonId, random_id
from sandbox.people.notebook import Notebook

Args = Mapping[str, Any]
Step = Callable[[Phone, Notebook, str, Args], Awaitable[ActAnswer]]
"""A step on the item of a label, with the step's own words; returns the service's answer."""

_PIKET: Final = Holding(Functie.NCTV_PIKET, NATIONAL)
_NO_NUMBER: Final = "030 000 00 00"
"""Where the directory of a scenario has no number: shown as not verified, never blocking (SA-01)."""


async def _submit(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    follows = args.get("follows") and notebook.item(args["follows"])
    opening = _opening(phone, notebook, args)
    return _opened(notebook, label, opening, await phone.submit_spoedaanwijzing(**opening, follows=follows))


async def _register(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    opening = _opening(phone, notebook, args)
    called_at = phone.clock() - args.get("called", timedelta(minutes=1))
    sent = await phone.register(caller=_caller(phone, args["caller"]), called_at=called_at, **opening)
    return _opened(notebook, label, opening, sent)


def _opening(phone: Phone, notebook: Notebook, args: Args) -> dict[str, Any]:
    """What submitting and registering share; about the same person they carry the same dossier handle."""
    excluded = [PersonId(name) for name in args.get("excluded", ())]
    same = args.get("same_person_as") or args.get("follows")
    people = phone.directory.people
    return {
        "content": SpoedaanwijzingContent(
            kind="spoedaanwijzing",
            person=args["person"],
            need=args["need"],
            callback=args.get("callback", _NO_NUMBER),
            threat=args.get("threat"),
            keten="Ja" if excluded else None,
        ),
        "ground": args.get("ground", "directe_noodzaak"),
        "excluded": excluded,
        "tell_college": any(people.get(person) == OrganisationId("om") for person in excluded),
        "dossier": notebook.dossiers[notebook.item(same)] if same else random_id(phone.random),
        "drill": args.get("drill", False),
    }


def _opened(notebook: Notebook, label: str, opening: Args, sent: Submitted) -> ActAnswer:
    notebook.items[label] = sent.item
    notebook.dossiers[sent.item] = opening["dossier"]
    return sent.answer


def _caller(phone: Phone, name: str) -> Holding:
    """In which functie a person may have telephoned: as HOvJ, or on behalf."""
    held = sorted(phone.directory.memberships.get(PersonId(name), ()))
    return next(one for one in held if one.functie in (Functie.HOVJ, Functie.NAMENS_HOVJ))


async def _decide(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    callback = phone.directory.numbers.get(_PIKET, _NO_NUMBER)
    case = await phone.read(notebook.item(label))
    request = case.content("spoedaanwijzing")
    person = getattr(request.content, "person", None) if request is not None else None
    decision = BesluitContent(kind="besluit", reasons=args["reasons"], kerngezin=args.get("kerngezin"))
    order = args.get("order") and OpdrachtContent(
        kind="opdracht",
        person=person or "Zie de aanvraag",
        where=args.get("where", "Zie de opdracht"),
        measures=args["order"],
        callback=callback,
    )
    answer = await phone.decide(
        notebook.item(label),
        args["outcome"],
        decision,
        order=order or None,
        word=_word(phone, args),
        ends_at=_from_now(phone, args.get("ends_in")),
        review_at=_from_now(phone, args.get("review_in")),
        joined={notebook.item(other): (outcome, decision) for other, outcome in (args.get("joined") or {}).items()},
        words={notebook.item(other): _to_rccb(phone, text) for other, text in (args.get("words") or {}).items()},
    )
    for other in args.get("words") or ():
        await _linked(phone, notebook, other, answer)
    return await _linked(phone, notebook, label, answer)


def _word(phone: Phone, args: Args) -> BerichtRccbContent | None:
    return _to_rccb(phone, args["word"]) if args.get("word") else None


def _to_rccb(phone: Phone, text: str) -> BerichtRccbContent:
    callback = phone.directory.numbers.get(_PIKET, _NO_NUMBER)
    return BerichtRccbContent(kind="bericht_rccb", text=text, callback=callback)


def _from_now(phone: Phone, span: timedelta | None) -> datetime | None:
    return None if span is None else phone.clock() + span


async def _linked(phone: Phone, notebook: Notebook, label: str, answer: ActAnswer) -> ActAnswer:
    """After an act that opened linked items: who did it sees them, and notes them for the others."""
    if answer.status == 201:
        notebook.note_linked(label, await phone.read(notebook.item(label)))
    return answer


async def _dispute(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = GeschilContent(kind="geschil", text=args["text"])
    return await _linked(phone, notebook, label, await phone.dispute(notebook.item(label), content))


async def _overbrugging(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = OverbruggingContent(kind="overbrugging", measures=args["text"])
    answer = await phone.overbrugging(notebook.item(label), content, _word(phone, args))
    return await _linked(phone, notebook, label, answer)


async def _end(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = EindeContent(kind="einde", reasons=args["text"])
    answer = await phone.end(notebook.item(label), args["to"], content, _word(phone, args))
    return await _linked(phone, notebook, label, answer)


async def _confirm(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    text = args.get("text")
    correction = CorrectieContent(kind="correctie", text=text) if text else None
    return await phone.confirm(notebook.item(label), correction)


async def _follow_up(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    text = args.get("text")
    content = VervolgContent(kind="vervolg", text=text, official=args.get("official")) if text else None
    next_at = _from_now(phone, args.get("next_in"))
    return await phone.follow_up(notebook.item(label), args["what"], args["outcome"], content, next_at=next_at)


async def _join(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await phone.join(notebook.item(label), notebook.item(args["with_"]))


async def _order_answer(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = AntwoordContent(kind="antwoord", text=args["text"])
    expected_at = _from_now(phone, args.get("expected_in"))
    return await phone.lcc_answer(notebook.item(label), args["answer"], content, expected_at)


async def _expect(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await phone.expect(notebook.item(label), phone.clock() + args["expected_in"])


async def _record(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = OverlegContent(kind="overleg", reasons=args["text"])
    return await phone.record(notebook.item(label), args["step"], args["outcome"], content)


def _plain(verb: Callable[[Phone, ItemId], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, _args: verb(phone, notebook.item(label))


def _named(verb: Callable[[Phone, ItemId, Any], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, args: verb(phone, notebook.item(label), args["what"])


def _written(verb: Callable[[Phone, ItemId, str], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, args: verb(phone, notebook.item(label), args["text"])


STEPS: Final[dict[str, Step]] = {
    "submit": _submit,
    "register": _register,
    "confirm": _confirm,
    "decide": _decide,
    "dispute": _dispute,
    "overbrugging": _overbrugging,
    "end": _end,
    "follow_up": _follow_up,
    "join": _join,
    "opdracht.answer": _order_answer,
    "opdracht.expect": _expect,
    "geschil.record": _record,
    "receive": _plain(lambda phone, item: phone.receive(item)),
    "spoken": _plain(lambda phone, item: phone.spoken(item)),
    "withdraw": _plain(lambda phone, item: phone.withdraw(item)),
    "acquiesce": _plain(lambda phone, item: phone.acquiesce(item)),
    "end_received": _plain(lambda phone, item: phone.end_received(item)),
    "opdracht.ter_plaatse": _plain(lambda phone, item: phone.ter_plaatse(item)),
    "geschil.climb": _plain(lambda phone, item: phone.climb(item)),
    "geschil.acquiesce": _plain(lambda phone, item: phone.acquiesce_dispute(item)),
    "bericht_rccb.acknowledge": _plain(lambda phone, item: phone.acknowledge_word(item)),
    "item.rekey": _plain(lambda phone, item: phone.rekey(item)),
    "acknowledge": _named(lambda phone, item, what: phone.acknowledge(item, what)),
    "item.ik_bel": _named(lambda phone, item, what: phone.ik_bel(item, what)),
    "item.reopen": _named(lambda phone, item, what: phone.reopen(item, what)),
    "item.ring_again": _named(lambda phone, item, what: phone.ring_again(item, what)),
    "ask": _written(lambda phone, item, text: phone.ask(item, VraagContent(kind="vraag", text=text))),
    "answer": _written(lambda phone, item, text: phone.answer(item, AntwoordContent(kind="antwoord", text=text))),
    "supplement": _written(
        lambda phone, item, text: phone.supplement(item, AanvullingContent(kind="aanvulling", text=text))
    ),
    "object": _written(lambda phone, item, text: phone.object(item, BezwaarContent(kind="bezwaar", text=text))),
    "opdracht.afstemmen": _written(
        lambda phone, item, text: phone.afstemmen(item, OverlegContent(kind="overleg", reasons=text))
    ),
    "opdracht.advise": _written(
        lambda phone, item, text: phone.advise(item, AdviesContent(kind="maatregelenadvies", advice=text))
    ),
}
"""Every step an official knows, by the name a scenario gives it."""
