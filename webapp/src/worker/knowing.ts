/** Whom to believe and to whom can be sealed, as far as the service says that within a moment. */

import type { Pause } from "../api/patience.ts";
import type { Begun, Device } from "../device/device.ts";
import { codeOf } from "./problems.ts";

/** How long a person waits for it; then what was known before must do: a bad line holds up neither a request nor the lock. */
export const MOMENT = 3_000;

/** Try to know the newest directory; throws what does not verify, and nothing about the line. */
export async function knowNewest(sync: () => Promise<void>, wait: Pause): Promise<void> {
  const tried = sync().catch((wrong: unknown) => {
    if (codeOf(wrong) !== "service.unreachable") throw wrong;
  });
  tried.catch(() => undefined);
  await Promise.race([tried, wait(MOMENT)]);
}

/** The wait of who can do nothing before it is known. */
export const never: Pause = () => new Promise(() => undefined);

/**
 * Wait for what a phone that was just unlocked needs, and give what its session began with. One that was never told whom to
 * believe has nothing to work with before `started` is whole; any other needs the newest directory and its keys, which come
 * with the list and the item that waits, and the rest goes on behind it.
 */
export async function letIn(device: Device, started: () => Promise<void>, wait: Pause): Promise<Begun | null> {
  if (device.directory.facts === 0) {
    await knowNewest(started, never);
    return null;
  }
  let begun: Begun | null = null;
  await knowNewest(async () => void (begun = await device.openAfterTap()), wait);
  return begun;
}
