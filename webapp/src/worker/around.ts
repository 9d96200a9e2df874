/** What the worker's phone lives with: all of it replaceable in tests. */

import type { Pause } from "../api/patience.ts";
import type { Fetch } from "../api/transport.ts";
import type { Locks } from "../device/locks.ts";
import type { Store } from "../device/store.ts";
import type { Change } from "../phone.ts";
import type { Clock, Random } from "../wire/bytes.ts";
import type { Own } from "./release.ts";
import type { Side } from "./sealers.ts";
import type { Tabs } from "./tabs.ts";

/** `told` hears of every change. */
export type Around = {
  /** Where the service is; throws while nobody says so. */
  readonly service: () => Promise<string>;
  readonly store: Store;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: Random;
  readonly eenheidOf: ReadonlyMap<string, string>;
  readonly told: (change: Change) => void;
  readonly tabs: Tabs;
  readonly fetch?: Fetch;
  /** Starts a helper that seals, where it is not this very script. */
  readonly sealer?: () => Side;
  /** This app's own files, where it is not the browser that knows. */
  readonly own?: () => Promise<Own | null>;
  readonly pause?: Pause;
};
