/** The browser in which the app runs, as its bell needs it; and what its service worker says of bells. */

import { keepBell, type Browser } from "./bell.ts";
import type { Phone, Subscription } from "./phone.ts";
import { encode64 } from "./wire/base64url.ts";

const TOLD = "bel";

/** This browser. `installable`: it is an iPhone or iPad, whose home screen has what its browser has not. */
export function thisBrowser(installable: boolean): Browser {
  const manager = async (): Promise<PushManager> => (await navigator.serviceWorker.ready).pushManager;
  const unsubscribe = async (): Promise<void> => void (await (await (await manager()).getSubscription())?.unsubscribe());
  return {
    able: "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis,
    installable,
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    unsubscribe,
    subscribed: async () => {
      const found = await (await manager()).getSubscription();
      const key = found?.options.applicationServerKey ?? null;
      return found === null || key === null ? null : { ...plain(found), key: encode64(new Uint8Array(key)) };
    },
    subscribe: async (key) => {
      await unsubscribe();
      return plain(await (await manager()).subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    },
    told: () => localStorage.getItem(TOLD),
    remember: (endpoint) => (endpoint === null ? localStorage.removeItem(TOLD) : localStorage.setItem(TOLD, endpoint)),
  };
}

/** Keep the bell while the app is open, and follow a tap on one to the start; `open` goes there. */
export function attendBells(phone: Phone, browser: Browser, open: () => void): void {
  // What fails is shown on the device's own page, which asks anew.
  const keep = (): void => void keepBell(phone, browser).catch(() => undefined);
  let ready = false;
  phone.listen((change) => {
    if (change.kind !== "status") return;
    const before = ready;
    ready = change.status.gate.kind === "ready";
    if (ready && !before) keep();
  });
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<{ kind?: unknown }>) => {
    if (event.data.kind === "open") open();
    if (event.data.kind === "renew") keep();
  });
}

/** Tell the service worker in which language bells are shown, and whether neutrally (SG-07). */
export async function tellLanguage(language: string, own: boolean): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  (await navigator.serviceWorker.ready).active?.postMessage({ language, own });
}

function plain(found: PushSubscription): Subscription {
  const { p256dh = "", auth = "" } = found.toJSON().keys ?? {};
  return { endpoint: found.endpoint, p256dh, auth };
}

