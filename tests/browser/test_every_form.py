"""No form of an act is left out of those that are looked at, and each is looked at on an item of its flow."""

from __future__ import annotations

import re

from domain.catalogue import SPECS
from tests.browser.forms import ELSEWHERE, FLOWS, ITEMS, OPENINGS, OTHERS, SIGNALS, every_form, family
from tests.browser.test_forms import FORMS
from tests.browser.test_forms import OTHERS as LOOKED_AT
from tests.webapp.node import WEBAPP

GALLERY = "\n".join(path.read_text(encoding="utf-8") for path in (WEBAPP / "src/pages").glob("fake-*.ts"))


def test_the_form_of_every_act_that_says_anything_is_looked_at() -> None:
    said = {name for name, spec in SPECS.items() if family(name) in FLOWS and spec.params.model_fields}
    looked_at = {route.split("/")[0] for route, *_ in FORMS.values()} | LOOKED_AT.keys()
    assert looked_at == every_form().keys()
    opened = {opening.partition(",")[0] for opening in OPENINGS}
    assert said - looked_at - opened == ELSEWHERE | SIGNALS


def test_the_form_of_every_act_that_opens_an_item_is_looked_at() -> None:
    opened = {opening.partition(",")[0] for opening in OPENINGS}
    assert opened | SIGNALS == {name for name, spec in SPECS.items() if spec.opens}
    assert opened.isdisjoint(SIGNALS)


def test_each_is_looked_at_on_an_item_that_the_gallery_has() -> None:
    assert ITEMS.keys() == FLOWS
    assert OTHERS.keys() <= every_form().keys()
    shown = [*(place.like for place in every_form().values()), *(place.like for place in OPENINGS.values())]
    wanted = {str(like["item"]) for like in shown if "item" in like}
    assert [name for name in sorted(wanted) if re.search(rf"^  {name}: item\(", GALLERY, re.MULTILINE) is None] == []
