"""No write without its failures: every call of `store.write` in the source stands in one table, and the other way."""

from __future__ import annotations

import ast

from tests.failures import (
    test_chat,
    test_client,
    test_doors,
    test_engine,
    test_quality,
    test_retention,
    test_upkeep,
    test_witnesses,
)
from tests.harness.sites import FOLDERS, ROOT, site_names

TABLES = (test_chat, test_doors, test_engine, test_quality, test_retention, test_upkeep, test_witnesses)


def test_every_write_of_the_service_has_its_failures_proven() -> None:
    proven = [site for table in TABLES for site in table.SITES]
    assert len(proven) == len(set(proven))
    assert site_names() - set(proven) == set(), "writes without a row: prove both their failures"
    assert set(proven) - site_names() == set(), "rows without a write: the source has moved on"


def test_a_store_is_never_handed_on_as_its_write_alone() -> None:
    """Such a write would have no place of its own in the source."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            loose = [
                node.lineno
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute)
                and node.attr == "write"
                and isinstance(node.value, ast.Attribute | ast.Name)
                and (node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id) in ("store", "_store")
                and id(node) not in called
            ]
            assert not loose, f"{path.name}:{loose}"


def test_every_durable_write_of_the_client_has_its_failures_proven() -> None:
    assert test_client.durable_writes() == test_client.SITES
