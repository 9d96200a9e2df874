/** "Wat nu voor u open staat": what waits for this person, the loudest first and big; then what waits for others. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { delivery } from "../components/delivery.ts";
import { gesture } from "../components/gesture.ts";
import { authorityLine } from "../components/gezagskaart.ts";
import { icon } from "../components/icon.ts";
import { notice } from "../components/notice.ts";
import { until } from "../components/obligation.ts";
import type { Gesture } from "../phone-many.ts";
import type { Change, Delivery, Me, Start } from "../phone.ts";
import { area, named, party, problem, say } from "../words/words.ts";
import { loudest, openOf, sorted } from "./loudness.ts";
import { emergencyOf, startsWith } from "./offers.ts";
import { Page, title } from "./page.ts";
import { to } from "./routes.ts";

type Entry = Start["items"][number];

export class StartPage extends Page {
  static override properties = { ...Page.properties, view: { state: true }, me: { state: true }, sent: { state: true }, gestures: { state: true } };
  declare view: Start | undefined;
  declare me: Me | undefined;
  declare sent: readonly Delivery[];
  declare gestures: readonly Gesture[];

  constructor() {
    super();
    this.sent = [];
    this.gestures = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  /** Ask anew when something changed. */
  told(change: Change): void {
    if (change.kind === "gesture") this.gestures = [...this.gestures.filter((one) => one.gesture !== change.gesture.gesture), change.gesture];
    else if (change.kind !== "status") void this.load();
  }

  private async load(): Promise<void> {
    this.me = await this.tried(() => this.phone.me());
    this.sent = (await this.tried(() => this.phone.deliveries())) ?? this.sent;
    this.gestures = (await this.tried(() => this.phone.gestures())) ?? this.gestures;
    this.view = (await this.tried(() => this.phone.start())) ?? this.view;
  }

  protected override render(): TemplateResult {
    const view = this.view;
    const top = html`${title(say("start.title"))} ${this.failure(() => void this.load())}
      ${this.sent.map((one) => delivery(one, this.now, () => void this.seen(one), one.item === null ? null : to.item(one.item)))}`;
    if (view === undefined) return html`${top} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    const { mine, others, closed } = sorted(view.items);
    return html`${top}
      ${view.withoutKeys.map((one) => notice("warning", say("keys.missing.title"), html`<p>${say("keys.missing.explain", { party: party(one) })}</p>`))}
      ${view.unshared.length === 0 ? nothing : notice("warning", say("keys.unshared.title"), html`<p>${say("keys.unshared", { who: view.unshared.map(party).join(", ") })}</p>${link("secondary", say("keys.unshared.open"), to.devices, "device")}`)}
      ${view.unproven.map((one) => this.unproven(one.code))}
      ${mine.length === 0 && view.unproven.length === 0 ? html`<div class="card"><p class="strong">${say("start.empty")}</p><p>${say("start.empty.detail")}</p></div>` : nothing}
      ${this.gestures.map(gesture)} ${this.many(view)}
      <ul class="entries">${mine.map((entry, index) => this.entry(entry, index === 0 ? "loudest" : "mine"))}</ul>
      ${this.ask()} ${this.list(say("start.others"), others, "other")} ${this.list(say("start.closed"), closed, "closed")}
      <p>${link("subtle", say("start.earlier"), to.closed, "check")}</p>`;
  }

  /** What one gesture opened for many, in one line: who of them knows is on a page of its own (BB-03). */
  private many({ many }: Start): TemplateResult | typeof nothing {
    if (many.length === 0) return nothing;
    return html`<ul class="entries">${many.map((one) => html`<li><a class="entry entry--other" href=${to.flow(one.flow, "overzicht", one.dossier)}>
      ${one.drill ? html`<span class="drill">${say("app.drill")}</span>` : nothing}
      <span class="entry__what">${named("flow", one.flow)}: ${one.states.reduce((sum, { count }) => sum + count, 0)}</span>
      <span class="quiet">${one.states.map(({ state, count }) => `${named("state", state, one.flow)}: ${count}`).join(", ")}</span></a></li>`)}</ul>`;
  }

  /** One item that did not verify: not what it says, only that it is not to be relied on. */
  private unproven(code: string): TemplateResult {
    const { title: heading, detail } = problem(code);
    return notice("error", heading, html`<p>${detail}</p><p class="quiet">${say("gate.code", { code })}</p>`);
  }

  private async seen(one: Delivery): Promise<void> {
    await this.tried(() => this.phone.dismiss(one.act));
    this.sent = this.sent.filter((each) => each.act !== one.act);
  }

  /** What one may open: the emergency first, then what other flows begin with. */
  private ask(): TemplateResult {
    const others = this.me === undefined ? [] : startsWith(this.me);
    return html`${this.emergency()} ${others.map((act) => link("secondary", named("do", act), to.open(act), "plus"))}`;
  }

  private emergency(): TemplateResult | typeof nothing {
    const asked = this.me === undefined ? null : emergencyOf(this.me);
    if (asked !== null) return link("secondary", named("do", asked.act), asked.to, asked.picture);
    if (this.me?.holdings.some((one) => one.functie === "escalatiewachter")) return link("secondary", say("board.title"), to.board, "eye");
    return nothing;
  }

  private list(heading: string, entries: readonly Entry[], look: string): TemplateResult | typeof nothing {
    if (entries.length === 0) return nothing;
    return html`<h2 class="heading-2">${heading}</h2>
      <ul class="entries">${entries.map((entry) => this.entry(entry, look))}</ul>`;
  }

  private entry(entry: Entry, look: string): TemplateResult {
    const first = loudest(entry);
    const rest = openOf(entry).filter((one) => one !== first && one.mine === first?.mine).length;
    const { line } = entry;
    return html`<li>
      <a class="entry entry--${look}" href=${to.item(line.id)}>
        ${line.drill ? html`<span class="drill">${say("app.drill")}</span>` : nothing}
        <span class="entry__what">${first === undefined ? named("state", line.state, line.flow) : named("what", first.what, line.flow)}</span>
        ${first === undefined ? nothing : html`<span class="entry__state">
          ${icon(first.late ? "alert" : first.mine ? "bell" : "clock")}
          <span>${first.late ? say("start.late") : first.mine ? say("start.yours") : say("start.waits", { who: first.waitsFor.slice(0, 2).map(party).join(", ") })}</span>
        </span>
        <span>${until(first, this.now)}</span>`}
        ${line.gezag === null ? nothing : html`<span class="quiet">${authorityLine(line.gezag, this.now)}</span>`}
        <span class="quiet">${named("flow", line.flow)}, ${area(line.area)}${rest > 0 ? `, ${say("start.more", { count: rest })}` : ""}</span>
      </a>
    </li>`;
  }
}

customElements.define("page-start", StartPage);
