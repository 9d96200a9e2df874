/** What a signal means, in words for professionals alone; a melding of a threat goes on to the authority (SG-03). */

import { html, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { choices, field } from "../components/field.ts";
import { said } from "../components/thread.ts";
import type { Intent } from "../phone-acts.ts";
import type { Item } from "../phone.ts";
import { NOTHING } from "../wire/filled.ts";
import { MORE } from "../words/pages-signaal.ts";
import { fieldNamed, named, say, sayIn } from "../words/words.ts";
import { title } from "./page.ts";
import type { ActGiven } from "./part.ts";
import { to } from "./routes.ts";
import { SigningPage } from "./signing.ts";

const OUTCOMES = ["melding_dreiging", "informatie", "zorg", "ondersteuning", "geen_vervolg"] as const;

export class InterpretPage extends SigningPage {
  static override properties = { ...SigningPage.properties, item: {}, view: { state: true }, outcome: { state: true } };
  declare item: string;
  declare view: Item | undefined;
  declare outcome: string | null;

  constructor() {
    super();
    this.item = "";
    this.outcome = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private readonly load = async (): Promise<void> => {
    this.view = await this.tried(() => this.phone.item(this.item));
    await this.restore();
  };

  protected override required(): readonly string[] {
    return ["outcome", "reasons"];
  }

  protected override intent(read: (name: string) => string): Intent {
    const linked = { outcome: read("outcome"), reasons: read("reasons"), person: this.melding ? read("person") : "", threat: this.melding ? read("threat") : "" };
    return { act: "signaal.interpret", item: this.item, filled: { ...NOTHING, linked } };
  }

  private get melding(): boolean {
    return this.outcome === "melding_dreiging";
  }

  protected override done(): void {
    window.location.hash = to.item(this.item);
  }

  protected override form(): TemplateResult {
    const { view, empty } = this;
    const back = link("subtle", say("app.back"), to.item(this.item), "back");
    if (view === undefined) return html`${back} ${title(say("app.loading"))} ${this.failure(() => void this.load())}`;
    const of = OUTCOMES.map((value) => ({ value, label: named("outcome", value, "duiding") }));
    const more = ["person", "threat"].map((name) => field({ name, label: fieldNamed(name, "duiding"), kind: "text", optional: true }));
    return html`${back} ${title(named("do", "signaal.interpret"))} <p>${sayIn(MORE, "interpret.explain")}</p> ${this.failure()}
      ${view.contents.map((one) => said(one, view, this.now, false))}
      <form novalidate @submit=${this.send} @input=${this.filled}>
        ${choices({ name: "outcome", legend: sayIn(MORE, "interpret.outcome"), fault: empty.has("outcome") }, of, this.outcome, (value) => (this.outcome = value))}
        ${field({ name: "reasons", label: fieldNamed("reasons", "duiding"), kind: "text", fault: empty.has("reasons") })}
        ${this.melding ? more : []} ${submitButton(say("sign.check"), "pen")}
      </form>`;
  }
}

customElements.define("page-interpret", InterpretPage);

export function page({ item, phone, status, now }: ActGiven): TemplateResult {
  return html`<page-interpret .item=${item} .phone=${phone} .status=${status} .now=${now}></page-interpret>`;
}
