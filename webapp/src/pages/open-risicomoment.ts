/** Report a risk moment (RM-01): what to do in danger first; what, where and when, with both clocks of the year. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { number } from "../components/call.ts";
import { delivery } from "../components/delivery.ts";
import { choices, field, typed } from "../components/field.ts";
import { GemeentenQuestion } from "../components/gemeenten.ts";
import { notice } from "../components/notice.ts";
import type { Intent } from "../phone-acts.ts";
import { PhoneError, type Delivery, type Item } from "../phone.ts";
import { MORE } from "../words/pages-risicomoment.ts";
import { clock, dated, instantsOf } from "../words/time.ts";
import { fieldNamed, named, sayIn } from "../words/words.ts";
import { OpenPage } from "./open.ts";
import { underWay } from "./own-sent-signaal.ts";
import { title } from "./page.ts";
import type { OpenGiven } from "./part.ts";
import { to } from "./routes.ts";

const FLOW = "risicomoment";
/** Who report for themselves or their people: nobody of the chain is named to them (RM-02). */
const REPORTERS: readonly string[] = ["te_beveiligen_persoon", "kerngezinslid", "aanmelder"];
/** Holds the scope that was chosen, so that it is kept with what was typed. */
const PLACE = "gemeente_scope";
const MOMENTS = ["starts_at", "ends_at"] as const;
type Edge = (typeof MOMENTS)[number];

export class OpenRisicomoment extends OpenPage {
  static override properties = { ...OpenPage.properties, typedAt: { state: true }, second: { state: true } };
  /** What stands in the two fields of a moment. */
  declare typedAt: Readonly<Partial<Record<Edge, string>>>;
  /** Of a clock time that comes twice, whether the second one is meant. */
  declare second: Readonly<Partial<Record<Edge, boolean>>>;
  private readonly where = new GemeentenQuestion(() => this.requestUpdate(), false);

  constructor() {
    super();
    this.typedAt = {};
    this.second = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(() => this.where.load());
  }

  /** What was chosen before a lock or a reload is chosen again. */
  protected override async restore(): Promise<void> {
    await super.restore();
    const form = this.querySelector("form");
    if (form === null) return;
    const before = typed(form);
    if (before(PLACE) !== "") this.where.choose([before(PLACE)]);
    this.typedAt = Object.fromEntries(MOMENTS.map((edge) => [edge, before(edge)]));
  }

  protected override get asksChain(): boolean {
    return !this.acting.every((one) => REPORTERS.includes(one.functie));
  }

  protected override required(): readonly string[] {
    const twice = MOMENTS.filter((edge) => this.instants(edge).length > 1).map((edge) => `${edge}_which`);
    return [...super.required(), PLACE, ...MOMENTS, ...twice];
  }

  protected override intent(read: (name: string) => string): Intent {
    const made = super.intent(read);
    if (!("opening" in made)) return made;
    const [starts_at, ends_at] = MOMENTS.map((edge) => this.instant(edge, read)) as [string, string];
    if (Date.parse(ends_at) <= Date.parse(starts_at)) throw new PhoneError("risicomoment.order");
    if (Date.parse(ends_at) <= this.now.getTime()) throw new PhoneError("risicomoment.ended");
    const params = { ...made.filled.params, starts_at, ends_at, gemeente: read(PLACE) };
    return { ...made, filled: { ...made.filled, params } };
  }

  /** RM-02: who has the authority depends on the side, and no reporter is told. */
  protected override get scope(): string {
    return "";
  }

  /** It follows from nothing, but is of the same person; of the authority nothing is said (RM-02). */
  protected override whence({ flow, state }: Item): TemplateResult {
    return html`<p class="strong">${sayIn(MORE, "same", { flow: named("flow", flow), state: named("state", state, flow) })}</p>
      <p class="quiet">${sayIn(MORE, "same.explain")}</p>`;
  }

  private instants(edge: Edge): readonly string[] {
    return instantsOf(this.typedAt[edge] ?? "");
  }

  private instant(edge: Edge, read: (name: string) => string): string {
    const found = instantsOf(read(edge));
    const one = read(`${edge}_which`) === "second" ? found.at(-1) : found[0];
    if (one === undefined) throw new PhoneError("risicomoment.never");
    return one;
  }

  protected override head(): TemplateResult {
    const { emergency, own } = this.status;
    const call = emergency === null || own ? nothing : html`<p>${number(emergency)}</p>`;
    return html`${notice("warning", sayIn(MORE, "danger"), html`<p>${sayIn(MORE, "danger.more")}</p>${call}`)}
      <p>${sayIn(MORE, "explain")}</p>`;
  }

  protected override questions(): TemplateResult {
    return html`${this.asks(true)} ${this.where.show(this.empty.has(PLACE))}
      <input type="hidden" name=${PLACE} .value=${this.where.chosen[0] ?? ""} />
      ${MOMENTS.map((edge) => this.moment(edge))}`;
  }

  private moment(edge: Edge): TemplateResult {
    const found = this.instants(edge);
    const changed = (event: Event): void => {
      const { name, value } = event.target as HTMLInputElement;
      if (name === edge) this.typedAt = { ...this.typedAt, [edge]: value };
    };
    return html`<div @input=${changed}>${field({ name: edge, label: fieldNamed(edge, FLOW), kind: "moment", fault: this.empty.has(edge) })}</div>
      ${found.length > 1 ? this.which(edge, found) : nothing}
      ${found.length === 1 ? html`<p class="quiet">${sayIn(MORE, "local", { at: dated(found[0] ?? "") })}</p>` : nothing}
      ${found.length === 0 && (this.typedAt[edge] ?? "") !== "" ? html`<p class="fault" role="status">${sayIn(MORE, "never")}</p>` : nothing}`;
  }

  /** In the night the clock goes back an hour comes twice. */
  private which(edge: Edge, found: readonly string[]): TemplateResult {
    const name = `${edge}_which`;
    const at = clock(found[0] ?? "", new Date(found[0] ?? ""));
    const of = [{ value: "first", label: sayIn(MORE, "summer", { clock: at }) }, { value: "second", label: sayIn(MORE, "winter", { clock: at }) }];
    const chosen = this.second[edge] === undefined ? null : this.second[edge] ? "second" : "first";
    return choices({ name, legend: sayIn(MORE, "twice"), fault: this.empty.has(name) }, of, chosen, (value) => (this.second = { ...this.second, [edge]: value === "second" }));
  }

  protected override followed(sent: Delivery): TemplateResult {
    const { emergency, own } = this.status;
    const seen = (): void => void this.tried(() => this.phone.dismiss(sent.act));
    return html`${own && sent.stage !== "stored" ? html`${title(named("do", this.act))} ${underWay(sent, seen)}` : title(sayIn(MORE, "sent"))}
      ${own ? nothing : delivery(sent, this.now, seen)}
      <h2 class="heading-2">${sayIn(MORE, "next")}</h2>
      <ol><li>${sayIn(MORE, "next.1")}</li><li>${sayIn(MORE, "next.2")}</li><li>${sayIn(MORE, "next.3")}</li></ol>
      ${emergency === null || own ? nothing : html`<p>${sayIn(MORE, "danger")} ${sayIn(MORE, "call")}</p><p>${number(emergency)}</p>`}
      ${sent.item === null ? nothing : link("primary", sayIn(MORE, "sent.open"), to.item(sent.item))}`;
  }
}

customElements.define("open-risicomoment", OpenRisicomoment);

/** The page on which a risk moment is reported. */
export function page({ act, follows, phone, status, now }: OpenGiven): TemplateResult {
  return html`<open-risicomoment .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></open-risicomoment>`;
}
