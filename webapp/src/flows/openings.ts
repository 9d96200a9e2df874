/** What each flow adds to what was filled in: for whom its items are sealed, its own verbs, what they lack; found by file, `<flow>.ts`. */

import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
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

/** The flow of which what is signed is read back by what weighs in it, and not field by field of its models. */
export type ReadApart = string;

type Found = { readonly READ_APART?: ReadApart; readonly LACKS?: Lacks; readonly OPENINGS?: Openings; readonly LINKS?: Links; readonly VERBS?: Verbs };

const FOUND = Object.values(import.meta.glob<Found>(["./*.ts", "!./openings.ts", "!./filled.ts", "!./*.test.ts"], { eager: true }));

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

/** Whether what is signed is read back as its flow picks it, not field by field. */
export function isReadApart(act: string): boolean {
  return FOUND.some(({ READ_APART }) => READ_APART === act.split(".")[0]);
}
