/** The fields of a model, flat: to show what a document says of each, and to build a form that asks for them. */

import made from "./catalogue.json" with { type: "json" };

/** The part of a schema that says what a field is. */
type Schema = {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: Schema;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly type?: string;
};

export type FieldKind = "word" | "moment" | "text" | "yes_no" | "area";

/** What a document says in one field; `name` is its path within it, and one that is a list stands there several times. */
export type Said = { readonly name: string; readonly value: string; readonly kind: FieldKind };

/**
 * A field as a form asks for it: one of the words `of`, several of them, lines of text, or one value. Which person of the
 * directory or which other item there is to choose from, only the page that asks can say.
 */
export type Wanted = {
  readonly name: string;
  readonly kind: "line" | "text" | "number" | "moment" | "yes_no" | "area" | "lines" | "word" | "words" | "person" | "item";
  readonly optional: boolean;
  /** Left out where nothing is filled in; else it says null then. */
  readonly mayLack: boolean;
  readonly of: readonly string[];
  readonly most: number | null;
};

/** A field of which only the phone knows what stands there: a hash, an id, a key. Nobody can be asked for it. */
export type Unasked = { readonly name: string; readonly mayLack: boolean };

/** Longer than this is written in a field of several lines. */
const LINE = 300;
const SCOPE = /^\^\(?(nl\||gm:)/;
/** How the models write the id of a person, and of an item. */
const IDS: Readonly<Record<string, "person" | "item">> = { "^[A-Za-z0-9_-]{1,64}$": "person", "^[A-Za-z0-9_-]{22}$": "item" };
const MODELS = new Map<string, Schema>(Object.entries(made.models));

/** What the document of this model says, in the order of its fields; what it leaves out is left out. */
export function saidIn(model: string, document: object): readonly Said[] {
  return Object.entries(MODELS.get(model)?.properties ?? {}).flatMap(([name, schema]) =>
    saidOf(schema, (document as Readonly<Record<string, unknown>>)[name], name),
  );
}

/** Every field of this model that a person can fill in, with those within others that must be there. */
export function wantedBy(model: string, within = ""): readonly Wanted[] {
  return Object.entries(MODELS.get(model)?.properties ?? {}).flatMap(([name, schema]) =>
    wantedOf(schema, within === "" ? name : `${within}.${name}`, "default" in schema),
  );
}

/** The fields of this model for which nobody can be asked. */
export function unaskedBy(model: string): readonly Unasked[] {
  return Object.entries(MODELS.get(model)?.properties ?? {}).flatMap(([name, schema]) => {
    const mayLack = "default" in schema;
    return schema.const === undefined && wantedOf(schema, name, mayLack).length === 0 ? [{ name, mayLack }] : [];
  });
}

/** Every field of this model, with those within others, and the words that may stand there. */
export function fieldsOf(model: string, within = ""): readonly { name: string; of: readonly string[] }[] {
  return Object.entries(MODELS.get(model)?.properties ?? {}).flatMap(([field, given]) => {
    const name = within === "" ? field : `${within}.${field}`;
    if (given.const !== undefined) return [];
    const schema = plain(given);
    if (schema.type === "object") return fieldsOf(refOf(given), name);
    return [{ name, of: (schema.enum ?? plain(schema.items ?? {}).enum ?? []).map(String) }];
  });
}

/** Whether this model has a field of this name. */
export function hasField(model: string, field: string): boolean {
  return Object.hasOwn(MODELS.get(model)?.properties ?? {}, field);
}

/** Whether a field of this model may say nothing. */
export function mayBeNull(model: string, field: string): boolean {
  return isNullable(MODELS.get(model)?.properties?.[field] ?? {});
}

function saidOf(given: Schema, value: unknown, name: string): readonly Said[] {
  if (value === null || value === undefined || given.const !== undefined) return [];
  const schema = plain(given);
  if (Array.isArray(value)) return value.flatMap((one: unknown) => saidOf(schema.items ?? {}, one, name));
  if (typeof value === "object") {
    const fields = Object.entries(schema.properties ?? {});
    return fields.flatMap(([field, inner]) => saidOf(inner, (value as Readonly<Record<string, unknown>>)[field], `${name}.${field}`));
  }
  return [{ name, value: String(value), kind: kindOf(schema) }];
}

function kindOf(schema: Schema): FieldKind {
  if (schema.enum !== undefined) return "word";
  if (schema.format === "date-time") return "moment";
  if (schema.type === "boolean") return "yes_no";
  return schema.pattern !== undefined && SCOPE.test(schema.pattern) ? "area" : "text";
}

function wantedOf(given: Schema, name: string, mayLack: boolean): readonly Wanted[] {
  if (given.const !== undefined) return [];
  const optional = mayLack || isNullable(given);
  const schema = plain(given);
  if (schema.type === "object") return optional ? [] : wantedBy(refOf(given), name);
  const { enum: words = [], maximum: most = null } = schema;
  const one = { name, optional, mayLack, of: words.map(String), most };
  if (schema.type === "array") {
    const items = plain(schema.items ?? {});
    const none = optional || (schema.minItems ?? 0) === 0;
    if (items.enum !== undefined) return [{ ...one, kind: "words", of: items.enum.map(String), optional: none }];
    return items.type === "string" ? [{ ...one, kind: "lines", optional: none }] : [];
  }
  if (schema.type === "integer") return [{ ...one, kind: "number" }];
  const kind = kindOf(schema);
  if (kind !== "text") return [{ ...one, kind }];
  if (schema.pattern !== undefined) {
    // Within another document the phone makes it.
    const id = name.includes(".") ? undefined : IDS[schema.pattern];
    return id === undefined ? [] : [{ ...one, kind: id }];
  }
  return [{ ...one, kind: (schema.maxLength ?? 0) > LINE ? "text" : "line" }];
}

/** The schema itself: what is named elsewhere, or may be nothing as well. */
function plain(schema: Schema): Schema {
  if (schema.$ref !== undefined) return MODELS.get(refOf(schema)) ?? {};
  const other = schema.anyOf?.find((one) => one.type !== "null");
  return other === undefined ? schema : plain(other);
}

function refOf(schema: Schema): string {
  const ref = schema.$ref ?? schema.anyOf?.find((one) => one.$ref !== undefined)?.$ref ?? "";
  return ref.slice(ref.lastIndexOf("/") + 1);
}

function isNullable(schema: Schema): boolean {
  return schema.anyOf?.some((one) => one.type === "null") === true;
}
