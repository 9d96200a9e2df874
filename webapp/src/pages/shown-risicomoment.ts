/** What the screen of a risk moment shows of its own: when it is, the loket's answer, what overlaps, the way to an emergency. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { number } from "../components/call.ts";
import { loadAreas, type Areas } from "../components/gemeenten.ts";
import { notice } from "../components/notice.ts";
import type { RiskMoment } from "../phone-moment.ts";
import type { Item, Me } from "../phone.ts";
import { MORE } from "../words/pages-risicomoment.ts";
import { dated, when } from "../words/time.ts";
import { named, problem, say, sayIn } from "../words/words.ts";
import { Page } from "./page.ts";
import type { ItemGiven } from "./part.ts";
import { to } from "./routes.ts";

const REPORT = "risicomoment";
const ASKING = ["hovj", "namens_hovj"];
const ASSESS = ["beoordelen", "beoordelen_piket"];
/** What is weighed can become an emergency in any state but these (RM-06). */
const NOT_FROM = ["spoed", "afzeggen", "ingetrokken", "afgerond"];

export class ShownRisicomoment extends Page {
  static override properties = { ...Page.properties, view: { attribute: false }, me: { state: true }, areas: { state: true } };
  declare view: Item;
  declare me: Me | undefined;
  declare areas: Areas | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => {
      this.me = await this.phone.me();
      this.areas = await loadAreas();
    });
  }

  protected override render(): TemplateResult {
    const { moment } = this.view;
    if (moment === undefined) return html``;
    const own = this.view.flow === REPORT ? [this.toWeigh(), this.answer(moment)] : [this.emergency()];
    return html`${own} ${this.times(moment)} ${overlaps(moment)} ${isUnknown(this.view) ? unknown() : nothing}`;
  }

  private times(moment: RiskMoment): TemplateResult {
    return html`<section class="card" aria-labelledby="moment-when">
      <h2 id="moment-when" class="heading-2">${sayIn(MORE, "when")}</h2>
      <dl class="facts">
        <dt>${sayIn(MORE, "begins")}</dt><dd>${dated(moment.startsAt)}<br /><span class="quiet">${when(moment.startsAt, this.now)}</span></dd>
        <dt>${sayIn(MORE, "ends")}</dt><dd>${dated(moment.endsAt)}</dd>
        ${moment.gemeente === null ? nothing : html`<dt>${sayIn(MORE, "place")}</dt><dd>${this.nameOf(moment.gemeente)}</dd>`}
      </dl>
    </section>`;
  }

  private nameOf(scope: string): string {
    return this.areas?.gemeenten.find((one) => `gm:${one.code}` === scope)?.name ?? "";
  }

  /** The answer, or when it comes; never who gives it (RM-02). */
  private answer({ answer, answerAt }: RiskMoment): TemplateResult {
    const call = this.status.emergency === null || this.status.own ? nothing : html`<p class="quiet">${sayIn(MORE, "call")}</p><p>${number(this.status.emergency)}</p>`;
    const waits = !this.view.closed && (answer === null || (answer.reads && !answer.current));
    return html`<section class="card" aria-labelledby="moment-answer">
      <h2 id="moment-answer" class="heading-2">${sayIn(MORE, "answer")}</h2>
      ${answer === null ? nothing : answer.reads ? this.words(answer) : wrong(answer.code)}
      ${waits && answerAt !== null ? html`<p class="strong">${Date.parse(answerAt) > this.now.getTime() ? sayIn(MORE, "answer.at", { at: when(answerAt, this.now) }) : sayIn(MORE, "answer.late")}</p>` : nothing}
      ${call}
    </section>`;
  }

  private words(answer: Extract<RiskMoment["answer"], { reads: true }>): TemplateResult {
    return html`${answer.current ? nothing : html`<p class="strong">${sayIn(MORE, "answer.old")}</p>`}
      <p class="strong">${named("outcome", answer.outcome, REPORT)}</p>
      <p class="typed">${answer.text}</p>
      <p class="quiet">${sayIn(MORE, "answer.was", { at: when(answer.at, this.now) })}</p>`;
  }

  /** It is assessed where its receivers weigh it, which its reporter never sees. */
  private toWeigh(): TemplateResult | typeof nothing {
    const { linked, obligations } = this.view;
    const found = linked.find((one) => one.flow === "risicoweging" && one.readable && one.state === "te_beoordelen");
    const mine = obligations.some((one) => one.mine && one.settledAt === null && ASSESS.includes(one.what));
    return found === undefined || !mine ? nothing : link("primary", sayIn(MORE, "weigh"), to.act(found.id, "risicoweging.establish", null), "pen");
  }

  /** RM-06: one button for the HOvJ of the place. */
  private emergency(): TemplateResult | typeof nothing {
    const { view, me } = this;
    const may = me?.holdings.some((one) => ASKING.includes(one.functie) && one.scope === view.area) === true;
    if (!may || NOT_FROM.includes(view.state)) return nothing;
    return html`${link("primary", sayIn(MORE, "spoed"), to.freshFrom(view.id), "alert")}<p class="quiet">${sayIn(MORE, "spoed.explain")}</p>`;
  }
}

/** RM-07: what the receivers alone see. */
function overlaps({ overlaps: others }: RiskMoment): TemplateResult | typeof nothing {
  if (others.length === 0) return nothing;
  const links = others.map((one, index) => html`<li><a class="row-link" href=${to.item(one)}>${sayIn(MORE, "overlap.open", { count: index + 1 })}</a></li>`);
  return notice("warning", sayIn(MORE, "overlap"), html`<p>${sayIn(MORE, "overlap.explain")}</p><ul class="plain">${links}</ul>`);
}

/** RM-07: two handles may be of one person, which nothing here can tell; its reporter, who sees no other participant, is not told. */
export function isUnknown({ flow, closed, moment, participants }: Pick<Item, "flow" | "closed" | "moment" | "participants">): boolean {
  return flow === REPORT && !closed && moment?.overlaps.length === 0 && participants.length > 1;
}

function unknown(): TemplateResult {
  return notice("info", sayIn(MORE, "overlap.unknown"), html`<p>${sayIn(MORE, "overlap.unknown.explain")}</p>`);
}

function wrong(code: string): TemplateResult {
  return notice("error", sayIn(MORE, "answer.wrong"), html`<p>${problem(code).detail}</p><p class="quiet">${say("gate.code", { code })}</p>`);
}

customElements.define("shown-risicomoment", ShownRisicomoment);

/** The flow's own part of an item's screen. */
export function page({ view, phone, status, now }: ItemGiven): TemplateResult {
  return html`<shown-risicomoment .view=${view} .phone=${phone} .status=${status} .now=${now}></shown-risicomoment>`;
}
