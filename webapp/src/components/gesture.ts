/** How far a gesture on many items is: a bar, so many of so many, and what stays on this phone when the line is gone. */

import { html, nothing, type TemplateResult } from "lit";

import type { Gesture } from "../phone-many.ts";
import { MORE } from "../words/many.ts";
import { named, sayIn } from "../words/words.ts";
import { icon } from "./icon.ts";

export function gesture(one: Gesture): TemplateResult {
  const { stage, done, of, refused } = one;
  const left = stage === "waiting" || stage === "sending" ? of - done : 0;
  return html`<section class="card gesture" aria-live="polite">
    <p class="strong">${named("do", one.act)}</p>
    <p class="with-icon">${icon(stage === "sent" ? "check" : stage === "waiting" ? "alert" : "clock")}<span>${sayIn(MORE, `many.${stage}`, { done, of })}</span></p>
    ${stage === "sent" ? nothing : html`<progress max=${of} .value=${done} aria-label=${sayIn(MORE, `many.${stage}`, { done, of })}></progress>`}
    ${left === 0 ? nothing : html`<p class="quiet">${sayIn(MORE, "many.kept", { left })}</p>`}
    ${refused === 0 ? nothing : html`<p class="with-icon strong">${icon("alert")}<span>${sayIn(MORE, "many.refused", { refused })}</span></p>`}
  </section>`;
}
