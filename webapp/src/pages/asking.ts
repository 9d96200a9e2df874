/** What a form asks at this moment: the fields of its models, as its flow says that they are asked now. */

import type { Asked, How } from "../components/form-fields.ts";
import type { Wanted } from "../wire/fields.ts";
import type { Carried, Form } from "../wire/forms.ts";

type Hows = Readonly<Record<string, How>>;

/** An item that goes along: its fields, named `within` the form, and which of them may stay empty when it does. */
export type Along = {
  readonly kind: string;
  readonly within: string;
  readonly fields: readonly Asked[];
  readonly optional: boolean;
  readonly mayLack: ReadonlySet<string>;
};

/** How they are asked, with for each text the question of its own act, where its flow has words for one. */
export function withQuestions(act: string, hows: Hows): Hows {
  const named = ["text", "linked.text"].map((name) => [name, { word: `${act}.${name}`, ...hows[name] }] as const);
  return { ...hows, ...Object.fromEntries(named) };
}

/** The fields as they are asked now; one that says something of itself is not asked. */
export function fieldsOf(wanted: readonly Wanted[], hows: Hows): readonly Asked[] {
  return wanted.flatMap((one): Asked[] => {
    const how = hows[one.name];
    if (how === undefined) return [one];
    if (how.says !== undefined) return [];
    return [{ ...one, how, of: how.of ?? one.of, optional: how.needed === undefined ? one.optional : !how.needed }];
  });
}

/** The items that go along, or may, the one that asks most first: of one its fields stand within `linked.`, of several within the name of its kind. */
export function carriedBy({ linked, several }: Form, carries: boolean | null, hows: Hows): readonly Along[] {
  if (carries === false) return [];
  const all: (readonly [string, Carried])[] = several.map((one) => [`${one.kind}.`, one]);
  if (linked !== null) all.push(["linked.", linked]);
  const ordered = [...all].sort(([, a], [, b]) => b.wanted.length - a.wanted.length);
  return ordered.map(([within, { kind, wanted, optional }]) => {
    const free = carries === null && optional;
    const inside = wanted.map((one) => ({ ...one, name: within + one.name }));
    const mayLack = new Set(inside.filter((one) => one.optional).map((one) => one.name));
    return { kind, within, optional: free, mayLack, fields: fieldsOf(inside.map((one) => ({ ...one, optional: free || one.optional })), hows) };
  });
}

/** Whether anything was filled in, beside what was known already. */
export function isSaid(fields: readonly Wanted[], typed: (one: Wanted) => string, known: Readonly<Record<string, string>>): boolean {
  return fields.some((one) => ![known[one.name] ?? "", ""].includes(typed(one)));
}

/** What must be filled in of an item that goes along; of one that may, as soon as something of it was said. */
export function mustSay({ fields, optional, mayLack }: Along, said: boolean): readonly string[] {
  if (optional && !said) return [];
  return fields.filter((one) => !mayLack.has(one.name)).map((one) => one.name);
}
