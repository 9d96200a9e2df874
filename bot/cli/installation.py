"""Where an installation lives: the data folder, what is in it, and the settings that follow from it."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one data folder; which of them exist is another matter."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "piket.db"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def public_keys(self) -> Path:
        """The public key of each log, one a line: for whoever verifies."""
        return self.folder / "log-keys.txt"

    @property
    def unsigned(self) -> Path:
        return self.folder / "genesis.unsigned.json"

    @property
    def unsigned_release(self) -> Path:
        return self.folder / "release.unsigned.json"

    @property
    def areas(self) -> Path:
        """The areas of the country that `piket areas import` took over; where there are none, those of this version."""
        return self.folder / "areas"

    @property
    def signed(self) -> Path:
        return self.folder / "genesis.json"

    def practised(self) -> dict[str, object]:
        """Return the settings with which the practice world in this folder runs; none where there is no such world."""
        try:
            found = json.loads((self.folder / "settings.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def settings(self, **given: object) -> Settings:
        """Return the settings; the environment goes before what the data folder suggests. Raises SettingsInvalid."""
        from config.settings import load_settings

        if not {"PIKET_DATABASE_URL", "PIKET_DATABASE_URL_FILE"} & os.environ.keys():
            given.setdefault("database_url", f"sqlite:///{self.database.resolve()}")
        if "PIKET_LOG_KEY_FILE" not in os.environ and self.keys.is_dir():
            given.setdefault("log_key_file", self.keys)
        if "PIKET_AREAS" not in os.environ and self.areas.is_dir():
            given.setdefault("areas", self.areas)
        return load_settings(**given)


def add_data(parser: ArgumentParser) -> None:
    """Add `--data`, which every command that touches an installation has."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the data folder (default: this one); PIKET_DATABASE_URL and PIKET_LOG_KEY_FILE go before it",
    )
