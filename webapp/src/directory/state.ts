/** The directory as this device believes it: what the signed facts say, and nothing a server adds. */

import type { LogKeys } from "../log/succession.ts";
import { RULES } from "../wire/catalogue.ts";
import { holdingKey, type Functie, type Holding } from "../wire/payload.ts";
import { sameNumber } from "./telephone.ts";
import type { App } from "./webauthn.ts";

export const DIRECTORY_LOG = "directory";

/** What the founders hold: they may manage every organisation's people. */
export const FOUNDERS: Holding = { functie: "functioneel_beheerder", scope: "org:founders" };

/** A device that officers signed; `since` and `revoked` are positions in the directory. */
export type KnownDevice = {
  readonly id: string;
  readonly person: string;
  readonly organisation: string;
  /** Every point this device signs with, as the directory spells it: its own key, and its passkey if it has one. */
  readonly point: string;
  readonly passkeyPoint: string | null;
  readonly x25519: string;
  readonly hybrid: string;
  readonly since: number;
  /** When officers signed that it is this person's. */
  readonly addedAt: string;
  readonly revoked: number | null;
  /** The moment that the officers signed for the revocation: what the device signed later counts for nothing. */
  readonly revokedAt: string | null;
  readonly frozen: boolean;
};

/** One key of a role: its number, its public recipient, and the hash of the wrap that was signed per device. */
export type RoleEpoch = {
  readonly holding: Holding;
  readonly number: number;
  readonly recipient: string;
  readonly wraps: ReadonlyMap<string, string>;
};

/** An app that founders signed: the hash of its list of files, and the position of the fact that says so. */
export type AppRelease = { readonly files: string; readonly fact: number };

/** The state after replaying `facts` signed facts: it never changes; `Replay` makes the next one. */
export type Directory = {
  readonly practice: boolean;
  readonly threshold: number;
  readonly facts: number;
  /** Where the app runs, as the founders signed it: proofs by passkey count from there alone. */
  readonly app: App | null;
  /** The name of each organisation's log. */
  readonly organisations: ReadonlyMap<string, string>;
  /** Public keys of each log by the log's name, with the size from which each of them signs. */
  readonly logKeys: ReadonlyMap<string, LogKeys>;
  /** The employer of each person. */
  readonly people: ReadonlyMap<string, string>;
  /** What each person holds, by the key of the holding. */
  readonly memberships: ReadonlyMap<string, ReadonlyMap<string, Holding>>;
  /** By `endedKey`: the place of the fact that ended what a person held; gone again when it is given anew. */
  readonly ended: ReadonlyMap<string, number>;
  readonly devices: ReadonlyMap<string, KnownDevice>;
  /** Every key a role had, oldest first, by the key of the holding. */
  readonly epochs: ReadonlyMap<string, readonly RoleEpoch[]>;
  readonly numbers: ReadonlyMap<string, string>;
  /** Every app that was to be served, oldest first; the last one is to be served now. */
  readonly releases: readonly AppRelease[];
};

/** A directory without any fact. */
export const EMPTY: Directory = {
  practice: false,
  threshold: 0,
  facts: 0,
  app: null,
  organisations: new Map(),
  logKeys: new Map(),
  people: new Map(),
  memberships: new Map(),
  ended: new Map(),
  devices: new Map(),
  epochs: new Map(),
  numbers: new Map(),
  releases: [],
};

/** The name under which `ended` has what a person held. */
export function endedKey(person: string, holding: Holding): string {
  return `${person} ${holdingKey(holding)}`;
}

/** Whether officers gave this person this functie in this scope, and did not end it (P-01). */
export function holds(directory: Directory, person: string, holding: Holding): boolean {
  return directory.memberships.get(person)?.has(holdingKey(holding)) ?? false;
}

/** The place of the fact that ended what a person held; null when it never ended, or was given anew. */
export function endedAt(directory: Directory, person: string, holding: Holding): number | null {
  return directory.ended.get(endedKey(person, holding)) ?? null;
}

/** Whether officers signed this number, however written, for exactly this functie in this scope (SA-01). */
export function hasNumber(directory: Directory, holding: Holding, number: string): boolean {
  const signed = directory.numbers.get(holdingKey(holding));
  return signed !== undefined && sameNumber(signed, number);
}

/** Who holds it now, in a stable order. */
export function holders(directory: Directory, holding: Holding): string[] {
  const key = holdingKey(holding);
  return [...directory.memberships].flatMap(([person, held]) => (held.has(key) ? [person] : [])).sort();
}

/** The device of this name; undefined when no officer added it. */
export function deviceOf(directory: Directory, device: string): KnownDevice | undefined {
  return directory.devices.get(device);
}

/** The devices of a person to which keys may be sealed: not revoked and not frozen. */
export function livingDevices(directory: Directory, person: string): KnownDevice[] {
  const mine = [...directory.devices.values()].filter((device) => device.person === person);
  return mine.filter((device) => device.revoked === null && !device.frozen);
}

/** The present key of a role; null when it never had one. */
export function epochOf(directory: Directory, holding: Holding): RoleEpoch | null {
  return directory.epochs.get(holdingKey(holding))?.at(-1) ?? null;
}

/** One key of a role, also an earlier one. */
export function epochNumbered(directory: Directory, holding: Holding, number: number): RoleEpoch | null {
  return directory.epochs.get(holdingKey(holding))?.find((epoch) => epoch.number === number) ?? null;
}

/** The log in which a person's acts are counted: their employer's (P-01); undefined for whom nobody added. */
export function logOf(directory: Directory, person: string): string | undefined {
  const employer = directory.people.get(person);
  return employer === undefined ? undefined : directory.organisations.get(employer);
}

/** Which persons may manage people of one of these organisations; founders manage everybody. */
export function managersAmong(
  directory: Directory,
  persons: Iterable<string>,
  organisations: Iterable<string>,
): Set<string> {
  const fitting = [FOUNDERS];
  for (const name of organisations) fitting.push({ functie: "functioneel_beheerder", scope: `org:${name}` });
  return new Set([...persons].filter((person) => fitting.some((holding) => holds(directory, person, holding))));
}

/** Whether the person may freeze a device that floods. */
export function watches(directory: Directory, person: string): boolean {
  const held = directory.memberships.get(person)?.values() ?? [];
  return [...held].some(({ functie }: { functie: Functie }) => RULES[functie].powers.includes("watch"));
}
