/** One obligation: who waits for what, from whom, until when, and its ladder to unfold. */

import { html, nothing, type TemplateResult } from "lit";

import type { Obligation } from "../phone.ts";
import { clock, when } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { partyWithNumber } from "./call.ts";
import { icon } from "./icon.ts";
import { ladder } from "./ladder.ts";

/** `open` unfolds the ladder from the start: for the loudest one. */
export function obligation(one: Obligation, now: Date, open: boolean, flow: string): TemplateResult {
  return html`<li class="obligation ${one.mine ? "obligation--mine" : ""}">
    <h3 class="heading-3">${named("what", one.what, flow)}</h3>
    <p class="obligation__state">
      ${icon(one.late ? "alert" : one.mine ? "bell" : "clock")}
      <span>
        ${one.late ? html`<span class="strong late">${say("start.late")}:</span>` : nothing}
        ${until(one, now)}
      </span>
    </p>
    <ul class="plain">
      ${one.waitsFor.map((who) => html`<li>${partyWithNumber(who)}</li>`)}
    </ul>
    ${open ? nothing : one.rang.filter((person) => person.calling).map((person) => html`<p class="strong">${person.me ? say("ladder.me") : person.name} ${say("ladder.calling")}</p>`)}
    ${one.rungs.length === 0 ? nothing : html`<details class="unfold" ?open=${open}>
      <summary>${say("ladder.show")}</summary>
      ${ladder(one, now)}
    </details>`}
  </li>`;
}

/** Until when it waits, or since when where there is no due time. */
export function until(one: Obligation, now: Date): string {
  if (one.due === null) return say("start.since", { at: when(one.openedAt, now) });
  return say(one.late ? "start.was_due" : "start.due", { at: when(one.due, now) });
}

/** What was settled: one line each. */
export function settled(all: readonly Obligation[], now: Date, flow: string): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<details class="unfold">
    <summary>${say("item.done", { count: all.length })}</summary>
    <ul class="plain">
      ${all.map(
        (one) => html`<li>
          <span class="strong">${named("what", one.what, flow)}</span>${one.outcome === null ? nothing : html`: ${named("outcome", one.outcome, flow)}`}<br />
          ${say("item.settled", { at: clock(one.settledAt ?? one.openedAt, now), who: one.settledBy ?? one.waitsFor.map(party).join(", ") })}
        </li>`,
      )}
    </ul>
  </details>`;
}
