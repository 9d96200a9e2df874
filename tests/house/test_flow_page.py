"""The page of the spoedaanwijzing names every act, state, obligation and ladder of the code, and no other act."""

import pytest

from tests.house import flow_page

PAGE = flow_page.PAGE.read_text()
NAMES = [*flow_page.acts(), *flow_page.STATES, *flow_page.obligations(), *flow_page.policy().ladders]


def test_the_page_says_what_the_code_says() -> None:
    assert flow_page.missing(PAGE) == []


def test_the_ladders_are_those_of_the_policy() -> None:
    assert flow_page.stale(PAGE) == []


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_a_page_without_one_of_the_names_is_found_out(name: str) -> None:
    assert flow_page.missing(PAGE.replace(f"`{name}`", "`something else`")) != []


def test_the_names_come_from_the_code() -> None:
    assert {"ontvangen", "besluiten", "trede_1", "trede_2", "kennisnemen"} <= flow_page.obligations().keys()
    assert len(flow_page.acts()) > 25


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("| `spoedaanwijzing.join` | `nctv_piket` |", "| `spoedaanwijzing.join` | `nctv_piket`, `lcc` |"),
        ("| `L-1.besluit` | the receipt", "| `L-8` | the receipt"),
        ("| `geschil.climb` |", "| `geschil.jump` |"),
        ("; versioned |", " |"),
    ],
)
def test_a_page_that_says_something_else_is_found_out(said: str, instead: str) -> None:
    assert said in PAGE
    assert flow_page.missing(PAGE.replace(said, instead)) != []


def test_a_minute_that_was_changed_by_hand_is_found_out() -> None:
    assert "4 m: coordinerend_hovj" in PAGE.partition(flow_page.BEGIN)[2]
    before, marker, rest = PAGE.partition(flow_page.BEGIN)
    assert flow_page.stale(before + marker + rest.replace("4 m: coordinerend_hovj", "5 m: coordinerend_hovj")) != []
