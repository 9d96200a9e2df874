/** A notice as its mayor reads it at night, in one minute: what there is, what to do now, what to say, whom to call (BB-08). */

import { html, nothing, type TemplateResult } from "lit";

import { partyWithNumber, tel } from "../components/call.ts";
import { icon } from "../components/icon.ts";
import type { Item, Opened } from "../phone.ts";
import { MORE } from "../words/pages-burgemeestersbericht.ts";
import { when } from "../words/time.ts";
import { named, sayIn } from "../words/words.ts";
import type { ItemGiven } from "./part.ts";

const WHOLE = ["burgemeestersbericht", "bericht_correctie"];
const LAST = ["bericht_intrekking", "bericht_einde"];
/** What can be called: digits as people write them. */
const NUMBER = /\+?\d[\d\s()-]{6,}\d/;

type Key = keyof typeof MORE;
type Word = (name: string) => string;

const wordOf = (one: Opened | undefined): Word => (name) => one?.fields.find((field) => field.name === name)?.text ?? "";

function block(heading: Key, ...texts: readonly (string | TemplateResult)[]): TemplateResult | typeof nothing {
  const said = texts.filter((text) => text !== "");
  return said.length === 0 ? nothing : html`<section class="night__part"><h2 class="heading-2">${sayIn(MORE, heading)}</h2>${said.map((text) => html`<p class="typed">${text}</p>`)}</section>`;
}

/** Whom to call: the words as they were written, and one press that calls. */
function calls(text: string): TemplateResult | typeof nothing {
  if (text === "") return nothing;
  const found = NUMBER.exec(text)?.[0];
  const words = html`<p class="typed strong">${text}</p>`;
  return html`<section class="night__part"><h2 class="heading-2">${sayIn(MORE, "night.call")}</h2>
    ${found === undefined ? words : html`<a class="callbar__link" href=${tel(found)}>${icon("phone")}<span>${text}</span></a>`}</section>`;
}

function night(view: Item): TemplateResult {
  const whole = view.contents.findLast((one) => WHOLE.includes(one.kind));
  const after = whole === undefined ? view.contents : view.contents.slice(view.contents.indexOf(whole) + 1);
  const last = after.findLast((one) => LAST.includes(one.kind));
  const added = after.filter((one) => one.kind === "bericht_aanvulling").map((one) => wordOf(one)("text"));
  const [read, ends] = [wordOf(whole), wordOf(last)];
  if (last !== undefined) {
    const back = last.kind === "bericht_intrekking";
    return html`<p class="strong with-icon">${icon("alert")}<span>${sayIn(MORE, back ? "night.back" : "night.over")}</span></p>
      ${block("night.what", ends(back ? "reasons" : "text"))} ${block("night.say", ends("say"))} ${calls(ends("call"))}`;
  }
  return html`${block("night.wrong", read("wrong"))} ${block("night.what", read("what"), read("when_where"), read("visible"))} ${block("night.more", ...added)}
    ${block("night.now", read("may_do"))} ${block("night.say", read("say"))} ${block("night.share", read("share_with"))} ${calls(read("call"))}`;
}

/** Who knows what: after newer word the mayor still knows the older, and that is said, for nothing is worse than to think him ignorant or up to date (BB-06). */
export function knowing({ notice, state, obligations }: Item, now: Date): string {
  const known = notice?.known ?? null;
  if (known === null) return sayIn(MORE, "fact.unknown");
  const newer = state === "verstuurd" || obligations.some((one) => one.what === "kennisnemen" && one.settledAt === null);
  if (newer) return sayIn(MORE, known.byTelephone ? "fact.older.telephone" : "fact.older", { at: when(known.at, now) });
  return `${sayIn(MORE, known.byTelephone ? "fact.telephone" : "fact.known")}: ${when(known.at, now)}`;
}

/** What is known beside its words, for who writes and for who sees that it is there without reading it (BB-01, BB-02, BB-04). */
function facts(view: Item, now: Date): TemplateResult | typeof nothing {
  const { notice, state } = view;
  if (notice === undefined || state === "vervallen") return nothing;
  const { looked, informed, vierhoek, standIns } = notice;
  const seen = looked === null ? sayIn(MORE, "fact.unlooked") : `${sayIn(MORE, looked.before ? "fact.before" : "fact.after")}: ${when(looked.at, now)}`;
  return html`<ul class="plain night__facts">
    ${state === "ter_vrijgave" ? nothing : html`<li>${knowing(view, now)}</li>`}
    <li>${seen}</li>
    <li>${informed.length === 0 ? sayIn(MORE, "fact.uninformed") : html`${sayIn(MORE, "fact.informed")}: ${informed.map((one) => `${named("organisation", one.organisation)}, ${when(one.at, now)}`).join("; ")}`}</li>
    ${standIns.length === 0 ? nothing : html`<li>${sayIn(MORE, "fact.standin")}: ${standIns.join(", ")}</li>`}
  </ul>
  ${vierhoek === null ? nothing : html`<section class="card"><h2 class="heading-2">${sayIn(MORE, "fact.vierhoek")}</h2><p class="strong">${when(vierhoek.at, now)}</p>
    <p>${sayIn(MORE, "fact.who")}:</p><ul class="plain">${vierhoek.who.map((one) => html`<li>${partyWithNumber(one)}</li>`)}</ul></section>`}`;
}

/** What stands above what one can do. */
export function page({ view, now }: ItemGiven): TemplateResult {
  const reads = view.contents.length > 0;
  return html`<div class="night">${reads ? night(view) : html`<p class="with-icon">${icon("lock")}<span>${sayIn(MORE, "night.blind")}</span></p>`} ${facts(view, now)}</div>`;
}
