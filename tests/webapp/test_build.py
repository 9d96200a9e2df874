"""What is built: nothing inline, nothing from elsewhere, hashed names, one worker, small enough for a bad line."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from bot.http.static import built
from tests.webapp.node import WEBAPP, build

HASHED = re.compile(r"assets/[a-z0-9-]+-[A-Za-z0-9_-]{8}\.(js|css|svg|png)")
PUBLIC = {path.relative_to(WEBAPP / "public").as_posix() for path in WEBAPP.glob("public/**/*") if path.is_file()}
FIXED = {"index.html", "sw.js", "files.json", *PUBLIC}
BUDGET, BUDGET_WITH_WORKER = 120 * 1000, 200 * 1000
"""Bytes in gzip of what the start needs: the page, its styles and every script before the first screen, without the
worker of the keys and with it (ARCHITECTURE §9)."""
BUDGET_OF_ALL = 320 * 1000
"""Bytes in gzip of everything that a phone keeps, the pages that are loaded when needed too (decision 0049)."""
IMPORTS = re.compile(r'(?:\bimport|\bfrom)\s*"\./([^"]+)"')
LOADS = re.compile(r'\bimport\(\s*[`"]\./([^`"]+)[`"]\s*\)')


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "dist"
    build(folder)
    return folder


def files(dist: Path) -> dict[str, bytes]:
    found = {path.relative_to(dist).as_posix(): path.read_bytes() for path in dist.rglob("*") if path.is_file()}
    assert found.keys() >= FIXED >= {"manifest.webmanifest"}
    return found


def scripts(dist: Path) -> dict[str, str]:
    return {name: body.decode() for name, body in files(dist).items() if name.endswith(".js")}


def test_nothing_stands_inline_in_the_page(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", page) == []
    assert len(re.findall(r"<script[^>]*\bsrc=\"/assets/[^\"]+\"", page)) == 1


def test_the_page_names_nothing_of_elsewhere(dist: Path) -> None:
    page = (dist / "index.html").read_text(encoding="utf-8")
    named = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)
    assert named
    assert [name for name in named if not name.startswith("/") or name.startswith("//")] == []
    assert [name for name in named if name.removeprefix("/") not in files(dist)] == []


def test_no_script_or_style_fetches_from_elsewhere(dist: Path) -> None:
    texts = {name: body.decode() for name, body in files(dist).items() if name.endswith((".js", ".css"))}
    hosts = {host for text in texts.values() for host in re.findall(r"(?:https?:)?//([a-z0-9-]+\.[a-z0-9.-]+)", text)}
    assert hosts <= {"www.w3.org"}, "only the names of XML's vocabularies"


def test_no_script_makes_code_from_text_or_tells_where_it_came_from(dist: Path) -> None:
    for name, text in scripts(dist).items():
        assert not re.search(r"\beval\(|\bnew Function\b|\bFunction\(|\bimportScripts\b", text), name
        assert "sourceMappingURL" not in text, name
        assert "modulepreload" not in text, name
    assert [name for name in files(dist) if name.endswith(".map")] == []


def test_every_other_file_has_its_hash_in_its_name(dist: Path) -> None:
    assert [name for name in files(dist).keys() - FIXED if not HASHED.fullmatch(name)] == []


def test_there_is_one_worker_and_it_is_one_file(dist: Path) -> None:
    workers = {name: text for name, text in scripts(dist).items() if name.startswith("assets/worker-")}
    assert len(workers) == 1
    (text,) = workers.values()
    assert not re.search(r"\bimport\s*[({*\"']|\bfrom\s*\"", text)


def needed_at_the_start(dist: Path) -> set[str]:
    """The page, what it names, and every script that these import before they run."""
    page = (dist / "index.html").read_text(encoding="utf-8")
    found = {"index.html", "sw.js", *re.findall(r'(?:src|href)="/(assets/[^"]+\.(?:js|css))"', page)}
    texts, looked = scripts(dist), set[str]()
    while ahead := found & texts.keys() - looked:
        looked |= ahead
        found |= {f"assets/{name}" for one in ahead for name in IMPORTS.findall(texts[one])}
    return found


def test_it_is_small_enough(dist: Path) -> None:
    sizes = {
        name: len(gzip.compress(body, 9, mtime=0))
        for name, body in files(dist).items()
        if name.endswith((".js", ".css", ".html"))
    }
    start = sum(sizes[name] for name in needed_at_the_start(dist))
    worker = sum(size for name, size in sizes.items() if name.startswith("assets/worker-"))
    assert worker > 0
    assert start <= BUDGET
    assert start + worker <= BUDGET_WITH_WORKER
    assert sum(sizes.values()) <= BUDGET_OF_ALL


def test_pages_of_flows_are_loaded_when_needed_and_bring_no_styles_of_their_own(dist: Path) -> None:
    start = needed_at_the_start(dist)
    later = {name for name in scripts(dist) if name not in start and not name.startswith("assets/worker-")}
    loaded = {f"assets/{name}" for text in scripts(dist).values() for name in LOADS.findall(text)}
    named = {re.sub(r"-[A-Za-z0-9_-]{8}\.js$", "", name) for name in loaded}  # a hash may have a dash in it
    assert named >= {"assets/open", "assets/form", "assets/open-triage"}
    assert loaded <= later
    assert len([name for name in files(dist) if name.endswith(".css")]) == 1, "a style of a part would never be loaded"


def test_no_library_of_the_browser_is_there_twice() -> None:
    packages = json.loads((WEBAPP / "package-lock.json").read_text())["packages"]
    names = [path.rpartition("node_modules/")[2] for path, one in packages.items() if path and not one.get("dev")]
    assert "@noble/curves" in names
    assert sorted(names) == sorted(set(names))


def test_the_list_names_every_file_by_its_hash(dist: Path) -> None:
    listed = json.loads((dist / "files.json").read_text())
    hashes = {f"/{name}": hashlib.sha256(body).hexdigest() for name, body in files(dist).items()}
    del hashes["/files.json"]
    assert listed == hashes


def test_every_file_that_was_built_is_served(dist: Path) -> None:
    assert built(dist).keys() == {f"/{name}" for name in files(dist)}


def test_the_same_sources_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    build(tmp_path / "again")
    assert files(tmp_path / "again") == files(dist)
