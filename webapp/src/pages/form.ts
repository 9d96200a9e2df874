/** Fill in, read back and sign one act whose form is made from the models: nothing about its fields stands here. */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import type { How } from "../components/form-fields.ts";
import { authorityLine } from "../components/gezagskaart.ts";
import { said } from "../components/thread.ts";
import type { AskedAct, Bare, FilledAct, Intent } from "../phone-acts.ts";
import type { Delivery, Item, Opened } from "../phone.ts";
import { named, say } from "../words/words.ts";
import { isBare } from "./can.ts";
import { FillingPage } from "./filling.ts";
import { ASKS, type Asks } from "./offers.ts";
import { title } from "./page.ts";
import type { ActGiven } from "./part.ts";
import { to } from "./routes.ts";

/** Of an obligation that another flow fulfils one says here only why it need not. */
const NOT_NEEDED = "niet_nodig";

export class FormPage extends FillingPage {
  static override properties = { ...FillingPage.properties, item: {}, what: {}, view: { state: true } };
  declare act: AskedAct | Bare;
  declare item: string;
  declare what: string | null;
  declare view: Item | undefined;
  /** The number of the functie one acts in, so that nobody types it. */
  protected own = "";

  constructor() {
    super();
    this.item = "";
    this.what = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const { act } = this;
    if (!isBare(act)) this.asked = (await this.tried(() => this.phone.form(act))) ?? null;
    if (this.asked === null && !isBare(act)) return;
    this.own = (await this.tried(() => this.phone.me()))?.holdings.find((one) => one.number !== null)?.number ?? "";
    this.view = await this.tried(async () => {
      const view = await this.phone.item(this.item);
      await this.readFirst(view);
      return view;
    });
    if (this.view === undefined) return;
    const { kinds } = this;
    this.kind = this.asking.kind?.(this.view) ?? null;
    if (this.kind === null || !kinds.includes(this.kind)) this.kind = kinds.length === 1 ? (kinds[0] ?? null) : null;
    // What it waits for is what one came for: it need not be said again. What is known need not be typed.
    const what = this.asked?.params.find((one) => one.name === "what" && this.what !== null && one.of.includes(this.what));
    this.chosen = { ...this.known, ...(what === undefined ? {} : { what: this.what ?? "" }) };
    if (this.bare) this.draft = await this.tried(() => this.phone.prepare(this.intent(() => "")));
    else await this.restore();
  }

  /** What a page must know before it asks. */
  protected async readFirst(_: Item): Promise<void> {}

  private get asking(): Asks {
    return ASKS.get(this.flow) ?? {};
  }

  protected override get known(): Readonly<Record<string, string>> {
    const { act, view } = this;
    return view === undefined || isBare(act) ? {} : (this.asking.known?.[act]?.(view, this.own) ?? {});
  }

  protected override get carries(): boolean | null {
    return isBare(this.act) ? null : (this.asking.carries?.[this.act]?.(this.chosen) ?? null);
  }

  protected override get hows(): Readonly<Record<string, How>> {
    const { act, view: item, what, chosen } = this;
    return item === undefined || isBare(act) ? {} : (this.asking.hows?.[act]?.({ item, what, chosen }) ?? {});
  }

  /** Nothing is filled in: it is read back at once. */
  private get bare(): boolean {
    const { asked } = this;
    return asked === null || (asked.params.length === 0 && asked.linked === null && this.kinds.length === 0);
  }

  protected override intent(read: (name: string) => string): Intent {
    const { act, item } = this;
    if (isBare(act)) return { act, item };
    return { act: act as FilledAct, item, filled: { ...this.filledBy(read), reads: this.asking.reads ?? [] } };
  }

  protected override done(_: Delivery): void {
    window.location.hash = to.item(this.item);
  }

  protected override backWord(): string {
    return this.bare ? say("sign.not") : super.backWord();
  }

  protected override change(): void {
    if (this.bare) window.location.hash = to.item(this.item);
    else super.change();
  }

  /** What one must have before one's eyes. */
  protected about({ contents }: Item): readonly Opened[] {
    const kinds = this.asking.about?.[this.what ?? ""] ?? this.asking.about?.[this.act] ?? [];
    return contents.filter((one) => kinds.includes(one.kind)).slice(-1);
  }

  /** What stands in the place of the fields, where there is nothing to choose from. */
  protected instead(): TemplateResult | null {
    return null;
  }

  /** What a page says of its own, above that. */
  protected head(_: Item): TemplateResult | typeof nothing {
    return nothing;
  }

  protected override form(): TemplateResult {
    const back = link("subtle", say("app.back"), to.item(this.item), "back");
    const { view, asked, flow, asking, what } = this;
    if (view === undefined || asked === null) return html`${back} ${title(say("app.loading"))} ${this.failure(() => void this.load())}`;
    const about = this.about(view);
    const [first] = about;
    const does = this.hows["outcome"]?.says === NOT_NEEDED ? say("do.not_needed") : named("do", this.act);
    return html`${back} ${view.drill ? html`<p class="drill">${say("app.drill")}</p>` : nothing} ${title(does)}
      ${this.act.endsWith(".follow_up") && what !== null ? html`<p class="state">${named("what", what, flow)}</p>` : nothing} ${view.gezag === null && !view.drill ? nothing : html`<p class="quiet">${authorityLine(view.gezag, this.now)}</p>`} ${this.failure()}
      ${this.head(view)}
      ${first === undefined ? nothing : html`<details class="unfold" open><summary>${named("kind", first.kind, flow)}</summary>${about.map((one) => said(one, view, this.now, false, !this.status.own))}</details>`}
      ${this.instead() ?? html`<form novalidate @submit=${this.send} @input=${this.filled}>
        ${this.asks(asking.kind?.(view) !== undefined)}
        ${this.secrets()} ${submitButton(say("sign.check"), "pen")}
      </form>`}`;
  }
}

customElements.define("page-form", FormPage);

/** The page of an act on an item. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<page-form .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></page-form>`;
}
