/** What the weighing of a risk moment already tells of an emergency, as the form of a request asks for it (RM-06). */

import type { Item } from "../phone.ts";
import { MORE } from "../words/pages-risicomoment.ts";
import { dated } from "../words/time.ts";
import { sayIn } from "../words/words.ts";

/** The longest line that a request takes. */
const LINE = 300;

/** By field of the form; what is not known is left out. */
export function knownFrom({ contents, moment }: Item): Readonly<Record<string, string>> {
  const said = (kind: string, name: string): string =>
    contents.filter((one) => one.kind === kind).flatMap(({ fields }) => fields.filter((field) => field.name === name)).at(-1)?.text ?? "";
  const joined = (...texts: readonly string[]): string => texts.filter((one) => one !== "").join("\n\n");
  const times = moment === undefined ? "" : `${sayIn(MORE, "begins")}: ${dated(moment.startsAt)}\n${sayIn(MORE, "ends")}: ${dated(moment.endsAt)}`;
  const found = {
    person: said("risicoweging", "person").slice(0, LINE),
    need: said("vaststelling", "measures"),
    threat: joined(said("risicoweging", "known"), said("vaststelling", "reasons")),
    when_where: joined(said("risicoweging", "what"), said("risicoweging", "where"), times, said("risicoweging", "public")),
  };
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== ""));
}
