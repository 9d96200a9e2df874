/** Release a notice to one who may stand in for its mayor, by name: who that may be is in the directory (BB-05). */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { choices } from "../components/field.ts";
import type { FormAct, Intent } from "../phone-acts.ts";
import type { Delivery, Item, Person } from "../phone.ts";
import { NOTHING } from "../wire/filled.ts";
import { MORE } from "../words/pages-burgemeestersbericht.ts";
import { named, say, sayIn } from "../words/words.ts";
import { title } from "./page.ts";
import type { ActGiven } from "./part.ts";
import { to } from "./routes.ts";
import { SigningPage } from "./signing.ts";

export class StandInPage extends SigningPage {
  static override properties = { ...SigningPage.properties, item: {}, act: {}, view: { state: true }, people: { state: true }, person: { state: true } };
  declare item: string;
  declare act: FormAct;
  declare view: Item | undefined;
  declare people: readonly Person[];
  declare person: string | null;

  constructor() {
    super();
    this.people = [];
    this.person = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(): void {
    // What is filled in here does not depend on what happens meanwhile: the act itself is refused where it may no longer be.
  }

  private readonly load = async (): Promise<void> => {
    await this.tried(async () => {
      const view = await this.phone.item(this.item);
      const mayStandIn = (one: Person): boolean => one.functies.some(({ functie, scope }) => functie === "loco_burgemeester" && scope === view.area);
      this.people = (await this.phone.chain()).filter(mayStandIn);
      this.view = view;
      await this.restore();
    });
  };

  protected override required(): readonly string[] {
    return ["person"];
  }

  protected override intent(): Intent {
    return { act: this.act, item: this.item, filled: { ...NOTHING, params: { person: this.person ?? "" } } };
  }

  protected override done(_: Delivery): void {
    window.location.hash = to.item(this.item);
  }

  protected override form(): TemplateResult {
    const back = link("subtle", say("app.back"), to.item(this.item), "back");
    if (this.view === undefined) return html`${back} ${title(say("app.loading"))} ${this.failure(() => void this.load())}`;
    return html`${back} ${this.view.drill ? html`<p class="drill">${say("app.drill")}</p>` : nothing} ${title(named("do", this.act))} ${this.failure()}
      ${this.people.length === 0 ? html`<p>${sayIn(MORE, "standin.none")}</p>` : html`<form novalidate @submit=${this.send} @input=${this.filled}>
        ${choices({ name: "person", legend: sayIn(MORE, "standin.who"), help: sayIn(MORE, "standin.only"), fault: this.empty.has("person") }, this.people.map((one) => ({ value: one.person, label: one.name })), this.person, (value) => (this.person = value))}
        ${submitButton(say("sign.check"), "pen")}</form>`}`;
  }
}

customElements.define("stand-in", StandInPage);

/** The page of that act. */
export function page({ item, act, phone, status, now }: ActGiven): TemplateResult {
  return html`<stand-in .item=${item} .act=${act} .phone=${phone} .status=${status} .now=${now}></stand-in>`;
}
