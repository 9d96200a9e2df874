/** Ask for a designation (SA-01), or record one asked by telephone (SA-03): the call first, what is needed first. */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { number, tel, whole } from "../components/call.ts";
import { delivery } from "../components/delivery.ts";
import { choices, field, fillIn, select, tick, type Choice } from "../components/field.ts";
import { steps, stepsOf } from "../components/steps.ts";
import type { Ground, Intent, Request } from "../phone-acts.ts";
import type { Change, Delivery, Me, Party } from "../phone.ts";
import { fromLocal, toLocal } from "../words/time.ts";
import { area, named, party, say } from "../words/words.ts";
import { ChainQuestion, type Asks } from "./chain.ts";
import { title } from "./page.ts";
import type { SubmitGiven } from "./part.ts";
import { to } from "./routes.ts";
import { SigningPage } from "./signing.ts";

const GROUNDS: readonly Ground[] = ["directe_noodzaak", "hoog_risicomoment"];

const ASKS: Asks = { keten: true, rccb: true, college: true };

export class SubmitPage extends SigningPage {
  static override properties = {
    ...SigningPage.properties, telephone: { type: Boolean }, follows: {}, me: { state: true }, ground: { state: true }, drill: { state: true },
    caller: { state: true }, sent: { state: true }, as: { state: true }, scope: { state: true },
  }; // prettier-ignore
  declare telephone: boolean;
  /** What it follows from; null where it stands alone (RM-06). */
  declare follows: string | null;
  declare me: Me | undefined;
  declare ground: Ground;
  declare drill: boolean;
  declare caller: "hovj" | "namens_hovj";
  declare sent: Delivery | undefined;
  /** Which of one's functies asks, by place among those that may (P-01). */
  declare as: number;
  /** The arrondissement of who called. */
  declare scope: string;

  private readonly chain = new ChainQuestion(() => this.requestUpdate());
  /** When this page was opened: about when the call was. */
  private begun = "";

  constructor() {
    super();
    this.telephone = false;
    this.follows = null;
    this.ground = "directe_noodzaak";
    this.drill = false;
    this.caller = "namens_hovj";
    this.as = 0;
    this.scope = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.begun = toLocal(this.now);
    void this.tried(async () => {
      this.me = await this.phone.me();
      this.chain.people = await this.phone.chain();
      await this.knownAlready();
      await this.restore();
    });
  }

  /** What is known where it follows from is filled in; what was typed before goes over it. */
  private async knownAlready(): Promise<void> {
    if (this.follows === null) return;
    const from = await this.phone.item(this.follows);
    const { knownFrom } = await import("./known-risicomoment.ts");
    await this.updateComplete;
    const form = this.querySelector("form");
    if (form !== null) fillIn(form, knownFrom(from));
  }

  told(change: Change): void {
    if (change.kind === "delivery" && change.delivery.act === this.sent?.act) this.sent = change.delivery;
  }

  protected override required(): readonly string[] {
    return ["person", "need", "callback", ...(this.telephone ? ["caller_scope", "called_at"] : []), ...this.chain.required(ASKS)];
  }

  protected override intent(read: (name: string) => string): Intent {
    const request: Request = {
      ground: this.ground,
      person: read("person"),
      need: read("need"),
      callback: read("callback"),
      threat: read("threat"),
      whenWhere: read("when_where"),
      ...this.chain.said(read),
      excluded: this.chain.excluded,
      follows: this.follows,
      tellCollege: this.chain.tellCollege,
      drill: this.drill,
    };
    if (!this.telephone) return { act: "spoedaanwijzing.submit", as: this.asking[this.as] ?? null, request };
    const calledAt = fromLocal(read("called_at")) ?? "";
    return { act: "spoedaanwijzing.register", request, caller: { functie: this.caller, scope: read("caller_scope") }, calledAt };
  }

  protected override done(sent: Delivery): void {
    this.sent = sent;
    if (!this.telephone && this.status.emergency !== null) window.location.assign(tel(this.status.emergency));
  }

  protected override render(): TemplateResult {
    return this.sent === undefined ? super.render() : this.followed(this.sent);
  }

  private followed(sent: Delivery): TemplateResult {
    return html`${title(say("submit.sent"))}
      ${this.telephone ? nothing : html`<p class="strong">${say("submit.sent.call")}</p>${this.status.emergency === null ? nothing : html`<p>${number(this.status.emergency)}</p>`}`}
      ${delivery(sent, this.now, () => void this.tried(() => this.phone.dismiss(sent.act)))} ${steps(stepsOf(null, sent), this.now)}
      ${sent.item === null ? nothing : link("primary", say("submit.open"), to.item(sent.item))}`;
  }

  protected override form(): TemplateResult {
    const missing = (name: string): boolean => this.empty.has(name);
    return html`${link("subtle", say("app.back"), to.start, "back")}
      ${title(say(this.telephone ? "submit.register.title" : "submit.title"))} ${this.authority()} ${this.failure()}
      ${this.telephone ? nothing : this.callFirst()}
      <form novalidate @submit=${this.send} @input=${this.filled}>
        <h2 class="heading-2">${say("submit.needed")}</h2>
        ${this.telephone ? this.call() : this.asks()}
        ${field({ name: "person", label: say("field.person"), fault: missing("person") })}
        ${field({ name: "need", label: say("field.need"), kind: "text", fault: missing("need") })}
        ${field({ name: "callback", label: say("field.callback"), help: say("field.callback.help"), kind: "tel", value: this.number, fault: missing("callback") })}
        ${choices({ name: "ground", legend: say("field.ground") }, GROUNDS.map((value) => ({ value, label: named("outcome", value) })), this.ground, (value) => (this.ground = value as Ground))}
        ${this.chain.show(ASKS, missing)}
        <h2 class="heading-2">${say("submit.later")}</h2>
        ${field({ name: "threat", label: say("field.threat"), kind: "text", optional: true })}
        ${field({ name: "when_where", label: say("field.when_where"), kind: "text", optional: true })}
        ${tick("drill", say("submit.drill"), this.drill, (on) => (this.drill = on))} ${submitButton(say("sign.check"), "pen")}
      </form>`;
  }

  /** P-06: the HOvJ of the area, until the NCTV designates. */
  private authority(): TemplateResult | typeof nothing {
    const scope = this.telephone ? this.scope : (this.asking[this.as]?.scope ?? "");
    return scope === "" ? nothing : html`<p class="quiet">${say("gezag.fresh", { who: party({ functie: "hovj", scope }) })}</p>`;
  }

  private callFirst(): TemplateResult {
    const { emergency } = this.status;
    return html`<section class="card call-first" aria-labelledby="call-first">
      <h2 id="call-first" class="heading-2">${say("submit.call")}</h2>
      <p>${say("submit.call.explain")}</p>
      ${emergency === null ? html`<p>${say("call.none")}</p>` : link("primary", say("call.party", { party: named("functie", "nctv_piket"), number: whole(emergency) }), tel(emergency), "phone")}
    </section>`;
  }

  private call(): TemplateResult {
    const callers = ["namens_hovj", "hovj"].map((value) => ({ value, label: named("functie", value) }));
    return html`${choices({ name: "caller", legend: say("field.caller") }, callers, this.caller, (value) => (this.caller = value as typeof this.caller))}
      ${select({ name: "caller_scope", label: say("field.caller_scope"), value: this.scope, fault: this.empty.has("caller_scope") }, this.areas, (scope) => (this.scope = scope))}
      ${field({ name: "called_at", label: say("field.called_at"), kind: "moment", value: this.begun, fault: this.empty.has("called_at") })}`;
  }

  /** Who holds several functies chooses in which one asks (P-01). */
  private asks(): TemplateResult | typeof nothing {
    const own = this.asking;
    if (own.length < 2) return nothing;
    const of = own.map((one, index) => ({ value: String(index), label: party(one) }));
    return html`${choices({ name: "as", legend: say("field.as") }, of, String(this.as), (value) => (this.as = Number(value)))}`;
  }

  private get asking(): readonly Party[] {
    return this.me?.holdings.filter((one) => ["hovj", "namens_hovj"].includes(one.functie)) ?? [];
  }

  /** The directory's number of who asks, so that nobody types it (SA-01). */
  private get number(): string {
    if (!this.telephone) return this.asking[this.as]?.number ?? "";
    const calls = this.chain.people.flatMap((one) => one.functies).find((one) => one.functie === this.caller && one.scope === this.scope);
    return calls?.number ?? "";
  }

  /** The arrondissementen of which the directory knows somebody who may ask. */
  private get areas(): readonly Choice[] {
    const scopes = this.chain.people.flatMap((one) => one.functies.filter(({ scope }) => scope.startsWith("arr:")).map(({ scope }) => scope));
    return [...new Set(scopes)].sort().map((scope) => ({ value: scope, label: area(scope) }));
  }
}

export function page({ follows, telephone, phone, status, now }: SubmitGiven): TemplateResult {
  return html`<page-submit .follows=${follows} ?telephone=${telephone} .phone=${phone} .status=${status} .now=${now}></page-submit>`;
}

customElements.define("page-submit", SubmitPage);
