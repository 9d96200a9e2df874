/** How far a request is: kept here, sent, stored, received by somebody who may decide, decided, on the spot. */

import { html, nothing, type TemplateResult } from "lit";

import type { Delivery, Item } from "../phone.ts";
import { clock } from "../words/time.ts";
import { say } from "../words/words.ts";
import { icon } from "./icon.ts";

const NAMES = ["kept", "sending", "stored", "received", "decided", "on_the_spot"] as const;
export type StepName = (typeof NAMES)[number];
export type Step = { name: StepName; stand: "done" | "now" | "todo"; at: string | null; who: string | null };

/** The steps of a request: `item` once the service has it, else the delivery of the act that opens it. */
export function stepsOf(item: Item | null, delivery: Delivery | null): Step[] {
  const reached = new Map<StepName, { at: string | null; who: string | null }>();
  if (delivery !== null || item !== null) reached.set("kept", { at: delivery?.at ?? null, who: null });
  if (item !== null || delivery?.stage === "sending" || delivery?.stage === "stored") reached.set("sending", NOTHING);
  if (item !== null || delivery?.stage === "stored") reached.set("stored", { at: item?.openedAt ?? null, who: null });
  if (item !== null) {
    const received = settled(item, "ontvangen");
    const decided = settled(item, "besluiten") ?? (DECIDED.has(item.state) ? NOTHING : undefined);
    const order = item.linked.find((one) => one.flow === "opdracht");
    if (received ?? decided ?? item.state === "ontvangen") reached.set("received", received ?? NOTHING);
    if (decided !== undefined) reached.set("decided", decided);
    if (order !== undefined && ["ter_plaatse", "uitgevoerd"].includes(order.state)) reached.set("on_the_spot", NOTHING);
  }
  const last = NAMES.findLastIndex((name) => reached.has(name));
  return NAMES.map((name, index) => ({
    name,
    stand: index <= last ? "done" : index === last + 1 ? "now" : "todo",
    ...(reached.get(name) ?? NOTHING),
  }));
}

export function steps(of: readonly Step[], now: Date): TemplateResult {
  return html`<section class="card" aria-labelledby="steps">
    <h2 id="steps" class="heading-2">${say("step.title")}</h2>
    <ol class="steps">
      ${of.map(
        (one) => html`<li class="step step--${one.stand}" aria-current=${one.stand === "now" ? "step" : nothing}>
          ${icon(one.stand === "done" ? "check" : one.stand === "now" ? "clock" : "dots")}
          <span>
            <span class="strong">${say(`step.${one.name}`)}</span>
            <span class="step__stand">${one.stand === "done" ? detail(one, now) : say(`step.${one.stand}`)}</span>
          </span>
        </li>`,
      )}
    </ol>
  </section>`;
}

const NOTHING = { at: null, who: null };
const DECIDED = new Set(["aangewezen", "niet_aangewezen", "besloten", "betwist", "einde_aangekondigd", "beeindigd", "afgerond"]);

function settled(item: Item, what: string): { at: string | null; who: string | null } | undefined {
  const found = item.obligations.findLast((one) => one.what === what && one.settledAt !== null);
  return found === undefined ? undefined : { at: found.settledAt, who: found.settledBy };
}

function detail(one: Step, now: Date): string {
  if (one.at === null) return say("step.done");
  const at = clock(one.at, now);
  return one.who === null ? at : say("step.by", { who: one.who, at });
}
