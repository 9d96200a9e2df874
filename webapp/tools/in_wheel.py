"""Puts the built app into the wheel, as `bot/app`; a wheel of a checkout without `make app` is one without the app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class InWheel(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is the builder's own configuration
    """The build hook that hatchling finds here."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files when they are there; an editable install reads them from where they were built."""
        built = Path(self.root) / "webapp/dist"
        if version != "editable" and (built / "files.json").is_file():
            build_data["force_include"][str(built)] = "bot/app"
