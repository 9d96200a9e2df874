"""P-04: where each gemeente lies, and which eenheid serves which arrondissement, stand in the app as in the data."""

from __future__ import annotations

import json
from typing import Final

from config.areas import load_areas
from tests.house import app_areas
from tests.webapp.node import WEBAPP

DEVICE: Final = WEBAPP / "src" / "device"


def test_the_app_sends_word_to_the_eenheid_that_the_data_names() -> None:
    assert json.loads((DEVICE / "eenheden.json").read_text("utf-8")) == dict(load_areas().eenheid_of)


def test_p_04_the_app_offers_every_gemeente_and_knows_what_became_of_the_others() -> None:
    known, areas = json.loads((DEVICE / "gemeenten.json").read_text("utf-8")), load_areas()
    assert (known["year"], known["source"]) == (areas.year, areas.source)
    assert {f"gm:{one['code']}": one["eenheid"] for one in known["gemeenten"]} == {
        scope: one.eenheid for scope, one in areas.gemeenten.items()
    }
    assert {one["code"]: one["opvolgers"] for one in known["opgeheven"]}["GM0501"] == ["GM1992"]
    assert len(known["opgeheven"]) == len(areas.opgeheven)


def test_p_04_the_worker_knows_in_which_arrondissement_each_gemeente_lies() -> None:
    known, areas = json.loads((DEVICE / "arrondissementen.json").read_text("utf-8")), load_areas()
    assert {f"gm:GM{code}": area for area, codes in known.items() for code in codes.split()} == {
        scope: one.arrondissement for scope, one in areas.gemeenten.items()
    }
    assert all(one.eenheid == areas.eenheid_of[one.arrondissement] for one in areas.gemeenten.values()), (
        "the worker takes the eenheid from the arrondissement"
    )


def test_the_files_are_as_the_command_writes_them() -> None:
    assert app_areas.stale() == []
