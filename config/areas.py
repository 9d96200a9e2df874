"""Reads the areas Piket works in from the data files: gemeenten, arrondissementen, regionale eenheden (P-04)."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.functies import Scope

DATA: Final = Path(__file__).parent / "data"
"""`gemeenten.csv` and `veiligheidsregios.csv`; source, year and licence stand in the README beside them."""

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


class AreasInvalid(Exception):
    """The data files do not agree with themselves; `faults` names every place at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"The area files cannot be used; correct this: {'; '.join(faults)}.")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Gemeente:
    """One gemeente: its name as CBS spells it, and where it lies. Only the code identifies it (two are Bergen)."""

    code: str
    name: str
    provincie: str
    arrondissement: Scope
    eenheid: Scope


@dataclass(frozen=True, slots=True)
class Areas:
    """Every area by its scope: `gm:GMxxxx`, `arr:<slug>`, `eenheid:<slug>`; names as people know them."""

    gemeenten: Mapping[Scope, Gemeente]
    arrondissementen: Mapping[Scope, str]
    eenheden: Mapping[Scope, str]
    eenheid_of: Mapping[Scope, Scope]
    """The regionale eenheid of each arrondissement: who is `rccb` for a `hovj`."""

    def knows(self, scope: Scope) -> bool:
        """Tell whether a scope names an area that exists; scopes without an area (`nl`, `org:…`) are not areas."""
        return scope in self.gemeenten or scope in self.arrondissementen or scope in self.eenheden


def slug(name: str) -> str:
    """Return a name as it stands in a scope: lower case ASCII letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def load_areas(folder: Path = DATA) -> Areas:
    """Read and check both files.

    Raises:
        AreasInvalid: naming everything that is wrong: columns, codes, doubles, a gemeente that does not agree with its
            veiligheidsregio, an arrondissement in two eenheden.
    """
    faults: list[str] = []
    regios = {
        row["veiligheidsregio_code"]: row for row in _rows(folder / "veiligheidsregios.csv", _REGIO_COLUMNS, faults)
    }
    gemeenten: dict[Scope, Gemeente] = {}
    counted = dict.fromkeys(regios, 0)
    for row in _rows(folder / "gemeenten.csv", _GEMEENTE_COLUMNS, faults):
        code = row["gemeentecode"]
        scope = Scope(f"gm:{code}")
        if not (len(code) == 6 and code.startswith("GM") and code[2:].isdecimal()) or scope in gemeenten:
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
    eenheid_of = _eenheid_of(regios.values(), faults)
    if faults:
        raise AreasInvalid(faults)
    return Areas(
        gemeenten=gemeenten,
        arrondissementen={
            Scope("arr:" + slug(row["arrondissement"])): row["arrondissement"] for row in regios.values()
        },
        eenheden={Scope("eenheid:" + slug(row["politie_eenheid"])): row["politie_eenheid"] for row in regios.values()},
        eenheid_of=eenheid_of,
    )


def _rows(path: Path, columns: tuple[str, ...], faults: list[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            faults.append(f"{path.name}: the columns must be {', '.join(columns)}")
            return []
        rows = list(reader)
    whole = [row for row in rows if None not in row and all(row.values())]
    if len(whole) != len(rows):
        faults.append(f"{path.name}: {len(rows) - len(whole)} rows have an empty or an extra field")
    return whole


def _eenheid_of(regios: Iterable[dict[str, str]], faults: list[str]) -> dict[Scope, Scope]:
    found: dict[Scope, Scope] = {}
    for row in regios:
        arrondissement = Scope("arr:" + slug(row["arrondissement"]))
        eenheid = Scope("eenheid:" + slug(row["politie_eenheid"]))
        if found.setdefault(arrondissement, eenheid) != eenheid:
            faults.append(f"arrondissement {row['arrondissement']}: lies in two eenheden")
    return found
