/** This device: who one is, in which functies, a test of the bell, the lock, and the way to devices and settings. */

import { html, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { notice } from "../components/notice.ts";
import type { Me } from "../phone.ts";
import { party, say } from "../words/words.ts";
import "./bell.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import "./release.ts";
import { to } from "./routes.ts";

export class DevicePage extends Page {
  static override properties = { ...Page.properties, me: { state: true }, rang: { state: true } };
  declare me: Me | undefined;
  declare rang: boolean;

  constructor() {
    super();
    this.rang = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => (this.me = await this.phone.me()));
  }

  protected override render(): TemplateResult {
    return html`${title(say("device.title"))} ${this.failure()}
      ${this.me === undefined ? nothing : html`<dl class="facts card">
        <dt>${say("device.person")}</dt>
        <dd>${this.me.person}</dd>
        <dt>${say("device.functies")}</dt>
        <dd>${this.me.holdings.map(party).join(", ")}</dd>
      </dl>`}
      <section aria-labelledby="bell">
        <h2 id="bell" class="heading-2">${say("settings.bell")}</h2>
        <p>${say("settings.bell.explain")}</p>
        ${this.rang ? notice("ok", say("device.test.done")) : nothing}
        ${button("secondary", say("device.test"), () => void this.test(), "bell")}
      </section>
      <page-bell .phone=${this.phone} .status=${this.status} .now=${this.now}></page-bell>
      <page-release .phone=${this.phone} .status=${this.status} .now=${this.now}></page-release>
      <div class="stack">
        ${link("secondary", say("devices.list"), to.devices, "device")} ${link("secondary", say("settings.title"), to.settings, "list")}
        ${button("secondary", say("app.lock"), () => void this.tried(() => this.phone.lock()), "lock")}
      </div>`;
  }

  private async test(): Promise<void> {
    this.rang = (await this.tried(() => this.phone.testBell())) !== undefined;
  }
}

export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-device .phone=${phone} .status=${status} .now=${now}></page-device>`;
}

customElements.define("page-device", DevicePage);
