/** The kwaliteitsmonitor: one interface, of one organisation, in one month; how it lay, and how it went by month (EV-02). */

import { html, nothing, type TemplateResult } from "lit";

import { button } from "../components/button.ts";
import { select } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import { bars, trend } from "../components/plot.ts";
import type { Figure, Indicator, Quality } from "../phone-quality.ts";
import { QUALITY } from "../words/pages-quality.ts";
import { named, say, sayIn } from "../words/words.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import {
  aboveNone,
  figureOf,
  indicatorName,
  indicatorsFor,
  lateName,
  monthName,
  none,
  numbered,
  of,
  partiesOf,
  partyName,
  placeName,
  rangeName,
  rungsName,
  type Of,
} from "./quality-figures.ts";

/** Milliseconds until the browser surely began to save. */
const SAVED = 60_000;

export class QualityPage extends Page {
  static override properties = { ...Page.properties, quality: { state: true }, indicator: { state: true }, party: { state: true }, month: { state: true } };
  declare quality: Quality | undefined;
  /** What was chosen; empty, or no longer there: the first there is. */
  declare indicator: string;
  declare party: string;
  declare month: string;

  constructor() {
    super();
    this.indicator = this.party = this.month = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load(null);
  }

  private async load(until: string | null): Promise<void> {
    this.quality = (await this.tried(() => this.phone.quality(until))) ?? this.quality;
  }

  protected override render(): TemplateResult {
    const { quality } = this;
    const top = html`${title(sayIn(QUALITY, "title"))} ${this.failure(() => void this.load(null))}`;
    if (quality === undefined) return html`${top} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    const about = html`<p>${sayIn(QUALITY, "explain")}</p><p class="quiet">${sayIn(QUALITY, "least", { least: quality.least })}</p>`;
    const choices = indicatorsFor(quality);
    const indicator = choices.find(({ name }) => name === this.indicator) ?? choices.find(({ name }) => quality.figures.some((one) => one.indicator === name)) ?? choices[0];
    const month = quality.shown.includes(this.month) ? this.month : quality.shown.at(-1);
    if (indicator === undefined || month === undefined) return html`${top} ${about} ${notice("info", sayIn(QUALITY, "none"))}`;
    const parties = partiesOf(quality, indicator);
    const party = parties.find((one) => of(one) === this.party) ?? parties[0];
    return html`${top} ${about}
      ${select({ name: "indicator", label: sayIn(QUALITY, "choose.indicator"), value: indicator.name }, choices.map((one) => ({ value: one.name, label: indicatorName(one) })), (chosen) => (this.indicator = chosen))}
      ${select({ name: "party", label: sayIn(QUALITY, "choose.party"), value: party === undefined ? "" : of(party) }, parties.map((one) => ({ value: of(one), label: partyName(one) })), (chosen) => (this.party = chosen))}
      ${select({ name: "month", label: sayIn(QUALITY, "choose.month"), value: month }, [...quality.months].reverse().map((one) => ({ value: one, label: monthName(one) })), this.toMonth)}
      <p class="quiet figures__source">${source(indicator)}</p>
      ${party === undefined ? notice("info", sayIn(QUALITY, "trend.none")) : html`${ofMonth(quality, indicator, party, month)} ${byMonth(quality, indicator, party)}`}
      <p class="quiet">${sayIn(QUALITY, "csv.explain")}</p>
      ${button("secondary", sayIn(QUALITY, "csv"), () => void this.save(quality))}`;
  }

  private readonly toMonth = (month: string): void => {
    this.month = month;
    if (month !== "" && this.quality?.shown.includes(month) === false) void this.load(month);
  };

  private async save({ shown }: Quality): Promise<void> {
    const last = shown.at(-1) ?? null;
    const found = await this.tried(() => this.phone.qualityCsv(last));
    if (found === undefined) return;
    const address = URL.createObjectURL(found);
    const anchor = document.createElement("a");
    [anchor.href, anchor.download] = [address, `piket-${last ?? "0"}.csv`];
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), SAVED);
  }
}

function source({ flow, asks, of: does, source: from }: Indicator): string {
  if (flow === "") return sayIn(QUALITY, "about.alone", { source: from });
  return sayIn(QUALITY, "about", { asks: named("organisation", asks), of: does.map((one) => named("organisation", one)).join(", "), source: from });
}

/** One month: its numbers, and its distributions. */
function ofMonth(quality: Quality, indicator: Indicator, party: Of, month: string): TemplateResult {
  const { least, scales } = quality;
  const { unit } = indicator;
  const found: Figure | undefined = figureOf(quality, indicator, party, month);
  const scale = scales[unit] ?? [];
  const rings = unit === "rings";
  const place = (one: number | null | undefined): string => (one === null || one === undefined ? "–" : placeName(one, scale, unit));
  const number = (one: number | null | undefined): string => numbered(one ?? null, least);
  const row = (word: keyof typeof QUALITY, value: string): TemplateResult => html`<tr><th scope="row">${sayIn(QUALITY, word)}</th><td>${value}</td></tr>`;
  const head = [sayIn(QUALITY, "column.range"), sayIn(QUALITY, rings ? "column.people" : "column.cases")] as const;
  const amounts = found?.amounts ?? [];
  return html`<section aria-labelledby="of-month">
    <h2 class="heading-2" id="of-month">${sayIn(QUALITY, "month.title", { indicator: indicatorName(indicator), party: partyName(party), month: monthName(month) })}</h2>
    <table class="figures">
      <tbody>
        ${row(rings ? "people" : "cases", number(found?.cases))}
        ${row(rings ? "p50.rings" : "p50", place(found?.p50))} ${row(rings ? "p90.rings" : "p90", place(found?.p90))} ${row(rings ? "top.rings" : "top", place(found?.top))}
        ${rings ? nothing : html`${found !== undefined && found.late.length > 0 ? html`${row("on_time", number(none(found.late)))} ${row("late", number(aboveNone(found.late)))}` : nothing}
          ${found !== undefined && found.rungs.length > 0 ? row("climbed", number(aboveNone(found.rungs))) : nothing}
          ${row("waiting", number(found?.waiting))} ${row("reopened", number(found?.reopened))}`}
      </tbody>
    </table>
    <h3 class="heading-3">${sayIn(QUALITY, "spread")}</h3>
    ${amounts.length === 0 ? html`<p>${sayIn(QUALITY, "spread.few")}</p>` : html`${bars(sayIn(QUALITY, rings ? "spread.rings" : "spread.seconds"), head, amounts.map((one) => ({ name: rangeName(one, scale, unit), count: one.cases })))}
          ${found === undefined || found.rungs.length === 0 ? nothing : bars(sayIn(QUALITY, "spread.rungs"), head, found.rungs.map((one) => ({ name: rungsName(one), count: one.cases })))}
          ${found === undefined || found.late.length === 0 ? nothing : bars(sayIn(QUALITY, "spread.late"), head, found.late.map((one) => ({ name: lateName(one), count: one.cases })))}
          <p class="quiet">${sayIn(QUALITY, "spread.edges", { least })}</p>`}
  </section>`;
}

/** All months that are shown, as a plot and as a table. */
function byMonth(quality: Quality, indicator: Indicator, party: Of): TemplateResult {
  const { unit } = indicator;
  const scale = quality.scales[unit] ?? [];
  const rows = quality.shown.map((month) => ({ month, found: figureOf(quality, indicator, party, month) }));
  const points = rows.map(({ month, found }) => ({ name: monthName(month, true), half: found?.p50 ?? null, most: found?.p90 ?? null }));
  const place = (one: number | null | undefined): string => (one === null || one === undefined ? "–" : placeName(one, scale, unit));
  const rings = unit === "rings";
  const plotted = points.some(({ half }) => half !== null);
  return html`<section aria-labelledby="by-month">
    <h2 class="heading-2" id="by-month">${sayIn(QUALITY, "trend")}</h2>
    ${plotted
      ? html`<p class="quiet">${sayIn(QUALITY, "trend.explain")}</p>
          ${trend(sayIn(QUALITY, "plot", { what: indicatorName(indicator) }), points, (one) => placeName(one, scale, unit))}`
      : html`<p>${sayIn(QUALITY, "trend.none")}</p>`}
    <table class="figures">
      <caption>${sayIn(QUALITY, "trend.table")}</caption>
      <thead>
        <tr>
          <th scope="col">${sayIn(QUALITY, "column.month")}</th>
          <th scope="col">${sayIn(QUALITY, rings ? "column.people" : "column.cases")}</th>
          <th scope="col">${sayIn(QUALITY, rings ? "p50.rings" : "p50")}</th>
          <th scope="col">${sayIn(QUALITY, rings ? "p90.rings" : "p90")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ month, found }) => html`<tr><th scope="row">${monthName(month)}</th><td class="figures__number">${found?.cases ?? "–"}</td><td>${place(found?.p50)}</td><td>${place(found?.p90)}</td></tr>`)}
      </tbody>
    </table>
  </section>`;
}

customElements.define("page-quality", QualityPage);

/** The page, loaded when it is needed. */
export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-quality .phone=${phone} .status=${status} .now=${now}></page-quality>`;
}
