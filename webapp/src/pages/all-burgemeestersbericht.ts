/** One act for all mayors of a dossier for whom it is meant: filled in once, read back once, signed in one gesture (BB-02, BB-06). */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { complete, typed } from "../components/field.ts";
import { loadAreas } from "../components/gemeenten.ts";
import type { FormAct, Intent } from "../phone-acts.ts";
import type { HowFar } from "../phone-many.ts";
import type { Change } from "../phone.ts";
import { NOTHING, type Filled } from "../wire/filled.ts";
import { MORE } from "../words/pages-burgemeestersbericht.ts";
import { area, named, say, sayIn } from "../words/words.ts";
import { FillingPage } from "./filling.ts";
import { GestureSteps } from "./gesture.ts";
import { FOR_ALL } from "./stand-burgemeestersbericht.ts";
import { OFFERS } from "./offers.ts";
import { title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";

const FLOW = "burgemeestersbericht";
/** A dossier's handle is so long; the verb stands behind it in the address. */
const HANDLE = 22;

export class MayorsAll extends FillingPage {
  static override properties = { ...FillingPage.properties, dossier: {}, items: { state: true } };
  declare act: FormAct;
  declare dossier: string;
  declare items: readonly HowFar[] | undefined;
  private readonly steps = new GestureSteps(() => this.requestUpdate());
  private names: ReadonlyMap<string, string> = new Map();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    this.steps.told(change);
  }

  private get verb(): string {
    return this.act.split(".")[1] ?? "";
  }

  private readonly load = async (): Promise<void> => {
    await this.tried(async () => {
      this.names = new Map((await loadAreas()).gemeenten.map((one) => [`gm:${one.code}`, one.name]));
      this.asked = await this.phone.form(this.act);
      this.kind = this.kinds[0] ?? null;
      this.items = (await this.phone.gathered(FLOW, this.dossier)).filter((one) => FOR_ALL[this.verb]?.(one) === true);
      if (this.asked !== null && this.fields.length === 0 && this.items.length > 0) await this.steps.prepare(this.phone, this.intents(NOTHING));
      else await this.restore();
    });
  };

  private intents(filled: Filled): readonly Intent[] {
    const reads = OFFERS.get(FLOW)?.reads ?? [];
    return (this.items ?? []).map(({ item }) => ({ act: this.act, item, filled: { ...filled, reads: this.asked?.reads === true ? reads : [] } }));
  }

  protected override intent(): Intent {
    return { act: this.act, item: "", filled: NOTHING };
  }

  protected override done(): void {
    window.location.hash = to.flow(FLOW, "overzicht", this.dossier);
  }

  protected override readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    this.empty = complete(form, this.required());
    if (this.empty.size > 0 || this.steps.making) return;
    await this.tried(() => this.steps.prepare(this.phone, this.intents(this.filledBy(typed(form)))));
  };

  private async signAll(): Promise<void> {
    await this.tried(() => this.steps.sign(this.phone));
    if (!this.steps.signed) return;
    await this.tried(() => this.phone.keepTyped(window.location.hash, null));
    this.done();
  }

  private back(): void {
    if (this.fields.length === 0) this.done();
    else this.steps.change();
  }

  protected override render(): TemplateResult {
    const { steps } = this;
    const shown = steps.draft !== undefined || steps.making || steps.signed;
    return html`${shown && this.fields.length === 0 ? nothing : html`<div ?hidden=${shown}>${this.form()}</div>`}
      ${!shown ? nothing : html`${title(say("sign.title"))} ${this.failure()} ${steps.progress()}
        ${steps.signed ? nothing : steps.readBack(this.now, (scope) => this.names.get(scope) ?? area(scope), () => void this.signAll(), () => this.back())}`}`;
  }

  protected override form(): TemplateResult {
    const back = link("subtle", say("app.back"), to.flow(FLOW, "overzicht", this.dossier), "back");
    const { items, asked } = this;
    if (items === undefined || asked === null) return html`${back} ${title(say("app.loading"))} ${this.failure(() => void this.load())}`;
    return html`${back} ${title(named("do", this.act))} ${this.failure(() => void this.load())}
      <p class="strong">${items.length === 0 ? sayIn(MORE, "all.none") : sayIn(MORE, "all.count", { count: items.length })}</p>
      ${items.length === 0 || this.fields.length === 0 ? nothing : html`<form novalidate @submit=${this.send} @input=${this.filled}>${this.asks(true)} ${this.secrets()} ${submitButton(say("sign.check"), "pen")}</form>`}`;
  }
}

customElements.define("mayors-all", MayorsAll);

/** The act whose verb stands behind the handle of the dossier. */
export function page({ rest, phone, status, now }: PageGiven): TemplateResult {
  const [dossier, verb] = [(rest ?? "").slice(0, HANDLE), (rest ?? "").slice(HANDLE)];
  const act = `${FLOW}.${Object.hasOwn(FOR_ALL, verb) ? verb : "supplement"}` as FormAct;
  return html`<mayors-all .act=${act} .dossier=${dossier} .phone=${phone} .status=${status} .now=${now}></mayors-all>`;
}
