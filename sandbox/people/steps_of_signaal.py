"""What protected persons, who follows up, and their authority do with signals in one step of a scenario."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from client.answers import ActAnswer
from client.duiding import DuidingActs
from client.opening import Submitted
from client.phone import Phone
from client.signaal import SignaalActs
from client.signaallijn import LijnActs
from domain.flows.duiding.content import DuidingContent, MeldingBesluitContent, WegingContent
from domain.flows.signaal.content import (
    AntwoordPersoonContent,
    BerichtPersoonContent,
    OnveiligContent,
    SignaalContent,
)
from domain.flows.signaallijn.content import LijnEindeContent, OpvolgingContent
from domain.functies import PROTECTED, Holding, Scope
from domain.ids import PersonId, random_id
from sandbox.people.notebook import Notebook
from sandbox.people.steps import Args, Step

_LANGUAGE: Final = "nl"


async def _open_line(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    same = args.get("same_case_as")
    dossier = notebook.dossiers[notebook.item(same)] if same else random_id(phone.random)
    sent = await LijnActs(phone).open(
        _holder(phone, args["protects"]),
        Scope(args["area"]),
        OpvolgingContent(kind="opvolging", text=args["text"]),
        dossier=dossier,
        day_and_night=args["day_and_night"],
    )
    return _opened(notebook, label, dossier, sent)


def _holder(phone: Phone, person: str) -> Holding:
    """As what a person is protected, by the signed directory."""
    return next(one for one in phone.directory.memberships[PersonId(person)] if one.functie in PROTECTED)


def _opened(notebook: Notebook, label: str, dossier: str, sent: Submitted) -> ActAnswer:
    notebook.items[label] = sent.item
    notebook.dossiers[sent.item] = dossier
    return sent.answer


async def _record_line(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = OpvolgingContent(kind="opvolging", text=args["text"])
    return await LijnActs(phone).record(notebook.item(label), content, day_and_night=args["day_and_night"])


async def _end_line(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = LijnEindeContent(kind="einde_lijn", text=args["text"])
    return await LijnActs(phone).end(notebook.item(label), content)


async def _unsafe(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    line = notebook.item(args["line"])
    content = OnveiligContent(kind="onveilig_nu", language=_LANGUAGE, text=args["text"], duress=args["silent"])
    sent = await SignaalActs(phone).unsafe(await phone.read(line), content, silent=args["silent"])
    return _opened(notebook, label, notebook.dossiers[line], sent)


async def _send(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    line = notebook.item(args["line"])
    content = SignaalContent(kind="signaal", about=args["about"], language=_LANGUAGE, text=args["text"])
    sent = await SignaalActs(phone).send(await phone.read(line), content)
    return _opened(notebook, label, notebook.dossiers[line], sent)


async def _receive(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    promise_at = _from_now(phone, args.get("promise_in"))
    return await SignaalActs(phone).receive_signal(notebook.item(label), _to_the_person(args), promise_at)


async def _answer(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    promise_at = _from_now(phone, args.get("promise_in"))
    return await SignaalActs(phone).answer(notebook.item(label), _to_the_person(args), promise_at)


async def _ask(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await SignaalActs(phone).ask(notebook.item(label), _to_the_person(args))


def _to_the_person(args: Args) -> AntwoordPersoonContent:
    return AntwoordPersoonContent(kind="antwoord_persoon", text=args["text"], language=_LANGUAGE, by="De dienstdoende")


def _from_now(phone: Phone, span: timedelta | None) -> datetime | None:
    return None if span is None else phone.clock() + span


async def _add(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = BerichtPersoonContent(kind="bericht_persoon", text=args["text"])
    return await SignaalActs(phone).add(notebook.item(label), content)


async def _interpret(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    item = notebook.item(label)
    content = DuidingContent(kind="duiding", outcome=args["outcome"], reasons=args["text"])
    answer = await SignaalActs(phone).interpret(item, content)
    notebook.note_linked(label, await phone.read(item))
    return answer


async def _safe(phone: Phone, notebook: Notebook, label: str, _args: Args) -> ActAnswer:
    return await SignaalActs(phone).safe(notebook.item(label))


async def _forward(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = WegingContent(kind="weging", advice=args["text"])
    return await DuidingActs(phone).forward(notebook.item(label), content)


async def _decide(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = MeldingBesluitContent(kind="besluit_melding", reasons=args["text"])
    return await DuidingActs(phone).decide(notebook.item(label), args["outcome"], content)


STEPS: Final[dict[str, Step]] = {
    "signaallijn.open": _open_line,
    "signaallijn.record": _record_line,
    "signaallijn.end": _end_line,
    "signaal.onveilig": _unsafe,
    "signaal.send": _send,
    "signaal.add": _add,
    "signaal.receive": _receive,
    "signaal.answer": _answer,
    "signaal.ask": _ask,
    "signaal.interpret": _interpret,
    "signaal.safe": _safe,
    "duiding.forward": _forward,
    "duiding.decide": _decide,
}
