"""The webhook's settings: `setWebhook`, `deleteWebhook`, `getWebhookInfo` and what they refuse."""

import ipaddress
import math
import re
from collections.abc import Callable
from typing import Any

from sandbox.botapi.errors import bad, conflict, flood
from sandbox.botapi.markup import is_local, split
from sandbox.botapi.people import Json
from sandbox.botapi.polling import Polling
from sandbox.botapi.world import World

PORTS = (443, 80, 88, 8443)
DEFAULT_CONNECTIONS = 40


class Webhook:
    """Where updates are pushed to; an empty `url` means that the bot polls."""

    def __init__(self, world: World, polling: Polling) -> None:
        self._world = world
        self._polling = polling
        self._listeners: list[Callable[[], None]] = []
        self._next_set = -math.inf
        self.url = ""
        self.secret = ""
        self.max_connections = DEFAULT_CONNECTIONS
        self.last_error: tuple[float, str] | None = None

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def set_webhook(self, params: dict[str, Any]) -> tuple[bool, str]:
        url, secret = params["url"], params.get("secret_token", "")
        if not url:
            return self.delete_webhook(params)
        self._check_secret(secret)
        self._check_url(url)
        connections = params.get("max_connections", DEFAULT_CONNECTIONS)
        if not 1 <= connections <= 100:
            connections = DEFAULT_CONNECTIONS
        if "allowed_updates" in params:
            self._world.queue.allow(params["allowed_updates"])
        self._drop_if_asked(params)
        if (url, secret, connections) == (self.url, self.secret, self.max_connections):
            return True, "Webhook is already set"
        if self._world.clock.now() < self._next_set:
            raise flood(1)
        self._next_set = self._world.clock.now() + 1
        self.secret, self.max_connections = secret, connections
        self.point_at(url)
        return True, "Webhook was set"

    def delete_webhook(self, params: dict[str, Any]) -> tuple[bool, str]:
        self._drop_if_asked(params)
        if not self.url:
            return True, "Webhook is already deleted"
        self.point_at("")
        return True, "Webhook was deleted"

    def get_webhook_info(self, params: dict[str, Any]) -> Json:
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.queue.pending()),
        }
        if self.url:
            info["max_connections"] = self.max_connections
            info["ip_address"] = "127.0.0.1"
        if self.last_error:
            info["last_error_date"], info["last_error_message"] = int(self.last_error[0]), self.last_error[1]
        if self._world.queue.allowed is not None:
            info["allowed_updates"] = sorted(self._world.queue.allowed)
        return info

    def point_at(self, url: str) -> None:
        """Set or remove the address without any check; a foreign one is what token theft looks like (F28)."""
        self.url = url
        self.last_error = None
        self._polling.webhook_active = bool(url)
        if url:
            self._polling.end(conflict("terminated by setWebhook request"))
        for listener in self._listeners:
            listener()

    def _drop_if_asked(self, params: dict[str, Any]) -> None:
        if params.get("drop_pending_updates"):
            self._world.queue.drop_all()

    def _check_secret(self, secret: str) -> None:
        if len(secret) > 256:
            raise bad("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad("secret token contains unallowed characters")

    def _check_url(self, url: str) -> None:
        parts = split(url)
        if parts is None or parts.hostname is None:
            raise bad("invalid webhook URL specified")
        host = parts.hostname
        if is_local(host) and self._world.settings.allow_local_urls:
            return
        if parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        address = "127.0.0.1" if is_local(host) else host
        try:
            reserved = not ipaddress.ip_address(address).is_global
        except ValueError:
            return
        if reserved:
            raise bad(f"bad webhook: IP address {address} is reserved")
