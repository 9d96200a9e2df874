/** A protected person's own start: the 112 call first, then what they can say, and what was promised to them (SG-01 … SG-07). */

import { html, nothing, type TemplateResult } from "lit";

import { button, link } from "../components/button.ts";
import { number, whole } from "../components/call.ts";
import { icon } from "../components/icon.ts";
import { notice } from "../components/notice.ts";
import type { Change, Delivery, Item, Me, Start } from "../phone.ts";
import { MORE } from "../words/pages-signaal.ts";
import { clock, when } from "../words/time.ts";
import { language, named, say, sayIn } from "../words/words.ts";
import { startsWith } from "./offers.ts";
import { underWay } from "./own-sent-signaal.ts";
import { Page, title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";

type Lifeline = { dayAndNight: boolean; drill: boolean } | null;
type Entry = Start["items"][number];
/** What is said of while it is under way. */
const FLOWS = ["signaal", "risicomoment"];

export class OwnStart extends Page {
  static override properties = { ...Page.properties, line: { state: true }, view: { state: true }, sent: { state: true }, who: { state: true }, me: { state: true } };
  declare line: Lifeline | undefined;
  declare view: Start | undefined;
  declare me: Me | undefined;
  declare sent: readonly Delivery[];
  /** What the authority wrote about who follows up. */
  declare who: Item | undefined;
  /** Whether the press is being kept: of each button by itself, the loud and the silent one. */
  private readonly pressed = new Set<boolean>();

  constructor() {
    super();
    this.sent = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    void this.load(change.kind === "status");
  }

  private async load(near = false): Promise<void> {
    this.line = await this.phone.lifeline(language()).catch(() => null);
    this.sent = await this.phone.deliveries().catch(() => this.sent);
    if (near) return;
    this.me = await this.tried(() => this.phone.me());
    const view = await this.phone.start().catch(() => undefined);
    if (view === undefined) return;
    this.view = view;
    this.line = await this.phone.lifeline(language()).catch(() => this.line);
    const standing = view.items.find(({ line }) => line.flow === "signaallijn" && !line.closed);
    this.who = standing === undefined ? undefined : await this.phone.item(standing.line.id).catch(() => this.who);
  }

  protected override render(): TemplateResult {
    const { line } = this;
    return html`${title(sayIn(MORE, "title"))} ${line?.drill === true ? html`<p class="drill">${say("app.drill")}</p>` : nothing}
      <p class="strong">${sayIn(MORE, "first")}</p>
      ${this.failure()} ${this.sent.filter((one) => FLOWS.includes(one.name.split(".")[0] ?? "")).map((one) => this.underWay(one))}
      ${this.open()}
      ${line === undefined ? nothing : line === null ? notice("warning", sayIn(MORE, "none"), html`<p>${sayIn(MORE, "none.detail")}</p>`) : this.can(line)}
      ${this.messages()} ${this.answering()}
      <div class="stack">
        ${this.me === undefined ? nothing : startsWith(this.me).map((act) => link("secondary", named("do", act), to.open(act), "clock"))}
        ${link("subtle", sayIn(MORE, "device"), to.flow("signaal", "toestel"), "device")}
      </div>`;
  }

  /** One press: the telephone calls 112 by itself, and the signal leaves beside it (SG-01). */
  private can({ dayAndNight }: NonNullable<Lifeline>): TemplateResult {
    return html`<div class="own">
      ${!dayAndNight ? html`<p>${sayIn(MORE, "by_day")}</p>` : html`
        <a class="own__unsafe" href="tel:112" @click=${() => void this.unsafe(false)}>
          ${icon("alert")}<span class="own__word">${sayIn(MORE, "unsafe")}</span><span>${sayIn(MORE, "unsafe.help")}</span>
        </a>
        ${button("secondary", sayIn(MORE, "silent"), () => void this.unsafe(true))}
        <p class="quiet">${sayIn(MORE, "silent.help")}</p>`}
      ${link("secondary", sayIn(MORE, "something"), to.flow("signaal", "iets"), "pen")}
    </div>`;
  }

  /** A press on either button; pressed again while it is being kept, it is one. */
  async unsafe(silent: boolean): Promise<void> {
    if (this.pressed.has(silent)) return;
    this.pressed.add(silent);
    const signal = { about: "onveilig_nu", silent, text: "", where: null, language: language() } as const;
    await this.tried(() => this.phone.signal(signal));
    this.pressed.delete(silent);
    this.sent = await this.phone.deliveries().catch(() => this.sent);
  }

  private underWay(one: Delivery): TemplateResult {
    return underWay(one, () => void this.tried(() => this.phone.dismiss(one.act)).then(() => this.load(true)));
  }

  /** What was sent and is not over stands before the buttons: who pressed sees at once that it is there. */
  private open(): TemplateResult | typeof nothing {
    const newest = this.newest();
    return newest === undefined ? nothing : html`<div class="entries">${this.entry(newest)}</div>`;
  }

  private newest(): Entry | undefined {
    return this.sentBefore().find(({ line }) => line.flow === "signaal" && !line.closed);
  }

  private sentBefore(): readonly Entry[] {
    const mine = this.view?.items.filter(({ line }) => line.flow !== "signaallijn") ?? [];
    return [...mine].sort((one, other) => other.line.openedAt.localeCompare(one.line.openedAt));
  }

  private messages(): TemplateResult | typeof nothing {
    if (this.view === undefined) return nothing;
    const newest = this.newest();
    const mine = this.sentBefore().filter((one) => one !== newest);
    if (newest !== undefined && mine.length === 0) return nothing;
    return html`<section aria-labelledby="mine">
      <h2 id="mine" class="heading-2">${sayIn(MORE, "mine")}</h2>
      ${mine.length === 0 ? html`<p>${sayIn(MORE, "mine.none")}</p>` : html`<ul class="entries">${mine.map((one) => html`<li>${this.entry(one)}</li>`)}</ul>`}
    </section>`;
  }

  private entry({ line, obligations }: Entry): TemplateResult {
    const own = line.flow === "signaal";
    const promised = next(obligations);
    return html`<a class="entry entry--mine" href=${own ? to.flow("signaal", "draad", line.id) : to.item(line.id)}>
      <span class="entry__what">${own ? sayIn(MORE, line.state as keyof typeof MORE) : `${named("flow", line.flow)}: ${named("state", line.state, line.flow)}`}</span>
      ${promised === undefined ? nothing : html`<span class="entry__state">${icon("clock")}<span>${promise(promised.due, promised.late, this.now)}</span></span>`}
      <span class="quiet">${when(line.openedAt, this.now)}</span>
    </a>`;
  }

  /** In the words of their authority: who answers, and the number for when there is no contact. */
  private answering(): TemplateResult | typeof nothing {
    const said = this.who?.contents.findLast((one) => one.kind === "opvolging");
    if (said === undefined) return nothing;
    const field = (name: string): string => said.fields.find((one) => one.name === name)?.text ?? "";
    return html`<section aria-labelledby="who">
      <h2 id="who" class="heading-2">${sayIn(MORE, "who")}</h2>
      <p class="typed">${field("text")}</p>
      ${field("callback") === "" ? nothing : html`<p>${number(whole(field("callback")))}</p>`}
    </section>`;
  }
}

/** What the person waits for: what was promised to them, or else the answer that every receipt leads to (SG-02). */
export function next(obligations: Item["obligations"]): Item["obligations"][number] | undefined {
  const open = obligations.filter((one) => one.settledAt === null);
  return open.find((one) => one.what === "toezegging") ?? open.find((one) => one.what === "beantwoorden");
}

/** What was promised, and that it is late (SG-02). */
export function promise(due: string | null, late: boolean, now: Date): string {
  return due === null ? "" : sayIn(MORE, late ? "promise.late" : "promise", { at: clock(due, now) });
}

customElements.define("own-start", OwnStart);

export function page({ phone, status, now }: PageGiven): TemplateResult {
  return html`<own-start .phone=${phone} .status=${status} .now=${now}></own-start>`;
}
