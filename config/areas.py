"""Reads the areas Piket works in from the data files: gemeenten, arrondissementen, regionale eenheden (P-04)."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from domain.areas import Areas, Gemeente, Opgeheven
from domain.functies import Scope

DATA: Final = Path(__file__).parent / "data"
"""The files that came with this version; source, year and licence stand in the README beside them."""
FILES: Final = ("areas.toml", "gemeenten.csv", "herindelingen.csv", "veiligheidsregios.csv")

_GEMEENTE_COLUMNS: Final = (
    "gemeentecode",
    "gemeente",
    "provincie",
    "veiligheidsregio_code",
    "veiligheidsregio",
    "politie_eenheid",
    "arrondissement",
    "arrondissementsparket",
)
_REGIO_COLUMNS: Final = (
    "veiligheidsregio_code",
    "veiligheidsregio",
    "provincie",
    "politie_eenheid",
    "arrondissement",
    "aantal_gemeenten",
)
_HERINDELING_COLUMNS: Final = ("gemeentecode", "gemeente", "per", "opvolger")
_YEARS: Final = range(2015, 2100)


class AreasInvalid(Exception):
    """The data files do not agree with themselves; `faults` names every place at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"The area files cannot be used; correct this: {'; '.join(faults)}.")
        self.faults = tuple(faults)


def slug(name: str) -> str:
    """Return a name as it stands in a scope: lower case ASCII letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def load_areas(folder: Path = DATA) -> Areas:
    """Read and check every file of the folder.

    Raises:
        AreasInvalid: naming everything that is wrong: files, columns, codes, doubles, a gemeente that does not agree
            with its veiligheidsregio, an arrondissement in two eenheden, a successor that is none.
    """
    faults: list[str] = []
    year, source = _origin(folder / "areas.toml", faults)
    regios = {
        row["veiligheidsregio_code"]: row for row in _rows(folder / "veiligheidsregios.csv", _REGIO_COLUMNS, faults)
    }
    gemeenten: dict[Scope, Gemeente] = {}
    counted = dict.fromkeys(regios, 0)
    for row in _rows(folder / "gemeenten.csv", _GEMEENTE_COLUMNS, faults):
        code = row["gemeentecode"]
        scope = Scope(f"gm:{code}")
        if not _is_code(code) or scope in gemeenten:
            faults.append(f"gemeente {code or '?'}: the code is not GM and four digits, or stands there twice")
            continue
        regio = regios.get(row["veiligheidsregio_code"])
        if regio is None or any(regio[key] != row[key] for key in _REGIO_COLUMNS[1:-1]):
            faults.append(f"gemeente {code}: does not agree with its veiligheidsregio")
            continue
        counted[row["veiligheidsregio_code"]] += 1
        gemeenten[scope] = Gemeente(
            code=code,
            name=row["gemeente"],
            provincie=row["provincie"],
            arrondissement=Scope("arr:" + slug(row["arrondissement"])),
            eenheid=Scope("eenheid:" + slug(row["politie_eenheid"])),
        )
    faults += [
        f"veiligheidsregio {code}: counts {counted[code]} gemeenten, says {row['aantal_gemeenten']}"
        for code, row in regios.items()
        if str(counted[code]) != row["aantal_gemeenten"]
    ]
    opgeheven = _opgeheven(_rows(folder / "herindelingen.csv", _HERINDELING_COLUMNS, faults), gemeenten, faults)
    eenheid_of = _eenheid_of(regios.values(), faults)
    if faults:
        raise AreasInvalid(faults)
    return Areas(
        eenheid_of=eenheid_of,
        gemeenten=gemeenten,
        opgeheven=opgeheven,
        arrondissementen={
            Scope("arr:" + slug(row["arrondissement"])): row["arrondissement"] for row in regios.values()
        },
        eenheden={Scope("eenheid:" + slug(row["politie_eenheid"])): row["politie_eenheid"] for row in regios.values()},
        year=year,
        source=source,
    )


def _is_code(code: str) -> bool:
    return len(code) == 6 and code.startswith("GM") and code[2:].isdecimal()


def _origin(path: Path, faults: list[str]) -> tuple[int, str]:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        faults.append(f"{path.name}: is missing, or is not TOML")
        return 0, ""
    year, source = found.pop("year", None), found.pop("source", None)
    if found or type(year) is not int or year not in _YEARS or not isinstance(source, str) or not source.strip():
        faults.append(f"{path.name}: must say the year and the source, and nothing else")
        return 0, ""
    return year, source


def _rows(path: Path, columns: tuple[str, ...], faults: list[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                faults.append(f"{path.name}: the columns must be {', '.join(columns)}")
                return []
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error):
        faults.append(f"{path.name}: is missing, or is not CSV in UTF-8")
        return []
    whole = [row for row in rows if None not in row and all(row.values())]
    if len(whole) != len(rows):
        faults.append(f"{path.name}: {len(rows) - len(whole)} rows have an empty or an extra field")
    return whole


def _opgeheven(
    rows: list[dict[str, str]], gemeenten: Mapping[Scope, Gemeente], faults: list[str]
) -> dict[Scope, Opgeheven]:
    """What became of each gemeente that is gone, through every later merger to the ones there are now."""
    told: dict[str, dict[str, str]] = {}
    into: dict[str, list[str]] = {}
    for row in rows:
        code = row["gemeentecode"]
        first = told.setdefault(code, row)
        if not _is_code(code) or Scope(f"gm:{code}") in gemeenten:
            faults.append(f"herindeling {code}: the code is not GM and four digits, or is of a gemeente there is")
        elif (first["gemeente"], first["per"]) != (row["gemeente"], row["per"]) or not _is_day(row["per"]):
            faults.append(f"herindeling {code}: the name and the day (2023-01-01) must be the same in each of its rows")
        elif row["opvolger"] in into.setdefault(code, []):
            faults.append(f"herindeling {code}: names {row['opvolger']} twice")
        else:
            into[code].append(row["opvolger"])
    found: dict[Scope, Opgeheven] = {}
    for code, successors in into.items():
        present = _present(successors, into, gemeenten, len(into))
        if not present:
            faults.append(f"herindeling {code}: a successor is neither a gemeente nor itself followed up by one")
        row = told[code]
        if _is_day(row["per"]):
            found[Scope(f"gm:{code}")] = Opgeheven(code, row["gemeente"], date.fromisoformat(row["per"]), present)
    return found


def _present(
    codes: Iterable[str], into: Mapping[str, list[str]], gemeenten: Mapping[Scope, Gemeente], steps: int
) -> tuple[Gemeente, ...]:
    """The present gemeenten these codes led to, each once; none when one of them leads nowhere, or in a circle."""
    if steps < 0:
        return ()
    found: dict[str, Gemeente] = {}
    for code in codes:
        gemeente = gemeenten.get(Scope(f"gm:{code}"))
        later = (gemeente,) if gemeente is not None else _present(into.get(code, ()), into, gemeenten, steps - 1)
        if not later:
            return ()
        found |= {one.code: one for one in later}
    return tuple(found.values())


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _eenheid_of(regios: Iterable[dict[str, str]], faults: list[str]) -> dict[Scope, Scope]:
    found: dict[Scope, Scope] = {}
    for row in regios:
        arrondissement = Scope("arr:" + slug(row["arrondissement"]))
        eenheid = Scope("eenheid:" + slug(row["politie_eenheid"]))
        if found.setdefault(arrondissement, eenheid) != eenheid:
            faults.append(f"arrondissement {row['arrondissement']}: lies in two eenheden")
    return found
