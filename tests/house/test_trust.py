"""Every parameter the server can read says why, and docs/trust.md lists exactly those."""

import pytest
from pydantic import Field

from domain.acts.payload import Params
from domain.acts.spec import ActSpec
from domain.catalogue import SPECS
from tests.house import trust


class Inner(Params):
    blob: str = Field(description="a hash")


class Example(Params):
    wraps: list[Inner] = Field(description="who")
    secret: str | None = Field()


EXAMPLE = {"example.do": ActSpec("example.do", Example, frozenset(), "[P]")}


def test_every_parameter_says_why_the_server_may_know_it() -> None:
    assert trust.unexplained(SPECS) == []


def test_the_page_on_trust_lists_every_parameter() -> None:
    assert trust.stale(SPECS) == []


def test_a_parameter_without_a_reason_is_named() -> None:
    assert trust.unexplained(EXAMPLE) == ["example.do, secret: say in its description why the server may know it."]


def test_nested_parameters_stand_in_the_table_too() -> None:
    assert "| `example.do` | `wraps[].blob` | a hash |" in trust.table(EXAMPLE)


def test_the_table_replaces_what_stood_between_its_markers() -> None:
    page = f"before\n{trust.BEGIN}\nold\n{trust.END}\nafter\n"
    assert trust.written(page, "new") == f"before\n{trust.BEGIN}\nnew\n{trust.END}\nafter\n"
    with pytest.raises(ValueError, match="needs the lines"):
        trust.written("no markers", "new")
