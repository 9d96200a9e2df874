/** Plan the reviews of a subject of a dossier (HB-01, HB-05): what, when with the day that it becomes, which information asks for it. */

import { html, nothing, type TemplateResult } from "lit";

import { choices, field, select, type Choice } from "../components/field.ts";
import { formField } from "../components/form-fields.ts";
import { GemeentenQuestion } from "../components/gemeenten.ts";
import { notice } from "../components/notice.ts";
import type { Intent } from "../phone-acts.ts";
import { MORE } from "../words/pages-herbeoordeling.ts";
import { area, fieldNamed, named, sayIn } from "../words/words.ts";
import { OpenPage } from "./open.ts";
import type { OpenGiven } from "./part.ts";
import { When } from "./when-herbeoordeling.ts";

const MEASURES = "maatregelen";
const OBJECT = "object_of_dienst";
const SUBJECTS = [MEASURES, "informeren_persoon", OBJECT] as const;
/** What a designation opens so that reviews begin. */
const FIRST = "eerste_herbeoordeling";
const AREA = "arr:";
/** Where the scope of the gemeente that was chosen stands in the form. */
const PLACE = "gemeente_scope";

export class OpenHerbeoordeling extends OpenPage {
  static override properties = { ...OpenPage.properties, advised: { state: true } };
  /** Who decides about an object. */
  declare advised: "none" | "burgemeester" | "hovj";
  /** The gemeente of whose mayor that is. */
  private readonly where = new GemeentenQuestion(() => this.requestUpdate(), false);
  private readonly moment = new When(() => this.requestUpdate());
  /** What a phone fills in once, from what it follows from. */
  private once = false;

  constructor() {
    super();
    this.advised = "none";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.where.load().catch(() => undefined);
    void this.tried(async () => {
      this.moment.calendar = await this.phone.calendar(null);
      this.requestUpdate();
    });
  }

  private get subject(): string {
    return this.chosen["subject"] ?? (this.follows === null && !this.local ? OBJECT : MEASURES);
  }

  /** Whether one acts for the local domain, with an arrondissement of one's own. */
  private get local(): boolean {
    return this.acting[this.as]?.scope.startsWith(AREA) === true;
  }

  /** The arrondissement where nobody needs to choose it. */
  private get area(): string | null {
    if (this.from?.area.startsWith(AREA) === true) return this.from.area;
    return this.local ? (this.acting[this.as]?.scope ?? null) : null;
  }

  protected override required(): readonly string[] {
    const object = this.subject === OBJECT && this.advised === "burgemeester" ? [PLACE] : [];
    return [...super.required().filter((one) => one !== "area" && one !== "subject"), ...(this.area === null ? ["area"] : []), ...object, ...this.moment.required];
  }

  protected override intent(read: (name: string) => string): Intent {
    const made = super.intent(read);
    if (!("opening" in made)) return made;
    const place = this.area ?? read("area");
    const advised = this.subject !== OBJECT || this.advised === "none" ? "" : this.advised === "hovj" ? place : read(PLACE);
    return { ...made, filled: { ...made.filled, params: { ...made.filled.params, subject: this.subject, area: place, local: advised } } };
  }

  protected override head(): TemplateResult {
    return html`<p>${sayIn(MORE, "explain")}</p><p class="quiet">${sayIn(MORE, "who")}</p>`;
  }

  protected override questions(): TemplateResult {
    this.first();
    const { subject, fields, shown, empty } = this;
    const field_ = (name: string): TemplateResult | typeof nothing => {
      const one = fields.find((each) => each.name === name);
      return one === undefined ? nothing : formField(one, shown);
    };
    const own = this.acting[this.as]?.number ?? "";
    return html`${choices({ name: "subject", legend: fieldNamed("subject", this.flow) }, SUBJECTS.map((value) => ({ value, label: named("outcome", value, this.flow) })), subject, (value) => this.choose("subject", value))}
      <p class="quiet">${sayIn(MORE, `subject.${subject as (typeof SUBJECTS)[number]}`)}</p>
      ${this.inArea()} ${subject === OBJECT ? this.decides() : nothing} ${field_("measures")}
      ${this.moment.show(subject, this.now, (name) => empty.has(name))}
      ${field_("triggers")} ${field({ name: "callback", label: fieldNamed("callback", this.flow), kind: "tel", value: own, fault: empty.has("callback") })}`;
  }

  /** What the designation asks for is filled in, so that nothing is put off by leaving it as it is. */
  private first(): void {
    const { from } = this;
    if (this.once || from === undefined) return;
    this.once = true;
    this.moment.bound = from.obligations.find((one) => one.what === FIRST && one.settledAt === null)?.due ?? null;
    if (this.moment.bound !== null && Date.parse(this.moment.bound) > this.now.getTime()) this.moment.own(this.moment.bound);
  }

  private inArea(): TemplateResult {
    const { area: known } = this;
    if (known !== null) return html`<p><span class="strong">${fieldNamed("area", this.flow)}: ${area(known)}.</span> ${sayIn(MORE, this.from === undefined ? "area.own" : "area.same")}</p>`;
    return select({ name: "area", label: fieldNamed("area", this.flow), value: this.chosen["area"] ?? "", fault: this.empty.has("area") }, this.areas, (value) => this.choose("area", value));
  }

  /** The arrondissementen of which the directory knows somebody. */
  private get areas(): readonly Choice[] {
    const scopes = this.chain.people.flatMap((one) => one.functies.map(({ scope }) => scope)).filter((scope) => scope.startsWith(AREA));
    return [...new Set(scopes)].sort().map((scope) => ({ value: scope, label: area(scope) }));
  }

  /** C §2.5: whose decision the advice on an object is. */
  private decides(): TemplateResult {
    const of = (["none", "burgemeester", "hovj"] as const).map((value) => ({ value, label: sayIn(MORE, `local.${value}`) }));
    return html`${choices({ name: "advised", legend: fieldNamed("local", this.flow) }, of, this.advised, (value) => (this.advised = value as typeof this.advised))}
      ${this.advised !== "burgemeester" ? nothing : html`<input type="hidden" name=${PLACE} .value=${this.where.chosen[0] ?? ""} />${this.where.show(this.empty.has(PLACE))}`}`;
  }

  protected override render(): TemplateResult {
    return html`${this.moment.calendar === null && this.failed === "service.unreachable" ? notice("warning", sayIn(MORE, "when.unknown"), html``) : nothing}${super.render()}`;
  }
}

customElements.define("open-herbeoordeling", OpenHerbeoordeling);

/** The page on which reviews are planned. */
export function page({ act, follows, phone, status, now }: OpenGiven): TemplateResult {
  return html`<open-herbeoordeling .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></open-herbeoordeling>`;
}
