/** P-06: who is the authority now, since when, over what; how it went; who holds public order; who keeps local measures. */

import { html, nothing, type TemplateResult } from "lit";

import type { Gezag, Period } from "../phone.ts";
import { clock, day, isDay, when } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { partyWithNumber } from "./call.ts";

/** `over`: the item is closed, so that it knows only who kept local measures last. */
export function gezagskaart(gezag: Gezag | null, now: Date, timeline: readonly Period[] = [], over = false): TemplateResult {
  if (gezag === null) return html`<section class="card gezag"><p>${say("gezag.none")}</p></section>`;
  const local = gezag.localMeasures;
  return html`<section class="card gezag" aria-labelledby="gezag">
    <h2 id="gezag" class="heading-2">${say("gezag.title")}</h2>
    <p class="gezag__holder">${partyWithNumber(gezag.holder)}</p>
    <dl class="facts">
      <dt>${say("gezag.since")}</dt>
      <dd>${isDay(gezag.since) ? day(gezag.since) : when(gezag.since, now)}</dd>
      <dt>${say("gezag.over")}</dt>
      <dd>${gezag.over.map((one) => named("over", one)).join("; ")}</dd>
      <dt>${say("gezag.order")}</dt>
      <dd>${gezag.publicOrder === null ? say("app.unknown") : named("functie", gezag.publicOrder)}</dd>
      <dt>${say("gezag.local")}</dt>
      <dd>${local === null ? say("gezag.local.none") : local === "elsewhere" ? say("gezag.local.elsewhere") : html`${over ? say("gezag.local.last") : nothing} ${partyWithNumber(local)}`}</dd>
    </dl>
    ${timeline.length < 2 ? nothing : html`<details class="unfold"><summary>${say("gezag.timeline")}</summary>
      <ol class="plain">${timeline.map((one, index) => html`<li>${period(one, timeline[index + 1], now)}</li>`)}</ol></details>`}
  </section>`;
}

/** Who had it from when until when; the first had it before, the last has it now. */
function period({ holder, since }: Period, next: Period | undefined, now: Date): TemplateResult {
  const from = since === null ? nothing : say("gezag.from", { at: clock(since, now) });
  const until = next?.since == null ? say("gezag.until_now") : say("gezag.until", { at: clock(next.since, now) });
  return html`<span class="strong">${party(holder)}</span>: ${from} ${until}`;
}

/** The same in one line, for a list and above a form: whoever opens or acts sees who is the authority. */
export function authorityLine(gezag: Pick<Gezag, "holder" | "since"> | null, now: Date): string {
  if (gezag === null) return say("gezag.none");
  const at = isDay(gezag.since) ? day(gezag.since) : clock(gezag.since, now);
  return say("gezag.line", { who: party(gezag.holder), at });
}
