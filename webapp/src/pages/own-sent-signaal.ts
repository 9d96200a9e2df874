/** What a protected person's phone says of something that was signed and has not arrived (SG-02, SG-05). */

import { html, type TemplateResult } from "lit";

import { button } from "../components/button.ts";
import { notice } from "../components/notice.ts";
import type { Delivery } from "../phone.ts";
import { MORE } from "../words/pages-signaal.ts";
import { say, sayIn } from "../words/words.ts";

/** `seen` is called when a refusal was looked at. */
export function underWay(one: Delivery, seen: () => void): TemplateResult {
  if (one.stage === "refused") return notice("error", sayIn(MORE, "refused"), button("secondary", say("delivery.seen"), seen));
  const urgent = one.name === "signaal.onveilig";
  return notice(urgent ? "error" : "warning", sayIn(MORE, urgent ? "kept" : "kept.calm"), html`<p>${sayIn(MORE, "kept.detail")}</p>`);
}
