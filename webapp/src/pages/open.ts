/** Open an item of any flow: its form from the models, who is left out, then read back and signed; nothing of a flow stands here. */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { delivery } from "../components/delivery.ts";
import { choices, tick } from "../components/field.ts";
import { authorityLine } from "../components/gezagskaart.ts";
import type { Shown } from "../components/form-fields.ts";
import { notice } from "../components/notice.ts";
import type { Intent, OpeningAct } from "../phone-acts.ts";
import type { Change, Delivery, Item, Me, Party } from "../phone.ts";
import { area, named, party, say } from "../words/words.ts";
import { ChainQuestion, type Asks } from "./chain.ts";
import { FillingPage } from "./filling.ts";
import { OPENS } from "./offers.ts";
import { title } from "./page.ts";
import type { OpenGiven } from "./part.ts";
import { to } from "./routes.ts";

/** Fields that are asked with the question about the chain, where a flow has them (P-02). */
const WITH_CHAIN: readonly string[] = ["keten", "rccb", "tell_college"];
const CONSENT = "drill_consent";

export class OpenPage extends FillingPage {
  static override properties = {
    ...FillingPage.properties, follows: {}, me: { state: true }, from: { state: true }, drill: { state: true }, sent: { state: true }, as: { state: true },
    whole: { state: true },
  }; // prettier-ignore
  declare act: OpeningAct;
  declare follows: string | null;
  declare me: Me | undefined;
  /** The item that it follows from. */
  declare from: Item | undefined;
  declare drill: boolean;
  declare sent: Delivery | undefined;
  /** Which of one's functies opens it, by place among those that may (P-01). */
  declare as: number;
  /** What is asked around the form was read as well. */
  declare whole: boolean;
  /** What was typed before was put back. */
  private back = false;
  protected readonly chain = new ChainQuestion(() => this.requestUpdate());

  constructor() {
    super();
    this.follows = null;
    this.drill = false;
    this.as = 0;
    this.whole = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    if (change.kind === "delivery" && change.delivery.act === this.sent?.act) this.sent = change.delivery;
  }

  private readonly load = async (): Promise<void> => {
    const here = await this.tried(async () => {
      this.asked = await this.phone.form(this.act);
      this.kind ??= this.kinds[0] ?? null;
      this.me = await this.phone.me();
      this.chain.people = await this.phone.chain();
      return true;
    });
    await this.putBack();
    if (here !== true) return;
    const { follows, failed } = this;
    await this.tried(async () => {
      if (follows !== null) this.from = await this.phone.item(follows);
      await this.readFirst();
      this.whole = true;
    });
    this.failed ??= failed;
    await this.putBack();
  };

  /** Once, and as soon as the form stands there: what is typed from then on goes over what was typed before. */
  private async putBack(): Promise<void> {
    if (this.back || this.asked === null || !this.ready) return;
    this.back = true;
    const { failed } = this;
    await this.restore();
    this.failed ??= failed; // what could not be read stays in sight
  }

  protected override taken(before: Readonly<Record<string, string>>): void {
    this.chain.take(before);
  }

  /** What a page must know before it asks. */
  protected async readFirst(): Promise<void> {}

  /** Whether it can be filled in now. */
  protected get ready(): boolean {
    return this.whole;
  }

  protected override get without(): readonly string[] {
    return [...WITH_CHAIN, CONSENT, ...(OPENS.get(this.act)?.without ?? [])];
  }

  /** What of the chain this flow asks for. */
  private get asksOfChain(): Asks {
    const names = new Set([...(this.asked?.params ?? []), ...Object.values(this.asked?.contents ?? {}).flat()].map((one) => one.name));
    return { keten: names.has("keten"), rccb: names.has("rccb"), college: names.has("tell_college") };
  }

  /** Whether it is asked here who is left out (P-02). */
  protected get asksChain(): boolean {
    return true;
  }

  protected get acting(): readonly Party[] {
    return this.me?.opens[this.act] ?? [];
  }

  /** The arrondissementen of which the directory knows somebody. */
  protected override get shown(): Shown {
    const scopes = this.chain.people.flatMap((one) => one.functies.filter(({ scope }) => scope.startsWith("arr:")).map(({ scope }) => scope));
    return { ...super.shown, areas: [...new Set(scopes)].sort().map((scope) => ({ value: scope, label: area(scope) })) };
  }

  protected override required(): readonly string[] {
    return [...super.required(), ...(this.asksChain ? this.chain.required(this.asksOfChain) : [])];
  }

  protected override intent(read: (name: string) => string): Intent {
    const { keten, rccb } = this.chain.said(read);
    const asks = this.asksOfChain;
    const filled = this.filledBy(read);
    const has = (name: string): boolean => this.asked?.params.some((one) => one.name === name) === true;
    const params = {
      ...filled.params,
      ...(asks.rccb ? { rccb: rccb ?? "" } : {}),
      ...(asks.college ? { tell_college: String(this.chain.tellCollege) } : {}),
      ...(has(CONSENT) ? { [CONSENT]: String(this.drills && read(CONSENT) !== "") } : {}),
    };
    const content = { ...filled.content, ...(asks.keten ? { keten } : {}) };
    const as = this.acting[this.as] ?? null;
    const opening = { as, follows: this.follows, dossier: null, excluded: this.chain.excluded, drill: this.drills };
    return { act: this.act, opening, filled: { ...filled, params, content } };
  }

  private get drills(): boolean {
    return this.drill || this.from?.drill === true;
  }

  /** That nobody is left out, where it concerns somebody, is not signed unnoticed (P-02). */
  protected override caution(): TemplateResult | typeof nothing {
    return this.chain.nobody ? notice("warning", say("submit.keten.nobody")) : nothing;
  }

  protected override done(sent: Delivery): void {
    this.sent = sent;
  }

  protected override render(): TemplateResult {
    return this.sent === undefined ? super.render() : this.followed(this.sent);
  }

  /** What stands here once it was signed. */
  protected followed(sent: Delivery): TemplateResult {
    return html`${title(say("sign.done"))} ${delivery(sent, this.now, () => void this.tried(() => this.phone.dismiss(sent.act)))}
      ${sent.item === null ? nothing : link("primary", say("open.look"), to.item(sent.item))}`;
  }

  /** Where it belongs when it opens a dossier of its own. */
  protected get scope(): string {
    return this.acting[this.as]?.scope ?? "";
  }

  /** P-06: in a dossier of its own the authority is the local one, until a designation. */
  private fresh(): TemplateResult | typeof nothing {
    const { scope } = this;
    return scope.startsWith("arr:") ? html`<p class="quiet">${say("gezag.fresh", { who: party({ functie: "hovj", scope }) })}</p>` : nothing;
  }

  /** What it comes from, and who is the authority there (P-06). */
  protected whence({ flow, state, gezag }: Item): TemplateResult {
    return html`<p class="quiet">${say("open.follows", { flow: named("flow", flow), state: named("state", state, flow) })}</p>
      <p class="quiet">${authorityLine(gezag, this.now)}</p>`;
  }

  protected titled(): string {
    return named("do", this.act);
  }

  /** What stands above the fields, where a flow has more to say. */
  protected head(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** What is asked: the fields of the model, in their order. */
  protected questions(): TemplateResult {
    return this.asks(true);
  }

  protected askChain(): TemplateResult {
    return this.chain.show(this.asksOfChain, (name) => this.empty.has(name));
  }

  /** What stands between what is asked and the signature. */
  protected closing(): TemplateResult | typeof nothing {
    return this.asksChain ? this.askChain() : nothing;
  }

  protected override form(): TemplateResult {
    const { asked, from } = this;
    const back = link("subtle", say("app.back"), this.follows === null ? to.start : to.item(this.follows), "back");
    if (asked === null || !this.ready) return html`${back} ${title(say("app.loading"))} ${this.failure(() => void this.load())}`;
    const consents = this.drills && asked.params.some((one) => one.name === CONSENT);
    return html`${back} ${from?.drill === true ? html`<p class="drill">${say("app.drill")}</p>` : nothing} ${title(this.titled())}
      ${from === undefined ? nothing : this.whence(from)}
      ${this.follows === null ? this.fresh() : nothing} ${this.failure(this.whole ? undefined : () => void this.load())} ${this.head()}
      <form novalidate @submit=${this.send} @input=${this.filled}>
        ${this.opensAs()} ${this.questions()} ${this.closing()}
        ${from?.drill === true || this.status.own ? nothing : tick("drill", say("submit.drill"), this.drill, (on) => (this.drill = on))}
        ${consents ? tick(CONSENT, say("open.consent"), false, () => undefined) : nothing} ${this.secrets()} ${submitButton(say("sign.check"), "pen")}
      </form>`;
  }

  /** Who holds several functies that may chooses in which one it is opened (P-01). */
  protected opensAs(): TemplateResult | typeof nothing {
    if (this.acting.length < 2) return nothing;
    const of = this.acting.map((one, index) => ({ value: String(index), label: party(one) }));
    return choices({ name: "as", legend: say("field.as") }, of, String(this.as), (value) => (this.as = Number(value)));
  }
}

customElements.define("page-open", OpenPage);

/** The page of an act that opens an item. */
export function page({ act, follows, phone, status, now }: OpenGiven): TemplateResult {
  return html`<page-open .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></page-open>`;
}
