/** What signing does, said before it is signed; loaded with what is read back, by files: `effects-<flow>.ts`. */

import type { FlowWords } from "./flows.ts";
import { isNamed, named, sayIn } from "./words.ts";

const FOUND = import.meta.glob<FlowWords>("./effects-*.ts", { eager: true, import: "EFFECTS" });

/** What follows from an act, by its name, or its name and what is chosen in it. */
export const EFFECTS: FlowWords = Object.assign({}, ...Object.values(FOUND));

/** What is said of the first of these that has words; of the acts of no flow these stand with the words of their pages. */
export function effectOf(names: readonly string[]): string | undefined {
  for (const name of names) {
    const key = `effect.${name}`;
    if (key in EFFECTS) return sayIn(EFFECTS, key);
    if (isNamed("effect", name, name.split(".")[0])) return named("effect", name, name.split(".")[0]);
  }
  return undefined;
}
