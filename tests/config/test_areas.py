"""P-04: areas come from data files; files that do not agree with themselves are refused, with every fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.areas import DATA, AreasInvalid, load_areas, slug
from domain.functies import Functie, scope_fits

AREAS = load_areas()


def test_p_04_all_gemeenten_arrondissementen_and_eenheden_are_there() -> None:
    assert (len(AREAS.gemeenten), len(AREAS.arrondissementen), len(AREAS.eenheden)) == (342, 11, 10)


def test_p_04_each_arrondissement_has_one_eenheid_and_two_share_oost_nederland() -> None:
    assert AREAS.eenheid_of.keys() == AREAS.arrondissementen.keys()
    assert set(AREAS.eenheid_of.values()) == set(AREAS.eenheden)
    shared = [arr for arr, eenheid in AREAS.eenheid_of.items() if eenheid == "eenheid:oost-nederland"]
    assert shared == ["arr:overijssel", "arr:gelderland"]


def test_p_04_a_gemeente_lies_in_the_eenheid_of_its_arrondissement() -> None:
    for gemeente in AREAS.gemeenten.values():
        assert AREAS.eenheid_of[gemeente.arrondissement] == gemeente.eenheid


def test_scopes_are_of_the_kind_in_which_functies_act() -> None:
    assert all(scope_fits(Functie.HOVJ, scope) for scope in AREAS.arrondissementen)
    assert all(scope_fits(Functie.RCCB, scope) for scope in AREAS.eenheden)
    assert all(scope_fits(Functie.BURGEMEESTER, scope) for scope in AREAS.gemeenten)


def test_two_gemeenten_called_bergen_are_told_apart_by_code() -> None:
    assert [one.code for one in AREAS.gemeenten.values() if one.name.startswith("Bergen (")] == ["GM0373", "GM0893"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Fryslân", "fryslan"), ("Den Haag", "den-haag"), ("Zeeland-West-Brabant", "zeeland-west-brabant")],
)
def test_a_slug_is_plain(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    for file in DATA.glob("*.csv"):
        shutil.copy(file, tmp_path)
    gemeenten = tmp_path / "gemeenten.csv"
    lines = gemeenten.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("GM0014", "GM14")
    lines[2] = lines[2].replace("VR25", "VR24")
    lines[3] = lines[3].replace("Stadskanaal", "")
    gemeenten.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(AreasInvalid) as caught:
        load_areas(tmp_path)
    text = str(caught.value)
    assert "GM14" in text
    assert "GM0034" in text
    assert "1 rows have an empty" in text
    assert "veiligheidsregio VR01" in text


def test_other_columns_are_refused(tmp_path: Path) -> None:
    for file in DATA.glob("*.csv"):
        (tmp_path / file.name).write_text("x" + file.read_text("utf-8"), "utf-8")
    with pytest.raises(AreasInvalid) as caught:
        load_areas(tmp_path)
    assert len(caught.value.faults) == 2
