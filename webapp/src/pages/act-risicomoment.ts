/** Take a report for one's side, or answer it as the loket: all that was told, and what one must know before one writes (RM-02). */

import { html, nothing, type TemplateResult } from "lit";

import { notice } from "../components/notice.ts";
import type { Item, Opened } from "../phone.ts";
import { MORE } from "../words/pages-risicomoment.ts";
import { when } from "../words/time.ts";
import { sayIn } from "../words/words.ts";
import { FormPage } from "./form.ts";
import type { ActGiven } from "./part.ts";

const TOLD: readonly string[] = ["risicomoment", "risicomoment_wijziging"];

export class ActRisicomoment extends FormPage {
  /** The report and every change of it: they are read together. */
  protected override about({ contents }: Item): readonly Opened[] {
    return contents.filter((one) => TOLD.includes(one.kind));
  }

  protected override head({ moment }: Item): TemplateResult {
    const at = moment?.answerAt ?? null;
    const explained = this.act === "risicomoment.take" ? sayIn(MORE, "take.explain") : sayIn(MORE, "reply.explain", { at: at === null ? "" : when(at, this.now) });
    return html`${(moment?.overlaps.length ?? 0) === 0 ? nothing : notice("warning", sayIn(MORE, "overlap"), html`<p>${sayIn(MORE, "overlap.explain")}</p>`)}
      <p>${explained}</p>`;
  }
}

customElements.define("act-risicomoment", ActRisicomoment);

/** The page of either act. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<act-risicomoment .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></act-risicomoment>`;
}
