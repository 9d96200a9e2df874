/** The fields of a form that is made from the models: each shown by its kind, with the words of its flow. */

import { html, type TemplateResult } from "lit";

import type { Wanted } from "../wire/fields.ts";
import { fieldNamed, helpFor, named, say, wordFor } from "../words/words.ts";
import { choices, field, select, tick, type Choice, type Field } from "./field.ts";

const FIELDS: Readonly<Record<string, NonNullable<Field["kind"]>>> = { line: "line", area: "line", number: "number", moment: "moment" };
/** Where somebody can be called: typed on the keys of a telephone. */
const NUMBERS = /(^|\.)callback$/;
/** In which functie: each of its words is one. */
const FUNCTIES = /(^|_)functie$/;

/** How a field is asked at this moment, beyond what its model says. */
export type How = {
  /** The name of the word that asks for it, and of what helps; left out, its own. */
  readonly word?: string;
  readonly help?: string;
  /** Whether it must be filled in now; left out, as its model says. */
  readonly needed?: boolean;
  /** Which of its words can be chosen now. */
  readonly of?: readonly string[];
  /** A moment that is often so many minutes away. */
  readonly soon?: readonly number[];
  /** A yes or no of which only the yes is said. */
  readonly tick?: true;
  /** Which persons or items there are to choose from: only the page that asks knows them. */
  readonly among?: readonly Choice[];
  /** The flow whose words ask for it, where that is another than that of the act. */
  readonly flow?: string;
  /** It is not asked: it says this. */
  readonly says?: string;
};
export type Asked = Wanted & { readonly how?: How };

export type Shown = {
  readonly flow: string;
  readonly empty: ReadonlySet<string>;
  /** What was chosen, or is known already, by field; several words are on a line each. */
  readonly chosen: Readonly<Record<string, string>>;
  readonly choose: (name: string, value: string) => void;
  /** The areas one can choose from; left out, an area is typed. */
  readonly areas?: readonly Choice[];
};

export function formField(one: Asked, { flow: ofAct, empty, chosen, choose, areas }: Shown): TemplateResult {
  const { name, optional, how = {} } = one;
  const { flow = ofAct } = how;
  const label = fieldNamed(how.word ?? name, flow);
  const said = [helpFor(how.help ?? name, flow), one.kind === "lines" ? say("field.lines.help") : undefined].filter((each) => each !== undefined);
  const help = said.length === 0 ? undefined : said.join(" ");
  const fault = empty.has(name);
  const more = help === undefined ? {} : { help };
  const value = chosen[name] ?? "";
  if (one.kind === "words") {
    const on = value.split("\n").filter((each) => each !== "");
    const put = (word: string, checked: boolean): void =>
      choose(name, [...on.filter((each) => each !== word), ...(checked ? [word] : [])].join("\n"));
    return html`<fieldset class="choices ${fault ? "utrecht-form-field--invalid" : ""}">
      <legend>${label}${optional ? html` <span class="quiet">(${say("app.optional")})</span>` : ""}</legend>
      ${fault ? html`<p class="fault">${say("app.required")}</p>` : ""}
      <input type="hidden" name=${name} .value=${value} />
      ${one.of.map((word) => tick(`${name}:${word}`, wordFor(word, flow), on.includes(word), (checked) => put(word, checked)))}
    </fieldset>`;
  }
  if (how.tick === true) {
    return html`<input type="hidden" name=${name} .value=${value} />
      ${tick(`${name}:true`, label, value === "true", (on) => choose(name, on ? "true" : ""))}`;
  }
  if (one.kind === "word" || one.kind === "yes_no") {
    const of = one.kind === "word" ? one.of.map((each) => ({ value: each, label: FUNCTIES.test(name) ? named("functie", each) : wordFor(each, flow) })) : YES_NO();
    return choices({ name, legend: label, fault, optional, ...more }, of, value === "" ? null : value, (picked) => choose(name, picked));
  }
  if (one.kind === "person" || one.kind === "item") {
    return choices({ name, legend: label, fault, optional, ...more }, how.among ?? [], value === "" ? null : value, (picked) => choose(name, picked));
  }
  if (one.kind === "area" && areas !== undefined) return select({ name, label, optional, fault, value, ...more }, areas, (picked) => choose(name, picked));
  const kind = NUMBERS.test(name) ? "tel" : (FIELDS[one.kind] ?? "text");
  return field({ name, label, kind, optional, fault, value, ...more });
}

const YES_NO = (): { value: string; label: string }[] => [
  { value: "true", label: say("app.yes") },
  { value: "false", label: say("app.no") },
];
