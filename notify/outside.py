"""Calls to addresses that people gave: hosts on the operator's list only, public addresses only, no redirect."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from domain.bells import leads_to_listed
from notify.channel import DeliveryError

_CONNECT_SECONDS: Final = 3.0
"""At most; and never more than half of the whole, or who was not reached would look like an answer that was lost."""


def check_target(url: str, hosts: Iterable[str], *, practice: bool) -> None:
    """Return only if bells may go to `url`; in practice also over plain HTTP, to any port and to loopback.

    Raises:
        ValueError: with what to change, when host, scheme or form is not allowed.
    """
    parts = urlsplit(url)
    if parts.username or parts.password or parts.fragment:
        raise ValueError("An address for bells holds no user, password or fragment; leave them out.")
    if not leads_to_listed(url, hosts, any_port=practice):
        raise ValueError("This host is not on the operator's list, or not on the port of https; ask for it.")
    if parts.scheme != "https" and not (practice and parts.scheme == "http"):
        raise ValueError("An address for bells begins with https.")
    if not practice and _is_inside(parts.hostname or ""):
        raise ValueError("An address for bells leads to a public host; name one.")


def host_of(url: str) -> str:
    """Return the host of an address: what is down when it is down; no other host suffers for it. Never raises."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_inside(host: str) -> bool:
    """Tell whether the host is written as an address that is not public (such a host is never resolved)."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


class PublicOnlyResolver(AbstractResolver):
    """Resolves names, and refuses any address that is not public: an allow-listed name cannot point inside."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        allowed = [entry for entry in found if ipaddress.ip_address(entry["host"]).is_global]
        if not allowed:
            raise OSError("The name does not lead to a public address.")
        return allowed

    async def close(self) -> None:
        await self._inner.close()


class Outside:
    """The connections of one channel to hosts outside; opened at the first call, kept, closed by `close`."""

    def __init__(self, *, practice: bool, seconds: float) -> None:
        self._practice, self._seconds = practice, seconds
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
        """Make one POST and return status and headers of the answer; its body is not read.

        Raises:
            DeliveryError: `channel_down` when nobody was reached, `ambiguous` when the answer was lost, `permanent`
                when no call can be made to such an address, which says nothing of its host.
        """
        try:
            async with self._http().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status, answer.headers
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise DeliveryError("The host could not be reached; the next channel rings.", channel_down=True) from None
        except ValueError:  # aiohttp.InvalidURL is one too
            raise DeliveryError("Nothing can be sent to such an address.", permanent=True) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise DeliveryError("The host's answer was lost; the bell may have arrived.", ambiguous=True) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            options: dict[str, Any] = {} if self._practice else {"resolver": PublicOnlyResolver()}
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(
                    total=self._seconds, sock_connect=min(self._seconds / 2, _CONNECT_SECONDS)
                ),
                connector=aiohttp.TCPConnector(limit=64, ttl_dns_cache=60, **options),
            )
        return self._session
