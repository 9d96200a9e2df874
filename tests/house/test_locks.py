"""Lock files say what and which bytes, never where from: each machine decides where it fetches."""

import json
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, our_files, project

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", re.MULTILINE)
ADDRESS = re.compile(r"https?:|^\s*-{1,2}(index|extra-index|find-links|trusted|i |f )", re.MULTILINE)


def pins(lock: Path) -> dict[str, str]:
    return dict(PIN.findall(lock.read_text()))


def named(requirements: list[object]) -> set[str]:
    """The normalised names of a requirement list; included groups are left to their own list."""
    names = [re.split(r"[\[<>=!~; ]", item)[0] for item in requirements if isinstance(item, str)]
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


def test_the_four_locks_are_there() -> None:
    assert [lock.name for lock in LOCKS] == ["app.lock", "build.lock", "dev.lock", "run.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    assert not ADDRESS.search(lock.read_text())


@pytest.mark.parametrize("line", ["--index-url x", "-i x", "--find-links x", "a @ https://example.org/a.whl"])
def test_the_guard_sees_an_address(line: str) -> None:
    assert ADDRESS.search(f"a==1\n{line}\n")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_entry_is_pinned_and_hashed(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock.read_text(), flags=re.MULTILINE))
    assert entries
    assert [entry.split("\n")[0] for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry] == []


def test_what_is_tested_is_what_runs() -> None:
    names = ("run", "dev", "build", "app")
    run, dev, build, app = (pins(ROOT / "requirements" / f"{name}.lock") for name in names)
    assert run.items() <= dev.items()
    assert build.items() <= dev.items()
    assert app.items() <= dev.items()


def test_the_locks_cover_what_the_project_asks() -> None:
    asked = project()
    assert named(asked["project"]["dependencies"]) <= pins(ROOT / "requirements/run.lock").keys()
    assert named(asked["dependency-groups"]["dev"]) <= pins(ROOT / "requirements/dev.lock").keys()
    assert named(asked["dependency-groups"]["app"]) <= pins(ROOT / "requirements/app.lock").keys()
    assert named(asked["dependency-groups"]["build"]) <= pins(ROOT / "requirements/build.lock").keys()


def test_no_index_is_configured() -> None:
    assert not {"uv", "pip", "poetry", "pdm"}.intersection(project()["tool"])


def test_no_file_that_records_addresses_is_kept() -> None:
    assert [path for path in our_files() if path.name in {"uv.lock", "pylock.toml", "poetry.lock", "yarn.lock"}] == []


def test_node_locks_name_hashes_and_no_host() -> None:
    for lock in (path for path in our_files() if path.name == "package-lock.json"):
        entries = {name: entry for name, entry in json.loads(lock.read_text())["packages"].items() if name}
        assert [name for name, entry in entries.items() if "resolved" in entry] == [], lock
        assert [name for name, entry in entries.items() if "integrity" not in entry] == [], lock
        assert "omit-lockfile-registry-resolved=true" in (lock.parent / ".npmrc").read_text(), lock


def test_every_dependency_earns_a_line() -> None:
    decision = (ROOT / "docs/decisions/0003-dependencies.md").read_text()
    rows = [line.split("|")[1] for line in decision.splitlines() if line.startswith("| ")]
    earned = {word for row in rows for word in re.findall(r"[a-z0-9][a-z0-9.-]+", row)}
    asked = project()
    lists = [asked["project"]["dependencies"], *asked["dependency-groups"].values()]
    assert {name for requirements in lists for name in named(requirements)} - earned == set()
