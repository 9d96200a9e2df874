"""The origins of a practice wall: the wall itself, and one for each phone, so that each has storage of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

DOMAIN: Final = "piket.localhost"
_PHONE: Final = re.compile(r"p([1-9][0-9]?)\.piket\.localhost")


@dataclass(frozen=True, slots=True)
class Hosts:
    """All origins on one port; what comes for another host is none of them."""

    port: int

    @property
    def wall(self) -> str:
        return f"http://{DOMAIN}:{self.port}"

    def phone(self, number: int) -> str:
        """Return the origin of the phone of this number, from 1."""
        return f"http://p{number}.{DOMAIN}:{self.port}"

    def is_wall(self, host: str | None) -> bool:
        """Tell whether a `Host` header names the wall."""
        return host == f"{DOMAIN}:{self.port}"

    def phone_of(self, host: str | None) -> int | None:
        """Return the number of the phone that a `Host` header names, or None."""
        name, _, port = (host or "").rpartition(":")
        found = _PHONE.fullmatch(name)
        return int(found[1]) if found is not None and port == str(self.port) else None
