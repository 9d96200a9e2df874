"""A policy is strict, names all its faults at once, and older versions stay for older items (EV-04)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from config.policy import DURATIONS, NUMBERS, POLICIES, PolicyInvalid, load_policies, parse_policy, selector
from domain.functies import Functie, Scope
from domain.policy import Policy, Selector, Slot

TEXT = (POLICIES / "2026-1.toml").read_text("utf-8")
EENHEID_OF = {Scope("arr:gelderland"): Scope("eenheid:oost-nederland")}
ROOT = POLICIES.parent.parent


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text, "2026-1", EENHEID_OF)
    return caught.value.faults


def policy() -> Policy:
    return parse_policy(TEXT, "2026-1", EENHEID_OF)


def test_the_shipped_policy_is_whole() -> None:
    assert policy().ladders["L-1.ontvangst"].repeat == timedelta(seconds=30)
    assert policy().durations["first_review"] == timedelta(hours=72)


def test_x_02_the_pauses_of_gezien_and_ik_bel_stand_in_each_ladder() -> None:
    for ladder in policy().ladders.values():
        assert (ladder.seen_pause, ladder.calling_pause) == (timedelta(seconds=60), timedelta(seconds=120))


def test_x_04_only_regular_ladders_are_restrained() -> None:
    for ladder in policy().ladders.values():
        assert ladder.emergency == (ladder.restraint is None)


def test_every_term_says_where_it_comes_from() -> None:
    table = ""
    for line in TEXT.splitlines():
        table = line if line.startswith("[") else table
        if table in ("[durations]", "[numbers]", "[pauses]", "[regular]") and " = " in line:
            assert "#" in line, line
    assert all("[P]" in ladder.source for ladder in policy().ladders.values())


def test_any_line_left_out_is_noticed() -> None:
    lines = TEXT.splitlines()
    for number, line in enumerate(lines):
        bare = line.partition("#")[0].strip()
        if re.match(r"[a-z_]+ = ", bare):
            assert faults("\n".join(lines[:number] + lines[number + 1 :])), line


def test_all_faults_are_named_at_once() -> None:
    broken = (
        TEXT.replace('seen = "60s"', 'seen = "a while"')
        .replace("per_hour = 4 ", "per_hour = 0 ")
        .replace("nctv_piket:backup", "nctv_piquet:backup", 1)
        .replace('quiet_from = "22:00"', 'quiet_from = "25:00"')
        .replace('first_review = "72h"', 'first_revue = "72h"')
        .replace('{ after = "1m", who = ["lcc:all"] }', '{ after = "0s", who = [] }')
        .replace("emergency = true", 'emergency = "yes"', 1)
    )
    found = faults(broken)
    for place in (
        "pauses.seen",
        "regular.per_hour",
        "ladders.L-1.ontvangst.rungs.1.who",
        "regular.quiet_from",
        "durations.first_revue",
        "durations.first_review",
        "ladders.L-6.antwoord.rungs.1.who",
        "ladders.L-6.antwoord.rungs: must stand in order",
        "ladders.L-1.ontvangst.emergency",
    ):
        assert any(fault.startswith(place) for fault in found), place


@pytest.mark.parametrize("text", ["version = ", "", 'version = "2026-2"', "ladders = 3"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    assert faults(text)


def test_ev_04_the_newest_version_keeps_the_earlier_ones(tmp_path: Path) -> None:
    for version in ("2026-1", "2026-2", "2026-10"):
        changed = TEXT.replace('version = "2026-1"', f'version = "{version}"')
        (tmp_path / f"{version}.toml").write_text(changed, "utf-8")
    newest = load_policies(EENHEID_OF, tmp_path)
    assert newest.version == "2026-10"
    assert newest.under("2026-1").version == "2026-1"
    assert newest.under("2026-10") is newest
    with pytest.raises(KeyError):
        newest.under("2025-1")


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid):
        load_policies(EENHEID_OF, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nctv_piket:on_duty", Selector(Functie.NCTV_PIKET, "", Slot.ON_DUTY)),
        ("holder:backup", Selector(None, "holder", Slot.BACKUP)),
        ("settler:ontvangen", Selector(None, "settler:ontvangen", Slot.ALL)),
        ("settler:", None),
        ("holder", None),
        ("nobody:all", None),
        (7, None),
    ],
)
def test_selectors(text: object, expected: Selector | None) -> None:
    assert selector(text) == expected


def test_what_the_code_asks_of_a_policy_is_required_of_it() -> None:
    asked: dict[str, set[str]] = {"durations": set(), "numbers": set()}
    for folder in ("bot", "domain", "handlers", "notify", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            for table, name in re.findall(r'\b(durations|numbers)\[\s*"(\w+)"', path.read_text("utf-8")):
                asked[table].add(name)
    assert asked["durations"] <= DURATIONS
    assert asked["numbers"] <= NUMBERS
