/** My devices, and those I may stop: since when, in use or stopped or taken out of use; and what to do when one is lost. */

import { html, nothing, type TemplateResult } from "lit";

import { button } from "../components/button.ts";
import { delivery } from "../components/delivery.ts";
import { icon, type Icon } from "../components/icon.ts";
import { readback } from "../components/readback.ts";
import type { Intent } from "../phone-acts.ts";
import type { DeviceLine } from "../phone-board.ts";
import type { Change, Delivery, Draft } from "../phone.ts";
import { when } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";

const PICTURES: Record<DeviceLine["stand"], Icon> = { in_use: "check", frozen: "lock", revoked: "alert" };

export class DevicesPage extends Page {
  static override properties = { ...Page.properties, rows: { state: true }, draft: { state: true }, sent: { state: true } };
  declare rows: readonly DeviceLine[] | undefined;
  declare draft: Draft | undefined;
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
    if (change.kind === "delivery" && change.delivery.name.startsWith("directory.")) this.remember(change.delivery);
    if (change.kind === "delivery" || change.kind === "board") void this.load();
  }

  private async load(): Promise<void> {
    this.rows = (await this.tried(() => this.phone.devices())) ?? this.rows;
  }

  protected override render(): TemplateResult {
    const { draft, rows } = this;
    if (draft !== undefined) {
      return html`${title(say("sign.title"))} ${this.failure()}
        ${readback(draft, this.now, () => void this.sign(draft), () => (this.draft = undefined), say("board.cancel"))}`;
    }
    const others = rows?.filter((one) => !one.mine) ?? [];
    return html`${title(say("devices.title"))} ${this.failure(() => void this.load())}
      ${this.sent.map((one) => delivery(one, this.now, () => void this.seen(one)))}
      <p>${say("devices.explain")}</p>
      ${rows === undefined && this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}
      ${this.list(rows?.filter((one) => one.mine) ?? [], false)}
      <section class="card" aria-labelledby="lost">
        <h2 id="lost" class="heading-2">${say("devices.lost")}</h2>
        <ol class="numbered">${([1, 2, 3] as const).map((line) => html`<li>${say(`devices.lost.${line}`)}</li>`)}</ol>
      </section>
      ${others.length === 0 ? nothing : html`<h2 class="heading-2">${say("devices.others")}</h2>${this.list(others, true)}`}`;
  }

  private list(rows: readonly DeviceLine[], below: boolean): TemplateResult {
    return html`<ul class="entries">${rows.map((one) => html`<li class="card">${this.row(one, below)}</li>`)}</ul>`;
  }

  private row(one: DeviceLine, below: boolean): TemplateResult {
    const name = one.here ? say("devices.here") : say("devices.of", { person: one.person });
    const since = when(one.stand === "revoked" ? (one.revokedAt ?? one.addedAt) : one.addedAt, this.now);
    return html`${below ? html`<h3 class="heading-3">${name}</h3>` : html`<h2 class="heading-3">${name}</h2>`}
      <p class="with-icon">${icon(PICTURES[one.stand])}<span>${say(`devices.${one.stand}`, { at: since })}</span></p>
      ${one.stand === "in_use" ? nothing : html`<p>${say("devices.since", { at: when(one.addedAt, this.now) })}</p>`}
      ${one.mine ? nothing : html`<p>${one.functies.map(party).join(", ")}</p>`}
      <p class="quiet">${say("devices.number", { id: one.id })}</p>
      ${one.stand === "revoked" || one.here ? nothing : this.acts(one)}`;
  }

  private acts(one: DeviceLine): TemplateResult {
    const stops = one.stand === "in_use";
    const freeze: Intent = { act: "directory.freeze_device", device: one.id, frozen: stops };
    return html`${one.lacks.length === 0 ? nothing : html`<p class="with-icon strong">${icon("lock")}<span>${say("devices.lacks", { who: one.lacks.map(party).join(", ") })}</span></p>`}<div class="stack">
      ${one.lacks.map(({ functie, scope }) => button("primary", say("devices.share", { party: party({ functie, scope }) }), () => void this.prepare({ act: "directory.wrap_epoch", device: one.id, role: { functie, scope } }), "lock"))}
      ${one.mayFreeze ? button("secondary", say(stops ? "board.freeze" : "board.release"), () => void this.prepare(freeze), "lock") : nothing}
      ${one.revoke === "may" ? button("secondary", named("do", "directory.revoke_device"), () => void this.prepare({ act: "directory.revoke_device", device: one.id }), "alert") : nothing}
      ${one.revoke === "together" ? html`<p class="quiet">${say("devices.together")}</p>` : nothing}
    </div>`;
  }

  private async prepare(intent: Intent): Promise<void> {
    this.draft = await this.tried(() => this.phone.prepare(intent));
    await this.updateComplete;
    this.querySelector<HTMLElement>("[data-title]")?.focus();
  }

  private async sign({ draft }: Draft): Promise<void> {
    const done = await this.tried(() => this.phone.sign(draft));
    this.draft = undefined;
    if (done !== undefined) this.remember(done);
  }

  private remember(one: Delivery): void {
    this.sent = [...this.sent.filter((each) => each.act !== one.act), one];
  }

  private async seen(one: Delivery): Promise<void> {
    await this.tried(() => this.phone.dismiss(one.act));
    this.sent = this.sent.filter((each) => each !== one);
  }
}

customElements.define("page-devices", DevicesPage);

/** The page, loaded when it is needed. */
export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-devices .phone=${phone} .status=${status} .now=${now}></page-devices>`;
}
