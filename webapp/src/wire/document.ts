/** The document that comes of what was filled in on a form: its texts by the kinds of their fields. */

import type { Wanted } from "./fields.ts";

/** The document that was filled in for these fields; what was left empty is left out, or says null. */
export function documentOf(wanted: readonly Wanted[], filled: Readonly<Record<string, string>>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const one of wanted) {
    const value = valueOf(one, filled[one.name] ?? "");
    if (value !== null || !one.mayLack) put(made, one.name.split("."), value);
  }
  return made;
}

function valueOf(one: Wanted, text: string): unknown {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (one.kind === "lines" || one.kind === "words") return lines.length === 0 && one.mayLack ? null : lines;
  if (text.trim() === "") return null;
  if (one.kind === "yes_no") return text === "true";
  if (one.kind === "number") return /^\d{1,9}$/.test(text.trim()) ? Number(text) : text;
  return text;
}

function put(into: Record<string, unknown>, [first = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inner = (into[first] ?? {}) as Record<string, unknown>;
  into[first] = inner;
  put(inner, rest, value);
}
