/** Everything a person can do on an item from these pages, as plain data; texts are what was typed. */

import type { Filled } from "./wire/filled.ts";
import type {
  ActName,
  BerichtRccbActs,
  ChannelActs,
  DirectoryActs,
  GeschilActs,
  ItemActs,
  OpdrachtActs,
  RosterActs,
  SpoedaanwijzingActs,
} from "./wire/models.ts";

/** Acts of the flows whose forms are made from their models alone. */
export type FormAct = Exclude<
  ActName,
  | keyof SpoedaanwijzingActs
  | keyof OpdrachtActs
  | keyof BerichtRccbActs
  | keyof GeschilActs
  | keyof ItemActs
  | keyof RosterActs
  | keyof DirectoryActs
  | keyof ChannelActs
>;

/** Acts that belong to a flow. */
export type FlowAct = Exclude<ActName, keyof ItemActs | keyof RosterActs | keyof DirectoryActs | keyof ChannelActs>;

const BY_HAND: readonly string[] = [
  "spoedaanwijzing", "opdracht", "bericht_rccb", "geschil", "item", "roster", "directory", "channel",
]; // prettier-ignore

/** Whether the form of an act is made from its models alone. */
export function isFormAct(act: string): act is FormAct {
  return !BY_HAND.includes(act.split(".")[0] ?? "");
}

/** Acts on an item of which the form is made from the models: one that decides says more than a form does. */
export type AskedAct =
  | FormAct
  | "item.hold"
  | Exclude<
      keyof SpoedaanwijzingActs | keyof OpdrachtActs | keyof GeschilActs,
      Bare | "spoedaanwijzing.submit" | "spoedaanwijzing.register" | "spoedaanwijzing.acknowledge"
    >;

/** Those that are made of nothing but what was filled in. */
export type FilledAct = Exclude<AskedAct, "spoedaanwijzing.decide">;

/** Acts that open an item, which a form asks for. */
export type OpeningAct = FormAct | "spoedaanwijzing.submit" | "spoedaanwijzing.register";

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
  | { act: "spoedaanwijzing.acknowledge"; item: string; what: string }
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

/** Acts of which a page says nothing more than their name. */
export type Bare =
  | "item.wrap"
  | "item.rekey"
  | "item.lift"
  | "spoedaanwijzing.receive"
  | "spoedaanwijzing.spoken"
  | "spoedaanwijzing.withdraw"
  | "spoedaanwijzing.acquiesce"
  | "spoedaanwijzing.end_received"
  | "opdracht.ter_plaatse"
  | "bericht_rccb.acknowledge"
  | "geschil.climb"
  | "geschil.acquiesce";

/** The name of an act a page can ask for. */
export type Act = Intent["act"] | "item.attach" | "channel.test" | "channel.set_push" | "channel.remove";
