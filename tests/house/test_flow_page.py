"""Each flow has one page, which names every act, state, obligation and ladder of its code, and no other act."""

import pytest

from tests.house import flow_page

PAGES = flow_page.pages()
PAGE = PAGES["spoedaanwijzing"]
NAMES = [
    (name, word)
    for name, page in PAGES.items()
    for of in [flow_page.families(page)]
    for word in sorted({*flow_page.acts(of), *flow_page.states(of), *flow_page.obligations(of), *flow_page.ladders(of)})
]


def test_every_flow_has_one_page() -> None:
    told = [flow for page in PAGES.values() for flow in flow_page.families(page)]
    assert sorted(told) == sorted(flow_page.FAMILIES)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(name: str) -> None:
    assert flow_page.missing(PAGES[name]) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_ladders_are_those_of_the_policy(name: str) -> None:
    assert flow_page.stale(PAGES[name]) == []


def test_every_ladder_of_the_policy_stands_on_a_page() -> None:
    told = {ladder for page in PAGES.values() for ladder in flow_page.ladders(flow_page.families(page))}
    assert flow_page.policy().ladders.keys() <= told


@pytest.mark.parametrize(("page", "name"), NAMES)
def test_a_page_without_one_of_the_names_is_found_out(page: str, name: str) -> None:
    assert flow_page.missing(PAGES[page].replace(f"`{name}`", "`something else`")) != []


def test_the_names_come_from_the_code() -> None:
    assert {"ontvangen", "besluiten", "trede_1", "trede_2", "kennisnemen"} <= flow_page.obligations().keys()
    assert len(flow_page.acts(("spoedaanwijzing", "opdracht"))) > 20


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("| `spoedaanwijzing.join` | `nctv_piket` |", "| `spoedaanwijzing.join` | `nctv_piket`, `lcc` |"),
        ("| `L-1.besluit` | the receipt", "| `L-8` | the receipt"),
        ("| `opdracht.advise` |", "| `opdracht.jump` |"),
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
