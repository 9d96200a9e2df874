/** What the service worker does with a bell: always something to see, never more than a fixed sentence that it knows, no item. */

import { RING, SENTENCES } from "./words/ring.ts";

export type Language = "nl" | "en";

/** What is shown; a later one with the same tag takes its place, and makes a sound again unless it is silent. */
export type Shown = { title: string; options: NotificationOptions & { renotify: boolean } };

/** What a click asks of the browser; a `ServiceWorkerGlobalScope` gives it. */
export type Windows = { clients: Pick<Clients, "matchAll" | "openWindow"> };

/** A bell shows no picture that says what rings: on a protected person's phone it is another (SG-07). */
const ICONS = { piket: "/icon-192.png", own: "/notities-192.png" } as const;
const HELP_TAG = "piket";
const LANGUAGES: readonly Language[] = ["nl", "en"];
const KEPT = "/language";
const NAMED = "/name";

/** The notification for what came, in this language; whatever came, there is one, and no words but this app's own. */
export function bellFor(came: string | null, language: Language, own = false): Shown {
  const said = read(came);
  if (said === null) return shown(RING.waits[language], HELP_TAG, language, false, own);
  return shown(said.text[language], said.tag, language, said.type === "closed", own);
}

/** The notification that asks to open the app, when the browser changed where it can be rung. */
export function renewFor(language: Language, own = false): Shown {
  return shown((own ? RING.renewOwn : RING.renew)[language], HELP_TAG, language, false, own);
}

/** Bring the app to the front, at its start; open it where there is none. */
export async function openApp({ clients }: Windows): Promise<void> {
  const [window] = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (window === undefined) return void (await clients.openWindow("/"));
  (window as WindowClient).postMessage({ kind: "open" });
  await (window as WindowClient).focus();
}

/** Remember the language of the app; whatever else is said is not kept. */
export async function keepLanguage(cache: Cache, said: unknown): Promise<void> {
  const language = LANGUAGES.find((one) => one === said);
  if (language !== undefined) await cache.put(KEPT, new Response(language));
}

/** Remember that this is a protected person's phone; it stays one. */
export async function keepOwn(cache: Cache, said: unknown): Promise<void> {
  if (said === true) await cache.put(NAMED, new Response("own"));
}

export async function isOwn(cache: Cache): Promise<boolean> {
  return (await cache.match(NAMED)) !== undefined;
}

export async function languageOf(cache: Cache): Promise<Language> {
  const kept = await (await cache.match(KEPT))?.text();
  return LANGUAGES.find((one) => one === kept) ?? "nl";
}

type Said = { type: string; tag: string; text: Record<Language, string> };

function read(came: string | null): Said | null {
  try {
    const said = JSON.parse(came ?? "") as { v: unknown; type: unknown; tag: unknown; text: Record<string, unknown> };
    const { v, type, tag, text } = said;
    const { nl, en } = text;
    if (v !== 1 || typeof type !== "string" || typeof tag !== "string" || typeof nl !== "string" || typeof en !== "string") return null;
    if (!SENTENCES.some((one) => one.nl === nl && one.en === en)) return null;
    return { type, tag, text: { nl, en } };
  } catch {
    return null;
  }
}

function shown(title: string, tag: string, lang: Language, over: boolean, own: boolean): Shown {
  return { title, options: { tag, lang, icon: own ? ICONS.own : ICONS.piket, silent: over, renotify: !over, requireInteraction: !over } };
}
