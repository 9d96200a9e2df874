/** Asks before a night that is under way is thrown away. */

import { html, nothing, type TemplateResult } from "lit";

import type { Wall } from "./state.ts";
import { word } from "./words.ts";

/** Another night was asked for: of this scenario, or the same again. */
export type Anew = { scenario?: string };

/** Whether something would be lost: the night has begun, and is not over. */
export function underWay({ clock, told }: Wall): boolean {
  if (clock.mode === "preparing" || clock.mode === "broken" || clock.over) return false;
  return told.some((one) => one.kind !== "service" || one.at >= 0);
}

export function asks(wanted: Anew | null, wall: Wall, answer: (yes: boolean) => void): TemplateResult {
  const title = wanted?.scenario === undefined || wanted.scenario === wall.scenario?.name ? "anew.restart" : "anew.scenario";
  return html`<dialog class="anew" aria-labelledby="anew" @close=${() => answer(false)}>
    ${wanted === null ? nothing : html`<h2 id="anew">${word(title)}</h2>
      <p>${word("anew.explain")}</p>
      <div class="anew__keys">
        <button type="button" class="key" @click=${() => answer(false)}>${word("anew.not")}</button>
        <button type="button" class="key key--break" @click=${() => answer(true)}>${word("anew.do")}</button>
      </div>`}
  </dialog>`;
}
