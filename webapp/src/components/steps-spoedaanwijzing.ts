/** How far a request is: kept here, sent, stored, received by somebody who may decide, decided, on the spot. */

import type { Delivery, Item } from "../phone.ts";
import type { Step } from "./steps.ts";

const NAMES = ["kept", "sending", "stored", "received", "decided", "on_the_spot"] as const;
type StepName = (typeof NAMES)[number];

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

const NOTHING = { at: null, who: null };
const DECIDED = new Set(["aangewezen", "niet_aangewezen", "besloten", "betwist", "einde_aangekondigd", "beeindigd", "afgerond"]);

function settled(item: Item, what: string): { at: string | null; who: string | null } | undefined {
  const found = item.obligations.findLast((one) => one.what === what && one.settledAt !== null);
  return found === undefined ? undefined : { at: found.settledAt, who: found.settledBy };
}
