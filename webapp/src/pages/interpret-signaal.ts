/** What a signal means, with all that was said in it above the form; a melding of a threat goes on to the authority (SG-03). */

import { html, type TemplateResult } from "lit";

import { said } from "../components/thread.ts";
import type { Item } from "../phone.ts";
import { MORE } from "../words/pages-signaal.ts";
import { sayIn } from "../words/words.ts";
import { FormPage } from "./form.ts";
import type { ActGiven } from "./part.ts";

export class InterpretPage extends FormPage {
  protected override head(view: Item): TemplateResult {
    return html`<p>${sayIn(MORE, "interpret.explain")}</p> ${view.contents.map((one) => said(one, view, this.now, false))}`;
  }
}

customElements.define("page-interpret", InterpretPage);

/** The page of that act. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<page-interpret .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></page-interpret>`;
}
