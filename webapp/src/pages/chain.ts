/** The question whether an item that opens concerns somebody of the chain: who is left out, and who serves instead (P-02). */

import { html, nothing, type TemplateResult } from "lit";

import { choices, field, select, tick, type Choice } from "../components/field.ts";
import type { Person } from "../phone.ts";
import { party, say } from "../words/words.ts";

/** So many people of the chain are shown at once. */
const MANY = 12;

/** What an item asks about it: in words, another eenheid whose rccb serves it, and whether the College is told. */
export type Asks = { readonly keten: boolean; readonly rccb: boolean; readonly college: boolean };

/** Before the pseudonym, in the name of the tick that leaves somebody out. */
const EXCLUDED = "excluded-";

const described = (one: Person): string => `${one.name} (${one.functies.map(party).join(", ")})`;

/** Held by the page that asks it; `changed` is called when it must be shown anew. */
export class ChainQuestion {
  people: readonly Person[] = [];
  #answer: "yes" | "no" | null = null;
  #excluded: ReadonlySet<string> = new Set();
  #college = false;
  #find = "";
  #rccb = "";
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get concerns(): boolean {
    return this.#answer === "yes";
  }

  /** Who is left out, where it concerns somebody. */
  get excluded(): readonly string[] {
    return this.concerns ? this.people.map((one) => one.person).filter((one) => this.#excluded.has(one)) : [];
  }

  /** It concerns somebody, and everybody may see it. */
  get nobody(): boolean {
    return this.concerns && this.excluded.length === 0;
  }

  get tellCollege(): boolean {
    return this.concerns && this.#college;
  }

  required({ keten }: Asks): readonly string[] {
    return ["keten_choice", ...(this.concerns && keten ? ["keten_how"] : [])];
  }

  /** What was typed about it; `read` gives a field by name. */
  said(read: (name: string) => string): { keten: string; rccb: string | null } {
    return { keten: this.concerns ? read("keten_how") : "", rccb: this.concerns ? read("rccb") || null : null };
  }

  /** Answer again what was answered before, by the names of the fields; also of people who are not known here yet. */
  take(before: Readonly<Record<string, string>>): void {
    const { keten_choice: answer, keten_find: find = "", rccb = "" } = before;
    if (answer !== "yes" && answer !== "no") return;
    const excluded = Object.keys(before).filter((name) => name.startsWith(EXCLUDED)).map((name) => name.slice(EXCLUDED.length));
    this.#set(() => {
      [this.#answer, this.#excluded, this.#college, this.#find, this.#rccb] = [answer, new Set(excluded), before["college"] !== undefined, find, rccb];
    });
  }

  show(asks: Asks, missing: (name: string) => boolean): TemplateResult {
    const answers = [{ value: "no", label: say("app.no") }, { value: "yes", label: say("app.yes") }];
    const question = { name: "keten_choice", legend: say("submit.keten.title"), help: say("submit.keten.help"), fault: missing("keten_choice") };
    return html`${choices(question, answers, this.#answer, (value) => this.#set(() => (this.#answer = value === "yes" ? "yes" : "no")))}
      ${!this.concerns ? nothing : html`
        ${asks.keten ? field({ name: "keten_how", label: say("submit.keten.how"), kind: "text", fault: missing("keten_how") }) : nothing}
        <fieldset class="choices">
          <legend>${say("submit.keten.who")}</legend>
          ${this.people.length <= MANY ? nothing : this.#finder()}
          ${this.found().map((one) => tick(`${EXCLUDED}${one.person}`, described(one), this.#excluded.has(one.person), (on) => this.#exclude(one.person, on)))}
        </fieldset>
        ${asks.rccb ? select({ name: "rccb", label: say("submit.rccb"), help: say("submit.rccb.help"), optional: true, none: say("submit.rccb.own"), value: this.#rccb }, this.#eenheden, (scope) => this.#set(() => (this.#rccb = scope))) : nothing}
        ${asks.college ? tick("college", say("submit.college"), this.#college, (on) => this.#set(() => (this.#college = on))) : nothing}`}`;
  }

  #set(change: () => void): void {
    change();
    this.#changed();
  }

  #finder(): TemplateResult {
    const hidden = this.people.length - this.found().length;
    return html`<div @input=${(event: Event) => this.#set(() => (this.#find = (event.target as HTMLInputElement).value))}>
        ${field({ name: "keten_find", label: say("submit.keten.find"), optional: true })}
      </div>
      ${hidden === 0 ? nothing : html`<p class="quiet" role="status">${say("submit.keten.more", { count: hidden })}</p>`}`;
  }

  /** Who was chosen, and then as many as fit a hand of those who are looked for. */
  private found(): readonly Person[] {
    const wanted = this.#find.trim().toLowerCase();
    const chosen = this.people.filter((one) => this.#excluded.has(one.person));
    const fits = (one: Person): boolean => !chosen.includes(one) && described(one).toLowerCase().includes(wanted);
    return [...chosen, ...this.people.filter(fits).slice(0, MANY)];
  }

  #exclude(person: string, on: boolean): void {
    const others = [...this.#excluded].filter((one) => one !== person);
    this.#set(() => (this.#excluded = new Set(on ? [...others, person] : others)));
  }

  /** The eenheden that have an rccb who may know of it. */
  get #eenheden(): readonly Choice[] {
    const scopes = (of: readonly Person[]): string[] => of.flatMap((one) => one.functies.filter(({ functie }) => functie === "rccb").map(({ scope }) => scope));
    const concerned = new Set(scopes(this.people.filter((one) => this.#excluded.has(one.person))));
    const free = new Set(scopes(this.people.filter((one) => !this.#excluded.has(one.person))));
    return [...free].filter((scope) => !concerned.has(scope)).sort().map((scope) => ({ value: scope, label: party({ functie: "rccb", scope }) }));
  }
}
