"""What somebody does with a triage in one step of a scenario."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from client.answers import ActAnswer
from client.phone import Phone
from client.triage import TriageActs
from domain.acts.payload import parse_model
from domain.content import VraagContent
from domain.flows.geschil.content import GeschilContent
from domain.flows.triage.content import (
    AanvullingTriageContent,
    AgendaContent,
    DossieroordeelContent,
    IntakeContent,
    MaatregelenContent,
    OordeelContent,
    OpnameEindeContent,
    OverdrachtsdossierContent,
    TafelContent,
    VervolgOpnameContent,
)
from domain.ids import ItemId, random_id
from sandbox.people.notebook import Notebook
from sandbox.people.steps import Args, Step


async def _submit(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    followed = None if args.get("follows") is None else notebook.item(args["follows"])
    dossier = random_id(phone.random) if followed is None else notebook.dossiers[followed]
    sent = await TriageActs(phone).submit(
        _intake(args), dossier=dossier, follows=followed, drill=args.get("drill", False)
    )
    notebook.items[label] = sent.item
    notebook.dossiers[sent.item] = dossier
    return sent.answer


def _intake(args: Args) -> IntakeContent:
    """A form whose criteria allow its line, and no other (TR-03)."""
    direct = args["line"] == "directe_opname"
    serious = {"gericht_op_leven": "direct", "feit": "geweldsdelict_6_jaar", "factoren": [], "dreiger_bekend": True}
    said = {
        "kind": "intake",
        "person": "Zie het intakeformulier",
        "threat": args["text"],
        "context": args["text"],
        "line": args["line"],
        "criteria": {
            "a": serious,
            "b": {"fenomeen": "gefixeerde_eenling" if direct else None},
            "c": {"van": ["politie"], "beoordeling_hovj": args["text"]},
        },
    }
    return parse_model(IntakeContent, said)


async def _schedule(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = AgendaContent(kind="agenda", where="Zaal drie", text=args["text"])
    at = phone.clock() + args["meets_in"]
    return await TriageActs(phone).schedule(notebook.item(label), at, list(args["invited"]), content)


async def _judge(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    said = {"kind": "oordeel", "outcome": args["outcome"], "reasons": args["text"], "information": [args["text"]]}
    content = parse_model(OordeelContent, said)
    return await TriageActs(phone).judge(notebook.item(label), content, visible=args["visible"])


async def _check(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    text = args.get("text")
    missing = None if text is None else DossieroordeelContent(kind="dossieroordeel", text=text)
    return await TriageActs(phone).check_dossier(notebook.item(label), missing)


async def _follow_up(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    content = VervolgOpnameContent(kind="vervolg_opname", text=args["text"])
    return await TriageActs(phone).follow_up(notebook.item(label), args["what"], content)


async def _dispute(phone: Phone, notebook: Notebook, label: str, args: Args) -> ActAnswer:
    item = notebook.item(label)
    answer = await TriageActs(phone).dispute(item, GeschilContent(kind="geschil", text=args["text"]))
    if answer.status == 201:
        notebook.note_linked(label, await phone.read(item))
    return answer


def _plain(verb: Callable[[TriageActs, ItemId], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, _args: verb(TriageActs(phone), notebook.item(label))


def _written(verb: Callable[[TriageActs, ItemId, str], Awaitable[ActAnswer]]) -> Step:
    return lambda phone, notebook, label, args: verb(TriageActs(phone), notebook.item(label), args["text"])


def _tafel(text: str) -> TafelContent:
    return TafelContent(kind="triagetafel", outcome="niet_eens", report=text, present=["HOvJ", "NCTV", "politie"])


def _file(text: str) -> OverdrachtsdossierContent:
    return OverdrachtsdossierContent(kind="overdrachtsdossier", text=text, parts=[text])


_VERBS: Final[dict[str, Step]] = {
    "submit": _submit,
    "schedule": _schedule,
    "judge": _judge,
    "check_dossier": _check,
    "follow_up": _follow_up,
    "dispute": _dispute,
    "withdraw": _plain(lambda acts, item: acts.withdraw(item)),
    "acquiesce": _plain(lambda acts, item: acts.acquiesce(item)),
    "end_received": _plain(lambda acts, item: acts.end_received(item)),
    "ask": _written(lambda acts, item, text: acts.ask(item, VraagContent(kind="vraag", text=text))),
    "supplement": _written(
        lambda acts, item, text: acts.supplement(item, AanvullingTriageContent(kind="aanvulling_triage", text=text))
    ),
    "discuss": _written(lambda acts, item, text: acts.discuss(item, _tafel(text))),
    "transfer": _written(lambda acts, item, text: acts.transfer(item, _file(text))),
    "measures": _written(
        lambda acts, item, text: acts.measures(item, MaatregelenContent(kind="maatregelen", measures=text))
    ),
    "end": _written(
        lambda acts, item, text: acts.end(item, "hovj", OpnameEindeContent(kind="opname_einde", reasons=text))
    ),
}
STEPS: Final = {f"triage.{verb}": step for verb, step in _VERBS.items()}
