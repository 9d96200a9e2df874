/** Whoever has a phone for which the wall has no room: how many they are, and a way to put one of them beside the others. */

import { html, nothing, type TemplateResult } from "lit";

import { functies } from "./phone.ts";
import type { Phone } from "./state.ts";
import { capital, word } from "./words.ts";

export function others(hidden: readonly Phone[], add: (who: string) => void): TemplateResult | typeof nothing {
  if (hidden.length === 0) return nothing;
  const chosen = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const who = select.value;
    select.value = "";
    if (who !== "") add(who);
  };
  return html`<div class="others">
    <p>${hidden.length === 1 ? word("others.one") : word("others.more", { count: hidden.length })} ${word("others.explain")}</p>
    <select name="others" aria-label=${word("others.choose")} @change=${chosen}>
      <option value="">${word("others.choose")}</option>
      ${hidden.map((one) => html`<option value=${one.who}>${capital(one.who)}, ${functies(one)}</option>`)}
    </select>
  </div>`;
}
