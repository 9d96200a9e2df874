/** The frame of every screen: the line, the page, the menu and the number; it follows the address and the clock. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";

import { button } from "../components/button.ts";
import { callBar, emergencyBar, number } from "../components/call.ts";
import { icon, type Icon } from "../components/icon.ts";
import { notice } from "../components/notice.ts";
import { PhoneError, type Change, type Me, type Phone, type Status } from "../phone.ts";
import { nameGemeenten } from "../words/areas.ts";
import { clock } from "../words/time.ts";
import { language, named, problem, say, speak, type Key, type Language } from "../words/words.ts";
import { isFormAct } from "../phone-acts.ts";
import "./gate.ts";
import { emergencyOf, OPENS, PAGES, pageOf, startOf, startsWith } from "./offers.ts";
import { part, type ActGiven, type Around, type Load, type OpenGiven, type SubmitGiven } from "./part.ts";
import { routeOf, to, type Route } from "./routes.ts";
import "./start.ts";

const TICK = 5_000;
/** Milliseconds for the phone to say how it is; then people are told to call. */
export const PATIENCE = 8_000;
const MENU: readonly { to: string; word: Key; picture: Icon; pages: readonly Route["page"][]; who?: readonly string[]; when?(me: Me): boolean }[] = [
  { to: to.start, word: "nav.start", picture: "list", pages: ["start", "item", "attachment", "act", "open"] },
  { to: to.fresh, word: "nav.new", picture: "plus", pages: ["new"], when: (me) => emergencyOf(me)?.to === to.fresh },
  { to: to.register, word: "nav.new", picture: "plus", pages: ["register"], when: (me) => emergencyOf(me)?.to === to.register },
  { to: to.openings, word: "nav.new", picture: "plus", pages: ["openings"], when: (me) => emergencyOf(me) === null && startsWith(me).length > 0 },
  { to: to.board, word: "nav.board", picture: "eye", pages: ["board"], who: ["escalatiewachter", "functioneel_beheerder"] },
  { to: to.quality, word: "nav.quality", picture: "bars", pages: ["quality"], who: ["escalatiewachter", "functioneel_beheerder", "toezichthouder"] },
  { to: to.closed, word: "nav.closed", picture: "check", pages: ["closed"] },
  { to: to.duty, word: "nav.duty", picture: "people", pages: ["duty", "roster"] },
  { to: to.device, word: "nav.device", picture: "device", pages: ["device", "devices", "settings"] },
];

/** Pages that a locked phone does not show: fetched once it stands there, so that its own start is quick. */
const ITEM: Load<Around & { item: string }> = () => import("./item.ts");
/** The form of the emergency with what else one may begin, or that alone. */
const NEW: Load<Around & { telephone: boolean | null }> = () => import("./openings.ts");
const SUBMIT: Load<SubmitGiven> = () => import("./open-spoedaanwijzing.ts");
const ATTACHMENT: Load<Around & { item: string; blob: string }> = () => import("./attachment.ts");
const DEVICE: Load<Around> = () => import("./device.ts");
const DUTY: Load<Around> = () => import("./duty.ts");
const SETTINGS: Load<Around> = () => import("./settings.ts");
/** The form of any act on an item. */
const FORM: Load<ActGiven> = () => import("./form.ts");
/** Pages of acts of their own that are done at night, which their flow loads. */
const ACTS = [() => import("./act-spoedaanwijzing.ts"), () => import("./join-spoedaanwijzing.ts")];
/** What stands there where it is known whose phone this is: before that it may become a protected person's own, who never sees these. */
const KNOWN: readonly Status["gate"]["kind"][] = ["locked", "ready"];
const AHEAD: readonly (() => Promise<unknown>)[] = [...ACTS, ITEM, FORM, NEW, SUBMIT, ATTACHMENT, DEVICE, DUTY, SETTINGS];

/** Pages that nobody needs at night, loaded when they are opened. */
const BOARD: Load<Around> = () => import("./board.ts");
const DEVICES: Load<Around> = () => import("./devices.ts");
const QUALITY: Load<Around> = () => import("./quality.ts");
const CLOSED: Load<Around> = () => import("./closed.ts");
const ROSTER: Load<Around> = () => import("./roster.ts");
const OWN_ITEM: Load<Around & { item: string }> = () => import("./own-item-signaal.ts");
const OPEN: Load<OpenGiven> = () => import("./open.ts");
const NOBODY: Me = { person: "", organisation: "", holdings: [], opens: {} };

const LINE = { online: "line.online", trying: "line.trying", unreachable: "line.none" } as const;

/** Give it `phone`, `keep` and `wear` before it is connected. */
export class PiketApp extends LitElement {
  static override properties = { status: { state: true }, route: { state: true }, now: { state: true }, broken: { state: true }, me: { state: true } };
  declare phone: Phone;
  /** Remembers the language. */
  declare keep: (language: Language) => void;
  /** Wears another name and picture: told that this is a protected person's phone (SG-07). */
  declare wear: (own: boolean) => void;
  declare status: Status | undefined;
  declare route: Route;
  declare now: Date;
  /** Who this is, once known: what one may do, and which start page one has, follows from it. */
  declare me: Me | undefined;
  /** Why the phone could not even say how it is. */
  declare broken: string | null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private silence: (() => void) | undefined;
  private early = false;

  constructor() {
    super();
    this.route = routeOf(window.location.hash);
    this.now = new Date();
    this.broken = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.route = routeOf(window.location.hash); // a bell that was tapped while the worker started has moved it
    window.addEventListener("hashchange", this.moved);
    this.timer = setInterval(this.tick, TICK);
    this.addEventListener("language", this.speaks);
    this.silence = this.phone.listen(this.told);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.moved);
    this.removeEventListener("language", this.speaks);
    clearInterval(this.timer);
    this.silence?.();
  }

  protected override render(): TemplateResult {
    const { status } = this;
    document.documentElement.lang = language();
    if (status === undefined && this.broken !== null) return this.stopped(this.broken);
    if (status === undefined) return html`<main class="page"><p role="status">${say("app.loading")}</p></main>`;
    const open = status.gate.kind === "ready";
    if (status.gate.kind === "quiet") return html`<main class="page page--alone" id="main" tabindex="-1"><page-gate .phone=${this.phone} .status=${status} .now=${this.now}></page-gate></main>`;
    return html`<a class="skip" href="#main" @click=${this.skip}>${say("app.skip")}</a>
      <header class="top">
        <span class="top__name">${say("app.name")}</span>
        ${status.drill ? html`<span class="drill">${say("app.drill")}</span>` : nothing}
        <span class="line line--${status.line.state}">${icon(status.line.state === "online" ? "check" : "alert")}<span>${say(LINE[status.line.state])}</span></span>
      </header>
      <main class="page" id="main" tabindex="-1">${this.line(status)}${open ? keyed(JSON.stringify(this.route), this.page(status)) : html`<page-gate .phone=${this.phone} .status=${status} .now=${this.now}></page-gate>`}</main>
      <footer class="bottom">
        <div class="callbar" role="region" aria-label=${say("call.help")}>${status.own ? emergencyBar() : callBar(status.emergency)}</div>
        ${open && !status.own ? this.menu() : nothing}
      </footer>`;
  }

  /** Ask the phone how it is; when even that fails, say so with what to do, never wait in silence. */
  private readonly begin = async (): Promise<void> => {
    const silent = setTimeout(() => (this.broken = "app.silent"), PATIENCE);
    try {
      this.status = await this.phone.status().finally(() => clearTimeout(silent));
      if (this.status.own) this.wear(true);
      this.broken = null;
      this.tick();
      this.fetchEarly(this.status);
      await this.know();
    } catch (wrong) {
      this.broken = wrong instanceof PhoneError ? wrong.code : "internal";
    }
  };

  /** Once, and never on a protected person's own phone (SG-07). */
  private fetchEarly(status: Status): void {
    if (this.early || status.own || !KNOWN.includes(status.gate.kind)) return;
    this.early = true;
    void this.ahead();
  }

  /** Fetch what is likely to be opened at night, once the service worker keeps it: what was fetched in vain may stay lost until a reload. */
  protected async ahead(): Promise<void> {
    if ("serviceWorker" in navigator) await navigator.serviceWorker.ready;
    await Promise.allSettled(AHEAD.map((load) => load()));
  }

  /** In which functies this person acts: the menu offers what those may do. */
  private async know(): Promise<void> {
    if (this.status?.gate.kind !== "ready") return;
    this.me = await this.phone.me().catch(() => NOBODY);
    if (!this.status.own) await nameGemeenten().then(() => this.tick()).catch(() => undefined);
  }

  private stopped(code: string): TemplateResult {
    const { title, detail } = problem(code);
    return html`<main class="page" id="main">
        <h1 class="heading-1">${title}</h1>
        ${notice("error", detail, html`<p class="quiet">${say("gate.code", { code })}</p>`)}
        ${button("primary", say("app.retry"), () => window.location.reload())}
      </main>
      <footer class="bottom"><div class="callbar">${callBar(null)}</div></footer>`;
  }

  private line(status: Status): TemplateResult | typeof nothing {
    if (status.line.state === "trying" && status.line.since !== null) return notice("warning", say("line.bad"), html`<p>${say("line.bad.detail")}</p>`);
    if (status.line.state !== "unreachable") return nothing;
    const call = status.emergency === null ? nothing : number(status.emergency);
    const since = status.line.since === null ? nothing : html`<p>${say("line.since", { at: clock(status.line.since, this.now) })}</p>`;
    if (status.own) return notice("error", say("line.own"), html`<p>${say("line.own.kept")}</p>`);
    return notice("error", say("line.unreachable"), html`${since}<p>${say("line.kept")}</p>${call}`);
  }

  private page(status: Status): TemplateResult {
    const { phone, now, route } = this;
    const around = { phone, status, now };
    switch (route.page) {
      case "start":
        return this.home(around);
      case "open":
        return isFormAct(route.act) && OPENS.get(route.act)?.urgent === undefined ? part(OPENS.get(route.act)?.page ?? OPEN, { ...around, act: route.act, follows: route.follows }) : this.start(status);
      case "flow": {
        const found = PAGES.find(({ flow, name }) => flow === route.flow && name === route.name);
        return found === undefined ? this.start(status) : part(found.page.load, { ...around, rest: route.rest });
      }
      case "new":
        return "follows" in route ? part(SUBMIT, { ...around, telephone: false, follows: route.follows }) : part(NEW, { ...around, telephone: false });
      case "register":
        return part(NEW, { ...around, telephone: true });
      case "openings":
        return part(NEW, { ...around, telephone: null });
      case "duty":
        return part(DUTY, around);
      case "device":
        return part(DEVICE, around);
      case "devices":
        return part(DEVICES, around);
      case "settings":
        return part(SETTINGS, around);
      case "quality":
        return part(QUALITY, around);
      case "board":
        return part(BOARD, around);
      case "closed":
        return status.own ? this.home(around) : part(CLOSED, around);
      case "roster":
        return part(ROSTER, around);
      case "item":
        return part(status.own ? OWN_ITEM : ITEM, { ...around, item: route.item });
      case "attachment":
        return part(ATTACHMENT, { ...around, item: route.item, blob: route.blob });
      case "act":
        return part(pageOf(route.act) ?? FORM, { ...around, item: route.item, act: route.act as ActGiven["act"], what: route.what });
    }
  }

  /** Where this person begins: of some functies that is a page of its own. */
  private home(around: Around): TemplateResult {
    if (this.me === undefined) return html`<p role="status">${say("app.loading")}</p>`;
    const own = startOf(this.me);
    return own === undefined ? this.start(around.status) : part(own.page.load, { ...around, rest: null });
  }

  private start(status: Status): TemplateResult {
    return html`<page-start .phone=${this.phone} .status=${status} .now=${this.now}></page-start>`;
  }

  private menu(): TemplateResult {
    const held = this.me?.holdings.map((one) => one.functie) ?? [];
    const mine = (who: readonly string[] | undefined): boolean => who === undefined || who.some((one) => held.includes(one));
    const { route } = this;
    const own = PAGES.flatMap(({ flow, name, page: { menu } }) => (menu === undefined || !mine(menu.who) ? [] : [{ flow, name, menu }]));
    return html`<nav class="menu" aria-label=${say("app.menu")}>
      ${MENU.filter(({ who, when }) => mine(who) && when?.(this.me ?? NOBODY) !== false).map((one) => menuLink(one.to, say(one.word), one.picture, one.pages.includes(route.page)))}
      ${own.map(({ flow, name, menu }) => menuLink(to.flow(flow, name), named("page", menu.word, flow), menu.picture, route.page === "flow" && route.flow === flow && route.name === name))}
    </nav>`;
  }

  private readonly tick = (): void => {
    this.now = new Date(Date.now() + (this.status?.skew ?? 0));
  };

  private readonly moved = (): void => {
    this.route = routeOf(window.location.hash);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true }));
    window.scrollTo(0, 0);
  };

  private readonly told = (change: Change): void => {
    if (change.kind === "upload" || change.kind === "fetched") return; // told often, and heard by who shows it
    if (change.kind === "status") {
      if (change.status.own && this.status?.own !== true) this.wear(true);
      this.status = change.status;
      this.fetchEarly(change.status);
      void this.know().catch(() => undefined);
    }
    this.tick();
    for (const page of this.querySelectorAll<HTMLElement & { told?: (change: Change) => void }>("main > *")) page.told?.(change);
  };

  private readonly speaks = (event: Event): void => {
    const { detail } = event as CustomEvent<Language>;
    speak(detail);
    this.keep(detail);
    this.requestUpdate();
    this.now = new Date(this.now);
  };

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>("#main")?.focus();
  };
}

function menuLink(href: string, word: string, picture: Icon, here: boolean): TemplateResult {
  return html`<a class="menu__link" href=${href} aria-current=${here ? "page" : nothing}>${icon(picture)}<span>${word}</span></a>`;
}

customElements.define("piket-app", PiketApp);
