"""A policy is strict, names all its faults at once, and older versions stay for older items (EV-04)."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from config.policy import DURATIONS, NUMBERS, POLICIES, TERMS, PolicyInvalid, load_policies, parse_policy, selector
from domain.areas import Areas
from domain.functies import Functie, Scope
from domain.holidays import Holiday
from domain.policy import Policy, Selector, Slot
from domain.terms import Term

TEXT = (POLICIES / "2026-1.toml").read_text("utf-8")
AREAS = Areas({Scope("arr:gelderland"): Scope("eenheid:oost-nederland")})
ROOT = POLICIES.parent.parent


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyInvalid) as caught:
        parse_policy(text, "2026-1", AREAS)
    return caught.value.faults


def policy() -> Policy:
    return parse_policy(TEXT, "2026-1", AREAS)


def test_the_shipped_policy_is_whole() -> None:
    assert policy().ladders["L-1.ontvangst"].repeat == timedelta(seconds=30)
    assert policy().durations["ring_again_spacing"] == timedelta(seconds=30)


def test_ev_02_figures_of_one_or_two_cases_are_never_published_whatever_a_policy_says() -> None:
    written = "quality_least = 5"
    assert written in TEXT
    assert faults(TEXT.replace(written, "quality_least = 2")) == ("numbers.quality_least: must be at least 3",)
    assert parse_policy(TEXT.replace(written, "quality_least = 3"), "2026-1", AREAS).numbers["quality_least"] == 3


def test_x_06_a_term_goes_by_the_calendar_or_is_elapsed_as_it_is_written() -> None:
    assert policy().terms["first_review"] == Term(days=3)
    elapsed = parse_policy(TEXT.replace('first_review = "P3D"', 'first_review = "PT72H"'), "2026-1", AREAS)
    assert elapsed.terms["first_review"] == Term(elapsed=timedelta(hours=72))


def test_sa_11_the_ladder_to_a_foreseen_end_starts_before_it() -> None:
    afters = [rung.after for rung in policy().ladders["L-8.einde"].rungs]
    assert afters == [timedelta(hours=-12), timedelta(hours=-2), timedelta(0)]


def test_x_06_a_rung_comes_after_elapsed_time_or_by_the_calendar_as_it_is_written() -> None:
    written = (
        TEXT.replace('after = "-12h"', 'after = "-P14D"')
        .replace('after = "-2h"', 'after = "-2 werkdagen"')
        .replace(
            '{ after = "0s", who = ["nctv_teamleider:on_duty"] }', '{ after = "P7D", who = ["nctv_teamleider:all"] }'
        )
    )
    read = parse_policy(written, "2026-1", AREAS)
    week = read.calendar
    afters = [rung.after for rung in read.ladders["L-8.einde"].rungs]
    assert afters == [Term(days=-14), Term(working=-2, week=week), Term(days=7)]


@pytest.mark.parametrize("after", ["PT5M", "P1DT1H", "P0D", "-PT12H", "--P1D", "+P1D", "P-1D", "14d", "1 werkdagen"])
def test_a_rung_by_the_calendar_is_written_in_one_way(after: str) -> None:
    found = faults(TEXT.replace('after = "-12h"', f'after = "{after}"'))
    assert any(fault.startswith("ladders.L-8.einde.rungs.0.after: ") for fault in found), found


def test_rungs_by_the_calendar_stand_in_order_too() -> None:
    mixed = TEXT.replace('after = "-12h"', 'after = "-P1D"').replace('after = "-2h"', 'after = "-25h"')
    assert faults(mixed) == ("ladders.L-8.einde.rungs: must stand in order, each later than the one before",)


def test_l_7_a_term_may_be_in_working_days_of_the_policy() -> None:
    read = parse_policy(TEXT.replace('first_review = "P3D"', 'first_review = "2 werkdagen"'), "2026-1", AREAS)
    assert read.terms["first_review"] == Term(working=2, week=read.calendar)


def test_the_working_week_is_that_of_the_algemene_termijnenwet() -> None:
    week = policy().calendar
    assert week.days == (0, 1, 2, 3, 4)
    assert (week.opens, week.closes, week.closed) == (time(9), time(17), ())
    assert Holiday.BEVRIJDINGSDAG in week.holidays
    assert Holiday.GOEDE_VRIJDAG in week.holidays


def test_every_fault_of_the_calendar_is_named_at_once() -> None:
    broken = (
        TEXT.replace('working_days = ["ma", "di",', 'working_days = ["ma", "ma",')
        .replace('closes = "17:00"', 'closes = "09:00"')
        .replace('"hemelvaartsdag",', '"hemelsvaart",')
        .replace("closed = []", 'closed = ["2026-05-15"]')
    )
    assert [fault.partition(":")[0] for fault in faults(broken)] == [
        "calendar.working_days",
        "calendar.working_days",
        "calendar.closes",
        "calendar.holidays",
        "calendar.closed",
    ]


def test_every_kind_of_moment_has_a_latest_and_none_that_lies_ahead_has_an_earliest() -> None:
    without = {name for name, bounds in policy().moments.items() if bounds.back is None}
    assert without >= {"foreseen_end", "review"}
    assert without.isdisjoint({"designation", "expected_arrival", "telephone_call", "duty"})
    assert all(bounds.ahead is not None for bounds in policy().moments.values())


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
        if table in ("[durations]", "[terms]", "[moments]", "[numbers]", "[pauses]", "[regular]") and " = " in line:
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
        .replace('besluit = "15m"', 'besluyt = "15m"')
        .replace('sweep = "1s"', 'sweep = "1d"')
        .replace('first_review = "P3D"', 'first_review = "72h"')
        .replace('review = { ahead = "P1Y" }', 'review = { ahead = "P1Y", behind = "P1D" }')
        .replace('duty = { back = "P1M", ahead = "P2Y" }', 'duty = { back = "P1M" }')
        .replace('{ after = "-2h"', '{ after = "--2h"')
        .replace('{ after = "1m", who = ["lcc:all"] }', '{ after = "0s", who = [] }')
        .replace("emergency = true", 'emergency = "yes"', 1)
    )
    found = faults(broken)
    for place in (
        "pauses.seen",
        "regular.per_hour",
        "ladders.L-1.ontvangst.rungs.1.who",
        "regular.quiet_from",
        "durations.besluyt",
        "durations.besluit",
        "durations.sweep",
        "terms.first_review",
        "moments.review.behind",
        "moments.duty.ahead",
        "ladders.L-8.einde.rungs.1.after",
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
    newest = load_policies(AREAS, tmp_path)
    assert newest.version == "2026-10"
    assert newest.under("2026-1").version == "2026-1"
    assert newest.under("2026-10") is newest
    with pytest.raises(KeyError):
        newest.under("2025-1")


VARIANT = re.compile(r'\[ladders\."L-8\.om\.coordinerend_hovj"\].*?(?=\n\[)', re.DOTALL)
"""The whole table of the ladder that the coordinerend_hovj has instead of L-8.om."""


def test_ev_04_a_version_kept_from_before_a_functie_had_a_ladder_of_its_own_stops_no_start(tmp_path: Path) -> None:
    older, removed = VARIANT.subn("", TEXT)
    assert removed == 1
    (tmp_path / "2026-1.toml").write_text(older, "utf-8")
    (tmp_path / "2026-2.toml").write_text(TEXT.replace('version = "2026-1"', 'version = "2026-2"'), "utf-8")
    newest, holder = load_policies(AREAS, tmp_path), Functie.COORDINEREND_HOVJ
    assert newest.ladder("L-8.om", holder).name == "L-8.om.coordinerend_hovj"
    assert newest.under("2026-1").ladder("L-8.om", holder).name == "L-8.om"


def test_a_ladder_for_one_functie_is_checked_where_it_is_there() -> None:
    broken = VARIANT.sub(lambda found: found[0].replace('after = "0s"', 'after = "soon"'), TEXT)
    assert [fault.partition(".after")[0] for fault in faults(broken) if ".after" in fault] == [
        "ladders.L-8.om.coordinerend_hovj.rungs.0"
    ]
    for unknown in ("L-8.om.nobody", "L-9.pg", "L-8.om.coordinerend_hovj.pg"):
        named = TEXT.replace('[ladders."L-8.om.coordinerend_hovj"]', f'[ladders."{unknown}"]')
        assert faults(named) == (f"ladders.{unknown}: no such name",)


def test_any_functie_may_have_a_ladder_of_its_own() -> None:
    named = TEXT.replace('[ladders."L-8.om.coordinerend_hovj"]', '[ladders."L-8.einde.pg"]')
    read = parse_policy(named, "2026-1", AREAS)
    assert read.ladder("L-8.einde", Functie.PG).name == "L-8.einde.pg"
    assert read.ladder("L-8.einde", Functie.HOVJ).name == "L-8.einde"


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid):
        load_policies(AREAS, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nctv_piket:on_duty", Selector(Functie.NCTV_PIKET, "", Slot.ON_DUTY)),
        ("holder:backup", Selector(None, "holder", Slot.BACKUP)),
        ("opener", Selector(None, "opener", Slot.ALL)),
        ("opener:all", None),
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
    asked: dict[str, set[str]] = {"durations": set(), "terms": set(), "numbers": set()}
    for folder in ("bot", "domain", "handlers", "notify", "storage"):
        for path in (ROOT / folder).rglob("*.py"):
            for table, name in re.findall(r'\b(durations|terms|numbers)\[\s*"(\w+)"', path.read_text("utf-8")):
                asked[table].add(name)
    assert asked["durations"] <= DURATIONS
    assert asked["terms"] <= TERMS
    assert asked["numbers"] <= NUMBERS
