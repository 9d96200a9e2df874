"""The npm lock file pins every package by hash and names no package host."""

import json
from pathlib import Path

LOCK = Path(__file__).parent / "package-lock.json"


def test_every_package_is_pinned_by_hash_and_none_by_address() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    outside = {name: package for name, package in packages.items() if name}
    assert {"node_modules/age-encryption", "node_modules/cctv-age"} <= outside.keys()
    assert all(package["integrity"].startswith("sha512-") for package in outside.values())
    assert not any("resolved" in package for package in packages.values())
