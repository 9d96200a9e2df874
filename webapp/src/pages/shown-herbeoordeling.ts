/** What the screen of a review shows of its own: when it is, who is prompted before, and that nothing ends by itself (HB-02, HB-03). */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import type { Obligation } from "../phone.ts";
import { MORE } from "../words/pages-herbeoordeling.ts";
import { full, when } from "../words/time.ts";
import { named, say, sayIn } from "../words/words.ts";
import type { ItemGiven } from "./part.ts";
import { to } from "./routes.ts";
import { subjectOf } from "./act-herbeoordeling.ts";

const FLOW = "herbeoordeling";
const DONE = ["herbeoordeling", "informeren", "dreigingsniveau"];

/** Between the state and who waits for what. */
export function page({ view, now }: ItemGiven): TemplateResult {
  const open = (what: string): Obligation | undefined => view.obligations.find((one) => one.what === what && one.settledAt === null);
  const next = open("herbeoordelen");
  const asked = open("nieuwe_informatie");
  const times = view.contents.filter((one) => DONE.includes(one.kind)).length;
  return html`<section class="card" aria-labelledby="next-review">
    <h2 id="next-review" class="heading-2">${sayIn(MORE, view.closed ? "shown.over" : "shown.next")}</h2>
    <p class="quiet">${named("outcome", subjectOf(view), FLOW)}</p>
    ${asked === undefined ? nothing : html`<p class="strong">${sayIn(MORE, "shown.asked")}${asked.due === null ? nothing : html`: ${when(asked.due, now)}`}</p>`}
    ${view.state === "einde_verwacht" ? html`<p class="strong">${sayIn(MORE, "shown.end")}</p>` : nothing}
    ${next?.due == null ? nothing : html`<p class="strong">${full(next.due)}</p><p>${when(next.due, now)}</p>${prompts(next, now)}<p class="quiet">${sayIn(MORE, "shown.past")}</p>`}
    ${times === 0 ? nothing : html`<p class="quiet">${sayIn(MORE, "shown.done", { count: times })}</p>`}
    ${link("subtle", sayIn(MORE, "shown.agenda"), to.flow(FLOW, "agenda", view.id), "list")}
  </section>`;
}

/** The rungs that are still to come, each on its day (HB-03). */
function prompts(one: Obligation, now: Date): TemplateResult | typeof nothing {
  const coming = one.rungs.filter(({ at, reached }) => !reached && Date.parse(at) > now.getTime());
  if (coming.length === 0) return nothing;
  return html`<p>${sayIn(MORE, "shown.prompts")}</p>
    <ul>${coming.map(({ at, who }) => html`<li>${full(at)}: ${who.map(({ functie, relation }) => (functie === null ? say(`relation.${relation.split(":")[0] === "holder" ? "holder" : "settler"}`) : named("functie", functie))).join(", ")}</li>`)}</ul>`;
}
