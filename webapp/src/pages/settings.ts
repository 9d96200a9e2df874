/** Settings of this device: the language, and light or dark. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import { choices } from "../components/field.ts";
import { lookBefore, LOOKS, wear, type Look } from "../look.ts";
import { language, say, type Language } from "../words/words.ts";
import { PAGES } from "./offers.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";

/** From where a protected person comes here. */
const BEFORE = PAGES.find(({ page }) => page.settings === true);

export class SettingsPage extends Page {
  static override properties = { ...Page.properties, look: { state: true } };
  declare look: Look;

  constructor() {
    super();
    this.look = lookBefore();
  }

  protected override render(): TemplateResult {
    const languages = [{ value: "nl", label: say("device.nl") }, { value: "en", label: say("device.en") }];
    const looks = LOOKS.map((value) => ({ value, label: say(`settings.look.${value}`) }));
    return html`${this.status.own && BEFORE !== undefined ? link("subtle", say("app.back"), to.flow(BEFORE.flow, BEFORE.name), "back") : nothing} ${title(say("settings.title"))}
      ${choices({ name: "language", legend: say("device.language") }, languages, language(), (value) =>
        this.dispatchEvent(new CustomEvent<Language>("language", { detail: value === "en" ? "en" : "nl", bubbles: true })),
      )}
      ${choices({ name: "look", legend: say("settings.look") }, looks, this.look, (value) => {
        this.look = LOOKS.find((one) => one === value) ?? "system";
        wear(this.look);
      })}`;
  }
}

export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-settings .phone=${phone} .status=${status} .now=${now}></page-settings>`;
}

customElements.define("page-settings", SettingsPage);
