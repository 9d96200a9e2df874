/** The ladder against time: a lane for each person, every ring a stroke, who saw, calls or did it, now, and what comes. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";

import { named } from "../src/words/words.ts";
import { lanes, place, range, ranked, ticks, type Bells, type Lane, type Range, type Stand } from "./chart.ts";
import { later as laterAt, minutes } from "./clock.ts";
import { picture, type Picture } from "./pictures.ts";
import { groupOf, type Obligation, type Wall } from "./state.ts";
import { capital, selector, word } from "./words.ts";

/** An obligation with the item it stands on. */
export type Open = { key: string; item: string; flow: string; one: Obligation };

const TABS = 7;
const TICKS = 12;
/** How near to "now" no other moment is written. */
const CLEAR = 0.035;
const STROKE = html`<svg class="legend__stroke" viewBox="0 0 12 12" aria-hidden="true"><path d="M3 1v10M9 1v10" /></svg>`;
const MARKS: Partial<Record<Stand, Picture>> = { settled: "check", calling: "phone", seen: "eye", empty: "alert" };

/** All obligations that have rungs, the one to look at first. */
export function obligations(wall: Wall): Open[] {
  const all = [...wall.items.values()].flatMap((item) =>
    item.obligations
      .filter((one) => one.rungs.length > 0)
      .map((one): Open => ({ key: `${item.label} ${one.what} ${one.opened}`, item: item.label, flow: item.flow, one })),
  );
  return ranked(all);
}

export function ladder(wall: Wall, bells: Bells, chosen: string | null, choose: (key: string) => void): TemplateResult {
  const all = obligations(wall);
  const shown = all.find((each) => each.key === chosen) ?? all[0];
  return html`<section class="ladder" aria-labelledby="ladder">
    <div class="panel__head">
      <h2 id="ladder">${word("ladder.heading")}</h2>
      ${legend()}
    </div>
    ${shown === undefined ? html`<p class="panel__none">${word("ladder.none")}</p>` : html`${tabs(all.slice(0, TABS), shown, choose, wall)} ${chart(shown.one, bells, wall)}`}
  </section>`;
}

function legend(): TemplateResult {
  const keys = [["bell", "ladder.key.bell"], ["eye", "ladder.key.seen"], ["phone", "ladder.key.calling"], ["check", "ladder.key.settled"]] as const;
  return html`<p class="legend">
    ${keys.map(([name, key]) => html`<span>${name === "bell" ? STROKE : picture(name)}${word(key)}</span>`)}
    <span><svg class="legend__later" viewBox="0 0 24 12" aria-hidden="true"><path d="M1 6h22" /></svg>${word("ladder.key.forecast")}</span>
  </p>`;
}

function tabs(all: readonly Open[], shown: Open, choose: (key: string) => void, wall: Wall): TemplateResult {
  return html`<div class="chips" role="group" aria-label=${word("ladder.choose")}>
    ${all.map(({ key, flow, one }) => {
      const open = one.settled === null;
      return html`<button type="button" class="chip chip--${open ? "open" : "done"}" aria-pressed=${key === shown.key} @click=${() => choose(key)}>
        ${picture(open ? "bell" : "check")}<span>${named("what", one.what, flow)}</span> <span class="chip__how">${how(one, wall.clock.start)}</span>
      </button>`;
    })}
  </div>`;
}

function how(one: Obligation, start: string): string {
  if (one.settled !== null) return word("ladder.settled", { at: minutes(start, one.settled) });
  return word(one.late ? "ladder.late" : "ladder.open");
}

function chart(one: Obligation, bells: Bells, wall: Wall): TemplateResult {
  const now = wall.clock.at;
  const over = range(one, now);
  const marks = ticks(over, TICKS);
  return html`<ol class="lanes">
      ${lanes(one, now, bells).map((lane) => row(lane, over, marks, wall))}
    </ol>
    <div class="axis" aria-hidden="true">
      <svg class="axis__svg">
        ${marks.filter((at) => apart(at, now, over)).map((at) => svg`<text x=${percent(place(at, over))} y="12">${minutes(wall.clock.start, at)}</text>`)}
        ${nowMark(now, over)}
      </svg>
    </div>`;
}

function apart(at: number, now: number, over: Range): boolean {
  return now > over.until || Math.abs(place(at, over) - place(now, over)) > CLEAR;
}

function nowMark(now: number, over: Range): SVGTemplateResult | typeof nothing {
  if (now > over.until) return nothing;
  return svg`<text class="now__word" x=${percent(place(now, over))} y="12">${word("ladder.now")}</text>`;
}

function row(lane: Lane, over: Range, marks: readonly number[], wall: Wall): TemplateResult {
  const { start, at: now } = wall.clock;
  const own = lane.who === null ? undefined : groupOf(wall.phones.get(lane.who), lane.groups);
  const groups = own === undefined ? [...new Set(lane.groups.map(selector))].join(" / ") : selector(own);
  const reached = lane.stand !== "next" && lane.stand !== "later" && lane.stand !== "needless";
  const at = laterAt(start, lane.from, now);
  const who = lane.who === null ? groups : `${capital(lane.who)}, ${groups}`;
  return html`<li class="lane lane--${lane.stand}">
    <p class="lane__label">
      <span class="lane__rung">${lane.first ? lane.rung + 1 : ""}</span>
      <span class="lane__who">${lane.who === null ? groups : html`<b>${capital(lane.who)}</b> ${groups}`}</span>
      <span class="hidden">${reached ? word("ladder.list.reached", { who, count: lane.rings.length, at }) : word("ladder.list.later", { who, at })}</span>
    </p>
    <svg class="lane__svg" aria-hidden="true" focusable="false">
      ${marks.map((each) => svg`<line class="grid" x1=${percent(place(each, over))} x2=${percent(place(each, over))} y1="0" y2="100%" />`)}
      ${reached ? bar(lane, over) : later(lane, over, at)}
      ${now <= over.until ? svg`<line class="now__line" x1=${percent(place(now, over))} x2=${percent(place(now, over))} y1="0" y2="100%" />` : nothing}
    </svg>
    <p class="lane__count">${reached ? html`${mark(lane)}<span>${lane.stand === "empty" ? word("ladder.empty") : stand(lane)}</span>` : nothing}</p>
  </li>`;
}

function stand(lane: Lane): string {
  const count = `${lane.rings.length}×`;
  if (lane.stand === "settled") return word("ladder.key.settled");
  if (lane.stand === "calling") return `${count} ${word("ladder.key.calling")}`;
  return lane.stand === "seen" ? `${count} ${word("ladder.key.seen")}` : count;
}

function mark(lane: Lane): TemplateResult | typeof nothing {
  const name = MARKS[lane.stand];
  return name === undefined ? nothing : picture(name);
}

function bar(lane: Lane, over: Range): SVGTemplateResult {
  const [from, until] = [place(lane.from, over), place(lane.until, over)];
  return svg`<rect class="span" x=${percent(from)} width=${percent(Math.max(0, until - from))} y="25%" height="50%" rx="3" />
    ${lane.rings.map((at) => svg`<line class="ring" x1=${percent(place(at, over))} x2=${percent(place(at, over))} y1="18%" y2="82%" />`)}`;
}

function later(lane: Lane, over: Range, at: string): SVGTemplateResult {
  const from = place(lane.from, over);
  const beyond = lane.from > over.until;
  return svg`${beyond ? nothing : svg`<line class="later" x1=${percent(from)} x2="100%" y1="50%" y2="50%" /><circle class="later__dot" cx=${percent(from)} cy="50%" r="4" />`}
    <text class="later__at" x=${percent(from)} dx=${from > 0.9 ? "-8" : "9"} y="50%" dy=${from > 0.9 ? "4" : "-4"} text-anchor=${from > 0.9 ? "end" : "start"}>${at}</text>`;
}

function percent(of: number): string {
  return `${(of * 100).toFixed(3)}%`;
}
