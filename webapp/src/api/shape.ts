/** Checks the shape of what the service answers: wrong types are refused, fields that a newer service adds are left out. */

/** Reads a value of unknown origin as T; throws RangeError when it is not one. */
export type Shape<T> = (value: unknown) => T;

/** What a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

function refuse(): never {
  throw new RangeError("The answer does not have the shape it must have; do not use it.");
}

export const text: Shape<string> = (value) => (typeof value === "string" ? value : refuse());
export const flag: Shape<boolean> = (value) => (typeof value === "boolean" ? value : refuse());
export const whole: Shape<number> = (value) => (Number.isSafeInteger(value) ? (value as number) : refuse());

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A moment with its zone, as the service spells it. */
export const moment: Shape<string> = (value) =>
  typeof value === "string" && MOMENT.test(value) && !Number.isNaN(Date.parse(value)) ? value : refuse();

/** Null, left out, or what `inner` reads. */
export function orNull<T>(inner: Shape<T>): Shape<T | null> {
  return (value) => (value === null || value === undefined ? null : inner(value));
}

export function list<T>(inner: Shape<T>): Shape<readonly T[]> {
  return (value) => (Array.isArray(value) ? value.map(inner) : refuse());
}

/** An object with at least these fields. */
export function fields<F extends Record<string, Shape<unknown>>>(shapes: F): Shape<{ readonly [K in keyof F]: Read<F[K]> }> {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse();
    const given = value as Record<string, unknown>;
    const found = Object.entries(shapes).map(([name, shape]) => [name, shape(given[name])] as const);
    return Object.fromEntries(found) as { readonly [K in keyof F]: Read<F[K]> };
  };
}

/** An object, taken as it is: whoever uses it reads it strictly. */
export const object: Shape<Readonly<Record<string, unknown>>> = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse();
