/** The two scripts that this app may start, and the one policy of Trusted Types that lets it. */

import workerUrl from "./worker/worker.ts?worker&url";

const SERVICE_WORKER = "/sw.js";

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };

/** Start the one worker in which keys live. */
export function startWorker(): Worker {
  return new Worker(allowed(workerUrl), { type: "module", name: "piket" });
}

/** Register the service worker that keeps the app's own files; null where the browser has none. */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  return navigator.serviceWorker.register(allowed(SERVICE_WORKER), { scope: "/", updateViaCache: "none" });
}

let policy: Policy | undefined;

function allowed(url: string): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  policy ??= factory?.createPolicy("piket", { createScriptURL: exactly }) ?? { createScriptURL: exactly };
  return policy.createScriptURL(url);
}

function exactly(url: string): string {
  if (url === workerUrl || url === SERVICE_WORKER) return url;
  throw new TypeError("This app starts no other script.");
}
