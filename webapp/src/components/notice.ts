/** A message that stands out: what it is, what to do, and the state in a word and a picture as well as a colour. */

import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icon.ts";

export type Tone = "info" | "ok" | "warning" | "error";

const PICTURES = { info: "bell", ok: "check", warning: "clock", error: "alert" } as const;

/** `level` is the heading's; `error` is announced at once, the rest when there is time. */
export function notice(tone: Tone, title: string, body: unknown = nothing): TemplateResult {
  return html`<div class="utrecht-alert utrecht-alert--${tone}" role=${tone === "error" ? "alert" : "status"}>
    <div class="utrecht-alert__icon">${icon(PICTURES[tone])}</div>
    <div class="utrecht-alert__content">
      <div class="utrecht-alert__message"><p class="strong">${title}</p>${body}</div>
    </div>
  </div>`;
}
