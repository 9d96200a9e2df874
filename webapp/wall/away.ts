/** Phones that ring where nobody at the wall can see it: their names stay on the screen, and a press brings them into view. */

import { html, nothing, type TemplateResult } from "lit";

import { picture } from "./pictures.ts";
import { capital, word } from "./words.ts";

/** Pixels of a phone that must be in view for its ring to be seen. */
const LEAST = 60;
/** So many of the newest are named: more would hide the wall on a small screen. */
const MOST = 4;

type Box = { readonly top: number; readonly bottom: number };

/** Whether enough of a phone stands on a screen of this height; of one that is not on the wall nothing does. */
export function inView(box: Box | undefined, height: number): boolean {
  return box !== undefined && Math.min(box.bottom, height) - Math.max(box.top, 0) >= LEAST;
}

export function away(who: ReadonlySet<string>, bring: (one: string) => void): TemplateResult | typeof nothing {
  if (who.size === 0) return nothing;
  return html`<div class="away" role="group" aria-label=${word("phone.away")}>
    <p>${picture("bell")}<span>${word("phone.away")}</span></p>
    ${[...who].slice(-MOST).map((one) => html`<button type="button" class="key" @click=${() => bring(one)}>${capital(one)}</button>`)}
  </div>`;
}
