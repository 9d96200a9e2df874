/** The one table of every act and functie, and the reading of a payload against it, as the service's door reads it. */

import { Refused } from "../refused.ts";
import made from "./catalogue.json" with { type: "json" };
import type { ActName, ActParams, AnyContent, Functie } from "./models.ts";
import { readModel } from "./read-model.ts";

/** One row of the table of acts; `may` is the outer fence (P-01), a flow's rules narrow it. */
export type ActSpec = {
  readonly name: ActName;
  readonly family: string;
  readonly may: readonly Functie[];
  readonly onItem: boolean;
  readonly versioned: boolean;
  readonly opens: boolean;
  readonly emergency: boolean;
  /** P-02: of the item it opens is left out, too, whom others left out after the sender's device read what it follows from. */
  readonly leftOutSince: boolean;
};

/** One row of DOMAIN §1: the organisations that may fill it, the kind of its scope, its powers. */
export type FunctieRule = {
  readonly organisations: readonly string[];
  readonly scope: string;
  readonly powers: readonly string[];
};

/** What of a payload the catalogue looks at. */
export type Claimed = {
  readonly act: string;
  readonly item: string | null;
  readonly version: number | null;
  readonly functie: Functie;
  readonly scope: string;
  readonly params: unknown;
  readonly blobs: readonly string[];
};

/** An act's name with its parameters, told apart by the name. */
export type ReadAct = {
  [Name in ActName]: { readonly act: Name; readonly spec: ActSpec; readonly params: ActParams[Name] };
}[ActName];

const OFF_ITEM: readonly string[] = ["directory", "roster", "channel"];
const BLOB_FIELDS: readonly string[] = ["content", "blob"];

export const SPECS: Readonly<Record<string, ActSpec>> = Object.fromEntries(
  Object.entries(made.acts).map(([name, act]) => [name, spec(name as ActName, act)]),
);

export const RULES = made.functies as Readonly<Record<Functie, FunctieRule>>;

/** The name of the model of an act's parameters. */
export function paramsOf(act: ActName): string {
  return made.acts[act].params;
}

/** Every kind of sealed content: its model, and the acts that may carry it; a reader refuses any other pair. */
export const CONTENTS: Readonly<Record<string, { readonly model: string; readonly acts: readonly string[] }>> = made.contents;

/** Whether `scope` is of the kind in which `functie` acts (P-01). */
export function scopeFits(functie: Functie, scope: string): boolean {
  return scope.split(":", 1)[0] === RULES[functie].scope;
}

/** Every functie that holds `power`. */
export function holdersOf(power: string): readonly Functie[] {
  return (Object.keys(RULES) as Functie[]).filter((functie) => RULES[functie].powers.includes(power));
}

/**
 * Return what the catalogue knows of this act, and its parameters. Throws Refused naming the field: an unknown act
 * (`act.unknown`), a wrong parameter or an item or version that must be there and is not, or the other way round
 * (`act.malformed`), a hash that is not among the act's blobs (`blob.not_listed`).
 */
export function readAct(payload: Claimed): ReadAct {
  const found = Object.hasOwn(SPECS, payload.act) ? SPECS[payload.act] : undefined;
  if (found === undefined) {
    throw new Refused("act.unknown", "This act is not in the table of acts; update the app.", "act");
  }
  if (found.onItem !== (payload.item !== null)) {
    throw new Refused("act.malformed", "This act names an item exactly when it acts on one.", "item");
  }
  if (found.versioned !== (payload.version !== null)) {
    throw new Refused("act.malformed", "This act names a version exactly when it is versioned.", "version");
  }
  if (!scopeFits(payload.functie, payload.scope)) {
    throw new Refused("act.malformed", "The scope is not of the kind in which the functie acts.", "scope");
  }
  const params = readModel(made.acts[found.name].params, payload.params, "params");
  const listed = new Set(payload.blobs);
  const unlisted = namedBlobs(params, "params").find(([, blob]) => !listed.has(blob));
  if (unlisted !== undefined) {
    const sentence = "The hash is not listed in the act's blobs; list it and sign again.";
    throw new Refused("blob.not_listed", sentence, unlisted[0]);
  }
  return { act: found.name, spec: found, params } as ReadAct;
}

/** Return opened content as its model has it, told apart by `kind`. Throws Refused `act.malformed` when it is none. */
export function readContent(document: unknown): AnyContent {
  const kind: unknown = typeof document === "object" && document !== null && "kind" in document ? document.kind : null;
  const known = typeof kind === "string" && Object.hasOwn(CONTENTS, kind) ? CONTENTS[kind] : undefined;
  if (known === undefined) throw new Refused("act.malformed", "This is no content that the app knows; update it.", "kind");
  return readModel(known.model, document, "") as AnyContent;
}

/** The path and hash of every ciphertext that parameters name, in the order of their fields. */
export function namedBlobs(value: unknown, path: string): [string, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]: [string, unknown]): [string, string][] => {
    const here = `${path}.${name}`;
    return typeof one === "string" && BLOB_FIELDS.includes(name) ? [[here, one]] : namedBlobs(one, here);
  });
}

function spec(name: ActName, act: (typeof made.acts)[ActName]): ActSpec {
  const [family = ""] = name.split(".", 1);
  const { versioned, opens, emergency } = act;
  return { name, family, may: act.may as Functie[], onItem: !OFF_ITEM.includes(family), versioned, opens, emergency, leftOutSince: "left_out_since" in act };
}
