"""A refusal by the NCTV may be disputed in every flow that offers it, and a dispute knows of none by name."""

from __future__ import annotations

from types import ModuleType

import pytest

from domain.catalogue import SPECS
from domain.contents import ACTS_OF
from domain.flows import packages
from domain.flows.geschil import NEEDS
from domain.flows.geschil.rules import decider, sealed_for
from domain.functies import Scope
from domain.refusals import Dispute

DISPUTED = {spec.family for spec in SPECS.values() if spec.params is Dispute}


def test_tr_08_the_flows_whose_refusal_may_be_disputed_say_how() -> None:
    assert {one.FLOW for one in packages() if hasattr(one, "DISPUTABLE")} == DISPUTED
    assert {"spoedaanwijzing", "triage"} <= DISPUTED


@pytest.mark.parametrize("flow", [one for one in packages() if hasattr(one, "DISPUTABLE")], ids=lambda one: one.FLOW)
def test_tr_08_sa_08_what_such_a_flow_says_a_dispute_can_do(flow: ModuleType) -> None:
    said, area = flow.DISPUTABLE, Scope("arr:01")
    assert decider(flow.FLOW) == said.decider
    assert said.decider in sealed_for(area, flow.FLOW)
    assert {f"L-2.{said.pace}.1", f"L-2.{said.pace}.2"} <= NEEDS.ladders
    assert {f"geschil_{said.pace}_1", f"geschil_{said.pace}_2"} <= NEEDS.durations


def test_tr_08_whatever_flow_carries_a_dispute_its_reasons_may_go_with_it() -> None:
    assert ACTS_OF["geschil"] == {f"{flow}.dispute" for flow in DISPUTED}
