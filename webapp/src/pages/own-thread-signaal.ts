/** One signal as its person sees it: how far it is, what they are owed and when, what was said both ways (SG-02, SG-05). */

import { html, nothing, type TemplateResult } from "lit";

import { button, link, submitButton } from "../components/button.ts";
import { field, typed } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import type { Change, Delivery, Item, Moment, Opened } from "../phone.ts";
import { NOTHING } from "../wire/filled.ts";
import { MORE } from "../words/pages-signaal.ts";
import { when } from "../words/time.ts";
import { say, sayIn } from "../words/words.ts";
import "./attachments.ts";
import { placed } from "./own-send-signaal.ts";
import { next, promise } from "./own-start-signaal.ts";
import { whereNow } from "./own-place-signaal.ts";
import { Page, title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";

const THEIRS = "antwoord_persoon";

export class OwnThread extends Page {
  static override properties = { ...Page.properties, item: {}, view: { state: true }, sent: { state: true }, where: { state: true }, nowhere: { state: true } };
  declare item: string;
  declare view: Item | undefined;
  declare sent: readonly Delivery[];
  declare where: string | null;
  declare nowhere: boolean;
  private busy = false;

  constructor() {
    super();
    this.sent = [];
    this.where = null;
    this.nowhere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    if (change.kind !== "status") void this.load();
  }

  private async load(): Promise<void> {
    this.sent = (await this.phone.deliveries().catch(() => this.sent)).filter((one) => one.item === this.item);
    const found = await this.tried(() => this.phone.item(this.item));
    if (found !== undefined || this.failed !== "service.unreachable") this.view = found;
  }

  protected override render(): TemplateResult {
    const { view } = this;
    const back = link("subtle", say("app.back"), to.start, "back");
    if (view === undefined) return html`${back} ${title(say("app.loading"))} ${this.failure(() => void this.load())}`;
    return html`${back} ${view.drill ? html`<p class="drill">${say("app.drill")}</p>` : nothing} ${title(this.state(view))}
      ${this.owed(view)} ${this.failure()}
      ${this.sent.map((one) => notice(one.stage === "refused" ? "error" : "warning", sayIn(MORE, one.stage === "refused" ? "refused" : "kept.calm")))}
      <ol class="thread">${thread(view).map((one) => html`<li>${typeof one === "string" ? this.again(one) : this.said(one)}</li>`)}</ol>
      <item-attachments .phone=${this.phone} .view=${nameless(view)} .now=${this.now} ?may=${!view.closed}></item-attachments>
      ${view.closed ? nothing : this.adding()}`;
  }

  private state(view: Item): string {
    const received = view.obligations.find((one) => one.what === "ontvangen" && one.settledAt !== null);
    if (view.state === "verzonden" && view.contents.some((one) => one.kind === "onveilig_nu")) return sayIn(MORE, "verzonden.now");
    if (view.state === "ontvangen" && received?.settledAt != null) return sayIn(MORE, "ontvangen.at", { at: when(received.settledAt, this.now) });
    return sayIn(MORE, view.state as keyof typeof MORE);
  }

  private owed(view: Item): TemplateResult | typeof nothing {
    const promised = next(view.obligations);
    const climbing = view.obligations.find((one) => one.what === "ontvangen" && one.settledAt === null);
    const climbed = (climbing?.rungs.filter((one) => one.reached).length ?? 0) > 1;
    return html`${promised === undefined ? nothing : notice(promised.late ? "warning" : "info", promise(promised.due, promised.late, this.now))}
      ${climbed ? notice("warning", sayIn(MORE, "climbed")) : nothing}`;
  }

  /** Who answers has no name here but the one they gave themselves (SG-05). */
  private said(one: Opened): TemplateResult {
    const text = (name: string): string => one.fields.find((each) => each.name === name)?.text ?? "";
    const theirs = one.kind === THEIRS;
    const pressed = one.kind === "onveilig_nu";
    return html`<article class="card said ${theirs ? "" : "said--mine"}">
      <p class="strong">${theirs ? text("by") : sayIn(MORE, "you")}</p>
      <p class="quiet">${when(one.at, this.now)}</p>
      ${pressed ? html`<p>${sayIn(MORE, "pressed")}</p>` : nothing}
      ${text("text") === "" ? nothing : html`<p class="typed" lang=${theirs && /^[a-z]{2,3}$/.test(text("language")) ? text("language") : nothing}>${text("text")}</p>`}
      ${text("mistake") === "true" ? html`<p>${sayIn(MORE, "mistake.said")}</p>` : nothing}
      ${text("where") === "" ? nothing : html`<p>${sayIn(MORE, "where", { place: text("where") })}</p>`}
    </article>`;
  }

  private again(at: Moment): TemplateResult {
    return html`<article class="card said said--mine">
      <p class="strong">${sayIn(MORE, "you")}</p>
      <p>${sayIn(MORE, "again", { at: when(at, this.now) })}</p>
    </article>`;
  }

  private adding(): TemplateResult {
    return html`<form novalidate @submit=${this.send}>
        ${field({ name: "text", label: sayIn(MORE, "add"), kind: "text", optional: true })}
        ${placed(this.where, this.nowhere, () => void this.place(), () => (this.where = null))}
        ${submitButton(sayIn(MORE, "send"), "check")}
      </form>
      ${button("subtle", sayIn(MORE, "mistake"), () => void this.add({ text: "", where: "", mistake: "true" }))}
      <p class="quiet">${sayIn(MORE, "mistake.help")}</p>`;
  }

  private async place(): Promise<void> {
    this.where = await whereNow();
    this.nowhere = this.where === null;
  }

  private readonly send = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const content = { text: typed(form)("text"), where: this.where ?? "", mistake: "false" };
    if (content.text === "" && content.where === "") return;
    void this.add(content).then((sent) => {
      if (!sent) return;
      form.reset();
      this.where = null;
    });
  };

  private async add(content: Readonly<Record<string, string>>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const sent = await this.tried(() => this.phone.act({ act: "signaal.add", item: this.item, filled: { ...NOTHING, kind: "bericht_persoon", content } }));
    this.busy = false;
    if (sent !== undefined) await this.load();
    return sent !== undefined;
  }
}

/** What was said both ways, and the moments at which one asked anew oneself, in the order of time. */
export function thread({ contents, askedAgain = [] }: Pick<Item, "contents" | "askedAgain">): readonly (Opened | Moment)[] {
  const of = (one: Opened | Moment): number => Date.parse(typeof one === "string" ? one : one.at);
  return [...contents, ...askedAgain].sort((one, other) => of(one) - of(other));
}

/** Nobody else has a name here. */
function nameless(view: Item): Item {
  return { ...view, attachments: view.attachments.map((one) => ({ ...one, by: null })) };
}

customElements.define("own-thread", OwnThread);

export function page({ rest, phone, status, now }: PageGiven): TemplateResult {
  return html`<own-thread .item=${rest ?? ""} .phone=${phone} .status=${status} .now=${now}></own-thread>`;
}
