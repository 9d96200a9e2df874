/** What came of a night, once its scenario is over: never more than what was looked at. */

import { html, nothing, type TemplateResult } from "lit";

import { picture } from "./pictures.ts";
import type { Wall } from "./state.ts";
import { word } from "./words.ts";

/** What is done, what is still open, and what of that is late. */
export function tally({ items }: Pick<Wall, "items">): { done: number; open: number; late: number } {
  const all = [...items.values()].flatMap((item) => item.obligations);
  const open = all.filter((one) => one.settled === null);
  return { done: all.length - open.length, open: open.length, late: open.filter((one) => one.late).length };
}

/** A scenario judges a night that went by its script; of one in which somebody took part it says what was done. */
export function verdict(wall: Wall): TemplateResult | typeof nothing {
  const { verdicts, world } = wall;
  if (verdicts === null) return nothing;
  if (world?.touched === true) return line("people", "touched", word("verdict.touched", tally(wall)));
  const broken = verdicts.filter((one) => !one.held);
  if (broken.length === 0) return line("check", "held", word("verdict.held", { count: verdicts.length }));
  return line("alert", "broken", word("verdict.broken", { what: broken.map((one) => one.what).join("; ") }));
}

function line(name: "people" | "check" | "alert", look: string, text: string): TemplateResult {
  return html`<p class="verdict verdict--${look}">${picture(name)}<span>${text}</span></p>`;
}
