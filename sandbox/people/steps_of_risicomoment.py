"""What a reporter and the receivers do with a risk moment in one step of a scenario."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from client.answers import ActAnswer
from client.phone import Phone
from client.risicomoment import RisicomomentActs
from config.areas import load_areas
from domain.areas import Gemeente
from domain.flows.risicomoment.content import WijzigingContent
from domain.flows.risicoweging.content import (
    RisicoadviesContent,
    RisicobesluitContent,
    RisicowegingContent,
    VaststellingContent,
)
from domain.functies import Scope
from domain.ids import ItemId, random_id
from sandbox.people.notebook import Notebook
from sandbox.people.steps import Args, Step


def _place(args: Args) -> Gemeente:
    return load_areas().gemeente(Scope(args["gemeente"]), field="gemeente")


async def _report(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    same = args.get("same_case_as")
    dossier = notebook.dossiers[notebook.item(same)] if same else random_id(phone.random)
    now = phone.clock()
    sent = await RisicomomentActs(phone).report(
        args["text"],
        "Zie de melding",
        "Een breed publiek",
        now + args["starts_in"],
        now + args["ends_in"],
        _place(args),
        dossier=dossier,
    )
    notebook.items[label] = sent.item
    notebook.dossiers[sent.item] = dossier
    return sent.answer


async def _change(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content, now = WijzigingContent(kind="risicomoment_wijziging", what=args["text"]), phone.clock()
    times = (now + args["starts_in"], now + args["ends_in"])
    return await RisicomomentActs(phone).change(notebook.item(label), *times, content)


async def _take(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content, item = RisicowegingContent(kind="risicoweging", known=args["text"]), notebook.item(label)
    weighing, answer = await RisicomomentActs(phone).take(item, content, _place(args))
    if answer.status == 201:
        notebook.items[f"{label}.risicoweging"] = weighing
        notebook.dossiers[weighing] = notebook.dossiers[item]
    return answer


async def _answer(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await RisicomomentActs(phone).answer(notebook.item(label), args["outcome"], args["text"])


async def _establish(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = VaststellingContent(kind="vaststelling", outcome=args["outcome"], reasons=args["text"])
    return await RisicomomentActs(phone).establish(notebook.item(label), content, args["about"])


async def _advise(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = RisicoadviesContent(kind="risico_advies", advice=args["text"])
    return await RisicomomentActs(phone).advise(notebook.item(label), content)


async def _decide(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    text, outcome = args["text"], args["outcome"]
    order = text if outcome == "maatregelen" else None
    content = RisicobesluitContent(kind="risico_besluit", outcome=outcome, reasons=text, order=order)
    return await RisicomomentActs(phone).decide(notebook.item(label), content)


def _plain(verb: Callable[[RisicomomentActs, ItemId], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, _args: verb(RisicomomentActs(phone), notebook.item(label))


STEPS: Final[dict[str, Step]] = {
    "risicomoment.report": _report,
    "risicomoment.change": _change,
    "risicomoment.cancel": _plain(lambda acts, item: acts.cancel(item)),
    "risicomoment.take": _take,
    "risicomoment.answer": _answer,
    "risicomoment.read": _plain(lambda acts, item: acts.read_answer(item)),
    "risicomoment.close": _plain(lambda acts, item: acts.close(item)),
    "risicoweging.establish": _establish,
    "risicoweging.advise": _advise,
    "risicoweging.decide": _decide,
    "risicoweging.acknowledge": _plain(lambda acts, item: acts.acknowledge(item)),
}
