/** Who is on duty, by functie, until when, with the number to call; where nobody is, that comes first (RO-02, RO-03). */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { tel, whole } from "../components/call.ts";
import { icon } from "../components/icon.ts";
import { notice } from "../components/notice.ts";
import type { Change, Duty } from "../phone.ts";
import { clock } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";

export class DutyPage extends Page {
  static override properties = { ...Page.properties, rows: { state: true } };
  declare rows: readonly Duty[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  /** Who has duty changes with the hours too: ask again when there is a line again, and when the roster was changed here. */
  told(change: Change): void {
    if (change.kind === "status" || change.kind === "delivery") void this.load();
  }

  private async load(): Promise<void> {
    this.rows = (await this.tried(() => this.phone.duty())) ?? this.rows;
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    const top = html`${title(say("duty.title"))} ${this.failure(() => void this.load())}`;
    if (rows === undefined) return html`${top} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    if (rows.length === 0) return html`${top} ${notice("info", say("duty.none"))}`;
    return html`${top}
      ${rows.some((one) => one.keeps) ? link("secondary", named("do", "roster.set"), to.roster, "plus") : nothing}
      <ul class="entries">${[...rows].sort((a, b) => Number(a.rostered) - Number(b.rostered)).map((one) => this.row(one))}</ul>`;
  }

  private row(one: Duty): TemplateResult {
    return html`<li class="card">
      <h2 class="heading-3">${party(one)}</h2>
      ${one.rostered ? nothing : html`<p class="with-icon strong">${icon("alert")}<span>${say(one.onDuty.length === 0 ? "duty.nobody" : "duty.empty")}</span></p>`}
      <ul class="plain">${one.onDuty.map((who) => html`<li>${this.who(who)}</li>`)}</ul>
      ${one.number === null ? html`<p>${say("duty.no_number")}</p>` : link("secondary", say("call.now", { number: whole(one.number) }), tel(one.number), "phone")}
    </li>`;
  }

  private who(one: Duty["onDuty"][number]): TemplateResult {
    const name = one.me ? `${one.name} (${say("duty.me")})` : one.name;
    const how = one.until === null ? say("duty.stands_in") : `${named("duty.slot", one.slot)}, ${say("duty.until", { at: clock(one.until, this.now) })}`;
    return html`<span class="strong">${name}</span>, ${how}${one.override ? html` (${say("duty.override")})` : nothing}`;
  }
}

export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-duty .phone=${phone} .status=${status} .now=${now}></page-duty>`;
}

customElements.define("page-duty", DutyPage);
