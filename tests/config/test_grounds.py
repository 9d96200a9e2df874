"""P-05: every route between organisations carries its legal ground from the policy; nobody types it at night."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from types import SimpleNamespace

import pytest

from config.policy import POLICIES, PolicyInvalid, parse_policy
from domain.areas import Areas
from domain.functies import RULES, Functie, Holding, Scope
from domain.grounds import Ground, Route
from domain.policy import Policy
from handlers.flows import FLOWS

TEXT = (POLICIES / "2026-1.toml").read_text("utf-8")
AREAS = Areas({Scope("arr:gelderland"): Scope("eenheid:oost-nederland")})
OFFICIALS = [functie for functie in Functie if RULES[functie].organisations <= {"om", "nctv", "politie", "kmar"}]
ONE = """
[[grounds]]
from = ["om"]
to = ["nctv"]
flows = ["geschil"]
text = "Artikel 1"
source = "C §1"
"""


def policy(text: str = TEXT) -> Policy:
    return parse_policy(text, "2026-1", AREAS)


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyInvalid) as caught:
        policy(text)
    return caught.value.faults


def probes() -> Iterator[SimpleNamespace]:
    """Items as a flow may look at them to say between whom it goes: by side, by authority, by which official opened."""
    authorities = [Functie.NCTV_PIKET, Functie.HOVJ, Functie.BURGEMEESTER]
    gezag = [
        None,
        *(SimpleNamespace(holding=held(one), over=over) for one in authorities for over in ((), ("object",))),
    ]
    for side, functie, whose in product(("stelsel", "lokaal"), OFFICIALS, gezag):
        yield SimpleNamespace(data=SimpleNamespace(side=side), opened_as=held(functie), gezag=whose)


def held(functie: Functie) -> Holding:
    return Holding(functie, Scope("nl"))


@pytest.mark.parametrize("flow", sorted(FLOWS))
def test_p_05_every_route_that_a_flow_uses_has_a_ground(flow: str) -> None:
    shipped = policy()
    for item in probes():
        organisations = sorted(set(FLOWS[flow].between(item)))  # type: ignore[arg-type]  # all that it looks at
        assert organisations
        missing = [pair for pair in permutations(organisations, 2) if shipped.ground(flow, *pair) is None]
        assert not missing, f"add [[grounds]] for {missing} to the policy, or for {flow} alone"


def test_p_05_a_ground_of_the_flow_goes_before_the_one_of_any_flow() -> None:
    read = policy(TEXT + ONE)
    assert read.ground("geschil", "om", "nctv") == Ground("Artikel 1", "C §1")
    assert read.ground("triage", "om", "nctv") == policy().ground("geschil", "om", "nctv")


def test_p_05_a_route_runs_one_way_and_an_unknown_one_has_no_ground() -> None:
    shipped = policy()
    assert shipped.ground("opdracht", "nctv", "politie") != shipped.ground("opdracht", "politie", "nctv")
    assert shipped.ground("opdracht", "gemeente", "aivd") is None
    assert not any(route.sender == route.receiver for route in shipped.grounds)


def test_p_05_the_police_tells_the_local_authority_by_article_16() -> None:
    ground = policy().ground("bericht_rccb", "politie", "gemeente")
    assert ground is not None
    assert "Artikel 16 Wet politiegegevens" in ground.text
    assert Route("*", "kmar", "om") in policy().grounds


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('flows = ["geschil"]', 'flows = ["nobody"]', "flows: knows no nobody"),
        ('flows = ["geschil"]', "flows = []", "flows: must be different names"),
        ('flows = ["geschil"]', "", "flows: is missing"),
        ('from = ["om"]', 'from = ["fbi"]', "from: knows no fbi"),
        ('to = ["nctv"]', 'to = "nctv"', "to: must be a list"),
        ('text = "Artikel 1"', 'text = " "', "text: must say the ground"),
        ('source = "C §1"', 'source = ""', "text: must say the ground"),
        ('flows = ["geschil"]', 'flows = ["*"]', "from: om to nctv in * stands there twice"),
        ('source = "C §1"', 'source = "C §1"\nby = "me"', "by: no such name"),
    ],
)
def test_every_fault_of_a_ground_is_named(old: str, new: str, fault: str) -> None:
    number = TEXT.count("[[grounds]]")
    found = faults(TEXT + ONE.replace(old, new))
    assert any(one.startswith(f"grounds.{number}.{fault}") for one in found), found


@pytest.mark.parametrize("grounds", ["", "grounds = 3", "[grounds]\nom = 1"])
def test_a_policy_without_grounds_is_refused(grounds: str) -> None:
    before, _, _ = TEXT.partition("[[grounds]]")
    found = faults(f"{grounds}\n{before}" if grounds.startswith("grounds") else f"{before}\n{grounds}")
    assert any(one.startswith("grounds: a list of tables") for one in found), found
