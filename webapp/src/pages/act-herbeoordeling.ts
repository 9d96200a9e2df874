/** Review, put a review earlier, or ask for one at once: what fits the subject, the kinds agreed, the next moment and why it falls there. */

import { html, nothing, type TemplateResult } from "lit";

import { select } from "../components/field.ts";
import { formField } from "../components/form-fields.ts";
import type { Item } from "../phone.ts";
import { MORE } from "../words/pages-herbeoordeling.ts";
import { fieldNamed, sayIn } from "../words/words.ts";
import { FormPage } from "./form.ts";
import type { ActGiven } from "./part.ts";
import { When } from "./when-herbeoordeling.ts";

const OF_MEASURES: readonly string[] = ["voortzetten", "opschalen", "afschalen", "beeindigen"];
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  maatregelen: OF_MEASURES,
  informeren_persoon: ["geinformeerd", "niet_geinformeerd", "beeindigen"],
  object_of_dienst: OF_MEASURES,
};
const END = "beeindigen";

export class ActHerbeoordeling extends FormPage {
  private readonly moment = new When(() => this.requestUpdate());
  /** What is agreed already stands there once. */
  private once = false;

  private get outcome(): string {
    return this.chosen["outcome"] ?? "";
  }

  protected override required(): readonly string[] {
    const needed = super.required().filter((one) => one !== "next_at");
    const changes = this.kind === "herbeoordeling" && ["opschalen", "afschalen"].includes(this.outcome) ? ["measures"] : [];
    return [...new Set([...needed, ...changes, ...(this.outcome === "geinformeerd" ? ["official"] : []), ...(this.asksWhen ? this.moment.required : [])])];
  }

  /** After an end there is no next review. */
  private get asksWhen(): boolean {
    return this.act !== "herbeoordeling.trigger" && this.outcome !== END;
  }

  protected override asks(): TemplateResult {
    const { view } = this;
    if (view === undefined) return html``;
    this.first(view);
    const subject = subjectOf(view);
    const shown = this.fields.filter((one) => one.name !== "next_at");
    const needed = new Set(this.required());
    const ordered = [...shown.filter((one) => !one.optional), ...shown.filter((one) => one.optional)];
    return html`${this.act === "herbeoordeling.adjust" ? this.when(subject) : nothing}
      ${ordered.map((one) => {
        if (one.name === "trigger") return this.trigger(view);
        const of = one.name === "outcome" && this.act === "herbeoordeling.review" ? one.of.filter((word) => OUTCOMES[subject]?.includes(word) === true) : one.of;
        return formField({ ...one, of, optional: one.optional && !needed.has(one.name) }, this.shown);
      })}
      ${this.act === "herbeoordeling.review" ? this.when(subject) : nothing}`;
  }

  private when(subject: string): TemplateResult | typeof nothing {
    return this.asksWhen ? this.moment.show(subject, this.now, (name) => this.empty.has(name)) : nothing;
  }

  private first({ policy, obligations }: Item): void {
    if (this.once) return;
    this.once = true;
    const planned = obligations.find((one) => one.what === "herbeoordelen" && one.settledAt === null)?.due ?? null;
    if (this.act === "herbeoordeling.adjust") this.moment.before = planned;
    if (this.act === "herbeoordeling.trigger") return;
    void this.phone.calendar(policy).then(
      (calendar) => {
        this.moment.calendar = calendar;
        this.requestUpdate();
      },
      () => undefined, // the service reckons the day then, and the page says so
    );
  }

  /** HB-04: the kinds that were agreed, the newest word of it; another kind asks for the review all the same. */
  private trigger(view: Item): TemplateResult {
    const said = view.contents.filter((one) => one.fields.some(({ name }) => name === "triggers")).at(-1);
    const kinds = said?.fields.filter(({ name }) => name === "triggers").map(({ text }) => text) ?? [];
    const label = fieldNamed("trigger", this.flow);
    return select({ name: "trigger", label, help: sayIn(MORE, "trigger.agreed"), optional: true, none: sayIn(MORE, "trigger.other"), value: this.chosen["trigger"] ?? "" }, kinds.map((value) => ({ value, label: value })), (value) => this.choose("trigger", value));
  }
}

/** What is reviewed stands in the act that planned it, beside what was sealed there. */
export function subjectOf({ contents }: Pick<Item, "contents">): string {
  const plan = contents.find((one) => one.kind === "herbeoordeling_plan");
  return plan?.fields.find((one) => one.name === "subject")?.text ?? "";
}

customElements.define("act-herbeoordeling", ActHerbeoordeling);

/** The page of a review, of one that is put earlier, and of new information. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<act-herbeoordeling .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></act-herbeoordeling>`;
}
