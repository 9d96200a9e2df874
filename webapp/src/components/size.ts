/** How large something is, in words; and the bar that says how far it came. */

import { html, type TemplateResult } from "lit";

import { say } from "../words/words.ts";

const [KB, MB] = [1000, 1_000_000] as const;

/** "12 kB", "3,4 MB": rounded up. */
export function sized(bytes: number): string {
  if (bytes < MB) return say("size.kb", { count: Math.ceil(bytes / KB) });
  const count = Math.ceil((bytes / MB) * 10) / 10;
  return say("size.mb", { count: count.toLocaleString(say("size.locale")) });
}

/** A bar with its words above; `done` of `of`, or on its way without knowing how far when `of` is 0. */
export function progress(text: string, done: number, of: number): TemplateResult {
  const bar = of === 0 ? html`<progress class="bar"></progress>` : html`<progress class="bar" max=${of} .value=${Math.min(done, of)}></progress>`;
  return html`<label class="progress"><span role="status">${text}</span>${bar}</label>`;
}
