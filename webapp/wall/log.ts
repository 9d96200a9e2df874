/** The log growing: a block for each leaf, what the witness signed for, and the newest checkpoint's size and root. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { named } from "../src/words/words.ts";
import { picture } from "./pictures.ts";
import type { Log } from "./state.ts";
import { word } from "./words.ts";

const BLOCKS = 48;
const SIDE = 6;
const GAP = 2;
const ROOT = 8;

/** The blocks to draw: the last of them, each told whether a witness signed for it. */
export function blocks({ size, witnessed }: Pick<Log, "size" | "witnessed">, most: number = BLOCKS): { index: number; seen: boolean }[] {
  const first = Math.max(0, size - most);
  return Array.from({ length: size - first }, (_, at) => ({ index: first + at, seen: first + at < (witnessed ?? 0) }));
}

export function logPanel(logs: readonly Log[]): TemplateResult {
  return html`<section class="log" aria-labelledby="log">
    <div class="panel__head"><h2 id="log">${word("log.heading")}</h2></div>
    <p class="panel__explain">${word("log.explain", { most: BLOCKS })}</p>
    ${logs.length === 0 ? html`<p class="panel__none">${word("log.none")}</p>` : html`<ul class="logs">${logs.map(one)}</ul>`}
  </section>`;
}

function one(log: Log): TemplateResult {
  const witnessed = log.witnessed !== null && log.witnessed > 0;
  return html`<li class="log__one">
    <p class="log__head">
      <b>${nameOf(log)}</b>
      <span>${word("log.size", { count: log.size })}</span>
      <code>${log.root.slice(0, ROOT)}</code>
      <span class="log__witness">${witnessed ? picture("check") : nothing}${witnessed ? word("log.witnessed", { count: log.witnessed ?? 0 }) : word("log.unwitnessed")}</span>
    </p>
    ${row(log)}
  </li>`;
}

function nameOf(log: Log): string {
  const name = log.name.slice(log.name.lastIndexOf("/") + 1);
  if (name === "directory") return word("log.directory");
  return name === "root" ? word("log.root.name") : named("organisation", name);
}

function row(log: Log): TemplateResult {
  const width = BLOCKS * (SIDE + GAP);
  return html`<svg class="blocks" viewBox="0 0 ${width} ${SIDE + 2}" aria-hidden="true" focusable="false">
    ${blocks(log).map(({ index, seen }, at) => svg`<rect class=${seen ? "block block--seen" : "block"} data-leaf=${index} x=${at * (SIDE + GAP) + 1} y="1" width=${SIDE} height=${SIDE} rx="1" />`)}
  </svg>`;
}
