"""P-04: the areas of a later year are taken over by a command that checks them whole and says what changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import open_service
from bot.cli.installation import Place
from config.areas import DATA, FILES, AreasInvalid, load_areas
from config.settings import load_settings
from domain.functies import Scope
from storage.migrate import migrate
from tests.bot.cli.conftest import Typed

Piket = Callable[..., Typed]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The files of a later year, in which Urk has merged into Noordoostpolder and a name changed."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    for name in FILES:
        shutil.copy(DATA / name, folder)
    change(folder / "areas.toml", "year = 2026", "year = 2027")
    lines = (folder / "gemeenten.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "gemeenten.csv").write_text("".join(line for line in lines if not line.startswith("GM0184,")), "utf-8")
    change(folder / "gemeenten.csv", "GM0034,Almere,", "GM0034,Almere aan Zee,")
    change(
        folder / "veiligheidsregios.csv",
        "VR25,Flevoland,Flevoland,Midden-Nederland,Midden-Nederland,6",
        "VR25,Flevoland,Flevoland,Midden-Nederland,Midden-Nederland,5",
    )
    with (folder / "herindelingen.csv").open("a", encoding="utf-8") as file:
        file.write("GM0184,Urk,2027-01-01,GM0171\n")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


def test_without_a_word_it_says_which_areas_are_in_use(piket: Piket, tmp_path: Path) -> None:
    said = piket("areas", "--data", tmp_path)
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Areas of 2026, from CBS, Gebieden in Nederland, CC BY 4.0: 342 gemeenten, 11 arrondissementen, "
        "10 regionale eenheden; 14 gemeenten that are no more.\n"
    )


def test_p_04_import_says_what_changes_and_the_next_start_uses_it(piket: Piket, tmp_path: Path, fresh: Path) -> None:
    said = piket("areas", "import", fresh, "--data", tmp_path)
    assert said.status == 0, said.err
    assert said.out.splitlines()[:2] == [
        "* GM0034 Almere aan Zee: eenheid:midden-nederland, arr:midden-nederland; was Almere: eenheid:midden-nederland",
        "- GM0184 Urk: since 2027-01-01 GM0171 Noordoostpolder",
    ]
    assert "341 gemeenten" in said.out
    used = Place(tmp_path).settings().areas
    assert used == tmp_path / "areas"
    assert load_areas(used).opgeheven[Scope("gm:GM0184")].opvolgers[0].name == "Noordoostpolder"
    assert sorted(path.name for path in used.iterdir()) == sorted(FILES)


def test_import_is_safe_to_repeat(piket: Piket, tmp_path: Path, fresh: Path) -> None:
    assert piket("areas", "import", fresh, "--data", tmp_path).status == 0
    again = piket("areas", "import", fresh, "--data", tmp_path)
    assert (again.status, len(again.out.splitlines())) == (0, 2), again.out


def test_a_gemeente_that_is_gone_without_a_successor_is_refused(piket: Piket, tmp_path: Path, fresh: Path) -> None:
    change(fresh / "herindelingen.csv", "GM0184,Urk,2027-01-01,GM0171\n", "")
    change(fresh / "herindelingen.csv", "GM0370,Beemster,2022-01-01,GM0439\n", "")
    said = piket("areas", "import", fresh, "--data", tmp_path)
    assert said.status == 3
    assert "GM0184, GM0370" in said.err
    assert not (tmp_path / "areas").exists()


def test_areas_of_an_earlier_year_are_refused(piket: Piket, tmp_path: Path, fresh: Path) -> None:
    assert piket("areas", "import", fresh, "--data", tmp_path).status == 0
    said = piket("areas", "import", DATA, "--data", tmp_path)
    assert said.status == 3
    assert load_areas(tmp_path / "areas").year == 2027


def test_every_fault_of_the_files_is_named_and_nothing_changes(piket: Piket, tmp_path: Path, fresh: Path) -> None:
    change(fresh / "gemeenten.csv", "GM0363,", "GM363,")
    change(fresh / "areas.toml", "year = 2027", "year = 27")
    said = piket("areas", "import", fresh, "--data", tmp_path)
    assert said.status == 3
    assert "GM363" in said.err
    assert "areas.toml" in said.err
    assert not (tmp_path / "areas").exists()


def test_where_the_environment_names_a_folder_that_one_is_renewed(
    piket: Piket, tmp_path: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(DATA, mine)
    monkeypatch.setenv("PIKET_AREAS", str(mine))
    assert piket("areas", "import", fresh, "--data", tmp_path).status == 0
    assert (load_areas(mine).year, (tmp_path / "areas").exists()) == (2027, False)


async def test_p_04_a_service_starts_with_the_areas_of_its_folder_or_not_at_all(tmp_path: Path, fresh: Path) -> None:
    database = f"sqlite:///{tmp_path / 'piket.db'}"
    migrate(database)
    service = await open_service(load_settings(database_url=database, areas=fresh))
    try:
        assert service.policy.areas.year == 2027
        assert Scope("gm:GM0184") not in service.policy.gemeenten
    finally:
        await service.store.close()
    (fresh / "gemeenten.csv").unlink()
    with pytest.raises(AreasInvalid, match=r"gemeenten\.csv"):
        await open_service(load_settings(database_url=database, areas=fresh))


def test_check_names_every_fault_of_the_areas_in_use(piket: Piket, founded: Path, fresh: Path) -> None:
    assert piket("areas", "import", fresh, "--data", founded).status == 0
    assert "the areas of 2027 can be used" in piket("check", "--data", founded).out
    change(founded / "areas/areas.toml", "year = 2027", "year = 2025")
    assert "The areas are of an earlier year" in piket("check", "--data", founded).out
    change(founded / "areas/gemeenten.csv", "GM0363,", "GM363,")
    said = piket("check", "--data", founded)
    assert (said.status, "GM363" in said.out) == (1, True)


@pytest.mark.parametrize("line", [["import"], ["show", "FOLDER"]], ids=" ".join)
def test_what_is_not_understood_says_how(piket: Piket, tmp_path: Path, line: list[str]) -> None:
    said = piket("areas", *line, "--data", tmp_path)
    assert (said.status, "piket areas --help" in said.err) == (3, True)
