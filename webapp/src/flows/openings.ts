/** What each flow adds to what was filled in: for whom its items are sealed, its own verbs, what they lack; found by file, `<flow>.ts`. */

import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import type { ReadAct } from "../wire/catalogue.ts";
import type { Filled } from "../wire/filled.ts";
import type { ActName, AnyContent } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import type { DoingOn, Prepared } from "./doing.ts";

/** What was filled in on an opening, as documents that are not checked yet, and around it. */
export type OpeningOf = {
  readonly device: Device;
  readonly act: string;
  readonly holding: Holding;
  readonly params: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
  /** With those of the item it follows from. */
  readonly excluded: readonly string[];
  readonly follows: Case | null;
};

/** What comes of it: who gets the key, and what stands beside or in the place of what was filled in. */
export type Comes = {
  readonly readers: Iterable<Holding>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly dossier?: string;
  readonly excluded?: readonly string[];
  /** It is of the dossier of the item it was opened from, and leaves out the same people, but does not follow from it. */
  readonly alone?: true;
};

/** By act that opens an item: who reads it, and what the phone knows of it. */
export type Openings = Readonly<Record<string, (about: OpeningOf) => Comes | Promise<Comes>>>;
/** By act that carries an item: who gets the key of that one. */
export type Links = Readonly<Record<string, (doing: DoingOn<ActName>, content: AnyContent) => Iterable<Holding>>>;
/** By act on an item: how it is made, where its form alone does not say that. */
export type Verbs = Readonly<Record<string, (device: Device, item: string, filled: Filled) => Promise<Prepared>>>;
/** By flow: what the readers of its items are told that they lack, as codes of its words. */
export type Lacks = Readonly<Record<string, (found: Case) => readonly string[]>>;

/** By flow: who must be able to read its items, by who asked; of a flow that does not say so: for whom signed acts sealed them. */
export type MustRead = Readonly<Record<string, (requester: Holding) => readonly Holding[]>>;
/** Who is given an item's key by name and never by role, and as what, by an act on it (BB-05). */
export type ByName = (read: ReadAct) => readonly (readonly [person: string, as: Holding])[];

type Found = {
  readonly MUST_READ?: MustRead;
  readonly BY_NAME?: ByName;
  readonly LACKS?: Lacks;
  readonly OPENINGS?: Openings;
  readonly LINKS?: Links;
  readonly VERBS?: Verbs;
};

// Not those that ask this file itself: in a circle one of them would stand here before it is there.
const FOUND = Object.values(import.meta.glob<Found>(["./*.ts", "!./{openings,filled,item,keys}.ts", "!./*.test.ts"], { eager: true }));

/** How an act of a flow opens its item; undefined where no flow says so. */
export function openingBy(act: string): Openings[string] | undefined {
  return FOUND.map(({ OPENINGS }) => OPENINGS?.[act]).find((one) => one !== undefined);
}

/** Who gets the key of the item that an act carries; undefined where no flow says so. */
export function linkBy(act: string): Links[string] | undefined {
  return FOUND.map(({ LINKS }) => LINKS?.[act]).find((one) => one !== undefined);
}

/** A flow's own way to make an act; undefined: it is made from its form alone. */
export function verbBy(act: string): Verbs[string] | undefined {
  return FOUND.map(({ VERBS }) => VERBS?.[act]).find((one) => one !== undefined);
}

/** What an item lacks by what its readers can see, as its flow says; the service cannot check it. */
export function lackingIn(found: Case): readonly string[] {
  return FOUND.flatMap(({ LACKS }) => LACKS?.[found.answer.item.flow]?.(found) ?? []);
}

/** Who must be able to read an item of this flow, by who asked; undefined where its flow does not say so. */
export function mustRead(flow: string, requester: Holding): readonly Holding[] | undefined {
  return FOUND.map(({ MUST_READ }) => MUST_READ?.[flow]?.(requester)).find((one) => one !== undefined);
}

/** Who was given the key of an item by name, never by role, and as what. */
export function byName({ acts }: Pick<Case, "acts">): ReadonlyMap<string, Holding> {
  return new Map(acts.flatMap(({ read }) => FOUND.flatMap(({ BY_NAME }) => BY_NAME?.(read) ?? [])));
}
