/** How long an item stays, when it was erased, and who keeps it from being erased (EV-03). */

import { html, nothing, type TemplateResult } from "lit";

import type { Moment } from "../phone.ts";
import type { Retention } from "../phone-retention.ts";
import { dated, when } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { notice } from "./notice.ts";

/** When what is asked for was erased, as the service says; nothing, where that is not why it is not there. */
export function gone(code: string | null, erasedAt: Moment | null): TemplateResult | typeof nothing {
  if (code !== "item.erased" || erasedAt === null) return nothing;
  return html`<p>${say("retention.gone_at", { at: dated(erasedAt) })}</p>`;
}

/** That it is held stands out; when it is erased is there for who looks. */
export function retention(of: Retention | null, now: Date): TemplateResult | typeof nothing {
  if (of === null) return nothing;
  const rows = of.holds.map(({ who, ground, since }) => html`<li>${say("retention.by", { who: party(who), ground: named("outcome", ground), at: when(since, now) })}</li>`);
  const held = notice("info", say("retention.held"), html`<p>${say("retention.held.detail")}</p>${rows.length === 0 ? nothing : html`<ul>${rows}</ul>`}`);
  const until = of.eraseAt === null ? say("retention.open") : say("retention.erased_at", { at: when(of.eraseAt, now) });
  return html`${of.held ? held : nothing}
    <details class="unfold"><summary>${say("retention.title")}</summary><p>${until}</p></details>`;
}
