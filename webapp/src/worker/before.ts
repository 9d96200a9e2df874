/** What is known and asked before the lock opens: the number to call, the kind of installation, whether there is a line. */

import type { Api } from "../api/api.ts";
import type { Pause } from "../api/patience.ts";
import { keptKeys } from "../device/enrol.ts";
import type { Store } from "../device/store.ts";
import type { KeptReplay } from "../directory/replay.ts";
import { isOwn } from "./own-signaal.ts";
import { codeOf } from "./problems.ts";

const DUTY_NUMBER = "nctv_piket@nl";
/** Anybody may ask for it, so it tells whether there is a line before there are keys. */
const PUBLIC = ["directory", "checkpoint"] as const;
const AGAIN = 5_000;

/** What this phone believed last; `number` is the duty number, `known` whether it believed anything yet, `own` that the keys here are a protected person's. */
export type Before = { readonly number: string | null; readonly practice: boolean; readonly known: boolean; readonly own: boolean };

/** Look in what is kept; no round trip. */
export async function knownBefore(store: Store): Promise<Before> {
  const kept = (await store.get("directory", "replay")) as KeptReplay | undefined;
  const own = isOwn(await keptKeys(store));
  // A protected person calls 112, or the number they were given: whose duty it is stands nowhere on their phone (SG-05).
  const number = own ? null : (kept?.state.numbers.get(DUTY_NUMBER) ?? null);
  return { number, practice: kept?.state.practice ?? false, known: kept !== undefined, own };
}

/** Ask the service something for as long as `wanted`: what answers or does not is noticed by whoever sends for `api`. */
export async function lookForLine(api: Pick<Api, "logFile">, wait: Pause, wanted: () => boolean): Promise<void> {
  while (wanted()) {
    await api.logFile(...PUBLIC).catch(() => undefined);
    await wait(AGAIN);
  }
}

/** Ask for as long as `wanted` whether the service knows this device yet; gives whether it does. Throws a fault of ours. */
export async function admitted(api: Pick<Api, "me">, wait: Pause, wanted: () => boolean): Promise<boolean> {
  while (wanted()) {
    try {
      await api.me();
      return true;
    } catch (wrong) {
      if (codeOf(wrong) === "internal") throw wrong;
    }
    await wait(AGAIN);
  }
  return false;
}
