/** A protected person's settings: the second PIN, the bell, the language and the lock; nothing that says whose phone it is (SG-07). */

import { html, nothing, type TemplateResult } from "lit";

import { button, link, submitButton } from "../components/button.ts";
import { field, typed } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import { LOCK_RULES } from "../device/lock-rules.ts";
import { MORE } from "../words/pages-signaal.ts";
import { say, sayIn } from "../words/words.ts";
import "./bell.ts";
import { Page, title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";

export class OwnDevice extends Page {
  static override properties = { ...Page.properties, done: { state: true }, differ: { state: true } };
  declare done: boolean;
  declare differ: boolean;

  constructor() {
    super();
    this.done = false;
    this.differ = false;
  }

  protected override render(): TemplateResult {
    return html`${link("subtle", say("app.back"), to.start, "back")} ${title(sayIn(MORE, "device"))}
      <section aria-labelledby="second">
        <h2 id="second" class="heading-2">${sayIn(MORE, "second")}</h2>
        <p>${sayIn(MORE, "second.explain")}</p>
        <p>${sayIn(MORE, "second.remember")}</p>
        ${this.failure()} ${this.differ ? notice("error", sayIn(MORE, "second.differ")) : nothing} ${this.done ? notice("ok", sayIn(MORE, "second.done")) : nothing}
        <form novalidate @submit=${this.keep}>
          ${field({ name: "pin", label: sayIn(MORE, "second.pin"), kind: "password" })}
          ${field({ name: "again", label: sayIn(MORE, "second.again"), kind: "password" })}
          ${submitButton(sayIn(MORE, "second.do"), "lock")}
        </form>
      </section>
      <page-bell .phone=${this.phone} .status=${this.status} .now=${this.now}></page-bell>
      <div class="stack">
        ${link("secondary", say("settings.title"), to.settings, "list")}
        ${button("secondary", say("app.lock"), () => void this.tried(() => this.phone.lock()), "lock")}
      </div>`;
  }

  private readonly keep = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const [pin, again] = [typed(form)("pin"), typed(form)("again")];
    this.done = false;
    this.differ = pin !== again;
    if (pin.length < LOCK_RULES.digits) this.failed = "lock.short";
    else if (!this.differ) void this.kept(pin, form);
  };

  private async kept(pin: string, form: HTMLFormElement): Promise<void> {
    this.done = (await this.tried(async () => (await this.phone.chooseDuress(pin), true))) ?? false;
    form.reset();
  }
}

customElements.define("own-device", OwnDevice);

export function page({ phone, status, now }: PageGiven): TemplateResult {
  return html`<own-device .phone=${phone} .status=${status} .now=${now}></own-device>`;
}
