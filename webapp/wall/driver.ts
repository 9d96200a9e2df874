/** Practice only: holds the real app in a frame of its own origin, and does in it what the thumb of its owner does. */

import "./driver.css";
import { withoutCalls, type Screened } from "./dialling.ts";
import { nightClock, type Clocked } from "./night-clock.ts";
import { AGAIN, busy, failed, onScreen, press, typeIn, type Done } from "./thumb.ts";

const LOOK = 250;
const ASK = 1_000;
const WORLD = "wereld";
/** The app's own setting: a new phone speaks the language of the wall. */
const LANGUAGE = "taal";

type Known = { who: string; world: string; pin: string; invitation: string | null; wall: string };

/** Who this phone is; asked until the world is there to say it. */
async function known(): Promise<Known> {
  for (;;) {
    const answer = await fetch("/practice/phone", { cache: "no-store" }).catch(() => null);
    if (answer?.ok === true) return (await answer.json()) as Known;
    await new Promise((done) => setTimeout(done, ASK));
  }
}

/** Another world has other keys: forget everything of the one before, as if the phone were new. */
async function fresh(world: string): Promise<boolean> {
  if (localStorage.getItem(WORLD) === world) return true;
  for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
  await fetch("/practice/wipe", { method: "POST" });
  localStorage.setItem(WORLD, world);
  localStorage.setItem(LANGUAGE, new URLSearchParams(window.location.search).get("taal") ?? "nl");
  return false;
}

function thumb(frame: HTMLIFrameElement, pin: string): () => Promise<void> {
  let done: Done | null = null;
  return async () => {
    const page = frame.contentDocument;
    if (page === null) return pulled(frame);
    const screen = onScreen(page);
    if (busy(screen, done, failed(page), performance.now())) return;
    done = { screen, at: performance.now() };
    switch (screen.shows) {
      case "enrol": {
        const { invitation } = await known();
        // Its keys were admitted, and are not here: somebody's other browser has them. This one gets its own.
        if (invitation === null) await fetch("/practice/again", { method: "POST" });
        else typeIn(screen.form, "link", invitation);
        return;
      }
      case "pin":
        return typeIn(screen.form, "pin", pin);
      case "ended":
        await fetch("/practice/again", { method: "POST" });
        return press(screen.button);
      case "other":
        return;
    }
  };
}

/** Where its line was cut a browser shows a page of its own: ask once more, like somebody who pulls the page down. */
async function pulled(frame: HTMLIFrameElement): Promise<void> {
  frame.src = "/";
  await new Promise((done) => setTimeout(done, AGAIN));
}

/** The app reads its language when it begins; the thumb opens its lock again, and what was typed comes back. */
async function speaks(frame: HTMLIFrameElement, language: string): Promise<void> {
  if (localStorage.getItem(LANGUAGE) === language) return;
  localStorage.setItem(LANGUAGE, language);
  // A PIN that is being tried counts as wrong when the app ends meanwhile.
  while (frame.contentDocument !== null && onScreen(frame.contentDocument).shows === "pin") await new Promise((done) => setTimeout(done, LOOK));
  if (localStorage.getItem(LANGUAGE) === language) frame.contentWindow?.location.reload();
}

async function start(): Promise<void> {
  const { world, pin, wall } = await known();
  if (!(await fresh(world))) return window.location.reload();
  const frame = document.createElement("iframe");
  frame.title = document.title;
  frame.src = "/";
  const look = thumb(frame, pin);
  const clock = nightClock();
  window.addEventListener("message", ({ origin, data }: MessageEvent<{ go?: unknown; speak?: unknown; now?: unknown }>) => {
    if (origin !== wall || frame.contentWindow === null) return;
    if (typeof data.go === "string" && data.go.startsWith("#/")) frame.contentWindow.location.hash = data.go;
    if (data.speak === "nl" || data.speak === "en") void speaks(frame, data.speak);
    if (typeof data.now === "number") clock.is(data.now);
  });
  const called = (number: string): void => window.parent.postMessage({ calls: number }, wall);
  frame.addEventListener("load", () => {
    if (frame.contentDocument === null) return;
    withoutCalls(frame.contentWindow as unknown as Screened, called);
    clock.hang(frame.contentWindow as unknown as Clocked);
  });
  frame.addEventListener("load", () => window.parent.postMessage({ ready: true }, wall), { once: true });
  document.body.append(frame);
  let looking = false;
  setInterval(() => {
    if (looking) return;
    looking = true;
    void look()
      .catch(() => undefined)
      .finally(() => (looking = false));
  }, LOOK);
}

void start();
