/** Who of many mayors knows it: a live list, what needs somebody first, and what can be done for all of them at once (BB-03). */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { field } from "../components/field.ts";
import { loadAreas } from "../components/gemeenten.ts";
import { gesture } from "../components/gesture.ts";
import { icon, type Icon } from "../components/icon.ts";
import type { Gesture, HowFar } from "../phone-many.ts";
import type { Change, Me } from "../phone.ts";
import { MORE } from "../words/pages-burgemeestersbericht.ts";
import { area, named, say, sayIn } from "../words/words.ts";
import { byStand, EXCEPTIONS, FOR_ALL, type Stand } from "./stand-burgemeestersbericht.ts";
import { Page, title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";

const FLOW = "burgemeestersbericht";
/** So many names are shown without being unfolded. */
const FEW = 12;
const PICTURES: Readonly<Record<Stand, Icon>> = {
  nobody: "alert", late: "alert", vraag: "bell", vierhoek: "bell", vrijgeven: "clock", sent: "clock", seen: "eye", known: "check", over: "check",
}; // prettier-ignore

export class MayorsList extends Page {
  static override properties = { ...Page.properties, dossier: {}, items: { state: true }, gestures: { state: true }, me: { state: true }, find: { state: true } };
  declare dossier: string;
  declare items: readonly HowFar[] | undefined;
  declare gestures: readonly Gesture[];
  declare me: Me | undefined;
  declare find: string;
  private names: ReadonlyMap<string, string> = new Map();
  private asking = false;
  private again = false;

  constructor() {
    super();
    this.gestures = [];
    this.find = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    if (change.kind === "gesture") this.gestures = [...this.gestures.filter((one) => one.gesture !== change.gesture.gesture), change.gesture];
    if (change.kind === "item" || change.kind === "items") void this.load();
  }

  /** Many change at about the same time: asked once more when an answer comes, not once for each. */
  private async load(): Promise<void> {
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    await this.tried(async () => {
      this.me ??= await this.phone.me();
      this.gestures = await this.phone.gestures();
      this.items = await this.phone.gathered(FLOW, this.dossier);
      if (this.names.size === 0) this.names = new Map((await loadAreas()).gemeenten.map((one) => [`gm:${one.code}`, one.name]));
      this.requestUpdate();
    });
    this.asking = false;
    if (this.again) void this.load();
  }

  private nameOf(one: HowFar): string {
    return this.names.get(one.area) ?? area(one.area);
  }

  protected override render(): TemplateResult {
    const { items } = this;
    const back = link("subtle", say("app.back"), to.start, "back");
    if (items === undefined) return html`${back} ${title(this.failed === null ? say("app.loading") : say("line.none"))} ${this.failure(() => void this.load())}`;
    const wanted = this.find.trim().toLowerCase();
    const shown = items.filter((one) => this.nameOf(one).toLowerCase().includes(wanted));
    const known = items.filter((one) => one.state === "kennisgenomen").length;
    return html`${back} ${items.some((one) => one.drill) ? html`<p class="drill">${say("app.drill")}</p>` : nothing}
      ${title(sayIn(MORE, "list.title"))} <p class="state" role="status">${sayIn(MORE, "list.known", { known, of: items.length })}</p>
      ${this.failure(() => void this.load())} ${this.gestures.filter((one) => one.stage !== "making" && one.stage !== "reading").map(gesture)}
      ${this.forAll(items)}
      ${items.length <= FEW ? nothing : html`<div @input=${(event: Event) => (this.find = (event.target as HTMLInputElement).value)}>${field({ name: "find", label: sayIn(MORE, "list.find"), optional: true })}</div>`}
      ${byStand(shown).map(({ stand, items: some }) => this.group(stand, some, wanted !== ""))}`;
  }

  private forAll(items: readonly HowFar[]): TemplateResult | typeof nothing {
    const may = this.me?.opens[`${FLOW}.send`] !== undefined;
    if (!may) return nothing;
    const able = Object.entries(FOR_ALL).map(([verb, fits]) => ({ verb, count: items.filter(fits).length })).filter(({ count }) => count > 0);
    const [first, ...rest] = able.filter(({ verb }) => verb === "release").concat(able.filter(({ verb }) => verb !== "release"));
    const one = ({ verb, count }: { verb: string; count: number }, kind: "primary" | "secondary"): TemplateResult =>
      link(kind, sayIn(MORE, "list.all", { what: named("do", `${FLOW}.${verb}`), count }), to.flow(FLOW, "alle", `${this.dossier}${verb}`), "pen");
    if (first === undefined) return nothing;
    const main = first.verb === "release" ? one(first, "primary") : nothing;
    const more = first.verb === "release" ? rest : [first, ...rest];
    return html`<section class="actions" aria-label=${say("item.actions")}>${main}
      ${more.length === 0 ? nothing : html`<details class="unfold"><summary>${sayIn(MORE, "list.more")}</summary><div class="stack">${more.map((each) => one(each, "secondary"))}</div></details>`}</section>`;
  }

  private group(stand: Stand, items: readonly HowFar[], looking: boolean): TemplateResult {
    const open = looking || EXCEPTIONS.includes(stand) || items.length <= FEW;
    const sorted = [...items].sort((one, other) => this.nameOf(one).localeCompare(this.nameOf(other), "nl"));
    return html`<details class="unfold" ?open=${open}>
      <summary><span class="with-icon ${EXCEPTIONS.includes(stand) ? "strong" : ""}">${icon(PICTURES[stand])}<span>${sayIn(MORE, `stand.${stand}`)}: ${items.length}</span></span></summary>
      <ul class="plain">${sorted.map((one) => html`<li><a class="row-link" href=${to.item(one.item)}><span>${this.nameOf(one)}</span></a></li>`)}</ul>
    </details>`;
  }
}

customElements.define("mayors-list", MayorsList);

/** The list of one dossier. */
export function page({ rest, phone, status, now }: PageGiven): TemplateResult {
  return html`<mayors-list .dossier=${rest ?? ""} .phone=${phone} .status=${status} .now=${now}></mayors-list>`;
}
