/** The watchers' board: every open ladder, what is wrong and which nights nobody covers, live, and plainly dead without contact. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { actable, boardLadder, type BoardActs } from "../components/board-ladder.ts";
import { boardAlarm, boardGap } from "../components/board-lists.ts";
import { link } from "../components/button.ts";
import { delivery } from "../components/delivery.ts";
import { readback } from "../components/readback.ts";
import { ageOf, lives, noContact, vigil, type Heard } from "../components/vigil.ts";
import type { Intent } from "../phone-acts.ts";
import type { Board, BoardLadder, DeviceLine } from "../phone-board.ts";
import { PhoneError, type Change, type Delivery, type Draft } from "../phone.ts";
import { clock } from "../words/time.ts";
import { say } from "../words/words.ts";
import { fit, NOTHING_UNSEEN, type Unseen } from "./fit.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";

const TICK = 1_000;
/** The board is asked for again after so long, whatever the stream of events says. */
const AGAIN = 10_000;
const WALL = "(min-width: 1600px)";
const LISTS = ["ladders", "alarms", "gaps"] as const;
type List = (typeof LISTS)[number];

const heardNow = (): Heard => ({ at: Date.now(), steady: performance.now() });

export class BoardPage extends Page {
  static override properties = {
    ...Page.properties, board: { state: true }, heard: { state: true }, tick: { state: true }, unseen: { state: true },
    why: { state: true }, draft: { state: true }, sent: { state: true }, wall: { state: true },
  }; // prettier-ignore
  declare board: Board | undefined;
  /** When the board that is shown came. */
  declare heard: Heard | null;
  declare tick: Heard;
  /** Why the board could not be had, the last time; an act that failed is told apart, and stays until the next one. */
  declare why: string | null;
  declare unseen: Readonly<Record<List, Unseen>>;
  declare draft: Draft | undefined;
  declare sent: readonly Delivery[];
  declare wall: boolean;
  private timer: ReturnType<typeof setInterval> | undefined;
  private asked = 0;
  private readonly wide = window.matchMedia(WALL);
  private awake: WakeLockSentinel | undefined;

  constructor() {
    super();
    this.heard = null;
    this.why = null;
    this.tick = heardNow();
    this.unseen = { ladders: NOTHING_UNSEEN, alarms: NOTHING_UNSEEN, gaps: NOTHING_UNSEEN };
    this.sent = [];
    this.wall = this.wide.matches;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(this.beat, TICK);
    this.wide.addEventListener("change", this.resized);
    window.addEventListener("resize", this.resized);
    document.addEventListener("visibilitychange", this.shown);
    this.shown();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.wide.removeEventListener("change", this.resized);
    window.removeEventListener("resize", this.resized);
    document.removeEventListener("visibilitychange", this.shown);
    void this.awake?.release();
  }

  told(change: Change): void {
    if (change.kind === "delivery") this.remember(change.delivery);
    if (change.kind !== "item") void this.load();
  }

  protected override render(): TemplateResult {
    const { board, heard } = this;
    const alive = lives(heard, this.tick);
    if (board === undefined || heard === null) {
      const { why } = this;
      if (why === null) return html`${title(say("board.title"))}<p role="status">${say("app.loading")}</p>`;
      const silent = why === "service.unreachable" ? noContact(null, this.now, this.status.emergency) : nothing;
      return html`${title(say("board.title"))} ${silent} ${this.failure(() => void this.load(), why)}`;
    }
    const age = ageOf(heard, this.tick);
    const now = new Date(Date.parse(board.now) + age);
    return html`<div class="board board--${alive ? "alive" : "dead"}">
      <div class="board__head">
        ${title(say("board.title"))}
        <p class="board__count">${say("board.count", { late: board.ladders.filter((one) => one.late).length, open: board.ladders.length })}</p>
        ${alive ? vigil(now, age) : noContact(board.now, now, this.status.emergency)}
      </div>
      ${this.signing(now)} ${alive ? nothing : html`<p class="board__old strong">${say("board.old", { at: clock(board.now, now) })}</p>`}
      ${this.section("ladders", board.ladders.map((one) => boardLadder(one, now, actable(one) ? this.acts : null)), board.more)}
      <div class="board__side">
        ${this.section("alarms", board.alarms.map((one) => boardAlarm(one, now, this.freeze)), false)}
        ${this.section("gaps", board.gaps.map((one) => boardGap(one, now)), false)}
        ${this.wall ? nothing : link("subtle", say("board.devices"), to.devices, "device")}
      </div>
    </div>`;
  }

  private section(list: List, rows: readonly TemplateResult[], more: boolean): TemplateResult {
    const { count, late } = this.unseen[list];
    const rest = count === 0 ? (more ? "" : say("board.all_seen")) : say(late > 0 ? "board.unseen" : "board.unseen.plain", { count, late });
    return html`<section class="board__${list}" aria-labelledby=${list}>
      <h2 id=${list} class="heading-2">${say(`board.${list}`)}</h2>
      ${rows.length === 0 ? html`<p class="strong">${say(`board.${list}.none`)}</p>` : html`<ul class="board__list" data-list=${list}>${rows}</ul>`}
      ${more ? html`<p class="strong">${say("board.more")}</p>` : nothing}
      ${rows.length === 0 || (!this.wall && count === 0) ? nothing : html`<p class="board__rest ${count > 0 ? "strong" : "quiet"}">${rest}</p>`}
    </section>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const found = { ...this.unseen };
    for (const list of LISTS) {
      const rows = this.querySelector<HTMLElement>(`[data-list="${list}"]`);
      found[list] = rows === null ? NOTHING_UNSEEN : fit(rows, !this.wall);
    }
    if (LISTS.some((one) => found[one].count !== this.unseen[one].count || found[one].late !== this.unseen[one].late)) this.unseen = found;
  }

  private readonly acts: BoardActs = {
    ringAgain: ({ item, what, drill }: BoardLadder) => void this.prepare({ act: "item.ring_again", item, what, unread: { drill } }),
    reopen: ({ item, reopens, drill }: BoardLadder) => void this.prepare({ act: "item.reopen", item, what: reopens ?? "", unread: { drill } }),
  };

  private readonly freeze = ({ id, stand }: DeviceLine): void =>
    void this.prepare({ act: "directory.freeze_device", device: id, frozen: stand !== "frozen" });

  private async prepare(intent: Intent): Promise<void> {
    this.draft = await this.tried(() => this.phone.prepare(intent));
    await this.updateComplete;
    this.querySelector<HTMLElement>("#signing")?.focus();
  }

  /** What is about to be signed is read back beside the board, which goes on. */
  private signing(now: Date): TemplateResult | typeof nothing {
    const { draft } = this;
    const sent = this.sent.map((one) => delivery(one, now, () => void this.seen(one)));
    if (draft === undefined) return html`<div class="board__sent">${this.failure()} ${sent}</div>`;
    return html`<section class="board__sign card" aria-labelledby="signing">
      <h2 id="signing" class="heading-2" tabindex="-1">${say("board.signing")}</h2>
      ${this.failure()} ${readback(draft, now, () => void this.sign(draft), () => (this.draft = undefined), say("board.cancel"))}
    </section>`;
  }

  private async sign({ draft }: Draft): Promise<void> {
    const done = await this.tried(() => this.phone.sign(draft));
    this.draft = undefined;
    if (done !== undefined) this.remember(done);
  }

  private remember(one: Delivery): void {
    if (one.name.startsWith("item.") || one.name.startsWith("directory.")) {
      this.sent = [...this.sent.filter((each) => each.act !== one.act), one].slice(-SENT);
    }
  }

  private async seen(one: Delivery): Promise<void> {
    await this.tried(() => this.phone.dismiss(one.act));
    this.sent = this.sent.filter((each) => each.act !== one.act);
  }

  private readonly beat = (): void => {
    this.tick = heardNow();
    if (this.tick.steady - this.asked >= AGAIN) void this.load();
  };

  /** Ask for the board; an answer that hangs holds up nothing, and the newest one stands. */
  private async load(): Promise<void> {
    this.asked = performance.now();
    try {
      const found = await this.phone.board();
      this.why = null;
      if (this.board !== undefined && Date.parse(found.now) < Date.parse(this.board.now)) return;
      this.board = found;
      this.heard = heardNow();
      this.tick = this.heard;
    } catch (wrong) {
      this.why = wrong instanceof PhoneError ? wrong.code : "internal";
    }
  }

  private readonly resized = (): void => {
    this.wall = this.wide.matches;
    this.requestUpdate();
  };

  /** A board on a wall keeps its screen on, where the browser lets it. */
  private readonly shown = (): void => {
    if (document.visibilityState !== "visible") return;
    navigator.wakeLock?.request("screen").then(
      (lock) => (this.awake = lock),
      () => undefined,
    );
    void this.load();
  };
}

const SENT = 3;

customElements.define("page-board", BoardPage);

/** The page, loaded when it is needed. */
export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-board .phone=${phone} .status=${status} .now=${now}></page-board>`;
}
