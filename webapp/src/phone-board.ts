/** What watchers and holders of devices are shown: the board without content, and devices as the signed directory has them. */

import type { Moment, Party } from "./phone.ts";

/** One open ladder; where no area may be seen, a scope is empty and there is no number. */
export type BoardLadder = {
  item: string;
  flow: string;
  state: string;
  drill: boolean;
  what: string;
  waitsFor: readonly Party[];
  /** P-06: who is the authority, since when. */
  gezag: { holder: Party; since: Moment } | null;
  start: Moment;
  due: Moment | null;
  late: boolean;
  /** Index of the highest rung reached; -1 before the first. */
  rung: number;
  rungs: number;
  people: number;
  rings: number;
  seen: number;
  calling: number;
  /** When it rings or climbs next. */
  nextAt: Moment | null;
  /** When the next rung is reached, and which functies that adds; null and none on the last. */
  climbsAt: Moment | null;
  climbsTo: readonly string[];
  /** The receipt before it, which may be reopened. */
  reopens: string | null;
};

/** A gap or alarm that stands: about a functie, a device or a person, or about nothing that has a name here. */
export type BoardAlarm = {
  kind: string;
  since: Moment;
  party: Party | null;
  slot: string | null;
  device: DeviceLine | null;
  /** A person by the name this phone may use, or what else it is about. */
  about: string;
};

/** A stretch in which the roster names nobody. */
export type BoardGap = Party & { slot: string; starts: Moment; ends: Moment };

/** Everything that stands at `now`; ladders with the most urgent first, `more` when some are left out. */
export type Board = {
  ladders: readonly BoardLadder[];
  more: boolean;
  alarms: readonly BoardAlarm[];
  gaps: readonly BoardGap[];
  now: Moment;
};

/** A device as officers signed it. */
export type DeviceLine = {
  id: string;
  person: string;
  organisation: string;
  functies: readonly Party[];
  addedAt: Moment;
  stand: "in_use" | "frozen" | "revoked";
  revokedAt: Moment | null;
  mine: boolean;
  /** It is this very device. */
  here: boolean;
  mayFreeze: boolean;
  /** Functies that I hold too, of which it has no key while this device has one. */
  lacks: readonly Party[];
  /** What taking it out of use needs of this person: nothing more, more officers, or it is not theirs to do. */
  revoke: "may" | "together" | "not";
};
