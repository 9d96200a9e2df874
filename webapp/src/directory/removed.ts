/** What a device signed after officers took it out of use: told by its own moments, and by the order of versions. */

import { instant } from "../wire/moment.ts";
import type { ActPayload } from "../wire/payload.ts";
import type { Directory } from "./state.ts";

/**
 * Whether a device that is revoked now signed `act` after its revocation; what it signed before stays good.
 *
 * Whoever holds a stolen device can write an earlier moment into an act. A versioned act cannot be moved so far: it
 * names the version it was decided on, so it comes after every act of `acts` on an earlier version. When one of those
 * was signed by a living device after the revocation (a new key that was made because of it), this one was as well.
 */
export function signedAfterRemoval(act: ActPayload, acts: Iterable<ActPayload>, directory: Directory): boolean {
  const device = directory.devices.get(act.device);
  if (device === undefined || device.revokedAt === null) return false;
  const revokedAt = instant(device.revokedAt);
  if (instant(act.at) > revokedAt) return true;
  const { version } = act;
  if (version === null) return false;
  return [...acts].some(
    (one) =>
      one.version !== null &&
      one.version < version &&
      instant(one.at) > revokedAt &&
      directory.devices.get(one.device)?.revoked === null,
  );
}
