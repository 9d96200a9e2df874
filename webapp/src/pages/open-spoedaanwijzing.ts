/** Ask for a designation (SA-01), or record one asked by telephone (SA-03): the call first, what is needed first. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { number, tel, whole } from "../components/call.ts";
import { delivery } from "../components/delivery.ts";
import type { Asked, How } from "../components/form-fields.ts";
import { steps } from "../components/steps.ts";
import { stepsOf } from "../components/steps-spoedaanwijzing.ts";
import type { OpeningAct } from "../phone-acts.ts";
import type { Delivery } from "../phone.ts";
import { toLocal } from "../words/time.ts";
import { named, say } from "../words/words.ts";
import { OpenPage } from "./open.ts";
import { title } from "./page.ts";
import type { SubmitGiven } from "./part.ts";
import { to } from "./routes.ts";

const SUBMIT: OpeningAct = "spoedaanwijzing.submit";
const REGISTER: OpeningAct = "spoedaanwijzing.register";
/** What is so most often: it stands there, and comes first. */
const USUAL: Readonly<Record<string, string>> = { ground: "directe_noodzaak", caller_functie: "namens_hovj" };
/** Who called is one thing to the reader: in which functie, and of where. */
const WORDS: Readonly<Record<string, How>> = { caller_functie: { word: "caller" } };
/** The phone looks it up in the directory. */
const LOOKED_UP = "callback_verified";

export class SubmitPage extends OpenPage {
  /** When this page was opened: about when the call was. */
  private begun = "";
  /** What the item that it follows from tells already (RM-06). */
  private theirs: Readonly<Record<string, string>> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.begun = toLocal(this.now);
  }

  private get telephone(): boolean {
    return this.act === REGISTER;
  }

  /** Names of the fields that were put back. */
  private typedBefore: ReadonlySet<string> = new Set();

  protected override taken(before: Readonly<Record<string, string>>): void {
    super.taken(before);
    this.typedBefore = new Set(Object.keys(before));
  }

  /** What is known where it follows from is filled in; what was typed before stays. */
  protected override async readFirst(): Promise<void> {
    if (this.from === undefined) return;
    const known = (await import("./known-risicomoment.ts")).knownFrom(this.from);
    this.theirs = Object.fromEntries(Object.entries(known).filter(([name]) => !this.typedBefore.has(name)));
  }

  /** In an emergency nobody waits for what stands around the form. */
  protected override get ready(): boolean {
    return true;
  }

  protected override get without(): readonly string[] {
    return [...super.without, LOOKED_UP];
  }

  protected override get known(): Readonly<Record<string, string>> {
    return { ...USUAL, called_at: this.begun, callback: this.number, ...this.theirs };
  }

  protected override get hows(): Readonly<Record<string, How>> {
    const usual = (this.asked?.params ?? []).flatMap(({ name, of }): [string, How][] => {
      const first = USUAL[name];
      return first === undefined ? [] : [[name, { ...WORDS[name], of: [first, ...of.filter((one) => one !== first)] }]];
    });
    return { ...super.hows, ...Object.fromEntries(usual) };
  }

  /** The ground last: it is seldom another. */
  protected override get fields(): readonly Asked[] {
    const all = super.fields;
    return [...all.filter((one) => one.name !== "ground"), ...all.filter((one) => one.name === "ground")];
  }

  /** P-06: of who called, or else of who asks. */
  protected override get scope(): string {
    return this.telephone ? (this.chosen["caller_scope"] ?? "") : super.scope;
  }

  /** The directory's number of who asks, so that nobody types it (SA-01). */
  private get number(): string {
    if (!this.telephone) return this.acting[this.as]?.number ?? "";
    const functie = this.chosen["caller_functie"] ?? USUAL["caller_functie"];
    const calls = this.chain.people.flatMap((one) => one.functies).find((one) => one.functie === functie && one.scope === this.scope);
    return calls?.number ?? "";
  }

  protected override titled(): string {
    return say(this.telephone ? "submit.register.title" : "submit.title");
  }

  protected override head(): TemplateResult | typeof nothing {
    return this.telephone ? nothing : this.callFirst();
  }

  protected override opensAs(): TemplateResult {
    return html`<h2 class="heading-2">${say("submit.needed")}</h2>${super.opensAs()}`;
  }

  /** Who may not read it is asked before what may follow later. */
  protected override between(): TemplateResult {
    return html`${this.askChain()} <h2 class="heading-2">${say("submit.later")}</h2>`;
  }

  protected override closing(): typeof nothing {
    return nothing;
  }

  protected override form(): TemplateResult {
    return this.asked === null ? html`${super.form()} ${this.head()}` : super.form();
  }

  private callFirst(): TemplateResult {
    const { emergency } = this.status;
    return html`<section class="card call-first" aria-labelledby="call-first">
      <h2 id="call-first" class="heading-2">${say("submit.call")}</h2>
      <p>${say("submit.call.explain")}</p>
      ${emergency === null ? html`<p>${say("call.none")}</p>` : link("primary", say("call.party", { party: named("functie", "nctv_piket"), number: whole(emergency) }), tel(emergency), "phone")}
    </section>`;
  }

  protected override done(sent: Delivery): void {
    super.done(sent);
    if (!this.telephone && this.status.emergency !== null) window.location.assign(tel(this.status.emergency));
  }

  protected override followed(sent: Delivery): TemplateResult {
    return html`${title(say("submit.sent"))}
      ${this.telephone ? nothing : html`<p class="strong">${say("submit.sent.call")}</p>${this.status.emergency === null ? nothing : html`<p>${number(this.status.emergency)}</p>`}`}
      ${delivery(sent, this.now, () => void this.tried(() => this.phone.dismiss(sent.act)))} ${steps(stepsOf(null, sent), this.now)}
      ${sent.item === null ? nothing : link("primary", say("submit.open"), to.item(sent.item))}`;
  }
}

customElements.define("page-submit", SubmitPage);

/** The page of a request: one's own, or one that came by telephone. */
export function page({ follows, telephone, phone, status, now }: SubmitGiven): TemplateResult {
  const act = telephone ? REGISTER : SUBMIT;
  return html`<page-submit .act=${act} .follows=${follows} .phone=${phone} .status=${status} .now=${now}></page-submit>`;
}
