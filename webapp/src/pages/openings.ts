/** "Nieuw": everything this person may begin; the emergency first and biggest, and before all else where one asks for it. */

import { html, nothing, type TemplateResult } from "lit";

import { link } from "../components/button.ts";
import type { Me } from "../phone.ts";
import { named, say } from "../words/words.ts";
import { emergencyOf, startsWith } from "./offers.ts";
import { Page, title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";
import { page as emergency } from "./open-spoedaanwijzing.ts";

export class OpeningsPage extends Page {
  static override properties = { ...Page.properties, beside: { type: Boolean }, me: { state: true } };
  /** It stands above the form of the emergency, folded: that form is one tap away, and stays so. */
  declare beside: boolean;
  declare me: Me | undefined;

  constructor() {
    super();
    this.beside = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tried(async () => (this.me = await this.phone.me()));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { me } = this;
    const others = me === undefined ? [] : startsWith(me);
    const list = html`${others.map((act) => link("secondary", named("do", act), to.open(act), "plus"))}`;
    if (this.beside) return others.length === 0 ? nothing : html`<details class="unfold"><summary>${say("open.else")}</summary><div class="stack">${list}</div></details>`;
    const urgent = me === undefined ? null : emergencyOf(me);
    return html`${title(say("open.which"))} ${this.failure()}
      <div class="stack">${urgent === null ? nothing : link("primary", named("do", urgent.act), urgent.to, urgent.picture)} ${list}</div>`;
  }
}

customElements.define("page-openings", OpeningsPage);

/** A page of its own; with `telephone` the form of the emergency, under a fold with everything else. */
export function page({ telephone, ...around }: Around & { telephone: boolean | null }): TemplateResult {
  const { phone, status, now } = around;
  const openings = html`<page-openings class=${telephone === null ? nothing : "beside"} .beside=${telephone !== null} .phone=${phone} .status=${status} .now=${now}></page-openings>`;
  return telephone === null ? openings : html`${openings} ${emergency({ ...around, telephone, follows: null })}`;
}
