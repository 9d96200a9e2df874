/** The agenda of reviews that are open: everything that is planned, by month and day with its weekday; or those of one dossier. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { authorityLine, gezagskaart } from "../components/gezagskaart.ts";
import type { Calendar, Change, Item, ItemLine, Obligation, Start } from "../phone.ts";
import { MORE } from "../words/pages-herbeoordeling.ts";
import { day, full } from "../words/time.ts";
import { area, named, say, sayIn } from "../words/words.ts";
import { subjectOf } from "./act-herbeoordeling.ts";
import { Page, title } from "./page.ts";
import type { PageGiven } from "./part.ts";
import { to } from "./routes.ts";
import { dayRemark, monthOf } from "./when-herbeoordeling.ts";

const FLOW = "herbeoordeling";
const NOW = ["nieuwe_informatie", "einde_vastleggen"];

type Entry = { line: ItemLine; obligations: readonly Obligation[]; item: Item | null };

export class AgendaPage extends Page {
  static override properties = { ...Page.properties, rest: {}, entries: { state: true }, calendar: { state: true }, about: { state: true } };
  /** An item of the dossier that is asked for; null: every dossier. */
  declare rest: string | null;
  declare entries: readonly Entry[] | undefined;
  declare calendar: Calendar | null;
  declare about: Item | undefined;

  constructor() {
    super();
    this.rest = null;
    this.calendar = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  told(change: Change): void {
    if (change.kind !== "status") void this.load();
  }

  private async load(): Promise<void> {
    await this.tried(async () => {
      const { rest } = this;
      this.about = rest === null ? undefined : await this.phone.item(rest);
      const found = (await this.phone.start()).items.filter(({ line }) => line.flow === FLOW && this.belongs(line));
      const whole = await Promise.all(found.map(async (one) => ({ ...one, item: rest === null ? null : await this.read(one) })));
      this.entries = whole;
      this.calendar ??= await this.phone.calendar(null);
    });
  }

  /** One that does not open leaves the others in sight. */
  private async read({ line }: Start["items"][number]): Promise<Item | null> {
    return this.phone.item(line.id).catch(() => null);
  }

  private belongs({ dossier, drill }: ItemLine): boolean {
    return this.about === undefined || (dossier === this.about.dossier && drill === this.about.drill);
  }

  protected override render(): TemplateResult {
    const { rest, about, entries } = this;
    const back = link("subtle", say("app.back"), rest === null ? to.start : to.item(rest), "back");
    const top = html`${back} ${title(sayIn(MORE, rest === null ? "agenda" : "agenda.dossier"))} ${this.failure(() => void this.load())}`;
    if (entries === undefined) return html`${top} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    const asked = entries.filter((one) => dueOf(one) === null);
    const planned = entries.filter((one) => dueOf(one) !== null).sort((one, other) => (dueOf(one) ?? "").localeCompare(dueOf(other) ?? ""));
    const late = planned.filter((one) => Date.parse(dueOf(one) ?? "") < this.now.getTime());
    const months = new Map<string, Entry[]>();
    for (const one of planned.filter((each) => !late.includes(each))) {
      const month = monthOf(dueOf(one) ?? "");
      months.set(month, [...(months.get(month) ?? []), one]);
    }
    return html`${top} ${about === undefined ? nothing : gezagskaart(about.gezag, this.now, about.timeline)}
      ${entries.length === 0 ? html`<div class="card"><p class="strong">${sayIn(MORE, "agenda.none")}</p></div>` : nothing}
      ${this.list(sayIn(MORE, "agenda.now"), asked)} ${this.list(sayIn(MORE, "agenda.late"), late)}
      ${[...months].map(([month, of]) => this.list(monthNamed(month), of))}
      ${rest === null ? nothing : html`<p>${link("subtle", sayIn(MORE, "agenda.all"), to.flow(FLOW, "agenda"), "list")}</p>`}`;
  }

  private list(heading: string, entries: readonly Entry[]): TemplateResult | typeof nothing {
    if (entries.length === 0) return nothing;
    return html`<h2 class="heading-2">${heading}</h2><ul class="entries">${entries.map((one) => this.entry(one))}</ul>`;
  }

  private entry(one: Entry): TemplateResult {
    const { line, item } = one;
    const due = dueOf(one);
    const remark = due === null ? "" : dayRemark(new Date(due), this.calendar);
    const about = item === null ? "" : subjectOf(item);
    const subject = about === "" ? named("flow", FLOW) : named("outcome", about, FLOW);
    return html`<li><a class="entry entry--other" href=${to.item(line.id)}>
      ${line.drill ? html`<span class="drill">${say("app.drill")}</span>` : nothing}
      <span class="entry__what">${due === null ? named("state", line.state, FLOW) : full(due)}${remark === "" ? "" : ` (${remark})`}</span>
      <span>${subject}, ${area(line.area)}</span>
      ${this.about === undefined && line.gezag !== null ? html`<span class="quiet">${authorityLine(line.gezag, this.now)}</span>` : nothing}
    </a></li>`;
  }
}

/** When the next review is; null where one is asked now, or none is planned. */
function dueOf({ obligations }: Entry): string | null {
  const open = obligations.filter((one) => one.settledAt === null);
  if (open.some((one) => NOW.includes(one.what))) return null;
  return open.find((one) => one.what === "herbeoordelen")?.due ?? null;
}

/** "april 2027": the name of a month, out of the name of a day in it. */
function monthNamed(month: string): string {
  return day(`${month}-15T12:00:00Z`).replace(/^\S+ \S+ /, "");
}

customElements.define("page-agenda", AgendaPage);

/** The agenda of every dossier, or of one. */
export function page({ rest, phone, status, now }: PageGiven): TemplateResult {
  return html`<page-agenda .rest=${rest} .phone=${phone} .status=${status} .now=${now}></page-agenda>`;
}
