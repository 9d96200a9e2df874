/** Everything a person can do on an item from these pages, as plain data; texts are what was typed. */

import type { Filled } from "./wire/filled.ts";
import type { ActName, ChannelActs, DirectoryActs, ItemActs, RosterActs } from "./wire/models.ts";

/** Acts that belong to a flow. */
export type FlowAct = Exclude<ActName, keyof ItemActs | keyof RosterActs | keyof DirectoryActs | keyof ChannelActs>;

/** Acts of flows that are made of nothing but what was filled in, or of their name alone: a decision says more than a form does. */
export type FormAct = Exclude<FlowAct, "spoedaanwijzing.decide">;

/** Families of acts that belong to no flow. */
const NO_FLOW: readonly string[] = ["item", "roster", "directory", "channel"];

/** Whether an act is made of nothing but what was filled in. */
export function isFormAct(act: string): act is FormAct {
  return act !== "spoedaanwijzing.decide" && !NO_FLOW.includes(act.split(".")[0] ?? "");
}

/** Acts on an item of which the form is made from the models. */
export type AskedAct = FlowAct | "item.hold";

/** Those that are made of nothing but what was filled in. */
export type FilledAct = FormAct | "item.hold";

/** Acts that open an item, which a form asks for. */
export type OpeningAct = FormAct;

/** What goes with opening an item of any flow, besides what its form asks. */
export type Opening = {
  /** In which of one's functies; null where it speaks for itself. */
  as: { functie: string; scope: string } | null;
  /** The item that it follows from: its dossier, its exclusions, and whether it is a drill. */
  follows: string | null;
  /** The dossier where it follows nothing; null: a new one. */
  dossier: string | null;
  excluded: readonly string[];
  drill: boolean;
};

export const FRESH: Opening = { as: null, follows: null, dossier: null, excluded: [], drill: false };

export type Outcome = "aangewezen" | "niet_aangewezen" | "al_onder_gezag_nctv";

/** A decision as typed (SA-06); moments are RFC 3339 in UTC or null. */
export type Decision = {
  outcome: Outcome;
  reasons: string;
  kerngezin: number | null;
  others: string;
  fromAt: string | null;
  endsAt: string | null;
  reviewAt: string | null;
  /** People in the street will see measures (BB-07). */
  visible: boolean;
  /** The order to the LCC and the word to the rccb; null with a refusal. */
  order: { person: string; where: string; measures: string; callback: string } | null;
  word: { text: string; callback: string } | null;
  /** The outcome for each request that was joined to this one (SA-12); `word` where the rccb of another eenheid serves it. */
  joined: readonly JoinedDecision[];
};

export type JoinedDecision = {
  item: string;
  outcome: Outcome;
  reasons: string;
  word: { text: string; callback: string } | null;
};

/** One thing to do; `act` is its name on the wire. */
export type Intent =
  | { act: "spoedaanwijzing.decide"; item: string; decision: Decision }
  /** `unread`: from the board, by a watcher, who reads nothing of the item. */
  | { act: "item.ik_bel" | "item.reopen" | "item.ring_again"; item: string; what: string; unread?: { drill: boolean } }
  | {
      act: "roster.set";
      role: { functie: string; scope: string };
      person: string;
      slot: "on_duty" | "backup";
      startsAt: string;
      endsAt: string;
      /** It takes the place of what the roster says already. */
      override: boolean;
    }
  | { act: "directory.freeze_device"; device: string; frozen: boolean }
  | { act: "directory.revoke_device"; device: string }
  | { act: "directory.wrap_epoch"; device: string; role: { functie: string; scope: string } }
  | { act: FilledAct; item: string; filled: Filled }
  | { act: OpeningAct; opening: Opening; filled: Filled }
  | { act: Bare; item: string };

/** Acts on any item of which a page says nothing more than their name. */
export type Bare = "item.wrap" | "item.rekey" | "item.lift";

/** The name of an act a page can ask for. */
export type Act = Intent["act"] | "item.attach" | "channel.test" | "channel.set_push" | "channel.remove";
