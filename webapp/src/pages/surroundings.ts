/** Where the app runs: a browser that cannot hold keys, a window inside another app, or a phone's tab are recognised. */

import { hasPasskeys } from "../device/passkey.ts";
import type { Gate, Phone, Status } from "../phone.ts";

/** What the browser says of itself; replaceable in tests. */
export type Surroundings = {
  readonly agent: string;
  readonly touch: boolean;
  /** Opened from the home screen, as an app of its own. */
  readonly installed: boolean;
  /** A script of the app around this window is in it. */
  readonly bridged: boolean;
  readonly keys: boolean;
  readonly storage: boolean;
  /** Service workers, without which nothing starts without a line and nothing rings. */
  readonly workers: boolean;
  /** Passkeys that give a secret. */
  readonly passkey: boolean;
  /** Keys were in use here before; a browser that throws away its databases may keep this one word. */
  readonly enrolled: boolean;
};

const ENROLLED = "aangemeld";

/** What apps write into the name of the browser that they open links in; an Android web view always writes `wv`. */
const IN_APP =
  /\b(FBAN|FBAV|FB_IAB|Instagram|Barcelona|Line\/|Telegram|WhatsApp|Snapchat|Pinterest|Twitter|LinkedInApp|MicroMessenger|TikTok|musical_ly|BytedanceWebview|GSA\/)|; wv\)/;
/** What Telegram's own windows put into every page. */
const BRIDGES = ["TelegramWebviewProxy", "TelegramWebview"];
const IOS = /iPhone|iPad|iPod/;

/** The gate that the surroundings put before the phone's own, or the phone's own. */
export function gateAround(told: Gate, around: Surroundings): Gate {
  const own: Gate = told.kind === "enrol" && around.enrolled ? { kind: "lost" } : told;
  if (!around.installed && isInApp(around)) return { kind: "unsupported", why: "in_app" };
  if (!around.storage) return { kind: "unsupported", why: "storage" };
  if (!around.keys || !around.workers) return { kind: "unsupported", why: "browser" };
  if (own.kind === "choose_lock") return { ...own, passkey: around.passkey };
  if (around.installed || (own.kind !== "enrol" && own.kind !== "lost")) return own;
  if (isIos(around)) return { kind: "install", how: "ios" };
  return around.agent.includes("Android") ? { kind: "install", how: "android" } : own;
}

function isIos({ agent, touch }: Pick<Surroundings, "agent" | "touch">): boolean {
  return IOS.test(agent) || (agent.includes("Macintosh") && touch);
}

/** Whether this is an iPhone or iPad, where only the app on the home screen rings. */
export function onIos(): boolean {
  return isIos({ agent: navigator.userAgent, touch: navigator.maxTouchPoints > 1 });
}

/** Every browser of iOS calls itself Safari too; the window inside another app does not. */
function isInApp(around: Surroundings): boolean {
  return around.bridged || IN_APP.test(around.agent) || (isIos(around) && !around.agent.includes("Safari/"));
}

/** The same phone, which knows where it runs; `used` is called when its keys are in use. */
export function within(phone: Phone, around: Surroundings, used: () => void = () => undefined): Phone {
  const seen = (status: Status): Status => {
    if (status.gate.kind === "ready") used();
    return { ...status, gate: gateAround(status.gate, around) };
  };
  return {
    ...phone,
    status: async () => seen(await phone.status()),
    listen: (told) => phone.listen((change) => told(change.kind === "status" ? { ...change, status: seen(change.status) } : change)),
  };
}

/** Look around in this browser; asks it for a key of the kind the app needs, and throws that away. */
export async function lookAround(): Promise<Surroundings> {
  const [keys, listed, passkey] = await Promise.all([
    works(() => crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"])),
    works(() => indexedDB.databases()),
    hasPasskeys(),
  ]);
  return {
    agent: navigator.userAgent,
    touch: navigator.maxTouchPoints > 1,
    installed: matchMedia("(display-mode: standalone)").matches || (navigator as { standalone?: boolean }).standalone === true,
    bridged: BRIDGES.some((name) => name in globalThis),
    keys,
    storage: listed,
    workers: "serviceWorker" in navigator,
    passkey,
    enrolled: localStorage.getItem(ENROLLED) !== null,
  };
}

/** Remember that keys are in use here. */
export function rememberEnrolled(): void {
  localStorage.setItem(ENROLLED, "ja");
}

/** Whether it can be done at all; what the browser lacks altogether cannot. */
async function works(doing: () => Promise<unknown>): Promise<boolean> {
  try {
    await doing();
    return true;
  } catch {
    return false;
  }
}
