/** The practice wall: hears the world, seats the phones, rings, and keeps bar, caption, ladder and log on one page. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { language, speak, type Language } from "../src/words/words.ts";
import { asks, underWay, type Anew } from "./anew.ts";
import { away, inView } from "./away.ts";
import { captions } from "./caption.ts";
import { bellsOf } from "./chart.ts";
import { minutes } from "./clock.ts";
import { breaking, controls } from "./controls.ts";
import { ladder } from "./ladder.ts";
import { logPanel } from "./log.ts";
import { others } from "./others.ts";
import { phone, type Looks, type Tab } from "./phone.ts";
import { Sound } from "./sound.ts";
import { forward, FRONT, seated, type Places } from "./stage.ts";
import { applied, EMPTY, phonesOf, type Part, type Phone, type Wall } from "./state.ts";
import type { Command, Source } from "./stream.ts";
import { verdict } from "./verdict.ts";
import { known, word } from "./words.ts";
import { scenarioAbout } from "./words-scenarios.ts";

const TOLD = 3;
const MOST_PHONES = 10;
const FRAME = 50;
const RINGS_FOR = 900;
/** Seconds of the night. */
const JUST_NOW = 2;
const LATELY = 30;
const AWAY_FOR = 8_000;
const REFUSED_FOR = 3_000;
const CALLS_FOR = 6_000;
/** Above this speed a screen reader could not keep up with what is told. */
const SPOKEN = 2;

/** Give it `source` and `keep` before it is connected. */
export class PracticeWall extends LitElement {
  static override properties = {
    wall: { state: true }, places: { state: true }, tabs: { state: true }, ringing: { state: true }, contact: { state: true },
    chosen: { state: true }, refused: { state: true }, sounds: { state: true }, calls: { state: true },
    added: { state: true }, wanted: { state: true }, unseen: { state: true },
  }; // prettier-ignore
  declare source: Source;
  declare keep: (language: Language) => void;
  declare wall: Wall;
  declare places: Places;
  declare tabs: ReadonlyMap<string, Tab>;
  declare ringing: ReadonlySet<string>;
  declare contact: boolean;
  declare chosen: string | null;
  declare refused: boolean;
  declare sounds: boolean;
  /** Which number each phone would be calling now. */
  declare calls: ReadonlyMap<string, string>;
  /** Whose phones were put beside those that are here from the start. */
  declare added: ReadonlySet<string>;
  /** Another night, about which is asked whether this one may be thrown away for it. */
  declare wanted: Anew | null;
  /** Whose phones rang just now where nobody could see it. */
  declare unseen: ReadonlySet<string>;
  /** Where in the app each phone was last sent. */
  private readonly sent = new Map<string, string>();
  /** The page that holds the app of a phone, once it was opened in this world; another address would begin it anew. */
  private readonly frames = new Map<string, string>();
  /** Whose frame has begun: before that nothing is heard there. */
  private readonly begun = new Set<string>();
  private readonly forwardSince = new Map<string, number>();
  private readonly marks = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly silences = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly sound = new Sound();
  private readonly taken: Part[] = [];
  private warmed: string | null = null;
  private deaf: (() => void) | undefined;

  constructor() {
    super();
    this.wall = EMPTY;
    this.places = [];
    this.tabs = new Map();
    this.ringing = new Set();
    this.contact = true;
    this.chosen = null;
    this.refused = false;
    this.sounds = false;
    this.calls = new Map();
    this.added = new Set();
    this.wanted = null;
    this.unseen = new Set();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.deaf = this.source.hear(
      (part) => this.take(part),
      (there) => (this.contact = there),
    );
    window.addEventListener("message", this.driverSaid);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.deaf?.();
    window.removeEventListener("message", this.driverSaid);
  }

  protected override render(): TemplateResult {
    const { wall } = this;
    const bells = bellsOf(wall.told);
    document.documentElement.lang = language();
    document.title = word("wall.title");
    return html`<a class="skip" href="#phones">${word("wall.skip")}</a>
      ${controls(wall, this.ask, { sound: this.sounds, setSound: this.setSound, setLanguage: this.setLanguage, anew: this.another })}
      <main>
        <div class="upper">${this.told()} ${breaking(wall, this.ask)}</div>
        <h2 class="hidden" id="phones-title">${word("phones.title")}</h2>
        <section class="phones" id="phones" tabindex="-1" aria-labelledby="phones-title">
          ${this.shown().map((one) => phone(one, this.looks(one, bells.get(one.who) ?? []), this))}
        </section>
        ${others(phonesOf(wall).filter((one) => !this.shown().includes(one)), this.add)}
        ${wall.phones.size === 0 ? nothing : html`<div class="below">${ladder(wall, bells, this.chosen, (key) => (this.chosen = key))} ${logPanel(wall.logs)}</div>`}
        ${away(this.unseen, this.bring)}
      </main>
      ${asks(this.wanted, wall, this.answered)}`;
  }

  protected override updated(): void {
    const dialog = this.querySelector("dialog");
    if (this.wanted !== null && dialog?.open === false) dialog.showModal();
    else if (this.wanted === null && dialog?.open === true) dialog.close();
  }

  private told(): TemplateResult {
    const { wall, contact } = this;
    const [newest, ...before] = begun(wall) ? captions(wall, wall.verdicts === null ? TOLD : TOLD - 1) : [];
    const calm = wall.clock.mode !== "playing" || (wall.clock.speed ?? SPOKEN + 1) <= SPOKEN;
    const about = newest === undefined && wall.scenario !== null && wall.clock.error === null ? scenarioAbout(wall.scenario) : "";
    const text = this.amiss() ?? newest?.text ?? word("told.ready");
    return html`<section class="told told--${contact && wall.clock.error === null ? (newest?.kind ?? "world") : "lost"}" aria-live=${calm ? "polite" : "off"}>
      <p class="told__now">
        ${newest === undefined ? nothing : html`<span class="told__at">${minutes(wall.clock.start, newest.at)}</span>`}<span>${text}</span>
      </p>
      ${about === "" ? nothing : html`<p class="told__about">${about}</p>`}
      ${wall.clock.error === null ? nothing : html`<details class="told__about"><summary>${word("fault.detail")}</summary><p class="told__error" lang="en">${wall.clock.error}</p></details>`}
      <ol class="told__before">
        ${before.map((one) => html`<li><span class="told__at">${minutes(wall.clock.start, one.at)}</span><span>${one.text}</span></li>`)}
      </ol>
      ${verdict(wall)}
    </section>`;
  }

  /** What goes before anything that happened in the night. */
  private amiss(): string | null {
    const { mode } = this.wall.clock;
    if (!this.contact) return word("wall.lost");
    if (this.refused) return word("wall.refused");
    if (mode === "preparing") return word("wall.loading");
    return mode === "broken" ? word("wall.broken", { what: fault(this.wall.clock.fault) }) : null;
  }

  private shown(): Phone[] {
    return phonesOf(this.wall).filter((one, index) => index < MOST_PHONES || one.byHand || this.added.has(one.who));
  }

  private looks(one: Phone, bells: readonly number[]): Looks {
    const place = this.places.indexOf(one.who);
    const front = place < FRONT;
    const tab = front ? (this.tabs.get(one.who) ?? "chat") : "chat";
    const rings = this.ringing.has(one.who) || ringsStill(one, this.wall);
    const calls = this.calls.get(one.who) ?? null;
    return { start: this.wall.clock.start, rings, front, tab, frame: this.frames.get(one.who) ?? null, bells, place, calls };
  }

  /** Open a tab of somebody's phone; the app needs the room of the front. */
  readonly show = (who: string, tab: Tab, address?: string): void => {
    this.tabs = new Map(this.tabs).set(who, tab);
    if (tab === "chat") return;
    const held = new Set(phonesOf(this.wall).filter((one) => one.byHand).map((one) => one.who));
    this.places = forward(this.places, who, held, this.forwardSince);
    this.forwardSince.set(who, performance.now());
    this.opens(who, address);
    if (address !== undefined) this.sendTo(who, address);
  };

  private opens(who: string, address?: string): void {
    const origin = this.wall.phones.get(who)?.origin ?? "";
    if (!this.frames.has(who)) this.frames.set(who, `${origin}/practice/?taal=${language()}`);
    this.sent.set(who, address ?? this.sent.get(who) ?? "#/");
  }

  private readonly add = (who: string): void => {
    this.added = new Set(this.added).add(who);
    this.places = seated(this.places, this.shown().map((one) => one.who));
    this.show(who, "app");
  };

  /** Another night; where this one is under way only after it was asked. */
  private readonly another = (anew: Anew): void => {
    if (underWay(this.wall)) this.wanted = anew;
    else this.ask({ do: "restart", ...anew });
  };

  private readonly answered = (yes: boolean): void => {
    if (yes && this.wanted !== null) this.ask({ do: "restart", ...this.wanted });
    this.wanted = null;
  };

  readonly ask = (command: Command): void => {
    void this.source.ask(command).then((fits) => {
      this.refused = !fits;
      if (!fits) setTimeout(() => (this.refused = false), REFUSED_FOR);
    });
  };

  /** What comes within one frame is taken in at once: at sixty times real time much does. */
  private take(part: Part): void {
    if (this.taken.length === 0) setTimeout(() => this.taken.splice(0).forEach((each) => this.heard(each)), FRAME);
    this.taken.push(part);
  }

  private heard(part: Part): void {
    const before = this.wall;
    this.wall = applied(before, part);
    if (part.part === "phones") this.places = seated(this.places, this.shown().map((one) => one.who));
    if (part.part === "world" && before.world !== null && before.world.id !== this.wall.world?.id) this.anew();
    if (part.part === "clock") for (const who of this.frames.keys()) this.say(who, { now: this.now() });
    if (part.part.startsWith("phone/")) this.follow(before, part.part.slice("phone/".length));
    this.places = seated(this.places, this.shown().map((one) => one.who));
    this.warm();
    if (part.part === "told" && Array.isArray(part.value)) {
      for (const one of part.value as { kind: string; who?: string; at: number }[]) {
        if (one.kind !== "bell" || one.who === undefined) continue;
        this.rings(one.who);
        this.watched(one.who, one.at);
      }
    }
  }

  /** Another world: other keys; every app is closed, and opens on the new ones. */
  private anew(): void {
    this.frames.clear();
    this.begun.clear();
    this.sent.clear();
    this.tabs = new Map();
    this.ringing = new Set();
    this.chosen = null;
    this.added = new Set();
    this.unseen = new Set();
  }

  /** Once in each world: the phones in front get their keys before they are needed, and the first shows its app. */
  private warm(): void {
    const { world, clock } = this.wall;
    const [first, ...next] = this.places.slice(0, FRONT);
    const all = this.wall.order.every((who) => this.wall.phones.has(who));
    if (world === null || clock.mode === "preparing" || first === undefined || !all || this.warmed === world.id) return;
    this.warmed = world.id;
    for (const who of next) this.opens(who);
    this.show(first, "app", this.addressOf(first));
    for (const { who } of phonesOf(this.wall).filter((one) => one.byHand)) this.show(who, "app", this.addressOf(who));
  }

  /** When somebody acts on an item, their phone comes forward and opens it; held by hand it comes forward at once. */
  private follow(before: Wall, who: string): void {
    const [old, one] = [before.phones.get(who), this.wall.phones.get(who)];
    if (one === undefined || old === undefined) return;
    if (one.opens !== null && one.opens !== old.opens && !one.byHand) this.show(who, "app", this.addressOf(who));
    else if (one.byHand && !old.byHand) this.show(who, "app");
  }

  private addressOf(who: string): string {
    const one = this.wall.phones.get(who);
    return one === undefined || one.opens === null || one.byHand ? "#/" : `#/item/${one.opens}`;
  }

  private rings(who: string): void {
    clearTimeout(this.silences.get(who));
    this.ringing = new Set(this.ringing).add(who);
    this.silences.set(who, setTimeout(() => (this.ringing = new Set([...this.ringing].filter((one) => one !== who))), RINGS_FOR));
    if (this.sounds) this.sound.ring();
  }

  /** A ring of just now that happened where nobody could see it; what rang before this page was opened is history. */
  private watched(who: string, at: number): void {
    if (this.wall.clock.at - at > LATELY) return;
    void this.updateComplete.then(() => {
      if (!inView(this.cardOf(who)?.getBoundingClientRect(), window.innerHeight)) this.missed(who);
    });
  }

  private cardOf(who: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`.phone[data-who="${who}"]`);
  }

  private missed(who: string): void {
    this.unseen = new Set(this.unseen).add(who);
    clearTimeout(this.marks.get(who));
    this.marks.set(who, setTimeout(() => this.seen(who), AWAY_FOR));
  }

  private seen(who: string): void {
    this.unseen = new Set([...this.unseen].filter((one) => one !== who));
  }

  /** Put a phone on the wall where it is not there yet, and the wall where it can be seen. */
  private readonly bring = (who: string): void => {
    if (this.cardOf(who) === null) this.added = new Set(this.added).add(who);
    this.places = seated(this.places, this.shown().map((one) => one.who));
    this.seen(who);
    void this.updateComplete.then(() => this.cardOf(who)?.scrollIntoView({ block: "center" }));
  };

  private sendTo(who: string, address: string): void {
    this.say(who, { go: address });
  }

  private say(who: string, what: { go: string } | { speak: Language } | { now: number }): void {
    const origin = this.wall.phones.get(who)?.origin;
    const frame = this.querySelector<HTMLIFrameElement>(`iframe[data-app="${who}"]`);
    if (origin !== undefined && this.begun.has(who)) frame?.contentWindow?.postMessage(what, origin);
  }

  /** A driver that has just started asks where to go, and hears what is spoken now; one whose app would call says whom. */
  private readonly driverSaid = (event: MessageEvent): void => {
    const one = phonesOf(this.wall).find(({ origin }) => origin === event.origin);
    const said = event.data as { ready?: unknown; calls?: unknown } | null;
    if (one === undefined || said === null) return;
    if (said.ready === true) {
      this.begun.add(one.who);
      this.sendTo(one.who, this.sent.get(one.who) ?? "#/");
      this.say(one.who, { speak: language() });
      this.say(one.who, { now: this.now() });
    }
    if (typeof said.calls === "string") this.called(one.who, said.calls);
  };

  /** The moment of the night, in milliseconds. */
  private now(): number {
    return Date.parse(this.wall.clock.start) + this.wall.clock.at * 1000;
  }

  private called(who: string, number: string): void {
    this.calls = new Map(this.calls).set(who, number);
    setTimeout(() => (this.calls = new Map([...this.calls].filter(([one, its]) => one !== who || its !== number))), CALLS_FOR);
  }

  private readonly setSound = (on: boolean): void => {
    this.sounds = on;
    if (on) this.sound.on();
    else this.sound.off();
  };

  private readonly setLanguage = (): void => {
    speak(language() === "nl" ? "en" : "nl");
    this.keep(language());
    for (const who of this.frames.keys()) this.say(who, { speak: language() });
    this.requestUpdate();
  };
}

/** While time stands still, whoever was rung just now is shown so: a step ends on a ring. */
function ringsStill(one: Phone, { clock }: Wall): boolean {
  return clock.mode === "paused" && one.rangAt !== null && clock.at - one.rangAt < JUST_NOW;
}

/** What stopped, in words. */
function fault(name: string | null): string {
  const key = `fault.${name ?? "other"}`;
  return word(known(key) ? key : "fault.other");
}

/** Whether anything but the beginning of the world itself happened. */
function begun(wall: Wall): boolean {
  return wall.told.some((one) => one.kind !== "service" || one.at >= 0);
}

customElements.define("practice-wall", PracticeWall);
