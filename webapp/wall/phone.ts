/** One phone of the wall: whose it is, its chat as a chat with its rings, the real app, and what can be done to it. */

import { html, nothing, type TemplateResult } from "lit";

import { area, named } from "../src/words/words.ts";
import { minutes } from "./clock.ts";
import { picture, type Picture } from "./pictures.ts";
import { waiting, type ChatButton, type Message, type Phone } from "./state.ts";
import type { Command } from "./stream.ts";
import { capital, word } from "./words.ts";

export type Tab = "chat" | "app";
export type Looks = {
  start: string;
  /** It makes a sound at this moment. */
  rings: boolean;
  front: boolean;
  tab: Tab;
  /** Where its app is, once it was opened: it stays there, also behind the chat. */
  frame: string | null;
  place: number;
  /** The number that it would be calling now. */
  calls: string | null;
  /** When it made a sound, whatever the channel. */
  bells: readonly number[];
};
export type Doings = {
  ask(command: Command): void;
  show(who: string, tab: Tab, address?: string): void;
};

const SHOWN = 40;

export function phone(one: Phone, looks: Looks, doings: Doings): TemplateResult {
  const stand = !one.on ? "off" : looks.rings ? "rings" : waiting(one) ? "waits" : "quiet";
  const classes = ["phone", `phone--${stand}`, `place-${looks.place}`, looks.front ? "phone--front" : "", one.byHand ? "phone--hand" : ""];
  const name = capital(one.who);
  const hand = one.byHand ? "hand" : "script";
  const rings = Math.max(one.rings, looks.bells.length);
  return html`<article class=${classes.filter((each) => each !== "").join(" ")} aria-labelledby="who-${one.n}" data-who=${one.who}>
    <header class="phone__head">
      <h3 id="who-${one.n}">${name} <span class="phone__org">${named("organisation", one.organisation)}</span></h3>
      <p class="phone__functie" title=${functies(one)}>${functies(one)}</p>
      <p class="phone__how" title=${word(`phone.${hand}.help`)}>${picture(hand)}<span>${word(`phone.${hand}`)}</span></p>
    </header>
    <div class="phone__tabs" role="group" aria-label=${word("phone.tabs", { name })}>
      ${tab("chat", one, looks, doings)} ${tab("app", one, looks, doings)}
      <p class="phone__stand">${picture(stand === "off" ? "power" : stand === "quiet" ? "check" : "bell")}${standing(stand, rings)}</p>
    </div>
    <div class="phone__screen ${one.on && !one.line ? "phone__screen--cut" : ""}">
      ${chat(one, looks, doings)} ${looks.frame === null ? nothing : frame(looks.frame, one, looks, name)} ${lost(one)}
      <p class="phone__calls" role="status" ?hidden=${looks.calls === null || !one.on}>${picture("phone")}<span>${looks.calls === null ? "" : word("phone.calls", { number: looks.calls })}</span></p>
    </div>
    <footer class="phone__foot">${hands(one, name, doings)}</footer>
  </article>`;
}

function standing(stand: "off" | "rings" | "waits" | "quiet", rings: number): TemplateResult {
  if (stand === "off") return html`<span>${word("phone.stands.off")}</span>`;
  if (stand === "rings") return html`<span>${word("phone.rings")}</span>`;
  if (rings === 0) return html`<span>${word("phone.quiet")}</span>`;
  return html`<span>${rings}×<span class="phone__word"> ${word("phone.rung")}</span></span>`;
}

/** In which functie somebody is rung first. */
export function functies(one: Phone): string {
  const shown = one.holdings.slice(0, 1).map((held) => {
    const slot = one.duty.find((each) => each.functie === held.functie)?.slot;
    const where = held.scope === "nl" ? "" : ` ${area(held.scope)}`;
    return `${named("functie", held.functie)}${where}${slot === "backup" ? `, ${named("slot", "backup")}` : ""}`;
  });
  return shown.join(", ");
}

function tab(which: Tab, one: Phone, looks: Looks, doings: Doings): TemplateResult {
  return html`<button type="button" class="tab" aria-pressed=${looks.tab === which} @click=${() => doings.show(one.who, which)}>${word(`phone.${which}`)}</button>`;
}

function chat(one: Phone, looks: Looks, doings: Doings): TemplateResult {
  const messages = one.chat.slice(-SHOWN);
  return html`<div class="chat" ?hidden=${looks.tab !== "chat"} ?inert=${!one.on}>
    ${one.channels.includes("telegram") ? nothing : html`<p class="chat__note">${word("phone.webhook")}</p>`}
    ${elsewhere(one, looks)}
    ${messages.length === 0 && looks.bells.length === 0 ? html`<p class="chat__note">${word("phone.empty")}</p>` : nothing}
    ${[...messages].reverse().map((message) => bubble(message, one, looks, doings))}
  </div>`;
}

/** Without Telegram there is no chat to show: the bells of the other channel are counted. */
function elsewhere(one: Phone, { bells, start }: Looks): TemplateResult | typeof nothing {
  const last = bells.at(-1);
  if (one.channels.includes("telegram") || last === undefined) return nothing;
  const text = word("phone.elsewhere", { count: bells.length, at: minutes(start, last) });
  return html`<div class="bubble bubble--rang bubble--elsewhere"><p class="bubble__when">${picture("bell")}<span>${text}</span></p></div>`;
}

function bubble(message: Message, one: Phone, looks: Looks, doings: Doings): TemplateResult {
  const at = message.rangAt ?? message.at;
  const press = (button: ChatButton, index: number): void => {
    if (button.url === null) doings.ask({ do: "tap", who: one.who, message: message.id, button: index });
    else doings.show(one.who, "app", fragment(button.url));
  };
  return html`<div class="bubble ${message.mine ? "bubble--mine" : ""} ${message.rang ? "bubble--rang" : ""}">
      <p class="bubble__text">${message.mine ? shown(message.text) : message.text}</p>
      <p class="bubble__when">
        ${message.rang ? html`${picture("bell")}<span class=${message.edited ? "hidden" : ""}>${word("phone.rang")}</span>` : nothing}
        ${message.edited ? html`<span>${word("phone.edited")}</span>` : nothing}
        <span>${minutes(looks.start, at)}</span>
      </p>
      ${message.buttons.length === 0 ? nothing : html`<div class="bubble__buttons">
        ${message.buttons.map((button, index) => html`<button type="button" class="bubble__button" @click=${() => press(button, index)}>${button.text}</button>`)}
      </div>`}
    </div>
    ${message.toast === null ? nothing : html`<p class="chat__toast">${message.toast}</p>`}`;
}

/** A command as a chat shows it: what was passed along with it is not on the screen. */
function shown(text: string): string {
  return text.startsWith("/start ") ? "/start" : text;
}

/** Where in the app a button of a bell leads: what stands behind the `#`. */
export function fragment(url: string): string {
  const at = url.indexOf("#");
  return at < 0 ? "#/" : url.slice(at);
}

function frame(address: string, one: Phone, looks: Looks, name: string): TemplateResult {
  return html`<iframe class="app" ?hidden=${looks.tab !== "app"} ?inert=${!one.on} src=${address} title=${word("phone.frame", { name })}
    allow="clipboard-read; clipboard-write" data-app=${one.who}></iframe>`;
}

function lost(one: Phone): TemplateResult | typeof nothing {
  if (!one.on) return html`<p class="phone__lost">${picture("power")}<span>${word("phone.is.off")}</span></p>`;
  return one.line ? nothing : html`<p class="phone__lost phone__lost--line">${picture("line")}<span>${word("phone.is.cut")}</span></p>`;
}

function hands(one: Phone, name: string, { ask, show }: Doings): TemplateResult {
  const take = (): void => {
    ask({ do: one.byHand ? "give" : "take", who: one.who });
    if (!one.byHand) show(one.who, "app");
  };
  const of = (text: string): string => `${text}: ${name}`;
  return html`
    ${small(one.byHand ? "script" : "hand", word(one.byHand ? "phone.give" : "phone.take"), of, take, "small--take")}
    ${small("power", word(one.on ? "phone.off" : "phone.on"), of, () => ask({ do: one.on ? "phone_off" : "phone_on", who: one.who }))}
    ${small(one.line ? "line" : "wave", word(one.line ? "phone.cut" : "phone.mend"), of, () => ask({ do: one.line ? "cut" : "mend", who: one.who }))}`;
}

function small(name: Picture, text: string, of: (text: string) => string, pressed: () => void, look = ""): TemplateResult {
  return html`<button type="button" class="small ${look}" aria-label=${of(text)} title=${of(text)} @click=${pressed}>${picture(name)}<span>${text}</span></button>`;
}
