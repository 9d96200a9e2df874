/** What was said on an item, oldest first: each with who said it, in which functie, employed by whom, and when. */

import { html, nothing, type TemplateResult } from "lit";

import type { Item, Opened } from "../phone.ts";
import { LANGUAGE, languageName } from "../words/languages.ts";
import { when } from "../words/time.ts";
import { fieldNamed, named, party, say, wordFor } from "../words/words.ts";
import { number } from "./call.ts";
import { icon } from "./icon.ts";

export function thread(item: Item, now: Date): TemplateResult {
  return html`<section aria-labelledby="thread">
    <h2 id="thread" class="heading-2">${say("item.content")}</h2>
    ${item.locked > 0 ? html`<p class="with-icon">${icon("lock")}<span>${say("item.locked", { count: item.locked })}</span></p>` : nothing}
    ${item.excludes ? html`<p class="with-icon">${icon("people")}<span>${say("item.excludes")}</span></p>` : nothing}
    <ol class="thread">${item.contents.map((one) => html`<li>${said(one, item, now)}</li>`)}</ol>
  </section>`;
}

/** Without its title where something around it says what it is, and without who said it where nobody is named (SG-05). */
export function said(one: Opened, item: Item, now: Date, titled = true, by = true): TemplateResult {
  return html`<article class="card said">
    ${titled ? html`<h3 class="heading-3">${named("kind", one.kind)}</h3>` : nothing}
    <p class="quiet">${by ? html`${say("item.by", { name: one.by.name, functie: party(one.by), employer: named("organisation", one.by.employer) })}<br />` : nothing}${when(one.at, now)}</p>
    ${one.removed ? html`<p class="with-icon strong">${icon("alert")}<span>${say("item.removed")}</span></p>` : nothing}
    <dl class="facts">
      ${one.fields.map(
        (field, index) => html`${field.name === one.fields[index - 1]?.name ? nothing : html`<dt>${fieldNamed(field.name, item.flow)}</dt>`}
          <dd class="typed">${shown(field, item, now)}</dd>`,
      )}
    </dl>
  </article>`;
}

function shown(field: Opened["fields"][number], item: Item, now: Date): TemplateResult | string {
  if (field.name === "callback") return callback(field, item);
  if (field.name === LANGUAGE) return languageName(field.text);
  if (field.kind === "moment") return when(field.text, now);
  if (field.kind === "yes_no") return say(field.text === "true" ? "app.yes" : "app.no");
  return field.kind === "word" ? wordFor(field.text, item.flow) : field.text;
}

/** Of a request its number is that of who asks (SA-01), of anything else that of who says it. */
function callback({ text, known: own = false }: Opened["fields"][number], { callback: asked }: Item): TemplateResult {
  const known = asked !== null && asked.number === text ? asked.verified : own;
  const word = known ? say("item.verified") : say("item.unverified");
  return html`${number(text)} <span class="with-icon ${known ? "" : "strong"}">${icon(known ? "check" : "alert")}<span>${word}</span></span>`;
}
