/** How far an item is, step by step: what was done and when, what is being done, what comes. */

import { html, nothing, type TemplateResult } from "lit";

import { clock } from "../words/time.ts";
import { say, type Key } from "../words/words.ts";
import { icon } from "./icon.ts";

/** `name` is a word of the app, `step.<name>`. */
export type Step = { name: string; stand: "done" | "now" | "todo"; at: string | null; who: string | null };

export function steps(of: readonly Step[], now: Date): TemplateResult {
  return html`<section class="card" aria-labelledby="steps">
    <h2 id="steps" class="heading-2">${say("step.title")}</h2>
    <ol class="steps">
      ${of.map(
        (one) => html`<li class="step step--${one.stand}" aria-current=${one.stand === "now" ? "step" : nothing}>
          ${icon(one.stand === "done" ? "check" : one.stand === "now" ? "clock" : "dots")}
          <span>
            <span class="strong">${say(`step.${one.name}` as Key)}</span>
            <span class="step__stand">${one.stand === "done" ? detail(one, now) : say(`step.${one.stand}`)}</span>
          </span>
        </li>`,
      )}
    </ol>
  </section>`;
}

function detail(one: Step, now: Date): string {
  if (one.at === null) return say("step.done");
  const at = clock(one.at, now);
  return one.who === null ? at : say("step.by", { who: one.who, at });
}
