"""The scenario format: strict, with every fault named at once, and with the place it is in."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.functies import Functie
from sandbox.play.reading import CAST, SHIPPED, ScenarioInvalid, load_scenario, read_scenario, shipped
from sandbox.play.steps import Submit
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
        ("[[steps]]\nat = '00:01:00'\ndoes = 'dance'\n", "steps.2"),
        ("[[steps]]\nat = 'soon'\ndoes = 'kill'\n", "steps.2 (kill).at: write a time"),
        ("[[steps]]\ndoes = 'kill'\n", "steps.2 (kill): give either `at`"),
        ("[[steps]]\nrung = 'nina'\ndoes = 'kill'\n", "steps.2 (kill).after: say how long"),
        ("[[steps]]\nat = '01:00:00'\ndoes = 'kill'\n", "lies after the end"),
        ("[[steps]]\nat = '5s'\nwho = 'nobody'\ndoes = 'receive'\nitem = 'zaak'\n", "nobody called nobody"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaal'\n", "no step opens an item zaal"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaak.oven'\n", "no step opens an item"),
        ("[[steps]]\nat = '5s'\nwho = 'nina'\ndoes = 'receive'\nitem = 'zaak'\ntext = 'x'\n", "steps.2 (receive).text"),
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


def test_all_faults_are_told_at_once() -> None:
    wrong = (
        "[[steps]]\nat = '5s'\nwho = 'x'\ndoes = 'receive'\nitem = 'y'\n[[bells]]\nwho = 'z'\nat = ['1s']\nwhy = 'w'\n"
    )
    assert len(faults(HEAD + SUBMIT + wrong)) == 3


def test_somebody_without_a_device_signs_nothing() -> None:
    more = (
        "[people.olga]\norganisation = 'om'\ndevices = 0\n[[steps]]\nat='1s'\nwho='olga'\ndoes='receive'\nitem='zaak'\n"
    )
    assert faults(HEAD + SUBMIT + more) == ("steps.2 (receive).who: olga has no device and can sign nothing",)


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
