"""The scenario format: strict, with every fault named at once, and with the place it is in."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.functies import Functie
from sandbox.play.reading import CAST, SHIPPED, ScenarioInvalid, load_scenario, read_scenario, shipped
from sandbox.play.scenario import AMSTERDAM
from sandbox.play.steps import Fault, Submit
from tests.house.tree import ROOT
from tests.sandbox.play.nights import HEAD, PEOPLE, SUBMIT, scenario


def faults(text: str, cast: str = PEOPLE) -> tuple[str, ...]:
    with pytest.raises(ScenarioInvalid) as found:
        read_scenario(text, cast)
    return found.value.faults


def test_a_scenario_is_read_over_its_cast() -> None:
    found = scenario()
    assert isinstance(found.steps[0], Submit)
    assert [held.functie for held in found.people["nina"].functies] == [Functie.NCTV_PIKET]
    assert found.roster[0].on_duty == "nina"


def test_a_scenario_replaces_people_and_duties_of_the_cast_and_leaves_people_out() -> None:
    own = """
[people.nina]
organisation = "nctv"
functies = ["nctv_piket@nl"]
channels = []

[[roster]]
functie = "nctv_piket@nl"
"""
    found = scenario(own, 'without = ["fenna"]\n' + HEAD + '[people.floor]\norganisation = "om"\nfounder = true\n')
    assert found.people["nina"].channels == ()
    assert (found.roster[0].on_duty, len(found.roster)) == (None, 1)
    assert "fenna" not in found.people


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("[[steps]]\nat = '00:01:00'\ndoes = 'dance'\n", "step 2: there is no step `dance`"),
        ("[[steps]]\nat = 'soon'\ndoes = 'kill'\n", "line 15, step 2 (kill), at: write a time"),
        ("[[steps]]\ndoes = 'kill'\n", "line 14, step 2 (kill): give either `at`"),
        ("[[steps]]\nrung = 'nina'\ndoes = 'kill'\n", "step 2 (kill), after: say how long"),
        ("[[steps]]\nat = '01:00:00'\ndoes = 'kill'\n", "lies after the end"),
        ("[[steps]]\nat = '5s'\nwho = 'nobody'\ndoes = 'receive'\nitem = 'zaak'\n", "nobody called nobody"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaal'\n", "no step opens an item zaal"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaak.oven'\n", "no step opens an item"),
        (
            "[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaak'\ntext = 'x'\n",
            "line 19, step 2 (receive), text: no such word here",
        ),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'recieve'\nitem = 'zaak'\n", "did you mean `receive`?"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'ask'\nitem = 'zaak'\ntxet = 'x'\n", "did you mean `text`?"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'ask'\nitem = 'zaak'\n", "step 2 (ask): `text` is missing"),
        (
            "[[bells]]\nwho = 'nina'\nwhy = 'x'\natt = ['1s']\n",
            "line 17, bells 1, att: no such word here; did you mean `at`?",
        ),
        ("[people.olga]\norganisation = 'om'\nchanels = []\n", "line 16, people olga, chanels: no such word"),
        ("[[roster]]\nfunctie = 'nctv_piket@nl'\nbakcup = 'x'\n", "line 16, roster 1, bakcup: no such word here"),
        ("[[roster]]\nfunctie = 'hovj@arr:midden-nederland'\nbakcup = 'x'\n", "line 16, roster 1, bakcup: no such"),
        (
            "[[steps]]\nat='5s'\nwho='nina'\ndoes='confirm'\nitem='zaak'\noutcome='bevestgd'\n",
            "line 19, step 2 (confirm), outcome: 'bevestgd' is not one of bevestigd, gecorrigeerd; did you mean",
        ),
        ("[[steps]]\nat = '5s'\ndoes = 'fault'\nname = 'F99'\n", "the Bot API knows no fault F99"),
        ("[[bells]]\nwho = 'nina'\nwhy = 'x'\n", "give `at`, or `first`, `every` and `until`"),
        ("[[bells]]\nwho = 'nina'\nwhy = 'x'\nat = ['1s']\nfirst = '1s'\n", "belong together"),
        ("[[bells]]\nwho = 'nina'\nwhy = 'x'\nat = ['11m']\n", "lies after the end"),
        ("[[expect]]\nitem = 'zaak'\ngezag = 'koning@nl'\n", "write functie@scope"),
        ("[[expect]]\nitem = 'zaak'\nsettled = { ontvangen = 'nobody_else' }\n", "nobody called nobody_else"),
        ("[[access]]\nitem = 'zaak'\nreads = ['xander']\n", "nobody called xander"),
        (SUBMIT, "a request needs a name of its own"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(more: str, place: str) -> None:
    assert any(place in fault for fault in faults(HEAD + SUBMIT + more))


@pytest.mark.parametrize("head", ["roster = 3\n", "people = 3\n", "without = 3\n", "wihtin = '1s'\n", "steps = 3\n"])
def test_what_is_wrong_at_the_top_is_named_too(head: str) -> None:
    assert any(fault.startswith(head.split()[0]) for fault in faults(head + HEAD))


def test_one_mistake_is_one_and_each_stands_on_a_line_of_its_own() -> None:
    with pytest.raises(ScenarioInvalid, match="has one mistake; correct"):
        read_scenario("title = ")
    with pytest.raises(ScenarioInvalid) as found:
        read_scenario(HEAD, PEOPLE.replace("fenna", "floor") + "[[bells]]\n")
    assert len(str(found.value).splitlines()) == 1 + len(found.value.faults)


def test_all_faults_are_told_at_once() -> None:
    wrong = (
        "[[steps]]\nat = '5s'\nwho = 'x'\ndoes = 'receive'\nitem = 'y'\n[[bells]]\nwho = 'z'\nat = ['1s']\nwhy = 'w'\n"
    )
    assert len(faults(HEAD + SUBMIT + wrong)) == 3


def test_somebody_without_a_device_signs_nothing() -> None:
    more = (
        "[people.olga]\norganisation = 'om'\ndevices = 0\n[[steps]]\nat='1s'\nwho='olga'\ndoes='receive'\nitem='zaak'\n"
    )
    assert faults(HEAD + SUBMIT + more) == ("line 19, step 2 (receive), who: olga has no device and can sign nothing",)


def test_without_founders_there_is_no_directory() -> None:
    nobody = PEOPLE.replace("founder = true", "founder = false")
    assert any("founder" in fault for fault in faults(HEAD + SUBMIT, nobody))


def test_what_is_no_toml_says_so() -> None:
    assert "this is no TOML" in faults("title = ")[0]


def test_a_scenario_that_is_not_there_says_so() -> None:
    with pytest.raises(ScenarioInvalid, match="no such file"):
        load_scenario("a_night_nobody_wrote")


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_is_well_formed(name: str) -> None:
    found = load_scenario(name)
    assert found.steps
    assert found.bells


def test_the_cast_is_no_scenario() -> None:
    assert (SHIPPED / CAST).exists()
    assert CAST.removesuffix(".toml") not in shipped()


def test_the_start_is_in_a_night_to_come_at_the_local_time_of_the_scenario() -> None:
    now = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    start = scenario().start_after(now)
    assert start >= now + timedelta(hours=12)
    assert start == datetime(2027, 3, 29, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 30),
        (datetime(2026, 11, 29, 1, 0, tzinfo=UTC), 30),
        (datetime(2026, 11, 29, 9, 0, tzinfo=UTC), 7),
    ],
)
def test_a_night_of_working_days_starts_on_its_weekday(now: datetime, day: int) -> None:
    start = scenario(head='weekday = "ma"\n' + HEAD).start_after(now).astimezone(AMSTERDAM)
    assert (start.day, start.weekday(), start.hour, start.minute) == (day, 0, 3, 12)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (datetime(2026, 12, 15, 9, 0, tzinfo=UTC), date(2027, 1, 4)),  # both kerstdagen and nieuwjaarsdag
        (datetime(2027, 3, 16, 9, 0, tzinfo=UTC), date(2027, 4, 5)),  # the clocks change on 28 March; easter
    ],
)
def test_a_night_of_working_days_has_no_holiday_and_no_change_of_clocks(now: datetime, start: date) -> None:
    days = HEAD.replace("00:10:00", "168h")
    found = scenario(head='weekday = "ma"\n' + days).start_after(now).astimezone(AMSTERDAM)
    assert found.date() == start


def test_in_a_quiet_stretch_nothing_is_written() -> None:
    step = "[[steps]]\nat = '00:05:00'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaak'\n"
    assert faults('quiet = [["1m", "9m"]]\n' + HEAD + SUBMIT + step) == (
        "line 16, step 2 (receive), at: nothing happens then, says quiet",
    )
    assert "is no stretch of the scenario" in faults('quiet = [["1m", "11m"]]\n' + HEAD + SUBMIT)[0]


def test_the_page_says_how_often_a_fault_strikes_when_nothing_is_said() -> None:
    found = scenario("[[steps]]\nat = '5s'\ndoes = 'fault'\nname = 'F1_REPLY_LOST'\n").steps[1]
    assert isinstance(found, Fault)
    assert (found.method, found.who, found.nth_call, found.times) == ("sendMessage", None, None, None)
    row = next(line for line in (ROOT / "docs/scenarios.md").read_text().splitlines() if line.startswith("| `fault`"))
    assert "default `sendMessage`" in row
    assert "default **every time until `faults_end`**" in row
