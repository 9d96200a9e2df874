/** One item: who has authority, how far it is, who waits for what, what was said, and what one can do now. */

import { html, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { delivery } from "../components/delivery.ts";
import { gezagskaart } from "../components/gezagskaart.ts";
import { grounds } from "../components/grounds.ts";
import { keys } from "../components/keys.ts";
import { notice } from "../components/notice.ts";
import { obligation, settled } from "../components/obligation.ts";
import { gone, retention } from "../components/retention.ts";
import { steps } from "../components/steps.ts";
import { thread } from "../components/thread.ts";
import type { Change, Delivery, Item, Me, Party } from "../phone.ts";
import { when } from "../words/time.ts";
import { isNamed, named, party, problem, say, type Key } from "../words/words.ts";
import "./attachments.ts";
import { isFormAct } from "../phone-acts.ts";
import { NOTHING } from "../wire/filled.ts";
import { can, isBare, type Can } from "./can.ts";
import { elsewhere, together } from "./joined-spoedaanwijzing.ts";
import { OFFERS } from "./offers.ts";
import { Page, title } from "./page.ts";
import { part, type Around } from "./part.ts";
import { to } from "./routes.ts";

/** How items belong together, under which heading. */
const GROUPS: readonly (readonly [Key, readonly string[]])[] = [
  ["item.linked", ["parent", "child"]],
  ["item.followed", ["followed"]],
  ["item.followers", ["follower"]],
];

export class ItemPage extends Page {
  static override properties = { ...Page.properties, item: {}, view: { state: true }, me: { state: true }, sent: { state: true } };
  declare item: string;
  declare view: Item | undefined;
  declare me: Me | undefined;
  declare sent: readonly Delivery[];

  constructor() {
    super();
    this.item = "";
    this.sent = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    if (change.kind === "delivery") this.remember(change.delivery);
    if (change.kind !== "status" && change.kind !== "gesture") void this.load();
  }

  /** What was done here stays in sight, also once it arrived. */
  private remember(one: Delivery): void {
    if (one.item === this.item) this.sent = [...this.sent.filter((each) => each.act !== one.act), one];
  }

  private async load(): Promise<void> {
    this.me = await this.tried(() => this.phone.me());
    for (const one of (await this.tried(() => this.phone.deliveries())) ?? []) this.remember(one);
    const found = await this.tried(() => this.phone.item(this.item));
    // Without a line one goes on reading what was there; the frame says since when. What was refused is not shown.
    if (found !== undefined || this.failed !== "service.unreachable") this.view = found;
  }

  protected override render(): TemplateResult {
    const view = this.view;
    if (view === undefined || this.me === undefined) {
      const heading = this.failed === "item.erased" ? "retention.gone" : this.failed === null ? "app.loading" : this.failed === "service.unreachable" ? "line.none" : "delivery.refused";
      return html`${link("subtle", say("app.back"), to.start, "back")} ${title(say(heading))} ${gone(this.failed, this.erasedAt)} ${this.deliveries()}
      ${this.failure(() => void this.load())}`;
    }
    const offers = OFFERS.get(view.flow);
    const open = view.obligations.filter((one) => one.settledAt === null);
    const order = [...open].sort((a, b) => Number(b.mine) - Number(a.mine) || Number(b.late) - Number(a.late));
    return html`${link("subtle", say("app.back"), to.start, "back")}
      ${view.drill ? html`<p class="drill">${say("app.drill")}</p>` : nothing} ${title(named("flow", view.flow))}
      <p class="state">${named("state", view.state, view.flow)}</p>
      <p class="quiet">${say("item.from", { who: party(view.openedAs), at: when(view.openedAt, this.now) })}</p>
      ${view.state === "opgeschort" ? notice("error", say("suspended.title"), html`<p>${say("suspended.detail")}</p>`) : nothing}
      ${view.state === "ingetrokken" ? notice("info", problem("item.withdrawn").title, html`<p>${problem("item.withdrawn").detail}</p>`) : nothing}
      ${isNamed("notice", view.state, view.flow) ? notice("warning", named("notice", view.state, view.flow), html`<p>${named("notice", `${view.state}.detail`, view.flow)}</p>`) : nothing}
      ${view.lacks.length === 0 ? nothing : notice("warning", say("lacks.title"), html`<ul>${view.lacks.map((one) => html`<li>${named("lacks", one, view.flow)}</li>`)}</ul>`)}
      ${this.failure()} ${this.deliveries()} ${elsewhere(view)} ${this.own(view)}
      ${this.actions(can(view, this.me))} ${keys(view)} ${together(view, this.now)} ${view.gezag === null && view.moment !== undefined ? nothing : gezagskaart(view.gezag, this.now, view.timeline, view.closed)}
      ${offers?.steps === undefined ? nothing : steps(offers.steps(view), this.now)}
      <section aria-labelledby="waits">
        <h2 id="waits" class="heading-2">${say("item.waits")}</h2>
        ${open.length === 0 ? html`<p>${say("item.nobody")}</p>` : nothing}
        <ul class="obligations">${order.map((one, index) => obligation(one, this.now, index === 0, view.flow))}</ul>
        ${settled(view.obligations.filter((one) => one.settledAt !== null), this.now, view.flow)}
      </section>
      ${thread(view, this.now)} <item-attachments .phone=${this.phone} .view=${view} .now=${this.now} ?may=${this.takesPart(view) && offers?.plain !== true}></item-attachments> ${this.linked(view)}
      ${view.grounds.length === 0 ? nothing : html`<details class="unfold"><summary>${say("ground.title")}</summary>${grounds(view.grounds)}</details>`}
      ${retention(view.retention, this.now)} <p class="quiet">${say("item.policy", { version: view.policy })}</p>`;
  }

  /** What its flow shows besides. */
  private own(view: Item): TemplateResult | typeof nothing {
    const shows = OFFERS.get(view.flow)?.shows;
    return shows === undefined ? nothing : part(shows, { view, phone: this.phone, status: this.status, now: this.now });
  }

  /** What was done here and how far that came, also while the item itself cannot be had. */
  private deliveries(): readonly TemplateResult[] {
    return this.sent.map((one) => delivery(one, this.now, () => void this.seen(one)));
  }

  private actions(all: readonly Can[]): TemplateResult | typeof nothing {
    if (all.length === 0) return nothing;
    const [first] = all;
    const main = all.filter((one) => one.first || one.act === "item.ik_bel");
    const rest = all.filter((one) => !main.includes(one));
    const several = (one: Can): boolean => all.filter((each) => each.act === one.act).length > 1;
    const leadsOn = new Set(all.filter((one) => one.how === "open").map((one) => one.what));
    return html`<section class="actions" aria-label=${say("item.actions")}>
      ${main.map((one) => this.action(one, one === first ? "primary" : "secondary", several(one), leadsOn))}
      ${main.some((one) => one.act === "item.ik_bel") ? html`<p class="quiet">${say("do.ik_bel.help")}</p>` : nothing}
      ${rest.length === 0 ? nothing : html`<details class="unfold"><summary>${say("item.more")}</summary>
        <div class="stack">${rest.map((one) => this.action(one, "secondary", several(one), leadsOn))}</div></details>`}
    </section>`;
  }

  /** `several` buttons do the same about something else each: then each says about what; `leadsOn` is what other flows do. */
  private action(one: Can, kind: "primary" | "secondary", several: boolean, leadsOn: ReadonlySet<string | null>): TemplateResult {
    const about = one.what !== null && (one.act.endsWith(".follow_up") || one.act === "item.ring_again" || one.how === "open" || several);
    const what = about ? named("what", one.what ?? "", this.view?.flow) : "";
    const does = one.act.endsWith(".follow_up") && leadsOn.has(one.what) ? say("do.not_needed") : named("do", one.act);
    const text = about && what !== does ? `${does}: ${what}` : does;
    if (one.how === "open") return link(kind, text, to.open(one.act, this.item), "plus");
    if (one.how !== "direct") return link(kind, text, to.act(this.item, one.act, one.what), "pen");
    return button(kind, text, () => void this.does(one), one.act === "item.ik_bel" ? "phone" : "check");
  }

  private async does(one: Can): Promise<void> {
    const { item } = this;
    const done = await this.tried(async () => {
      if (isFormAct(one.act)) return this.phone.act({ act: one.act, item, filled: { ...NOTHING, params: one.what === null ? {} : { what: one.what } } });
      if (isBare(one.act)) return this.phone.act({ act: one.act, item });
      if (one.act === "item.ik_bel" || one.act === "item.ring_again" || one.act === "item.reopen") {
        return this.phone.act({ act: one.act, item, what: one.what ?? "" });
      }
      return undefined;
    });
    if (done !== undefined) this.remember(done);
  }

  private async seen(one: Delivery): Promise<void> {
    await this.tried(() => this.phone.dismiss(one.act));
    this.sent = this.sent.filter((each) => each !== one);
  }

  private takesPart(view: Item): boolean {
    const mine = new Set(this.me?.holdings.map(holdingOf));
    return !view.closed && view.participants.some((one) => mine.has(holdingOf(one)));
  }

  /** What hangs on it or it hangs on, what it follows from and what follows from it: each in its state. */
  private linked(view: Item): readonly TemplateResult[] {
    const groups = GROUPS.map(([heading, relations]) => [heading, view.linked.filter((one) => relations.includes(one.relation))] as const);
    return groups.filter(([, found]) => found.length > 0).map(([heading, found]) => this.group(heading, found));
  }

  private group(heading: Key, found: Item["linked"]): TemplateResult {
    return html`<section aria-labelledby=${heading}>
      <h2 id=${heading} class="heading-2">${say(heading)}</h2>
      <ul class="plain">
        ${found.map((one) => {
          const text = html`<span class="strong">${named("flow", one.flow)}</span>: ${named("state", one.state, one.flow)}`;
          return html`<li>${one.readable ? html`<a class="row-link" href=${to.item(one.id)}><span>${text}</span></a>` : text}</li>`;
        })}
      </ul>
    </section>`;
  }
}

function holdingOf({ functie, scope }: Party): string {
  return `${functie}@${scope}`;
}

export function page({ item, phone, status, now }: Around & { item: string }): TemplateResult {
  return html`<page-item .item=${item} .phone=${phone} .status=${status} .now=${now}></page-item>`;
}

customElements.define("page-item", ItemPage);
