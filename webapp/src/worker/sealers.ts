/** Two helpers that seal side by side, so that many items are made in the time of half of them and this thread stays free. */

import type { Helper } from "../device/device.ts";
import { SEALER, type Begin, type Made, type Task } from "./sealer.ts";

/** A worker, or what stands in for one in a test. */
export type Side = {
  postMessage(message: Begin | Task): void;
  addEventListener(kind: "message", heard: (event: { readonly data: Made }) => void): void;
  addEventListener(kind: "error" | "messageerror", failed: () => void): void;
  terminate(): void;
};

const HELPERS = 2;
/** So many tasks lie at each, so that none of them waits for the next one to come. */
const EACH = 2;

/** How many items are made at once by all of them. */
export const AT_ONCE = HELPERS * EACH;

export type Sealers = { readonly help: Helper; close(): void };

/**
 * Start the helpers. `help` gives null where all hands are full, and rejects where a helper cannot: make it here then.
 * `close` ends them and with them what they knew.
 */
export function sealers(start: () => Side, begin: Begin): Sealers {
  const sides = Array.from({ length: HELPERS }, () => ({ side: start(), waiting: new Map<number, (made: Made | null) => void>() }));
  let last = 0;
  for (const { side, waiting } of sides) {
    const failed = (): void => {
      waiting.forEach((told) => told(null));
      waiting.clear();
    };
    side.addEventListener("error", failed);
    side.addEventListener("messageerror", failed);
    side.addEventListener("message", ({ data }) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    });
    side.postMessage(begin);
  }
  return {
    help(content, readers, by) {
      const free = sides.toSorted((one, other) => one.waiting.size - other.waiting.size)[0];
      if (free === undefined || free.waiting.size >= EACH) return null;
      const id = (last += 1);
      const made = new Promise<Made | null>((resolve) => void free.waiting.set(id, resolve));
      free.side.postMessage({ id, content, readers, by });
      return made.then((found) => {
        if (found?.sealed == null) throw new TypeError("The helper could not seal this.");
        return found.sealed;
      });
    },
    close() {
      sides.forEach(({ side, waiting }) => {
        side.terminate();
        waiting.forEach((told) => told(null));
      });
    },
  };
}

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };
let policy: Policy | undefined;

/** Start this very script once more, as a helper: it is the one script a worker of this app may start. */
export function startSealer(own: string = self.location.href): Side {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  const exactly = (url: string): string => {
    if (url !== own) throw new TypeError("This app starts no other script.");
    return url;
  };
  policy ??= factory?.createPolicy("piket", { createScriptURL: exactly }) ?? { createScriptURL: exactly };
  return new Worker(policy.createScriptURL(own), { type: "module", name: SEALER });
}
