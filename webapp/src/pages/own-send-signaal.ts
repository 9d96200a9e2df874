/** "Er is iets": what a protected person says, in a few words, with where they are only when they press for that (SG-01, SG-06). */

import { html, nothing, type TemplateResult } from "lit";

import { button, link, submitButton } from "../components/button.ts";
import { choices, complete, field, typed } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import type { Signal } from "../phone.ts";
import { MORE } from "../words/pages-signaal.ts";
import { language, say, sayIn } from "../words/words.ts";
import { whereNow } from "./own-place-signaal.ts";
import { Page, title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";

const ABOUT = ["verdachte_situatie", "zorg", "vraag", "ondersteuning"] as const;
const KEPT = "signaal/iets";

export class OwnSignal extends Page {
  static override properties = { ...Page.properties, about: { state: true }, where: { state: true }, nowhere: { state: true }, empty: { state: true }, kept: { state: true } };
  declare about: (typeof ABOUT)[number] | null;
  declare where: string | null;
  declare nowhere: boolean;
  declare empty: ReadonlySet<string>;
  /** What was typed and not sent. */
  declare kept: string;
  private busy = false;

  constructor() {
    super();
    this.about = null;
    this.where = null;
    this.nowhere = false;
    this.empty = new Set();
    this.kept = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.phone.typedBefore(KEPT).then((found) => (this.kept = found?.["text"] ?? ""), () => undefined);
  }

  protected override render(): TemplateResult {
    const of = ABOUT.map((value) => ({ value, label: sayIn(MORE, `about.${value}`) }));
    return html`${link("subtle", say("app.back"), to.start, "back")} ${title(sayIn(MORE, "something"))} ${this.failure()}
      <form novalidate @submit=${this.send} @change=${this.typing}>
        ${choices({ name: "about", legend: sayIn(MORE, "about"), fault: this.empty.has("about") }, of, this.about, (value) => (this.about = ABOUT.find((one) => one === value) ?? null))}
        ${field({ name: "text", label: sayIn(MORE, "text"), kind: "text", value: this.kept, fault: this.empty.has("text") })}
        ${placed(this.where, this.nowhere, () => void this.place(), () => (this.where = null))}
        ${submitButton(sayIn(MORE, "send"), "check")}
      </form>
      <p class="quiet">${sayIn(MORE, "photo")}</p>`;
  }

  private async place(): Promise<void> {
    this.where = await whereNow();
    this.nowhere = this.where === null;
  }

  private readonly typing = (event: Event): void => {
    const text = typed(event.currentTarget as HTMLFormElement)("text");
    void this.phone.keepTyped(KEPT, text === "" ? null : { text }).catch(() => undefined);
  };

  private readonly send = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    this.empty = complete(form, ["about", "text"]);
    if (this.empty.size > 0 || this.about === null || this.busy) return;
    this.busy = true;
    void this.sent({ about: this.about, silent: false, text: typed(form)("text"), where: this.where, language: language() });
  };

  private async sent(signal: Signal): Promise<void> {
    const kept = await this.tried(() => this.phone.signal(signal));
    this.busy = false;
    if (kept === undefined) return;
    await this.phone.keepTyped(KEPT, null).catch(() => undefined);
    window.location.hash = to.start;
  }
}

/** The press that sends along where one is; nothing is asked of the phone before it. */
export function placed(where: string | null, nowhere: boolean, press: () => void, drop: () => void): TemplateResult {
  if (where !== null) return html`${notice("info", sayIn(MORE, "place.there", { place: where }))} ${button("subtle", sayIn(MORE, "place.drop"), drop)}`;
  return html`${button("secondary", sayIn(MORE, "place"), press)}
    <p class="quiet">${sayIn(MORE, "place.help")}</p>
    ${nowhere ? notice("warning", sayIn(MORE, "place.none")) : nothing}`;
}

customElements.define("own-signal", OwnSignal);

export function page({ phone, status, now }: PageGiven): TemplateResult {
  return html`<own-signal .phone=${phone} .status=${status} .now=${now}></own-signal>`;
}
