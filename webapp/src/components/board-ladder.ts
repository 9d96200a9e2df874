/** One open ladder on the board: what waits, from whom, how late, how far it climbed and what comes next. */

import { html, nothing, type TemplateResult } from "lit";

import type { BoardLadder } from "../phone-board.ts";
import { ago, clock, ticking } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { button } from "./button.ts";
import { icon, type Icon } from "./icon.ts";

/** What a watcher may do from the board; null shows no buttons. */
export type BoardActs = { ringAgain(one: BoardLadder): void; reopen(one: BoardLadder): void } | null;

type Stand = "late" | "ringing" | "begins";
const PICTURES: Record<Stand, Icon> = { late: "alert", ringing: "bell", begins: "clock" };

export function boardLadder(one: BoardLadder, now: Date, acts: BoardActs): TemplateResult {
  const stand: Stand = one.late ? "late" : one.rung < 0 ? "begins" : "ringing";
  return html`<li class="rowed rowed--${stand}" data-late=${one.late ? "yes" : "no"}>
    <p class="rowed__stand">${icon(PICTURES[stand])}<span>${say(`board.${stand}`)}</span></p>
    <h3 class="rowed__name">${named("what", one.what, one.flow)}${one.drill ? html` <span class="drill">${say("app.drill")}</span>` : nothing}</h3>
    <p class="rowed__due">${due(one, now)}</p>
    <p class="rowed__ago">${ago(one.due ?? one.start, now)}</p>
    <p class="rowed__who">${say("board.waits", { who: one.waitsFor.map(waiter).join(", ") })}</p>
    <p class="rowed__flow quiet">${named("flow", one.flow)}: ${named("state", one.state, one.flow)}${one.gezag === null ? nothing : `. ${say("gezag.line", { who: waiter(one.gezag.holder), at: clock(one.gezag.since, now) })}`}</p>
    <p class="rowed__next"><span class="strong">${rungs(one)}.</span> ${one.rung < 0 ? nothing : html`${rang(one)}. `}${next(one, now)}</p>
    ${acts === null ? nothing : html`<details class="unfold rowed__acts">
      <summary>${say("board.acts")}</summary>
      <div class="stack">
        ${one.rung < 0 ? nothing : button("secondary", named("do", "item.ring_again"), () => acts.ringAgain(one), "bell")}
        ${one.reopens === null ? nothing : button("secondary", named("do", "item.reopen"), () => acts.reopen(one), "back")}
      </div>
    </details>`}
  </li>`;
}

/** Whether there is anything to do about it from here. */
export function actable(one: BoardLadder): boolean {
  return one.rung >= 0 || one.reopens !== null;
}

function waiter(one: { functie: string; scope: string }): string {
  return one.scope === "" ? `${party(one)} (${say("board.area.hidden")})` : party(one);
}

function due(one: BoardLadder, now: Date): string {
  if (one.due === null) return say("board.since", { at: clock(one.start, now) });
  return say(one.late ? "board.was_due" : "board.due", { at: clock(one.due, now) });
}

function rungs({ rung, rungs: all }: BoardLadder): string {
  return rung < 0 ? say("board.rung.none", { rungs: all }) : say("board.rung", { rung: rung + 1, rungs: all });
}

function rang(one: BoardLadder): string {
  if (one.people === 0) return say("board.rang.nobody");
  const people = say(one.people === 1 ? "board.rang.one" : "board.rang", { people: one.people, rings: one.rings });
  const seen = one.seen === 0 ? [] : [say("board.seen", { count: one.seen })];
  const calling = one.calling === 0 ? [] : [say("board.calling", { count: one.calling })];
  return [people, ...seen, ...calling].join(", ");
}

/** The next step: the rung to come with its clock, or that there is none. */
function next(one: BoardLadder, now: Date): string {
  if (one.climbsAt !== null) {
    const who = one.climbsTo.map((functie) => named("functie", functie)).join(", ");
    const soon = Date.parse(one.climbsAt) - now.getTime() < DAY;
    const at = soon ? ticking(new Date(one.climbsAt)) : clock(one.climbsAt, now);
    return say("board.next", { rung: one.rung + 2, at, ago: ago(one.climbsAt, now), who: who === "" ? say("relation.settler") : who });
  }
  return one.nextAt === null ? say("board.last.still") : say("board.last", { at: ticking(new Date(one.nextAt)) });
}

const DAY = 86_400_000;
