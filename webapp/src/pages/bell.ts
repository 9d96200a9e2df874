/** The bell of this device: whether it rings over Web Push, why not, and the button that changes it. */

import { html, nothing, type TemplateResult } from "lit";

import { bellOf, turnOff, turnOn, type Bell } from "../bell.ts";
import { thisBrowser } from "../bell-browser.ts";
import { button } from "../components/button.ts";
import { notice } from "../components/notice.ts";
import { say } from "../words/words.ts";
import { Page } from "./page.ts";
import { onIos } from "./surroundings.ts";

export class BellPart extends Page {
  static override properties = { ...Page.properties, bell: { state: true }, busy: { state: true } };
  declare bell: Bell | undefined;
  declare busy: boolean;
  private readonly browser = thisBrowser(onIos());

  constructor() {
    super();
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  protected override render(): TemplateResult {
    return html`<section aria-labelledby="device-bell">
      <h2 id="device-bell" class="heading-2">${say("bell.title")}</h2>
      <p>${say("bell.explain")}</p>
      ${this.failure()} ${this.bell === undefined ? nothing : this.stand(this.bell)}
    </section>`;
  }

  private stand(bell: Bell): TemplateResult {
    if (this.busy) return html`<p role="status">${say("bell.busy")}</p>`;
    switch (bell) {
      case "on":
        return html`${notice("ok", say("bell.on"))} ${button("secondary", say("bell.turn_off"), () => void this.change(turnOff))}`;
      case "off":
        return html`${notice("warning", say("bell.off"))} ${button("secondary", say("bell.turn_on"), () => void this.change(turnOn), "bell")}`;
      case "dead":
        return html`${notice("error", say("bell.dead"), html`<p>${say("bell.dead.detail")}</p>`)}
        ${button("secondary", say("bell.again"), () => void this.change(turnOn), "bell")}`;
      case "unsupported": // a protected person is offered no chat of another's to be rung in
        return notice("warning", say("bell.unsupported"), html`<p>${say(this.status.own ? "bell.unsupported.own" : "bell.unsupported.detail")}</p>`);
      default:
        return notice("warning", say(`bell.${bell}`), html`<p>${say(`bell.${bell}.detail`)}</p>`);
    }
  }

  private async look(): Promise<void> {
    const found = await this.tried(() => bellOf(this.phone, this.browser));
    if (found !== undefined) this.bell = found;
  }

  /** What went wrong stays on the screen beside how it stands now. */
  private async change(doing: typeof turnOn): Promise<void> {
    this.busy = true;
    await this.tried(() => doing(this.phone, this.browser));
    const { failed } = this;
    await this.look();
    this.failed ??= failed;
    this.busy = false;
  }
}

customElements.define("page-bell", BellPart);
