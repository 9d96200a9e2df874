"""P-04: areas come from data files; files that do not agree with themselves are refused, with every fault."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from config.areas import DATA, FILES, AreasInvalid, load_areas, slug
from domain.areas import GemeenteOpgeheven
from domain.errors import Malformed
from domain.functies import Functie, Scope, scope_fits

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


def test_the_year_and_the_source_are_known() -> None:
    assert (AREAS.year, AREAS.source) == (2026, "CBS, Gebieden in Nederland, CC BY 4.0")


def test_p_04_a_gemeente_is_found_with_where_it_lies() -> None:
    found = AREAS.gemeente(Scope("gm:GM1992"), field="params.gemeente")
    assert (found.name, found.eenheid, found.arrondissement) == ("Voorne aan Zee", "eenheid:rotterdam", "arr:rotterdam")


@pytest.mark.parametrize(
    ("code", "since", "opvolger"),
    [
        ("GM0501", date(2023, 1, 1), "GM1992"),
        ("GM0457", date(2022, 3, 24), "GM0363"),
        ("GM0370", date(2022, 1, 1), "GM0439"),
        ("GM0815", date(2022, 1, 1), "GM1982"),
    ],
)
def test_p_04_a_gemeente_that_merged_is_refused_with_its_successor(code: str, since: date, opvolger: str) -> None:
    with pytest.raises(GemeenteOpgeheven) as caught:
        AREAS.gemeente(Scope(f"gm:{code}"), field="params.gemeente")
    refused = caught.value
    assert (refused.code, refused.field, refused.status) == ("gemeente.merged", "params.gemeente", 400)
    assert [one.code for one in refused.opvolgers] == [opvolger]
    assert opvolger in str(refused)
    assert str(since) in str(refused)


@pytest.mark.parametrize("scope", ["gm:GM9999", "gm:0363", "arr:gelderland", "nl"])
def test_p_04_an_unknown_gemeente_is_refused(scope: str) -> None:
    with pytest.raises(Malformed) as caught:
        AREAS.gemeente(Scope(scope), field="scope")
    assert (caught.value.code, caught.value.field) == ("gemeente.unknown", "scope")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The files of this version, to change."""
    for name in FILES:
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


def test_mergers_one_after_the_other_lead_to_the_gemeenten_of_today(files: Path) -> None:
    change(
        files / "herindelingen.csv",
        "GM0530,Hellevoetsluis,2023-01-01,GM1992",
        "GM0530,Hellevoetsluis,2015-01-01,GM0501",
    )
    change(
        files / "herindelingen.csv",
        "GM0457,Weesp,2022-03-24,GM0363",
        "GM0457,Weesp,2022-03-24,GM0363\nGM0457,Weesp,2022-03-24,GM0370",
    )
    areas = load_areas(files)
    assert [one.code for one in areas.opgeheven[Scope("gm:GM0530")].opvolgers] == ["GM1992"]
    assert [one.code for one in areas.opgeheven[Scope("gm:GM0457")].opvolgers] == ["GM0363", "GM0439"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("GM0370,Beemster,2022-01-01,GM0439", "GM0370,Beemster,2022-01-01,GM9999", "herindeling GM0370"),
        ("GM0370,Beemster,2022-01-01,GM0439", "GM0370,Beemster,2022-01-01,GM0370", "herindeling GM0370"),
        (
            "Beemster,2022-01-01,GM0439",
            "Beemster,2022-01-01,GM0439\nGM0370,Beemster,2022-01-01,GM9999",
            "herindeling GM0370",
        ),
        ("GM0370,Beemster,2022-01-01,GM0439", "GM0439,Beemster,2022-01-01,GM0363", "herindeling GM0439"),
        ("GM0370,Beemster,2022-01-01,GM0439", "GM370,Beemster,2022-01-01,GM0439", "herindeling GM370"),
        ("GM0370,Beemster,2022-01-01,GM0439", "GM0370,Beemster,1 januari,GM0439", "herindeling GM0370"),
        (
            "Beemster,2022-01-01,GM0439",
            "Beemster,2022-01-01,GM0439\nGM0370,Beemster,2022-01-01,GM0439",
            "herindeling GM0370",
        ),
        (
            "Beemster,2022-01-01,GM0439",
            "Beemster,2022-01-01,GM0439\nGM0370,Beemster,2023-01-01,GM0363",
            "herindeling GM0370",
        ),
        (",per,", ",sinds,", "herindelingen.csv"),
    ],
)
def test_a_merger_that_leads_nowhere_is_refused(files: Path, old: str, new: str, place: str) -> None:
    change(files / "herindelingen.csv", old, new)
    with pytest.raises(AreasInvalid) as caught:
        load_areas(files)
    assert any(fault.startswith(place) for fault in caught.value.faults), caught.value.faults


def test_mergers_in_a_circle_are_refused(files: Path) -> None:
    change(files / "herindelingen.csv", "GM0370,Beemster,2022-01-01,GM0439", "GM0370,Beemster,2022-01-01,GM0398")
    change(
        files / "herindelingen.csv", "GM0398,Heerhugowaard,2022-01-01,GM1980", "GM0398,Heerhugowaard,2022-01-01,GM0370"
    )
    with pytest.raises(AreasInvalid) as caught:
        load_areas(files)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    "text", ["", "year = 2026", 'year = "2026"\nsource = "CBS"', "year = 1926\nsource = 'CBS'", "]"]
)
def test_files_without_year_and_source_are_refused(files: Path, text: str) -> None:
    (files / "areas.toml").write_text(text)
    with pytest.raises(AreasInvalid, match=r"areas\.toml"):
        load_areas(files)


def test_every_fault_is_named_at_once(files: Path) -> None:
    gemeenten = files / "gemeenten.csv"
    lines = gemeenten.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("GM0014", "GM14")
    lines[2] = lines[2].replace("VR25", "VR24")
    lines[3] = lines[3].replace("Stadskanaal", "")
    gemeenten.write_text("\n".join(lines) + "\n", "utf-8")
    change(files / "herindelingen.csv", "GM0370,Beemster,2022-01-01,GM0439", "GM0370,Beemster,2022-01-01,GM9999")
    change(files / "areas.toml", "year = 2026", "year = 20026")
    with pytest.raises(AreasInvalid) as caught:
        load_areas(files)
    text = str(caught.value)
    assert "GM14" in text
    assert "GM0034" in text
    assert "1 rows have an empty" in text
    assert "veiligheidsregio VR01" in text
    assert "herindeling GM0370" in text
    assert "areas.toml" in text


def test_other_columns_are_refused(files: Path) -> None:
    for file in files.glob("*.csv"):
        file.write_text("x" + file.read_text("utf-8"), "utf-8")
    with pytest.raises(AreasInvalid) as caught:
        load_areas(files)
    assert len(caught.value.faults) == 3


def test_a_folder_without_files_is_refused_with_each_of_them(tmp_path: Path) -> None:
    with pytest.raises(AreasInvalid) as caught:
        load_areas(tmp_path)
    assert sorted(fault.partition(":")[0] for fault in caught.value.faults) == sorted(FILES)
