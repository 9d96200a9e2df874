/** Says who must be able to read an item and cannot yet, and what to do about it. */

import { html, nothing, type TemplateResult } from "lit";

import type { Item } from "../phone.ts";
import { party, say } from "../words/words.ts";
import { notice } from "./notice.ts";

export function keys({ keys: found, contents, closed }: Item): TemplateResult | typeof nothing {
  if (found === null || closed || contents.length === 0) return nothing;
  const { lacking, keyless, removed } = found;
  if (lacking.length + keyless.length === 0 && !removed) return nothing;
  return html`${lacking.length === 0 ? nothing : notice("warning", say("keys.lacking.title"), html`<p>${say("keys.lacking", { who: lacking.map(party).join(", ") })}</p>`)}
    ${keyless.length === 0 ? nothing : notice("info", say("keys.keyless.title"), html`<p>${say("keys.keyless", { who: keyless.map(party).join(", ") })}</p>`)}
    ${removed ? notice("info", say("keys.removed.title"), html`<p>${say("keys.removed")}</p>`) : nothing}`;
}
