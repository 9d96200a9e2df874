"""Migrations lead, on both databases and from the installed package, to exactly the tables the code knows."""

import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, select, text

from domain.audit.leaves import LeafType, Opening, check_opening, make_leaf, parse_leaf
from storage.engines import parse_url, postgres_engine, sqlite_engine
from storage.evidence import evidence
from storage.level import steps
from storage.migrate import _config, migrate
from storage.tables import metadata
from storage.tables_running import openings


def engine_of(url: str) -> Engine:
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return sqlite_engine(Path(str(parsed.database)))
    return postgres_engine(parsed, size=1)


def shape(engine: Engine) -> dict[str, object]:
    """Columns, keys and indexes of every table of ours, as the database itself tells them."""
    found: dict[str, object] = {}
    inspector = inspect(engine)
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        columns = {one["name"]: (str(one["type"]), one["nullable"]) for one in inspector.get_columns(table)}
        key = inspector.get_pk_constraint(table)["constrained_columns"]
        unique = sorted(tuple(one["column_names"]) for one in inspector.get_unique_constraints(table))
        indexes = sorted(
            (str(one["name"]), tuple(one["column_names"]), bool(one["unique"]))
            for one in inspector.get_indexes(table)
            if not one.get("duplicates_constraint")
        )
        found[table] = (columns, key, unique, indexes)
    return found


def test_migrations_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    engine = engine_of(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    migrated = shape(engine)
    with engine.begin() as connection:
        everything = MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)
        metadata.create_all(connection)
    made = shape(engine)
    engine.dispose()
    assert migrated == made
    assert len(made) > 30


def test_what_leaves_hide_is_carried_over_whole(database_url: str) -> None:
    """Step 0003: each leaf of before still opens, and what an item's leaves hide is found by the item (EV-03)."""
    leaves = [
        make_leaf(
            event=f"{number:022}",
            type=LeafType.ACT,
            time=datetime(2026, 3, 1, tzinfo=UTC),
            openings=[Opening(name, bytes([number, place]) * 16, value) for place, (name, value) in enumerate(said)],
        )
        for number, said in enumerate(
            [
                [("item", "een"), ("act", "spoedaanwijzing.submit"), ("scope", "")],
                [("what", 'met "tekens", \\ en é')],
                [("item", "twee"), ("items", "een")],
            ]
        )
    ]
    engine = engine_of(database_url)
    with engine.begin() as connection:
        everything = MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for leaf in leaves:
            for log in ("nctv", "om"):
                for one in leaf.openings:
                    row = {"log": log, "event": parse_leaf(leaf.data).event, **one._asdict()}
                    connection.execute(text("INSERT INTO openings VALUES (:log, :event, :field, :salt, :value)"), row)
    migrate(database_url)
    with evidence(database_url) as store:
        for log in ("nctv", "om"):
            found = store.logs.openings_of(log, [parse_leaf(leaf.data).event for leaf in leaves])
            for leaf in leaves:
                fields = parse_leaf(leaf.data)
                for opening in found[fields.event]:
                    check_opening(fields, opening)
                assert sorted(found[fields.event]) == sorted(leaf.openings)
    with engine.connect() as connection:
        named = connection.execute(select(openings.c["item"]).order_by(openings.c.log, openings.c.event)).scalars()
        assert list(named) == ["een", None, "twee"] * 2
    assert "openings_by_field" not in inspect(engine).get_table_names()
    engine.dispose()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    engine = engine_of(database_url)
    before = shape(engine)
    engine.dispose()
    migrate(database_url)
    engine = engine_of(database_url)
    assert shape(engine) == before
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'piket.db'}"

    def fail(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr("alembic.operations.Operations.execute", fail)
    with pytest.raises(LookupError):
        migrate(url)
    engine = engine_of(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    monkeypatch.undo()
    migrate(url)


def test_the_steps_found_without_alembic_are_those_it_would_take() -> None:
    """A service that starts does not load what changes tables, and must still know whether a step lacks."""
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations"))
    found = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert steps() == found[::-1]


def test_opening_a_store_does_not_load_what_changes_tables() -> None:
    modules = "import sys, storage.database; raise SystemExit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", modules], check=False).returncode == 0
