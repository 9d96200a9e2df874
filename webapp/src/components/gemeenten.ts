/** The question which gemeente, or which ones: by name, by eenheid, or all; of one that merged it says what it is now (P-04). */

import { html, nothing, type TemplateResult } from "lit";

import { area, say } from "../words/words.ts";
import { MORE } from "../words/gemeenten.ts";
import { sayIn } from "../words/words.ts";
import { button } from "./button.ts";
import { choices, field, select, tick } from "./field.ts";

type Gemeente = { readonly code: string; readonly name: string; readonly arrondissement: string; readonly eenheid: string };
type Gone = { readonly code: string; readonly name: string; readonly per: string; readonly opvolgers: readonly string[] };
/** The data as the release has them, signed with it. */
export type Areas = { readonly year: number; readonly gemeenten: readonly Gemeente[]; readonly opgeheven: readonly Gone[] };

/** So many are shown at once. */
const SHOWN = 12;

/** The scope of a gemeente by its code. */
const scopeOf = (one: { readonly code: string }): string => `gm:${one.code}`;

/** A name without what a hurried hand leaves out. */
function plain(name: string): string {
  return name.normalize("NFD").replaceAll(/[\u0300-\u036f'’\-\s.()]/g, "").toLowerCase();
}

/** The data, fetched when they are needed. */
export async function loadAreas(): Promise<Areas> {
  return (await import("../device/gemeenten.json")).default;
}

/** Held by the page that asks it; `changed` is called when it must be shown anew. */
export class GemeentenQuestion {
  #areas: Areas | null = null;
  readonly #chosen = new Set<string>();
  #find = "";
  #eenheid = "";
  readonly #changed: () => void;
  readonly #several: boolean;

  constructor(changed: () => void, several: boolean) {
    this.#changed = changed;
    this.#several = several;
  }

  async load(): Promise<void> {
    this.#areas = await loadAreas();
    this.#changed();
  }

  /** The scopes that were chosen, by name. */
  get chosen(): readonly string[] {
    return this.#all.map(scopeOf).filter((scope) => this.#chosen.has(scope));
  }

  nameOf(scope: string): string {
    return this.#all.find((one) => scopeOf(one) === scope)?.name ?? area(scope);
  }

  /** Choose these as well, or with one alone in the place of what was chosen. */
  choose(scopes: Iterable<string>): void {
    if (!this.#several) this.#chosen.clear();
    for (const scope of scopes) this.#chosen.add(scope);
    this.#changed();
  }

  show(missing: boolean): TemplateResult {
    if (this.#areas === null) return html`<p role="status">${say("app.loading")}</p>`;
    const legend = sayIn(MORE, this.#several ? "gemeenten.which" : "gemeenten.one");
    return html`<fieldset class="choices ${missing ? "utrecht-form-field--invalid" : ""}">
      <legend>${legend}</legend>
      ${missing ? html`<p class="fault">${say("app.required")}</p>` : nothing}
      <div @input=${(event: Event) => this.#set(() => (this.#find = (event.target as HTMLInputElement).value))}>
        ${field({ name: "gemeente_find", label: sayIn(MORE, "gemeenten.find"), optional: true })}
      </div>
      ${this.#find.trim() === "" ? nothing : this.#matches()} ${this.#several ? this.#together() : nothing} ${this.#shown()}
    </fieldset>`;
  }

  get #all(): readonly Gemeente[] {
    return [...(this.#areas?.gemeenten ?? [])].sort((one, other) => one.name.localeCompare(other.name, "nl"));
  }

  #matches(): TemplateResult {
    const wanted = plain(this.#find);
    const fits = (one: { readonly name: string }): boolean => plain(one.name).includes(wanted);
    const starts = (one: { readonly name: string }): number => (plain(one.name).startsWith(wanted) ? 0 : 1);
    const found = this.#all.filter(fits).sort((one, other) => starts(one) - starts(other));
    const gone = (this.#areas?.opgeheven ?? []).filter((one) => fits(one) && !found.some(({ name }) => name === one.name));
    const some = found.slice(0, SHOWN);
    return html`${this.#several
      ? some.map((one) => tick(`gemeente-${one.code}`, one.name, this.#chosen.has(scopeOf(one)), (on) => this.#turn([one], on)))
      : some.length === 0 ? nothing : choices({ name: "gemeente", legend: sayIn(MORE, "gemeenten.found") }, some.map((one) => ({ value: scopeOf(one), label: one.name })), this.chosen[0] ?? null, (scope) => this.choose([scope]))}
    ${gone.slice(0, SHOWN).map((one) => this.#followedUp(one))}
    <p class="quiet" role="status">${found.length === 0 && gone.length === 0 ? sayIn(MORE, "gemeenten.none") : found.length > SHOWN ? sayIn(MORE, "gemeenten.more", { count: found.length - SHOWN }) : nothing}</p>`;
  }

  /** What is no gemeente any more names those it went into, which can be chosen. */
  #followedUp(gone: Gone): TemplateResult {
    const now = this.#all.filter((one) => gone.opvolgers.includes(one.code));
    return html`<div class="card"><p>${sayIn(MORE, "gemeenten.gone", { name: gone.name, now: now.map((one) => one.name).join(", ") })}</p>
      ${now.map((one) => button("secondary", sayIn(MORE, "gemeenten.take", { name: one.name }), () => this.choose([scopeOf(one)]), "plus"))}</div>`;
  }

  #together(): TemplateResult {
    const scopes = [...new Set(this.#all.map((one) => one.eenheid))].sort();
    const of = scopes.map((value) => ({ value, label: area(value) }));
    const there = this.#all.filter((one) => one.eenheid === this.#eenheid);
    return html`${select({ name: "eenheid", label: sayIn(MORE, "gemeenten.eenheid"), optional: true, value: this.#eenheid }, of, (value) => this.#set(() => (this.#eenheid = value)))}
      ${there.length === 0 ? nothing : button("secondary", sayIn(MORE, "gemeenten.of_eenheid", { count: there.length, name: area(this.#eenheid) }), () => this.choose(there.map(scopeOf)), "plus")}
      ${button("secondary", sayIn(MORE, "gemeenten.all", { count: this.#all.length }), () => this.choose(this.#all.map(scopeOf)), "plus")}`;
  }

  /** What was chosen, always in sight: few by their names, many by their number, and each can be taken off. */
  #shown(): TemplateResult {
    const chosen = this.#all.filter((one) => this.#chosen.has(scopeOf(one)));
    if (chosen.length === 0) return html`<p role="status">${sayIn(MORE, "gemeenten.nothing")}</p>`;
    if (!this.#several) return html`<p class="strong" role="status">${chosen[0]?.name}</p>`;
    return html`<p class="strong" role="status">${sayIn(MORE, "gemeenten.chosen", { count: chosen.length })}</p>
      <details class="unfold" ?open=${chosen.length <= SHOWN}><summary>${sayIn(MORE, "gemeenten.list")}</summary>
        ${chosen.map((one) => tick(`chosen-${one.code}`, one.name, true, (on) => this.#turn([one], on)))}
        ${button("subtle", sayIn(MORE, "gemeenten.clear"), () => this.#turn(chosen, false))}</details>`;
  }

  #turn(some: readonly Gemeente[], on: boolean): void {
    for (const one of some) {
      if (on) this.#chosen.add(scopeOf(one));
      else this.#chosen.delete(scopeOf(one));
    }
    this.#changed();
  }

  #set(change: () => void): void {
    change();
    this.#changed();
  }
}
