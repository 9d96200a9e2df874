/** The service worker: serves the app's own files without a line, shows every bell, and keeps no content ever. */

import { InTurn } from "./in-turn.ts";
import { bellFor, isOwn, keepLanguage, keepOwn, languageOf, openApp, renewFor, type Shown } from "./ringing.ts";
import { fromShell, keepShell, shellNames, type World } from "./shell.ts";

/** Where the one page is given; any other address is none of the app's, and the server says what stands there. */
const STARTS = ["/", "/index.html", "/bord"];

declare const self: ServiceWorkerGlobalScope;

const world: World = {
  caches: self.caches,
  fetch: (path, init) => self.fetch(path, init),
  digest: (data) => self.crypto.subtle.digest("SHA-256", data),
};

self.addEventListener("install", (event) => event.waitUntil(keepShell(world)));

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname === "/piket.json") return;
  const navigates = request.mode === "navigate" && STARTS.includes(url.pathname);
  if (navigates) event.waitUntil(keepShell(world).catch(() => undefined));
  event.respondWith(fromShell(world, url.pathname, navigates).then((answer) => answer ?? self.fetch(request)));
});

const show = ({ title, options }: Shown): Promise<void> => self.registration.showNotification(title, options);

const turns = new InTurn();

self.addEventListener("push", (event) => {
  const came = event.data?.text() ?? null;
  const ring = async (): Promise<Shown> => {
    const kept = await shellNames(world);
    return bellFor(came, await languageOf(kept), await isOwn(kept));
  };
  event.waitUntil(turns.show(ring(), show));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openApp(self));
});

/** Only the app can sign where it is rung from now on: whoever has it open does so, and somebody is asked to open it. */
self.addEventListener("pushsubscriptionchange", (event) => {
  const tell = async (): Promise<void> => {
    for (const window of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) window.postMessage({ kind: "renew" });
    const kept = await shellNames(world);
    await show(renewFor(await languageOf(kept), await isOwn(kept)));
  };
  event.waitUntil(tell());
});

self.addEventListener("message", (event) => {
  const { language, own } = event.data as { language?: unknown; own?: unknown };
  const keep = async (): Promise<void> => {
    const kept = await shellNames(world);
    await keepLanguage(kept, language);
    await keepOwn(kept, own);
  };
  event.waitUntil(keep());
});
