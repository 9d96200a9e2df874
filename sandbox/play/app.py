"""The app beside a practice service: where it was built, and the settings with which the service serves it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_BUILT: Final = (_ROOT / "bot/app", _ROOT / "webapp/dist")


def built_app() -> Path | None:
    """Return the folder of the app's files, in an installed package or a checkout; None when it was not built."""
    return next((folder for folder in _BUILT if (folder / "files.json").is_file()), None)


def app_environment(files: Path, port: int) -> dict[str, str]:
    """Return the settings that serve these files, on an origin that is not the API's and that browsers trust."""
    return {
        "PIKET_APP_FILES": str(files),
        "PIKET_APP_LISTEN": f"127.0.0.1:{port}",
        "PIKET_APP_ORIGIN": f"http://piket.localhost:{port}",
    }
