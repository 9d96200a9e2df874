"""A flow in which every field of every content, file name and typed text carries the canary's marker."""

from __future__ import annotations

import secrets
import typing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import tests.canary
from config.keys import make_push_seed, make_webhook_seed
from domain.content import AntwoordContent, BijlageContent, Content, OverlegContent, VraagContent
from domain.contents import MODELS
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
from domain.functies import Holding
from domain.ids import ItemId
from tests.harness.cast import AREA, CAST
from tests.kills.child_night import ChildNight

PEOPLE = {name: CAST[name] for name in ("hovj", "namens", "piket1", "directeur", "lcc1", "adviseur_bb", "rccb")}


class Canary(ChildNight):
    """A night whose service logs everything and runs its whole conversation."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.marker = f"kanarie{secrets.token_hex(12)}"
        held = str(self.folder / "held")
        self.more = {"PIKET_LOG_EVERYTHING": "1", "PIKET_WITH_FRAMEWORK": "1", "PIKET_HELD_FILE": held}
        self.marked: set[type[Content]] = set()
        self.items: list[ItemId] = []
        self.dossiers: set[str] = set()

    async def start(self) -> None:
        make_webhook_seed(self.folder / "keys", secrets.token_bytes)
        make_push_seed(self.folder / "keys", secrets.token_bytes)
        await super().start()

    def mark(self, kind: type[Content], **given: object) -> Any:
        """Make content of this kind in which every text is marked."""
        self.marked.add(kind)
        fields = dict(given)
        for name, field in kind.model_fields.items():
            if name == "kind":
                [fields[name]] = typing.get_args(field.annotation)
            elif name not in fields and _is_text(field.annotation):
                fields[name] = f"{self.marker} {name}"
        return kind.model_validate({"kerngezin": None, **fields} if "kerngezin" in kind.model_fields else fields)


def _is_text(annotation: object) -> bool:
    return annotation is str or str in typing.get_args(annotation) or "str" in str(annotation)


def every_content() -> set[type[Content]]:
    """Every kind of content there is."""
    return set(MODELS)


def others() -> list[ModuleType]:
    """The parts of the canary that other flows bring: each module `of_<flow>` beside this one."""
    found = sorted(one.name for one in iter_modules(tests.canary.__path__) if one.name.startswith("of_"))
    return [import_module(f"tests.canary.{name}") for name in found]


async def ask_and_decide(n: Canary, file: Path) -> None:
    """Item one: a request, questions, an attachment, a decision, an order carried out, and its end."""
    hovj, piket, lcc, adviser = n["hovj"].phone, n["piket1"].phone, n["lcc1"].phone, n["adviseur_bb"].phone
    item = (await hovj.submit_spoedaanwijzing(n.mark(SpoedaanwijzingContent))).item
    n.items.append(item)
    await n.soon()
    n["piket1"].press_seen()
    assert (await hovj.attach(item, file, "image/png")).status == 201
    n.marked.add(BijlageContent)
    assert (await piket.receive(item)).status == 201
    assert (await piket.spoken(item)).status == 201
    assert (await piket.ask(item, n.mark(VraagContent))).status == 201
    assert (await hovj.answer(item, n.mark(AntwoordContent))).status == 201
    assert (await hovj.supplement(item, n.mark(AanvullingContent))).status == 201
    decided = await piket.decide(
        item,
        "aangewezen",
        n.mark(BesluitContent),
        order=n.mark(OpdrachtContent),
        word=n.mark(BerichtRccbContent),
    )
    assert decided.status == 201
    [order] = await lcc.open_items()
    n.items.append(order.id)
    assert (await lcc.lcc_answer(order.id, "uitvoerbaar", n.mark(AntwoordContent))).status == 201
    assert (await adviser.advise(order.id, n.mark(AdviesContent))).status == 201
    assert (await lcc.ter_plaatse(order.id)).status == 201
    done = await piket.follow_up(item, "burgemeester", "niet_nodig", n.mark(VervolgContent))
    assert done.status == 201, done
    ended = await piket.end(item, "hovj", n.mark(EindeContent), n.mark(BerichtRccbContent))
    assert ended.status == 201, ended


async def object_and_dispute(n: Canary) -> None:
    """Item two: on behalf of the HOvJ, who objects; refused, bridged, disputed, talked over."""
    hovj, namens, piket = n["hovj"].phone, n["namens"].phone, n["piket1"].phone
    item = (await namens.submit_spoedaanwijzing(n.mark(SpoedaanwijzingContent))).item
    n.items.append(item)
    assert (await piket.receive(item)).status == 201
    refused = await piket.decide(item, "niet_aangewezen", n.mark(BesluitContent))
    assert refused.status == 201, refused
    assert (await hovj.object(item, n.mark(BezwaarContent))).status == 201
    bridged = await hovj.overbrugging(item, n.mark(OverbruggingContent))
    assert bridged.status == 201, bridged
    assert (await hovj.dispute(item, n.mark(GeschilContent))).status == 201
    directeur = n["directeur"].phone
    [dispute] = [line for line in await directeur.open_items() if line.flow == "geschil"]
    n.items.append(dispute.id)
    told = await directeur.record(dispute.id, 1, "blijft_niet_aangewezen", n.mark(OverlegContent))
    assert told.status == 201, told


async def register_and_correct(n: Canary) -> None:
    """Item three: by telephone, corrected by the caller."""
    hovj, piket = n["hovj"].phone, n["piket1"].phone
    caller = Holding(CAST["hovj"].holding.functie, AREA)
    called = await piket.register(n.mark(SpoedaanwijzingContent), caller, n.now)
    n.items.append(called.item)
    corrected = await hovj.confirm(called.item, n.mark(CorrectieContent))
    assert corrected.status == 201, corrected
