/** Reads a decoded document as one of the service's models: the same text is accepted, refused and filled in. */

import { Refused } from "../refused.ts";
import { checkOf } from "./act-rules.ts";
import made from "./catalogue.json" with { type: "json" };
import { instant } from "./moment.ts";
import { isHybridRecipient, isX25519Recipient } from "./recipients.ts";

/** The part of JSON Schema that the models use, and `strip`, bounds of moments, `seals` and `checked` as we add them. */
type Schema = {
  readonly $ref?: string;
  readonly additionalProperties?: boolean;
  /** A rule on this field is kept also where it was left out. */
  readonly always?: boolean;
  readonly anyOf?: readonly Schema[];
  readonly checked?: readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly exclusiveMaximum?: number;
  readonly format?: string;
  readonly formatExclusiveMaximum?: string;
  readonly formatMinimum?: string;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  /** To which kind of recipient age must be able to seal. */
  readonly seals?: string;
  readonly strip?: boolean;
  readonly type?: string;
};

type Fields = Readonly<Record<string, unknown>>;

const SEALABLE: Readonly<Record<string, (recipient: string) => boolean>> = {
  hybrid: isHybridRecipient,
  x25519: isX25519Recipient,
};
const MODELS = new Map<string, Schema>(Object.entries(made.models));
const SPACE_AROUND = /^\p{White_Space}+|\p{White_Space}+$/gu;

/**
 * Return `document` as the model of this name has it: text without the space around it where the model takes that
 * off, and a default for each field that may be left out. Throws Refused `act.malformed` naming the first wrong field
 * below `within`; a value is never repeated.
 */
export function readModel(name: string, document: unknown, within: string): Fields {
  return readObject(name, document, within);
}

function readValue(schema: Schema, value: unknown, path: string): unknown {
  if (schema.$ref !== undefined) return readNamed(schema.$ref.slice("#/$defs/".length), value, path);
  if (schema.anyOf !== undefined) return readEither(schema.anyOf, value, path);
  if (schema.const !== undefined) return demand(value === schema.const, value, path);
  if (schema.enum !== undefined) return demand(schema.enum.includes(value), value, path);
  switch (schema.type) {
    case "string":
      return schema.format === "date-time" ? readMoment(schema, value, path) : readText(schema, value, path);
    case "integer":
      return demand(Number.isSafeInteger(value) && within(schema, Number(value)), value, path);
    case "boolean":
      return demand(typeof value === "boolean", value, path);
    case "null":
      return demand(value === null, value, path);
    case "array":
      return readList(schema, value, path);
    default:
      throw new TypeError("The catalogue holds a schema that this app does not read.");
  }
}

function readNamed(name: string, value: unknown, path: string): unknown {
  const schema = model(name);
  return schema.type === "object" ? readObject(name, value, path) : readValue(schema, value, path);
}

/** Either null, or the one other thing it may be. */
function readEither(choices: readonly Schema[], value: unknown, path: string): unknown {
  const other = choices.find((choice) => choice.type !== "null");
  if (choices.length !== 2 || other === undefined) throw new TypeError("The catalogue holds a choice of several kinds.");
  return value === null ? null : readValue(other, value, path);
}

function readObject(name: string, value: unknown, path: string): Fields {
  const schema = model(name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(path);
  const given = new Map<string, unknown>(Object.entries(value));
  for (const field of given.keys()) demand(Object.hasOwn(schema.properties ?? {}, field), null, below(path, field));
  const read: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(schema.properties ?? {})) {
    const here = below(path, field);
    const there = given.has(field);
    if (there) read[field] = readValue(inner, given.get(field), here);
    else if ("default" in inner) read[field] = inner.default;
    else throw malformed(here);
    const checked = schema.checked?.includes(field) === true && (there || inner.always === true);
    if (checked) demand(checkOf(name, field)(read[field], read), null, here);
  }
  if (schema.checked?.includes("") === true) demand(checkOf(name, "")(read, read), null, path);
  return read;
}

function readList(schema: Schema, value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value) || schema.items === undefined) throw malformed(path);
  demand(value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity), null, path);
  const { items } = schema;
  return value.map((one: unknown, index) => readValue(items, one, below(path, String(index))));
}

function readText(schema: Schema, value: unknown, path: string): string {
  if (typeof value !== "string") throw malformed(path);
  const read = schema.strip === true ? value.replace(SPACE_AROUND, "") : value;
  const length = Array.from(read).length;
  demand(length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? Infinity), null, path);
  demand(schema.pattern === undefined || new RegExp(schema.pattern, "u").test(read), null, path);
  demand(schema.seals === undefined || SEALABLE[schema.seals]?.(read) === true, null, path);
  return read;
}

function readMoment(schema: Schema, value: unknown, path: string): string {
  if (typeof value !== "string") throw malformed(path);
  const moment = instantOr(value, path);
  if (schema.formatMinimum !== undefined) demand(moment >= instant(schema.formatMinimum), null, path);
  if (schema.formatExclusiveMaximum !== undefined) demand(moment < instant(schema.formatExclusiveMaximum), null, path);
  return value;
}

function instantOr(value: string, path: string): bigint {
  try {
    return instant(value);
  } catch {
    throw malformed(path);
  }
}

function within(schema: Schema, value: number): boolean {
  const below = value <= (schema.maximum ?? Infinity) && value < (schema.exclusiveMaximum ?? Infinity);
  return below && value >= (schema.minimum ?? -Infinity);
}

function model(name: string): Schema {
  const schema = MODELS.get(name);
  if (schema === undefined) throw new TypeError("The catalogue names a model that it does not hold.");
  return schema;
}

function below(path: string, part: string): string {
  return path === "" ? part : `${path}.${part}`;
}

function demand<Value>(holds: boolean, value: Value, path: string): Value {
  if (!holds) throw malformed(path);
  return value;
}

function malformed(path: string): Refused {
  const sentence = "The field does not have the shape it must have; correct it and sign again.";
  return new Refused("act.malformed", sentence, path === "" ? undefined : path);
}
