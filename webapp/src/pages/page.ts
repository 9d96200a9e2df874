/** What every page shares: it lives in the light DOM, knows the phone and the time, and says what went wrong. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { button } from "../components/button.ts";
import { notice } from "../components/notice.ts";
import { PhoneError, type Moment, type Phone, type Status } from "../phone.ts";
import { problem, say } from "../words/words.ts";

export class Page extends LitElement {
  static override properties = { phone: { attribute: false }, status: { attribute: false }, now: { attribute: false }, failed: { state: true } };
  declare phone: Phone;
  declare status: Status;
  declare now: Date;
  /** The code of what went wrong last, or null. */
  declare failed: string | null;
  /** When what was asked for was erased, where that is why it failed. */
  protected erasedAt: Moment | null = null;

  constructor() {
    super();
    this.failed = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Do something with the phone; what it refuses is shown, not thrown. Undefined then. */
  protected async tried<T>(doing: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await doing();
      this.failed = null;
      return result;
    } catch (wrong) {
      this.erasedAt = wrong instanceof PhoneError ? wrong.erasedAt : null;
      this.failed = wrong instanceof PhoneError ? wrong.code : "internal";
      return undefined;
    }
  }

  protected failure(again?: () => void, code: string | null = this.failed): TemplateResult | typeof nothing {
    if (code === null) return nothing;
    const { title, detail } = problem(code);
    const retry = again === undefined ? nothing : button("secondary", say("app.retry"), again);
    const anew = code.startsWith("session.") ? button("primary", say("session.again"), () => void this.tried(() => this.phone.lock()), "lock") : nothing;
    return notice("error", title, html`<p>${detail}</p><p class="quiet">${say("gate.code", { code })}</p>${anew}${retry}`);
  }
}

/** The page's title: it gets the focus when the page itself moves on. */
export function title(text: string): TemplateResult {
  return html`<h1 class="heading-1" tabindex="-1" data-title>${text}</h1>`;
}
