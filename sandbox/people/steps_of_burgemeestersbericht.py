"""What somebody does with a notice to a mayor in one step of a scenario."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from client.answers import ActAnswer
from client.burgemeestersbericht import BurgemeestersActs
from client.phone import Phone
from domain.content import AntwoordContent, VraagContent
from domain.flows.burgemeestersbericht.content import (
    BerichtAanvullingContent,
    BerichtCorrectieContent,
    BerichtEindeContent,
    BerichtGebeldContent,
    BerichtIntrekkingContent,
    BurgemeestersberichtContent,
    VierhoekContent,
    VierhoekVerslagContent,
)
from domain.functies import Scope
from domain.ids import ItemId, PersonId, random_id
from sandbox.people.notebook import Notebook
from sandbox.people.steps import Args, Step

_CALL: Final = "070 000 00 00"
_FRAME: Final = {
    "may_do": "Niets zelf ondernemen; bel bij onrust",
    "share_with": "Met niemand",
    "say": "Geen mededelingen",
    "call": _CALL,
}
"""The handelingskader of every notice in a scenario (BB-08)."""


async def _send(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    acts, more = BurgemeestersActs(phone), _case(phone, notebook, args.get("follows"))
    content = BurgemeestersberichtContent(kind="burgemeestersbericht", what=args["text"], **_FRAME)
    gemeente = Scope(args["gemeente"])
    if "scenario" in args:
        sent = await acts.send(gemeente, content, scenario=args["scenario"], visible=args["visible"], **more)
    else:
        sent = await acts.send_acute(gemeente, content, **more)
    notebook.items[label] = sent.item
    notebook.dossiers[sent.item] = more["dossier"]
    return sent.answer


def _case(phone: Phone, notebook: Notebook, label: str | None) -> dict[str, Any]:
    """A case of its own, or that of the item which the notice follows from."""
    if label is None:
        return {"follows": None, "dossier": random_id(phone.random)}
    followed = notebook.item(label)
    return {"follows": followed, "dossier": notebook.dossiers[followed]}


def _plain(verb: Callable[[BurgemeestersActs, ItemId], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, _args: verb(BurgemeestersActs(phone), notebook.item(label))


def _written(verb: Callable[[BurgemeestersActs, ItemId, str], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, args: verb(BurgemeestersActs(phone), notebook.item(label), args["text"])


async def _plan(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = VierhoekContent(kind="vierhoek", where="Stadhuis", subject=args["text"])
    return await BurgemeestersActs(phone).plan_vierhoek(notebook.item(label), phone.clock() + args["meets_in"], content)


async def _stand_in(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    return await BurgemeestersActs(phone).stand_in(notebook.item(label), PersonId(args["vervanger"]))


def _correction(text: str) -> BerichtCorrectieContent:
    return BerichtCorrectieContent(kind="bericht_correctie", wrong=text, what=text, **_FRAME)


def _end(text: str) -> BerichtEindeContent:
    return BerichtEindeContent(kind="bericht_einde", text=text, say="Geen mededelingen", call=_CALL)


_VERBS: Final[dict[str, Step]] = {
    "send": _send,
    "send_acute": _send,
    "release": _plain(lambda acts, item: acts.release(item)),
    "acknowledge": _plain(lambda acts, item: acts.acknowledge(item)),
    "informed": _plain(lambda acts, item: acts.informed(item)),
    "keep": _plain(lambda acts, item: acts.keep(item)),
    "ask_vierhoek": _plain(lambda acts, item: acts.ask_vierhoek(item)),
    "plan_vierhoek": _plan,
    "stand_in": _stand_in,
    "telephoned": _written(
        lambda acts, item, text: acts.telephoned(
            item, BerichtGebeldContent(kind="bericht_gebeld", official="De dienstdoende", text=text)
        )
    ),
    "ask": _written(lambda acts, item, text: acts.ask(item, VraagContent(kind="vraag", text=text))),
    "answer": _written(lambda acts, item, text: acts.answer(item, AntwoordContent(kind="antwoord", text=text))),
    "correct": _written(lambda acts, item, text: acts.correct(item, _correction(text))),
    "supplement": _written(
        lambda acts, item, text: acts.supplement(item, BerichtAanvullingContent(kind="bericht_aanvulling", text=text))
    ),
    "recall": _written(
        lambda acts, item, text: acts.recall(
            item, BerichtIntrekkingContent(kind="bericht_intrekking", reasons=text, call=_CALL)
        )
    ),
    "end": _written(lambda acts, item, text: acts.end(item, _end(text))),
    "close_vierhoek": _written(
        lambda acts, item, text: acts.close_vierhoek(item, VierhoekVerslagContent(kind="vierhoek_verslag", text=text))
    ),
}
STEPS: Final = {f"burgemeestersbericht.{verb}": step for verb, step in _VERBS.items()}
