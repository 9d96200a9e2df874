/** The ladder as a picture: each rung with its clock time and a word for how it stands; no colour is needed. */

import { html, nothing, type TemplateResult } from "lit";

import type { Obligation, Rang, Rung } from "../phone.ts";
import { clock } from "../words/time.ts";
import { named, say } from "../words/words.ts";
import { number } from "./call.ts";
import { icon, type Icon } from "./icon.ts";

type Stand = "reached" | "next" | "later" | "stopped";

/** A rung that was reached before its time by more than this was reached because nobody before it could be. */
const EARLY = 15_000;

const PICTURES: Record<Stand, Icon> = { reached: "bell", next: "clock", later: "dots", stopped: "check" };

/** How each rung stands, in order: the first that was not reached is the next, unless nothing waits any more. */
export function stands(rungs: readonly Rung[], settled: boolean): Stand[] {
  const first = rungs.findIndex((rung) => !rung.reached);
  return rungs.map((rung, index) => {
    if (rung.reached) return "reached";
    if (settled) return "stopped";
    return index === first ? "next" : "later";
  });
}

export function ladder(one: Obligation, now: Date): TemplateResult {
  const how = stands(one.rungs, one.settledAt !== null);
  return html`<ol class="ladder" aria-label=${say("ladder.title")}>
    ${one.rungs.map((rung, index) => step(rung, index, how[index] ?? "later", one.rang, now))}
  </ol>`;
}

/** The forecast of a ladder that has not begun. */
export function forecast(rungs: readonly Rung[], now: Date): TemplateResult {
  return html`<ol class="ladder" aria-label=${say("ladder.title")}>
    ${rungs.map((rung, index) => step(rung, index, "later", [], now))}
  </ol>`;
}

function step(rung: Rung, index: number, how: Stand, rang: readonly Rang[], now: Date): TemplateResult {
  const at = clock(rung.at, now);
  const early = how === "reached" && Date.parse(rung.at) - now.getTime() > EARLY;
  const words = { reached: "ladder.reached", next: "ladder.next", later: "ladder.later", stopped: "ladder.stopped" } as const;
  return html`<li class="rung rung--${how}" aria-current=${how === "next" ? "step" : nothing}>
    <span class="rung__mark">${icon(PICTURES[how])}</span>
    <div class="rung__body">
      <p class="rung__when"><span class="strong">${say("ladder.rung", { number: index + 1 })}</span> ${say(early ? "ladder.early" : words[how], { at })}</p>
      ${once(rung.who).map((who) => html`<p class="rung__who"><span>${selector(who)}</span>${who.number === null ? nothing : html` ${number(who.number)}`}</p>`)}
      ${rung.empty === true ? html`<p class="with-icon strong">${icon("alert")}<span>${say("ladder.empty")}</span></p>` : nothing}
      ${rang.filter((person) => person.rung === index).map(answered)}
    </div>
  </li>`;
}

/** Who is said in the same words stands there once: on duty, and the one behind it. */
export function once(who: Rung["who"]): Rung["who"] {
  const said = who.map((one) => `${selector(one)} ${one.number ?? ""}`);
  return who.filter((_, index) => said.indexOf(said[index] ?? "") === index);
}

function selector(who: Rung["who"][number]): string {
  const base = who.functie === null ? named("relation", who.relation.split(":")[0] ?? "") : named("functie", who.functie);
  return who.slot === "" || who.functie === null ? base : `${base}, ${named("slot", who.slot)}`;
}

function answered(person: Rang): TemplateResult {
  const name = person.me ? say("ladder.me") : person.name;
  const did = person.settled ? "settled" : person.calling ? "calling" : person.seen ? "seen" : "unseen";
  const picture: Icon = did === "settled" ? "check" : did === "calling" ? "phone" : did === "seen" ? "eye" : "bell";
  return html`<p class="rang">
    ${icon(picture)}<span><span class="strong">${name}</span> ${say(`ladder.${did}`)}, ${say("ladder.rings", { count: person.rings })}</span>
  </p>`;
}

