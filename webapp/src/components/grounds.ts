/** On which legal grounds the organisations of an item give each other what it holds, each with where that is written (P-05). */

import { html, type TemplateResult } from "lit";

import type { Ground } from "../phone.ts";
import { named, say } from "../words/words.ts";

/** The routes that have one ground stand together. */
export function grounds(of: readonly Ground[]): TemplateResult {
  const texts = [...new Set(of.map((one) => one.ground))];
  const routes = (text: string): readonly Ground[] => of.filter((one) => one.ground === text);
  return html`<dl class="facts">${texts.map((text) => html`
    <dt>${routes(text).map(({ from, to }) => say("ground.route", { from: named("organisation", from), to: named("organisation", to) })).join("; ")}</dt>
    <dd>${text} <span class="quiet">(${[...new Set(routes(text).map((one) => one.source))].join("; ")})</span></dd>`)}</dl>`;
}
