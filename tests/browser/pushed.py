"""A phone's Web Push in the browser: its push service is the sandbox's, and bells reach the real service worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

from playwright.async_api import CDPSession, Worker

from sandbox.push.service import Message, PushService
from tests.browser.handset import Handset

_SUBSCRIBES: Final = """(() => {
  const KEPT = "subscribed";
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const made = () => {
    const { endpoint, keys, key } = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    return endpoint === undefined ? null : {
      endpoint,
      options: { userVisibleOnly: true, applicationServerKey: bytes(key).buffer },
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => (localStorage.removeItem(KEPT), true),
    };
  };
  PushManager.prototype.getSubscription = async () => made();
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey: key }) => {
    if (!userVisibleOnly) throw new DOMException("every message shows something", "NotAllowedError");
    localStorage.setItem(KEPT, JSON.stringify({ ...(await window.subscribed(key)), key }));
    return made();
  };
})()"""
"""Chromium would ask its maker's push service; here the sandbox's is asked. All else is the browser's own."""
_SHOWN: Final = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, tag, lang, silent, data }) => ({ title, body, tag, lang, silent, data }))"""
_TAP: Final = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""
_CHANGES: Final = "() => void self.dispatchEvent(new ExtendableEvent('pushsubscriptionchange'))"


class Pushed:
    """One phone with its browser's subscription; `came` is what its push service has for it."""

    def __init__(self, handset: Handset, service: PushService, came: asyncio.Queue[Message]) -> None:
        self.handset, self.service, self.came = handset, service, came
        self._session: CDPSession | None = None
        self._registration = ""

    async def attach(self, allowed: bool) -> None:
        """Let this phone's browser subscribe at the sandbox, with or without leave to show notifications."""
        context = self.handset.window.context
        await context.expose_function("subscribed", self._subscribe)
        await context.add_init_script(_SUBSCRIBES)
        if allowed:
            await context.grant_permissions(["notifications"], origin=self.handset.app)
        self._session = await context.new_cdp_session(self.handset.page)
        self._session.on("ServiceWorker.workerRegistrationUpdated", self._registered)
        await self._session.send("ServiceWorker.enable")
        await self.handset.page.reload()

    async def deliver(self) -> str:
        """Let what the push service has reach the browser, as it would; returns its sentence."""
        assert self._session is not None
        async with asyncio.timeout(60):
            message = await self.came.get()
        given = {"origin": self.handset.app, "registrationId": self._registration, "data": json.dumps(message.said)}
        await self._session.send("ServiceWorker.deliverPushMessage", given)
        text = message.said["text"]
        assert isinstance(text, dict)
        return str(text["nl"])

    async def shown(self) -> list[dict[str, Any]]:
        """Every notification that stands on this phone."""
        found: list[dict[str, Any]] = await self.handset.page.evaluate(_SHOWN)
        return found

    async def shows(self, title: str, *, silent: bool = False) -> dict[str, Any]:
        """Wait for a notification with this title; returns it."""
        async with asyncio.timeout(60):
            while True:
                found = [one for one in await self.shown() if (one["title"], one["silent"]) == (title, silent)]
                if found:
                    return found[0]
                await self.handset.page.evaluate("new Promise((done) => requestAnimationFrame(done))")

    async def tap(self) -> None:
        """Tap the notification that stands on this phone."""
        await self._worker().evaluate(_TAP)

    async def changes(self) -> None:
        """Let the browser say that it changed its subscription."""
        await self._worker().evaluate(_CHANGES)

    def _worker(self) -> Worker:
        [worker] = self.handset.window.context.service_workers
        return worker

    def _registered(self, said: dict[str, Any]) -> None:
        for one in said["registrations"]:
            if not one["isDeleted"]:
                self._registration = one["registrationId"]

    async def _subscribe(self, key: str) -> dict[str, Any]:
        made = self.service.subscribe(self.handset.name, key)
        return {"endpoint": made.endpoint, "keys": {"p256dh": made.p256dh, "auth": made.auth}}


@asynccontextmanager
async def pushed(handset: Handset, *, allowed: bool = True) -> AsyncIterator[Pushed]:
    """Give this phone a push service of its own, until the end."""
    came: asyncio.Queue[Message] = asyncio.Queue()
    service = PushService(came.put_nowait, lambda: datetime.now(UTC))
    await service.open()
    try:
        found = Pushed(handset, service, came)
        await found.attach(allowed)
        yield found
    finally:
        await service.close()
