/** The telephone: the number that stands on every screen, and the numbers of parties. */

import { html, nothing, type TemplateResult } from "lit";

import type { Party } from "../phone.ts";
import { party, say } from "../words/words.ts";
import { icon } from "./icon.ts";

/** A number as one reads it: never broken over two lines. */
export function whole(number: string): string {
  return number.replaceAll(" ", "\u00a0");
}

/** A number as a `tel:` address: digits and a leading plus only. */
export function tel(number: string): string {
  return `tel:${number.replaceAll(/[^\d+]/g, "")}`;
}

/** The link with which one calls, under the thumb on every screen. */
export function callBar(number: string | null): TemplateResult {
  if (number === null) return html`<p class="callbar__none">${say("call.none")}</p>`;
  return html`<a class="callbar__link" href=${tel(number)}>${icon("phone")}<span>${say("call.now", { number: whole(number) })}</span></a>`;
}

/** What a protected person calls, whatever else works or does not (SG-01). */
export function emergencyBar(): TemplateResult {
  return html`<a class="callbar__link callbar__link--112" href="tel:112">${icon("phone")}<span>${say("call.112")}</span></a>`;
}

/** A party, with its number as a link where there is one. */
export function partyWithNumber(one: Party): TemplateResult {
  return html`<span class="party-row"><span>${party(one)}</span>${one.number === null ? nothing : number(one.number)}</span>`;
}

export function number(text: string): TemplateResult {
  return html`<a class="tel" href=${tel(text)}>${icon("phone")}<span>${whole(text)}</span></a>`;
}
