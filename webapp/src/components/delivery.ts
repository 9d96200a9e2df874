/** What became of something that was signed: kept here, sent, stored, or refused, in words that say what to do. */

import { html, nothing, type TemplateResult } from "lit";

import type { Delivery } from "../phone.ts";
import { clock, when } from "../words/time.ts";
import { named, problem, say } from "../words/words.ts";
import { button, link } from "./button.ts";
import { notice } from "./notice.ts";

/** `seen` is called when a refusal was looked at; `item` leads to what it was about, where one is not there already. */
export function delivery(one: Delivery, now: Date, seen: () => void, item: string | null = null): TemplateResult {
  const name = named("do", one.name);
  if (one.stage === "refused") {
    const why = problem(one.code ?? "internal");
    return notice(
      "error",
      `${say("delivery.refused")}: ${name}`,
      html`<p>${why.title}${why.title.endsWith(".") ? "" : "."} ${why.detail}</p>${item === null ? nothing : link("secondary", say("delivery.look"), item)}${button("secondary", say("delivery.seen"), seen)}`,
    );
  }
  const rings = one.ringsAt === null ? nothing : html`<p>${say("delivery.rings", { at: clock(one.ringsAt, now) })}</p>`;
  const waits = one.stage === "kept" ? html`<p>${say("delivery.kept.call")}</p>` : nothing;
  const stage = html`<p>${say(`delivery.${one.stage}`)}, ${when(one.at, now)}</p>`;
  return notice(one.stage === "stored" ? "ok" : "warning", name, html`${stage}${rings}${waits}`);
}
