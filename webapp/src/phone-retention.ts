/** What pages are shown of how long an item stays (EV-03). */

import type { Moment, Party } from "./phone.ts";

/** `eraseAt` is when what an item holds is erased for good, null while it is open; `holds` says who keeps it from that, as far as one may know. */
export type Retention = {
  eraseAt: Moment | null;
  held: boolean;
  holds: readonly { who: Party; ground: string; since: Moment }[];
  /** What this person may do about it. */
  may: "item.hold" | "item.lift" | null;
};
