/** Put a case forward (TR-01): the toetsingskader asked step by step, and what its answers allow or lack (TR-02, TR-03). */

import { html, nothing, type TemplateResult } from "lit";

import { formField } from "../components/form-fields.ts";
import { notice } from "../components/notice.ts";
import { documentOf } from "../wire/document.ts";
import type { Wanted } from "../wire/fields.ts";
import type { Filled } from "../wire/filled.ts";
import { isAsked, LINES, toets, type Toets } from "../wire/toetsingskader.ts";
import { MORE } from "../words/pages-triage.ts";
import { named, sayIn } from "../words/words.ts";
import { OpenPage } from "./open.ts";
import type { OpenGiven } from "./part.ts";

const CRITERIA = "criteria.";
/** Chosen where none of the words fits: said as nothing, and yet an answer. */
const NONE = "geen_fenomeen";
const CRITERION_C = "c";

export class OpenTriagePage extends OpenPage {
  /** Its line follows from the criteria; who acts in the place of a HOvJ names the arrondissement. */
  protected override get without(): readonly string[] {
    const ownArea = this.acting[this.as]?.functie === "hovj";
    return [...super.without, "line", ...(ownArea ? ["area"] : [])];
  }

  protected override get fields(): readonly Wanted[] {
    return super.fields.map((one) => (one.name === "area" ? { ...one, optional: false } : one));
  }

  /** The fields of a criterion, as far as the answers before them ask for them; one of which none may fit can be answered so. */
  private criterion(letter: string): readonly Wanted[] {
    const of = this.fields.filter(({ name }) => name.startsWith(`${CRITERIA}${letter}.`));
    const asked = of.filter(({ name }) => isAsked(this.criteria, name.slice(CRITERIA.length)));
    return asked.map((one) => (one.kind === "word" && one.optional ? { ...one, of: [...one.of, NONE], optional: false } : one));
  }

  private get criteria(): object {
    const wanted = this.fields.filter(({ name }) => name.startsWith(CRITERIA));
    const document = documentOf(wanted, { ...this.texts(), ...this.answers() });
    return (document["criteria"] ?? {}) as object;
  }

  /** What was chosen, without the answer that none fits. */
  private answers(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.chosen).map(([name, value]) => [name, value === NONE ? "" : value]));
  }

  /** What stands in the fields now. */
  private texts(): Record<string, string> {
    const form = this.querySelector("form");
    const texts = form === null ? [] : [...new FormData(form)].filter((one): one is [string, string] => typeof one[1] === "string");
    return Object.fromEntries(texts.map(([name, value]) => [name, value === NONE ? "" : value]));
  }

  private answered(letter: string): boolean {
    return this.criterion(letter).every((one) => one.optional || one.kind === "text" || (this.chosen[one.name] ?? "") !== "");
  }

  private get toets(): Toets {
    return toets(this.criteria);
  }

  /** C is asked where A and B are answered and not both met. */
  private get asksC(): boolean {
    return this.answered("a") && this.answered("b") && this.toets.missing.directe_opname.length > 0;
  }

  protected override required(): readonly string[] {
    const shown = new Set(["a", "b", ...(this.asksC ? [CRITERION_C] : [])].flatMap((letter) => this.criterion(letter)).filter((one) => !one.optional).map((one) => one.name));
    const others = super.required().filter((name) => !name.startsWith(CRITERIA) || shown.has(name));
    const all = [...new Set([...others, ...shown])];
    return this.toets.line === null ? [...all, "line"] : all;
  }

  protected override filledBy(read: (name: string) => string): Filled {
    const filled = super.filledBy((name) => (read(name) === NONE ? "" : read(name)));
    return { ...filled, params: { ...filled.params, line: this.toets.line ?? "" } };
  }

  protected override head(): TemplateResult {
    return html`<p>${sayIn(MORE, "explain")}</p>`;
  }

  protected override questions(): TemplateResult {
    const others = this.fields.filter(({ name }) => !name.startsWith(CRITERIA));
    const ordered = [...others.filter((one) => !one.optional), ...others.filter((one) => one.optional)];
    const asksB = this.answered("a");
    return html`<h2 class="heading-2">${sayIn(MORE, "what")}</h2>
      ${ordered.map((one) => formField(one, this.shown))}
      ${this.step("a")} ${asksB ? this.step("b") : nothing} ${this.asksC ? this.step("c") : nothing}
      ${asksB && this.answered("b") ? this.result() : nothing}`;
  }

  private step(letter: "a" | "b" | "c"): TemplateResult {
    return html`<h2 class="heading-2">${sayIn(MORE, letter)}</h2>
      ${letter === CRITERION_C ? html`<p>${sayIn(MORE, "c.why")}</p>` : nothing}
      <div @input=${() => this.requestUpdate()}>${this.criterion(letter).map((one) => formField(one, this.shown))}</div>`;
  }

  /** By which line it goes, or what is missing for each. */
  private result(): TemplateResult {
    const { line, missing } = this.toets;
    const lists = LINES.map(([name]) => html`<p>${sayIn(MORE, `missing.${name}`)}</p><ul>${missing[name].map((one) => html`<li>${named("lacks", one, this.flow)}</li>`)}</ul>`);
    return html`<section aria-live="polite" data-line=${line ?? ""}><h2 class="heading-2">${sayIn(MORE, "result")}</h2>
      ${line === null
        ? notice(this.empty.has("line") ? "error" : "warning", sayIn(MORE, "none"), html`${this.empty.has("line") ? html`<p class="fault">${sayIn(MORE, "wrong")}</p>` : nothing}${lists}`)
        : notice("info", sayIn(MORE, `line.${line}`), html``)}
    </section>`;
  }
}

customElements.define("page-open-triage", OpenTriagePage);

/** The page on which a case is put forward. */
export function page({ act, follows, phone, status, now }: OpenGiven): TemplateResult {
  return html`<page-open-triage .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></page-open-triage>`;
}
