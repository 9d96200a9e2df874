/** What a person filled in on a form that is made from the models. */

/** What was filled in, by the path of each field as text; a list has a line for each. `kind` null: nothing is sealed. */
export type Filled = {
  readonly params: Readonly<Record<string, string>>;
  readonly kind: string | null;
  readonly content: Readonly<Record<string, string>>;
  /** What goes into the item that the act carries; null where it carries none. */
  readonly linked: Readonly<Record<string, string>> | null;
  /** Kinds of content of which the newest is what was read. */
  readonly reads: readonly string[];
};

export const NOTHING: Filled = { params: {}, kind: null, content: {}, linked: null, reads: [] };
