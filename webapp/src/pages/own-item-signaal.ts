/** An item that is no signal as a protected person sees it on their own phone: how far it is, what they wrote, what they can do (SG-05, RM-02). */

import { html, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { gone } from "../components/retention.ts";
import { said } from "../components/thread.ts";
import { isFormAct } from "../phone-acts.ts";
import type { Change, Delivery, Item, Me } from "../phone.ts";
import { NOTHING } from "../wire/filled.ts";
import { named, say } from "../words/words.ts";
import { can, type Can } from "./can.ts";
import { OFFERS } from "./offers.ts";
import { underWay } from "./own-sent-signaal.ts";
import { Page, title } from "./page.ts";
import { part, type Around } from "./part.ts";
import { to } from "./routes.ts";

export class OwnItem extends Page {
  static override properties = { ...Page.properties, item: {}, view: { state: true }, me: { state: true }, sent: { state: true } };
  declare item: string;
  declare view: Item | undefined;
  declare me: Me | undefined;
  declare sent: readonly Delivery[];

  constructor() {
    super();
    this.sent = [];
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
    const found = await this.tried(async () => {
      this.me = await this.phone.me();
      return this.phone.item(this.item);
    });
    if (found?.flow === "signaal") window.location.replace(to.flow("signaal", "draad", found.id));
    else if (found !== undefined || this.failed !== "service.unreachable") this.view = found;
  }

  protected override render(): TemplateResult {
    const { view, me } = this;
    const back = link("subtle", say("app.back"), to.start, "back");
    const sent = this.sent.filter((one) => one.stage !== "stored").map((one) => underWay(one, () => void this.seen(one)));
    if (view === undefined || me === undefined) {
      const heading = say(this.failed === "item.erased" ? "retention.gone" : "app.loading");
      return html`${back} ${title(heading)} ${gone(this.failed, this.erasedAt)} ${sent} ${this.failure(() => void this.load())}`;
    }
    const shows = OFFERS.get(view.flow)?.shows;
    return html`${back} ${view.drill ? html`<p class="drill">${say("app.drill")}</p>` : nothing} ${title(named("flow", view.flow))}
      <p class="state">${named("state", view.state, view.flow)}</p> ${this.failure()} ${sent}
      ${shows === undefined ? nothing : part(shows, { view, phone: this.phone, status: this.status, now: this.now })}
      <div class="stack">${can(view, me).filter(({ how }) => how !== "open").map((one) => this.action(one))}</div>
      <ol class="thread">${view.contents.map((one) => html`<li>${said(one, view, this.now, true, false)}</li>`)}</ol>`;
  }

  /** What its flow offers; ringing and keys are for who helps. */
  private action({ act, how, what }: Can): TemplateResult | typeof nothing {
    if (!isFormAct(act) || act.startsWith("item.")) return nothing;
    if (how === "direct") return button("primary", named("do", act), () => void this.does(act), "check");
    return link("secondary", named("do", act), to.act(this.item, act, what), "pen");
  }

  private async does(act: Can["act"]): Promise<void> {
    const { item } = this;
    const done = await this.tried(async () => (isFormAct(act) ? this.phone.act({ act, item, filled: NOTHING }) : undefined));
    if (done !== undefined) await this.load();
  }

  private async seen(one: Delivery): Promise<void> {
    await this.tried(() => this.phone.dismiss(one.act));
    await this.load();
  }
}

customElements.define("own-item", OwnItem);

export function page({ item, phone, status, now }: Around & { item: string }): TemplateResult {
  return html`<own-item .item=${item} .phone=${phone} .status=${status} .now=${now}></own-item>`;
}
