/** Reads back exactly what is about to be signed, who can read it and who will be rung; then the button to hold. */

import { html, nothing, type TemplateResult } from "lit";

import type { Draft, Fact } from "../phone.ts";
import { effectOf } from "../words/effects.ts";
import { LANGUAGE, languageName } from "../words/languages.ts";
import { when } from "../words/time.ts";
import { area, fieldNamed, has, named, party, say, wordFor, type Key } from "../words/words.ts";
import { button } from "./button.ts";
import "./hold-button.ts";
import { grounds } from "./grounds.ts";
import { forecast } from "./ladder.ts";

/** `back` is the word for not signing this; `own`: on a protected person's phone, where nobody's functie is named (SG-05). */
export function readback(draft: Draft, now: Date, signed: () => void, change: () => void, back: string = say("sign.change"), own = false): TemplateResult {
  const effect = follows(draft);
  const facts = own ? draft.facts.filter(({ name }) => name !== "excluded" && name !== "rccb") : draft.facts;
  return html`<p>${own ? say("sign.own") : say("sign.as", { party: party(draft.as) })}</p>
    <section class="card readback" aria-labelledby="readback">
      <h2 id="readback" class="heading-2">${say("sign.what")}</h2>
      <p class="readback__act">${deed(draft)}</p>
      ${effect === undefined ? nothing : html`<p>${effect}</p>`}
      ${draft.facts.some((fact) => fact.name === "drill") ? html`<p class="drill">${say("app.drill")}</p>` : nothing}
      ${apart(facts).map(({ about, facts }) => html`${about === undefined ? nothing : html`<h3 class="heading-3">${heading(about)}</h3>`}
        <dl class="facts">${facts.map((fact, index) => stated(fact, facts[index - 1], draft, now))}</dl>`)}
      ${own ? nothing : others(draft)}
    </section>
    ${own || draft.rungs.length === 0 ? nothing : html`<details class="unfold" ?open=${draft.rungs.some((rung) => rung.empty === true)}><summary>${say("sign.rungs")}</summary>${forecast(draft.rungs, now)}</details>`}
    <div class="stack">
      <hold-button .what=${deed(draft)} @signed=${signed}></hold-button>
      ${button("subtle", back, change, "back")}
    </div>`;
}

/** Who can read it, on which grounds, and who cannot yet. */
function others({ readers, grounds: on, gaps }: Draft): readonly (TemplateResult | typeof nothing)[] {
  return [
    readers.length === 0 ? nothing : html`<h3 class="heading-3">${say("sign.readers")}</h3><p>${readers.map(party).join(", ")}</p>`,
    on.length === 0 ? nothing : html`<h3 class="heading-3">${say("ground.title")}</h3>${grounds(on)}`,
    gaps.length === 0 ? nothing : html`<h3 class="heading-3">${say("sign.gaps")}</h3><p>${gaps.map(party).join(", ")}</p>`,
  ];
}

/** What is chosen in an act, of which the words on what follows speak. */
const CHOSEN = ["outcome", "answer", "line", "to", "what"];
const HEADINGS: Readonly<Record<string, Key>> = { opdracht: "field.order", bericht_rccb: "field.word", joined: "joined.other" };

/** What goes to others: by the words for it, or else by the flow of the item that goes along. */
function heading(about: string): string {
  const own = HEADINGS[about.split(":")[0] ?? ""];
  return own === undefined ? named("flow", about) : say(own);
}

/** What goes to the same readers stands together, in the order in which it is signed. */
export function apart(facts: readonly Fact[]): { about: string | undefined; facts: Fact[] }[] {
  const groups: { about: string | undefined; facts: Fact[] }[] = [];
  for (const fact of facts) {
    const last = groups.at(-1);
    if (last !== undefined && last.about === fact.about) last.facts.push(fact);
    else groups.push({ about: fact.about, facts: [fact] });
  }
  return groups;
}

/** What has the name of what stands before it, as one more on a list, is not named again. */
export function stated(fact: Fact, before: Fact | undefined, { name }: Draft, now: Date): TemplateResult {
  const flow = name.split(".")[0] ?? "";
  return html`${fact.name === before?.name ? nothing : html`<dt>${fieldNamed(asked(fact, name), flow)}</dt>`}
    <dd class=${fact.name === "outcome" ? "readback__outcome" : "typed"}>${value(fact, flow, now)}</dd>`;
}

/** A text stands under the question that its act asks, as on the form. */
function asked({ name, about }: Fact, act: string): string {
  return name === "text" && about === undefined ? `${act}.text` : name;
}

/** What one is about to do; by its outcome where the words for that are not the same. */
function deed({ name, facts }: Draft): string {
  const own = `do.${name}.${facts.find((fact) => fact.name === "outcome")?.value ?? ""}`;
  return has(own) ? say(own) : named("do", name);
}

/** What follows from it, where others must do or know something then: by what is chosen in it, or of the act itself. */
export function follows({ name, facts }: Draft): string | undefined {
  const chosen = CHOSEN.flatMap((field) => facts.filter((one) => one.name === field && one.about === undefined));
  return effectOf([...chosen.map(({ value }) => `${name}.${value}`), name]);
}

function value(fact: Fact, flow: string, now: Date): string {
  if (fact.kind === "moment") return when(fact.value, now);
  if (fact.name === "what") return named("what", fact.value, flow);
  if (fact.name === LANGUAGE) return languageName(fact.value);
  if (fact.kind === "word") return wordFor(fact.value, flow);
  if (fact.kind === "area") return area(fact.value);
  if (fact.kind === "yes_no") return say(fact.value === "true" ? "app.yes" : "app.no");
  if (fact.kind === "party") {
    const [functie = "", scope = ""] = fact.value.split("@");
    return party({ functie, scope });
  }
  return fact.value;
}
