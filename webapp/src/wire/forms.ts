/** The form of an act, from the models alone: what is asked, what is compulsory, and the document that comes of it. */

import type { FlowAct } from "../phone-acts.ts";
import { CONTENTS, paramsOf, SPECS } from "./catalogue.ts";
import { mayBeNull, unaskedBy, wantedBy, type Wanted } from "./fields.ts";
import type { ActName, Functie } from "./models.ts";

/**
 * What an act asks for: in its parameters, and in each kind of content that it may carry, without what its parameters
 * say as well. `linked` is what goes into the item that it carries, `several` into each of those where it carries one of
 * every kind; `reads`: it names the newest word that was read, which the phone fills in.
 */
export type Form = {
  readonly params: readonly Wanted[];
  readonly contents: Readonly<Record<string, readonly Wanted[]>>;
  readonly contentOptional: boolean;
  readonly linked: Carried | null;
  readonly several: readonly Carried[];
  readonly reads: boolean;
};

/** An item that an act carries: its kind, what goes into it, and whether it may be left out. */
export type Carried = { readonly kind: string; readonly wanted: readonly Wanted[]; readonly optional: boolean };

/** What every act that opens an item names, whichever its flow: the phone makes these. */
const OPENING: readonly string[] = ["dossier", "recipient", "wraps", "content", "excluded", "follows"];
/** What an act on an item names that the phone fills in. */
const FILLED_IN: readonly string[] = ["content", "read", "linked", "joined", "wraps"];
const FLOWS: ReadonlySet<string> = new Set(Object.values(SPECS).map(({ family }) => family));

/** The form of this act; null where people cannot be asked for all it needs, as where it carries a key or a proof. */
export function formOf(act: string): Form | null {
  const spec = Object.hasOwn(SPECS, act) ? SPECS[act] : undefined;
  if (spec === undefined || !spec.onItem) return null;
  const model = paramsOf(spec.name);
  const unasked = unaskedBy(model);
  if (!spec.opens && unasked.some(({ name, mayLack }) => !mayLack && !FILLED_IN.includes(name))) return null;
  const apart = new Set([...unasked.map(({ name }) => name), ...(spec.opens ? OPENING : [])]);
  const params = wantedBy(model).filter((one) => !apart.has(one.name));
  const said = new Set(params.map((one) => one.name));
  const kinds = Object.entries(CONTENTS).filter(([, { acts }]) => acts.includes(act));
  const carried = apart.has("linked") ? kinds.filter(([kind]) => FLOWS.has(kind) && kind !== spec.family) : [];
  const own = apart.has("content") ? kinds.filter((one) => !carried.includes(one)) : [];
  const contents = own.map(([kind, { model: of }]) => [kind, wantedBy(of).filter((one) => !said.has(one.name))] as const);
  const along = carried.map(([kind, { model: of }]): Carried => ({ kind, wanted: wantedBy(of), optional: mayBeNull(model, "linked") }));
  return {
    params,
    contents: Object.fromEntries(contents),
    contentOptional: mayBeNull(model, "content"),
    linked: along.length === 1 ? (along[0] ?? null) : null,
    several: along.length === 1 ? [] : along,
    reads: apart.has("read"),
  };
}

/** The acts of a flow that have a form and that one of these functies may do, and whether anything is filled in. */
export function mayDo(flow: string, functies: readonly Functie[]): Readonly<Partial<Record<FlowAct, "form" | "sign">>> {
  const found = Object.values(SPECS).flatMap(({ name, family, may }): [FlowAct, "form" | "sign"][] => {
    if (family !== flow || !functies.some((one) => may.includes(one))) return [];
    const form = formOf(name);
    if (form === null || SPECS[name]?.opens === true) return [];
    const asks = form.params.length > 0 || form.linked !== null || Object.keys(form.contents).length > 0;
    return [[name as FlowAct, asks ? "form" : "sign"]];
  });
  return Object.fromEntries(found);
}

/** The acts that these functies may open an item with, by act: each with those that may. */
export function mayOpen<Held extends { readonly functie: string }>(holdings: readonly Held[]): Readonly<Partial<Record<ActName, readonly Held[]>>> {
  const opening = Object.values(SPECS).filter((one) => one.opens);
  const found = opening.map(({ name, may }) => [name, holdings.filter((one) => (may as readonly string[]).includes(one.functie))] as const);
  return Object.fromEntries(found.filter(([, held]) => held.length > 0));
}
