"""What somebody does in the reviews of a dossier in one step of a scenario."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from client.answers import ActAnswer
from client.herbeoordeling import HerbeoordelingActs, Reviewed
from client.phone import Phone
from domain.flows.herbeoordeling.content import (
    DreigingsniveauContent,
    HerbeoordelingContent,
    HerbeoordelingEindeContent,
    InformerenContent,
    NieuweInformatieContent,
    TeHerbeoordelenContent,
)
from domain.functies import Scope
from domain.ids import random_id
from sandbox.people.notebook import Notebook
from sandbox.people.steps import Args, Step

_CALL: Final = "030 000 00 00"


async def _plan(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = TeHerbeoordelenContent(
        kind="herbeoordeling_plan", measures=args["text"], triggers=["Nieuwe bedreiging"], callback=_CALL
    )
    follows = notebook.item(args["follows"]) if args.get("follows") else None
    dossier = random_id(phone.random) if follows is None else notebook.dossiers[follows]
    sent = await HerbeoordelingActs(phone).plan(
        content,
        Scope(args["area"]),
        subject=args["subject"],
        local=Scope(args["local"]) if args.get("local") else None,
        next_at=_from_now(phone, args.get("next_in")),
        follows=follows,
        dossier=dossier,
    )
    notebook.items[label] = sent.item
    notebook.dossiers[sent.item] = dossier
    return sent.answer


async def _adjust(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await HerbeoordelingActs(phone).adjust(notebook.item(label), phone.clock() + args["next_in"])


async def _review(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    item = notebook.item(label)
    opened = (await phone.read(item)).acts
    subject = next((getattr(act.params, "subject", None) for act in opened), None)
    content = _reviewed(subject, args["text"])
    return await HerbeoordelingActs(phone).review(item, args["outcome"], content, _from_now(phone, args.get("next_in")))


def _reviewed(subject: str | None, text: str) -> Reviewed:
    if subject == "informeren_persoon":
        return InformerenContent(kind="informeren", text=text, official="De dienstdoende")
    if subject == "object_of_dienst":
        return DreigingsniveauContent(kind="dreigingsniveau", level="Zoals besproken", advice=text, reasons=text)
    return HerbeoordelingContent(
        kind="herbeoordeling", opportune=True, proportionate=True, up_to_date=True, reasons=text, measures=text
    )


async def _trigger(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = NieuweInformatieContent(kind="nieuwe_informatie", text=args["text"])
    return await HerbeoordelingActs(phone).trigger(notebook.item(label), content)


async def _close(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = HerbeoordelingEindeContent(kind="herbeoordeling_einde", reasons=args["text"])
    return await HerbeoordelingActs(phone).close(notebook.item(label), content)


async def _answer(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await HerbeoordelingActs(phone).answer(notebook.item(label), args["outcome"])


async def _acknowledge(phone: Phone, notebook: Notebook, label: str, _args: Args) -> ActAnswer:
    return await HerbeoordelingActs(phone).acknowledge(notebook.item(label))


def _from_now(phone: Phone, span: timedelta | None) -> datetime | None:
    return None if span is None else phone.clock() + span


STEPS: Final[dict[str, Step]] = {
    "herbeoordeling.plan": _plan,
    "herbeoordeling.adjust": _adjust,
    "herbeoordeling.review": _review,
    "herbeoordeling.trigger": _trigger,
    "herbeoordeling.acknowledge": _acknowledge,
    "herbeoordeling.answer": _answer,
    "herbeoordeling.close": _close,
}
