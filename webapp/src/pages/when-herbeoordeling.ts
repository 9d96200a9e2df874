/** When the next review is: after the policy's term or at a moment of one's own, with the day that it becomes and why (X-06). */

import { html, nothing, type TemplateResult } from "lit";

import { choices, field } from "../components/field.ts";
import type { Calendar } from "../phone.ts";
import { after, dayKind, type Term, type Why } from "../wire/terms.ts";
import { wallOf } from "../wire/zone.ts";
import { MORE } from "../words/pages-herbeoordeling.ts";
import { day, fromLocal, full, instantsOf, toLocal } from "../words/time.ts";
import { sayIn } from "../words/words.ts";

/** The policy's term for the next review of each subject, where nobody names a moment. */
const TERMS: Readonly<Record<string, string>> = {
  maatregelen: "herbeoordeling",
  informeren_persoon: "informeren_persoon",
  object_of_dienst: "dreigingsniveau",
};
const NONE: Term = { months: 0, days: 0, working: 0, seconds: 0 };
/** Moments that need no typing. */
const SOON: readonly Term[] = [{ ...NONE, days: 3 }, { ...NONE, working: 5 }, { ...NONE, working: 10 }];

type Kind = "term" | "own";

/** Held by the page that asks it; `changed` is called when it must be shown anew. */
export class When {
  calendar: Calendar | null = null;
  /** By when at the latest, where something says so. */
  bound: string | null = null;
  /** Only a moment of one's own, and before this one: a review that is put earlier. */
  before: string | null = null;
  #kind: Kind = "term";
  #typed = "";
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Begin with this moment filled in. */
  own(moment: string): void {
    this.#kind = "own";
    this.#typed = toLocal(new Date(moment));
  }

  get required(): readonly string[] {
    return this.before !== null || this.#kind === "own" ? ["next_at"] : [];
  }

  show(subject: string, now: Date, missing: (name: string) => boolean): TemplateResult {
    const { calendar, before } = this;
    const term = calendar?.terms[TERMS[subject] ?? ""];
    const of = [
      { value: "term", label: sayIn(MORE, "when.term", { term: term === undefined ? "" : named(term) }) },
      { value: "own", label: sayIn(MORE, "when.own") },
    ];
    const own = before !== null || this.#kind === "own";
    return html`${before === null ? choices({ name: "when", legend: sayIn(MORE, "when") }, of, this.#kind, (value) => this.#set(value === "own" ? "own" : "term")) : html`<p>${sayIn(MORE, "when.now", { at: full(before) })}</p>`}
      ${own ? this.#own(now, missing("next_at")) : calendar === null || term === undefined ? html`<p class="quiet">${sayIn(MORE, "when.unknown")}</p>` : this.#becomes(term, now, calendar)}
      ${this.bound === null ? nothing : html`<p class="quiet">${sayIn(MORE, "when.bound", { at: full(this.bound) })}</p>`}`;
  }

  #set(kind: Kind): void {
    this.#kind = kind;
    this.#changed();
  }

  #becomes(term: Term, now: Date, calendar: Calendar): TemplateResult {
    const { at, why } = after(term, now, calendar);
    const late = this.bound !== null && at.getTime() > Date.parse(this.bound);
    return html`<div class="card" role="status"><p class="strong">${sayIn(MORE, "when.is", { at: full(at.toISOString()) })}</p>
      ${reasons(why)} ${free(at, calendar)} ${late ? html`<p class="strong">${sayIn(MORE, "when.late")}</p>` : nothing}</div>`;
  }

  #own(now: Date, fault: boolean): TemplateResult {
    const { calendar } = this;
    const typed = (event: Event): void => {
      this.#typed = (event.target as HTMLInputElement).value;
      this.#changed();
    };
    const put = (event: Event, term: Term): void => {
      const input = (event.currentTarget as HTMLElement).closest("form")?.elements.namedItem("next_at");
      if (!(input instanceof HTMLInputElement) || calendar === null) return;
      input.value = toLocal(after(term, now, calendar).at);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    return html`<div @input=${typed}>${field({ name: "next_at", label: sayIn(MORE, "when.own.label"), kind: "moment", help: sayIn(MORE, "when.own.help"), value: this.#typed, fault })}</div>
      ${calendar === null ? nothing : html`<div class="stack">${SOON.map((term) => html`<button type="button" class="utrecht-button utrecht-button--secondary-action" @click=${(event: Event) => put(event, term)}>${sayIn(MORE, "in", { term: named(term) })}</button>`)}</div>`}
      ${this.#says(now)}`;
  }

  /** What the moment that was typed becomes. */
  #says(now: Date): TemplateResult | typeof nothing {
    const at = fromLocal(this.#typed);
    if (at === null) return nothing;
    const { calendar, bound, before } = this;
    const twice = instantsOf(this.#typed).length > 1;
    const skipped = toLocal(new Date(at)) !== this.#typed.slice(0, 16);
    const passed = Date.parse(at) <= now.getTime();
    const late = bound !== null && Date.parse(at) > Date.parse(bound);
    const later = before !== null && Date.parse(at) >= Date.parse(before);
    return html`<div class="card" role="status"><p class="strong">${sayIn(MORE, "when.is", { at: full(at) })}</p>
      ${skipped ? html`<p>${sayIn(MORE, "why.skipped")}</p>` : nothing} ${twice ? html`<p>${sayIn(MORE, "why.twice")}</p>` : nothing}
      ${calendar === null ? nothing : free(new Date(at), calendar)}
      ${passed ? html`<p class="fault">${sayIn(MORE, "when.past")}</p>` : nothing} ${late ? html`<p class="strong">${sayIn(MORE, "when.late")}</p>` : nothing}
      ${later ? html`<p class="fault">${sayIn(MORE, "when.earlier")}</p>` : nothing}</div>`;
  }
}

/** A term as people say it. */
function named({ months, days, working, seconds }: Term): string {
  const part = (count: number, one: keyof typeof MORE, many: keyof typeof MORE): string[] =>
    count === 0 ? [] : [sayIn(MORE, count === 1 ? one : many, { count })];
  const hours = seconds === 0 ? [] : [sayIn(MORE, "term.hours", { count: Math.round(seconds / 360) / 10 })];
  return [...part(months, "term.months.1", "term.months"), ...part(days, "term.days.1", "term.days"), ...part(working, "term.working.1", "term.working"), ...hours].join(", ");
}

function reasons({ lastOfMonth, clocks, skipped, passed }: Why): TemplateResult {
  const days = passed.map(({ day: at, holiday }) => `${day(new Date(at + 43_200_000).toISOString())} (${holiday === null ? sayIn(MORE, "day.weekend") : holidayNamed(holiday)})`);
  return html`${lastOfMonth ? html`<p class="quiet">${sayIn(MORE, "why.last")}</p>` : nothing}
    ${skipped ? html`<p class="quiet">${sayIn(MORE, "why.skipped")}</p>` : clocks === 0 ? nothing : html`<p class="quiet">${sayIn(MORE, clocks > 0 ? "why.forward" : "why.back")}</p>`}
    ${days.length === 0 ? nothing : html`<p class="quiet">${sayIn(MORE, "why.passed", { days: days.join("; ") })}</p>`}`;
}

function free(at: Date, calendar: Calendar): TemplateResult | typeof nothing {
  const kind = dayKind(at, calendar);
  if (!kind.free) return nothing;
  return html`<p>${kind.holiday === null ? sayIn(MORE, "day.free") : sayIn(MORE, "day.holiday", { holiday: holidayNamed(kind.holiday) })}</p>`;
}

/** What this day is, beside its date; empty on a working day. */
export function dayRemark(at: Date, calendar: Calendar | null): string {
  const kind = calendar === null ? null : dayKind(at, calendar);
  if (kind === null || !kind.free) return "";
  return kind.holiday === null ? sayIn(MORE, "day.weekend") : holidayNamed(kind.holiday);
}

function holidayNamed(name: string): string {
  return sayIn(MORE, `holiday.${name}` as keyof typeof MORE);
}

/** The month in which a moment lies, by the clock on the wall: to order an agenda by. */
export function monthOf(moment: string): string {
  return wallOf(new Date(moment)).toISOString().slice(0, 7);
}
