/**
 * Record who follows up a protected person's signals: whose line it is, and where their case belongs (SG-01, SG-02).
 * Whose it is, is one choice that the model has in two fields, a functie and a scope: that one alone is asked by hand.
 */

import { html, nothing, type TemplateResult } from "lit";

import { select, type Choice } from "../components/field.ts";
import type { Shown } from "../components/form-fields.ts";
import { notice } from "../components/notice.ts";
import type { Intent } from "../phone-acts.ts";
import { MORE } from "../words/pages-signaal.ts";
import { area, named, sayIn } from "../words/words.ts";
import { OpenPage } from "./open.ts";
import type { OpenGiven } from "./part.ts";

const WHOSE = "line_person";
const PROTECTED: readonly string[] = ["te_beveiligen_persoon", "kerngezinslid"];

export class OpenLine extends OpenPage {
  /** Persons stand under pseudonym and functie: who it is, the authority knows. */
  private get persons(): readonly Choice[] {
    return this.chain.people.flatMap(({ name, functies }) =>
      functies.filter(({ functie }) => PROTECTED.includes(functie)).map(({ functie, scope }) => ({ value: `${functie}@${scope}`, label: `${name} (${named("functie", functie)})` })),
    );
  }

  /** That of the case it follows from, or of who records it; else of any HOvJ there is. */
  private get areas(): readonly Choice[] {
    const own = this.from === undefined ? this.acting.filter((one) => one.functie === "hovj").map((one) => one.scope) : [this.from.area];
    const all = this.chain.people.flatMap(({ functies }) => functies.filter(({ functie }) => functie === "hovj").map(({ scope }) => scope));
    return [...new Set(own.length > 0 ? own : all)].sort().map((value) => ({ value, label: area(value) }));
  }

  protected override get shown(): Shown {
    return { ...super.shown, areas: this.areas };
  }

  /** Where there is but one, that is it. */
  protected override get known(): Readonly<Record<string, string>> {
    const [only, ...others] = this.areas;
    return only === undefined || others.length > 0 ? super.known : { ...super.known, area: only.value };
  }

  protected override required(): readonly string[] {
    return [WHOSE, ...super.required()];
  }

  protected override intent(read: (name: string) => string): Intent {
    const made = super.intent(read);
    if (!("filled" in made)) return made;
    const [person = "", own = ""] = read(WHOSE).split("@");
    return { ...made, filled: { ...made.filled, params: { ...made.filled.params, person, own } } };
  }

  protected override head(): TemplateResult {
    return html`<p>${sayIn(MORE, "line.explain")}</p>${this.persons.length === 0 ? notice("warning", sayIn(MORE, "line.nobody")) : nothing}`;
  }

  protected override questions(): TemplateResult {
    return html`${select({ name: WHOSE, label: sayIn(MORE, "line.person"), fault: this.empty.has(WHOSE) }, this.persons, () => undefined)} ${super.questions()}`;
  }
}

customElements.define("open-line", OpenLine);

export function page({ act, follows, phone, status, now }: OpenGiven): TemplateResult {
  return html`<open-line .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></open-line>`;
}
