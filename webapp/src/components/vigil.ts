/** Shows that the board lives: a clock that ticks, the age of what it shows, and a huge word when there is no contact. */

import { html, type TemplateResult } from "lit";

import { ago, clock, ticking } from "../words/time.ts";
import { say } from "../words/words.ts";
import { whole } from "./call.ts";
import { icon } from "./icon.ts";

/** Older than this, in milliseconds, what a board shows is no longer the present: it is asked for every ten seconds. */
export const STALE = 30_000;

/** When the last answer came, by this device's clock (`at`) and by one that no setting of it moves (`steady`). */
export type Heard = { at: number; steady: number };

/** How old an answer is; a clock that was set back makes nothing younger, a sleep that stopped one clock nothing either. */
export function ageOf(heard: Heard, now: Heard): number {
  return Math.max(now.steady - heard.steady, now.at - heard.at, 0);
}

/** Whether the board may still be believed to show the present. */
export function lives(heard: Heard | null, now: Heard): boolean {
  return heard !== null && ageOf(heard, now) <= STALE;
}

export function vigil(now: Date, age: number): TemplateResult {
  const moment = new Date(now.getTime() - age).toISOString();
  return html`<p class="vigil">
    <span class="vigil__clock"><span class="hidden-text">${say("board.clock")}</span> <time>${ticking(now)}</time></span>
    <span class="vigil__age">${icon("check")}<span>${say("board.fresh", { ago: ago(moment, now) })}</span></span>
  </p>`;
}

/** In place of the clock, which would look alive. */
export function noContact(since: string | null, now: Date, number: string | null): TemplateResult {
  const title = since === null ? say("board.never") : say("board.none", { at: clock(since, now) });
  const detail = number === null ? say("board.none.unknown") : say("board.none.detail", { number: whole(number) });
  return html`<div class="vigil vigil--none" role="alert">
    <p class="vigil__none">${icon("alert")}<span>${title}</span></p>
    <p class="vigil__detail">${detail}</p>
  </div>`;
}
