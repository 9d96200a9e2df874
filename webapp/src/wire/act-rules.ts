/** Rules between the fields of one model that no schema says, as the service's models keep them; each flow has a file. */

import type { AnyContent } from "./models.ts";

/** Whether this value may stand beside the fields before it; those are read already, the later ones are not there. */
type Check = (value: unknown, before: Readonly<Record<string, unknown>>) => boolean;
/** By `Model.field`, or `Model.` for the model as a whole. */
export type Rules = Readonly<Record<string, Check>>;
/** By act: the code of what its content lacks beside its parameters, which the service cannot see; null: nothing. */
export type Faults = Readonly<Record<string, (params: unknown, content: AnyContent) => string | null>>;

/** By flow: whether an item can be in a state, given what was signed on it. */
export type Stands = Readonly<Record<string, (state: string, signed: readonly Signed[]) => boolean>>;
/** What was signed on an item: the name of an act, and its parameters. */
export type Signed = { readonly act: string; readonly params: unknown };

const FOUND = Object.values(import.meta.glob<{ RULES?: Rules; FAULTS?: Faults; STANDS?: Stands }>("./rules/*.ts", { eager: true }));
const CHECKS = new Map(FOUND.flatMap(({ RULES = {} }) => Object.entries(RULES)));
const CONTENT_CHECKS = new Map(FOUND.flatMap(({ FAULTS = {} }) => Object.entries(FAULTS)));

/** The rule on a field of a model, or with `""` on the model as a whole; throws TypeError when this app has none. */
export function checkOf(model: string, field: string): Check {
  const check = CHECKS.get(`${model}.${field}`);
  if (check === undefined) throw new TypeError("The catalogue asks for a rule that this app does not have.");
  return check;
}

/** What content lacks to go with an act of these parameters, as its flow says; null: nothing. */
export function faultOf(act: string, params: unknown, content: AnyContent): string | null {
  return CONTENT_CHECKS.get(act)?.(params, content) ?? null;
}

/** Whether an item of this flow can be in this state, as its flow says; of one that does not, every state may be. */
export function mayStand(flow: string, state: string, signed: readonly Signed[]): boolean {
  return FOUND.every(({ STANDS }) => STANDS?.[flow]?.(state, signed) !== false);
}
