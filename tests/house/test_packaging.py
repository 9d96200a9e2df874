"""Our generic top-level names belong to us alone (docs/decisions/0001): nothing else may claim or shadow them."""

import importlib
import importlib.metadata
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.tree import ROOT, packages, project


def strangers(claims: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """Distributions other than ours that ship one of our names."""
    ours = {name: set(claims.get(name, [])) - {"piket"} for name in [*packages(), "tests"]}
    return {name: owners for name, owners in ours.items() if owners}


def test_no_other_distribution_claims_our_names() -> None:
    assert strangers(importlib.metadata.packages_distributions()) == {}


def test_the_guard_sees_a_stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "__init__.py").touch()
    claim = tmp_path / "stranger-1.0.dist-info"
    claim.mkdir()
    (claim / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (claim / "RECORD").write_text("config/__init__.py,,\nstranger-1.0.dist-info/METADATA,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert strangers(importlib.metadata.packages_distributions()) == {"config": {"stranger"}}


@pytest.mark.parametrize("name", packages())
def test_each_package_is_the_one_in_this_tree(name: str) -> None:
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).resolve() == ROOT / name / "__init__.py"


def test_every_package_is_shipped_checked_and_under_contract() -> None:
    present = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    contracts = (ROOT / ".importlinter").read_text()
    roots = contracts.split("root_packages =")[1].split("include_external_packages")[0].split()
    assert present == set(packages()) == set(roots)
    assert set(project()["tool"]["mypy"]["packages"]) == present | {"tests"}


def test_nobody_can_publish_these_names_by_accident() -> None:
    assert "Private :: Do Not Upload" in project()["project"]["classifiers"]
