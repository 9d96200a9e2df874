/** Gestures on many items at once, and how far each of those items is: what pages know of them (BB-03). */

import type { Act, Intent } from "./phone-acts.ts";
import type { Draft, Fact, ItemLine, Moment, Party } from "./phone.ts";

/**
 * How far a gesture is, `done` of `of`: items `read` and acts `made` (sealed) here before it is signed; then signed ones,
 * which wait on this phone for a line (`waiting`) or go out (`sending`), until all were answered (`sent`).
 */
export type Gesture = {
  gesture: string;
  act: Act;
  stage: "reading" | "making" | "sending" | "waiting" | "sent";
  done: number;
  of: number;
  refused: number;
};

/** One of the items that a gesture is about; `gaps`: of whom no key is known there. */
export type Each = { item: string; area: string; gaps: readonly Party[] };

/** What is read on some of the items, where the act says that it was read. */
export type Read = { fields: readonly Fact[]; areas: readonly string[] };

/** What a gesture would sign: `draft` reads back what all of its acts say; `failed`: on these nothing will be done. */
export type ManyDraft = {
  draft: Draft;
  /** The handle of whom it is about: by that all of them are found again. */
  dossier: string;
  each: readonly Each[];
  texts: readonly Read[];
  failed: readonly { area: string; code: string }[];
};

/** One item in a few words; the service's word. */
export type HowFar = {
  item: string;
  area: string;
  state: string;
  drill: boolean;
  closed: boolean;
  openedAt: Moment;
  waits: readonly string[];
  late: boolean;
  /** Who it is meant for said of its bell to have seen it. */
  seen: boolean;
  /** Of who it is meant for there is no key, or nobody who can be rung. */
  nobody: boolean;
};

/** The open items of one flow in one dossier, where there are too many to stand in a list each for itself. */
export type ManyLine = { flow: string; dossier: string; drill: boolean; openedAt: Moment; states: readonly { state: string; count: number }[] };

/** What the service tells of a notice to a mayor beside its words: who knows it, who looked, who told the mayor themselves. */
export type NoticeFacts = {
  known: { at: Moment; byTelephone: boolean } | null;
  /** By a second official: before the mayor could read it, or afterwards (BB-02). */
  looked: { at: Moment; before: boolean } | null;
  /** Police and KMar, who have a duty of their own to inform (art. 16 Wpg). */
  informed: readonly { organisation: string; at: Moment }[];
  vierhoek: { at: Moment; who: readonly Party[] } | null;
  /** To whom it was released as a stand-in, by name (BB-05). */
  standIns: readonly string[];
};

/** A page of what is over; `more`: there is older. */
export type Closed = { items: readonly (ItemLine & { closedAt: Moment })[]; more: boolean };

export interface Many {
  /** Make what would be signed for all of these, to be read back first; told as `gesture` how far that is. */
  prepareMany(intents: readonly Intent[]): Promise<ManyDraft>;
  /** Sign it as it was read back; returns when all of it is safely kept here, and sends. */
  signMany(draft: string): Promise<Gesture>;
  /** Gestures that were signed and not all answered; no round trip. */
  gestures(): Promise<readonly Gesture[]>;
  /** How far the items of a flow in one dossier are. */
  gathered(flow: string, dossier: string): Promise<readonly HowFar[]>;
  /** What is over, the last closed first, as the service says it; those that follow on the item `before`. */
  closed(before: string | null): Promise<Closed>;
}
