/** The bar on top: what time it is, playing it, breaking it, and in which language and sound it is told. */

import { html, nothing, type TemplateResult } from "lit";

import { named } from "../src/words/words.ts";
import type { Anew } from "./anew.ts";
import { minutes, seconds, span } from "./clock.ts";
import { picture, type Picture } from "./pictures.ts";
import type { Wall } from "./state.ts";
import type { Command } from "./stream.ts";
import { word } from "./words.ts";
import { byFlow, scenarioTitle } from "./words-scenarios.ts";

const SPEEDS = [1, 5, 15, 60];

export type Settings = { sound: boolean; setSound(on: boolean): void; setLanguage(): void; anew(anew: Anew): void };
type Ask = (command: Command) => void;

export function controls(wall: Wall, ask: Ask, settings: Settings): TemplateResult {
  return html`<header class="bar">
    <div class="bar__name">
      <h1>${word("wall.name")}</h1>
      <p><span class="bar__does">${word("wall.does")}</span> ${word("wall.practice")}</p>
    </div>
    ${time(wall)} ${playing(wall, ask, settings.anew)}
    <div class="bar__group bar__end">
      <button type="button" class="key key--quiet" aria-pressed=${settings.sound} @click=${() => settings.setSound(!settings.sound)}>
        ${picture(settings.sound ? "sound" : "mute")}<span>${word(settings.sound ? "play.sound.on" : "play.sound.off")}</span>
      </button>
      <button type="button" class="key key--quiet" lang=${word("wall.language.lang")} @click=${() => settings.setLanguage()}>${word("wall.language")}</button>
    </div>
  </header>`;
}

function time({ clock }: Wall): TemplateResult {
  const since = clock.at < 0 ? word("clock.before", { at: minutes(clock.start, 0) }) : word("clock.since", { span: span(clock.at) });
  return html`<div class="time">
    <p class="time__clock">${seconds(clock.start, clock.at)}</p>
    <p class="time__since"><span class="time__mode">${word(`clock.${clock.mode}`)}</span> ${clock.mode === "preparing" || clock.mode === "broken" ? nothing : clock.over ? word("clock.over") : since}</p>
  </div>`;
}

function playing({ clock, scenario }: Wall, ask: Ask, anew: Settings["anew"]): TemplateResult {
  const made = clock.mode === "preparing";
  const busy = made || clock.mode === "broken";
  /** It shows what is played, until something else is. */
  const choose = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const chosen = select.value;
    select.value = scenario?.name ?? "";
    anew({ scenario: chosen });
  };
  return html`<div class="bar__group" role="group" aria-label=${word("play.label")}>
      ${clock.mode === "playing" || clock.mode === "stepping"
        ? key("pause", word("play.pause"), () => ask({ do: "pause" }), "key--main", busy)
        : key("play", word("play.play"), () => ask({ do: "play" }), "key--main", busy)}
      ${key("step", word("play.step"), () => ask({ do: "step" }), clock.mode === "stepping" ? "key--busy" : "", busy, word("play.step.help"))}
      ${key("restart", word("play.restart"), () => anew({}), "", made)}
    </div>
    <fieldset class="speeds">
      <legend>${word("play.speed")}</legend>
      ${SPEEDS.map((speed) => html`<label class="speed">
        <input type="radio" name="speed" value=${speed} .checked=${clock.speed === speed} @change=${() => ask({ do: "speed", speed })} />
        <span>${word("play.times", { count: speed })}</span>
      </label>`)}
    </fieldset>
    <label class="scenario">
      <span class="hidden">${word("play.scenario")}</span>
      <select name="scenario" ?disabled=${made} @change=${choose}>
        ${byFlow(scenario?.all ?? []).map(({ flow, scenarios }) => html`<optgroup label=${named("flow", flow)}>
          ${scenarios.map((one) => html`<option value=${one.name} .selected=${one.name === scenario?.name}>${scenarioTitle(one)}</option>`)}
        </optgroup>`)}
      </select>
    </label>`;
}

/** What can be broken, and how it stands. */
export function breaking({ world, clock }: Wall, ask: Ask): TemplateResult {
  const over = clock.mode === "broken" || clock.mode === "preparing";
  const service = world?.service ?? "starting";
  const telegram = world?.telegram ?? "up";
  return html`<div class="breaking" role="group" aria-label=${word("break.label")}>
    <span class="stands stands--${service}">${picture(service === "killed" || service === "ended" ? "alert" : "check")}${word(`service.${service}`)}</span>
    ${service === "killed"
      ? key("play", word("break.killed"), () => ask({ do: "start" }), "key--mend", over)
      : key("power", word("break.kill"), () => ask({ do: "kill" }), "key--break", over || service === "starting")}
    <span class="stands stands--${telegram}">${picture(telegram === "up" ? "check" : "alert")}${word(`telegram.${telegram}`)}</span>
    ${telegram === "down"
      ? key("wave", word("break.telegram.mend"), () => ask({ do: "telegram_up" }), "key--mend", over)
      : key("line", word("break.telegram"), () => ask({ do: "telegram_down" }), "key--break", over)}
  </div>`;
}

function key(name: Picture, text: string, pressed: () => void, look = "", disabled = false, help?: string): TemplateResult {
  return html`<button type="button" class="key ${look}" ?disabled=${disabled} title=${help ?? nothing} @click=${pressed}>${picture(name)}<span>${text}</span></button>`;
}
