/** What is wrong and which nights nobody covers, on the board: alarms with a person, device or functie, and gaps by area. */

import { html, nothing, type TemplateResult } from "lit";

import type { BoardAlarm, BoardGap, DeviceLine } from "../phone-board.ts";
import { clock, when } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { button } from "./button.ts";
import { icon } from "./icon.ts";

/** `freeze` null shows no buttons. */
export function boardAlarm(one: BoardAlarm, now: Date, freeze: ((device: DeviceLine) => void) | null): TemplateResult {
  const about = aboutOf(one);
  const { device } = one;
  return html`<li class="rowed rowed--alarm">
    <p class="rowed__stand">${icon("alert")}<span class="rowed__name">${named("alarm", one.kind)}</span></p>
    ${about === "" ? nothing : html`<p>${say("board.about", { about })}</p>`}
    <p class="quiet">${say("board.since", { at: when(one.since, now) })}</p>
    ${device === null || freeze === null || !device.mayFreeze ? nothing : button("secondary", say(device.stand === "frozen" ? "board.release" : "board.freeze"), () => freeze(device), "device")}
  </li>`;
}

export function boardGap(one: BoardGap, now: Date): TemplateResult {
  const [starts, ends] = [clock(one.starts, now), clock(one.ends, now)];
  return html`<li class="rowed rowed--gap">
    <p class="rowed__stand">${icon("people")}<span class="rowed__name">${party(one)}${one.scope === "" ? ` (${say("board.area.hidden")})` : ""}</span></p>
    <p>${say("board.gap", { slot: named("slot", one.slot), starts, ends })}</p>
  </li>`;
}

function aboutOf(one: BoardAlarm): string {
  if (one.device !== null) return say("devices.of", { person: one.device.person });
  if (one.party === null) return one.about;
  const of = one.party.scope === "" ? `${party(one.party)} (${say("board.area.hidden")})` : party(one.party);
  return one.slot === null ? of : `${of}, ${named("slot", one.slot)}`;
}
