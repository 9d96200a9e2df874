/** What flows show of their items beside what every item has, and what they read back in their own way; found by file, `facts-<flow>.ts`. */

import type { Device } from "../device/device.ts";
import type { Case } from "../device/reading.ts";
import type { Prepared } from "../flows/doing.ts";
import type { Draft, Item } from "../phone.ts";

/** By flow: what pages are shown of its items besides. */
export type Facts = Readonly<Record<string, (device: Device, found: Case) => Partial<Item> | Promise<Partial<Item>>>>;
/** By flow: of what was sealed, what weighs and is read back; of any other every field, as the models have it. */
export type ReadBack = Readonly<Record<string, (prepared: Prepared) => Draft["facts"]>>;

const FOUND = Object.values(import.meta.glob<{ FACTS?: Facts; READ_BACK?: ReadBack }>("./facts-*.ts", { eager: true }));

/** What the flow of this item shows besides; nothing where it does not say so. */
export async function factsOf(device: Device, found: Case): Promise<Partial<Item>> {
  const { flow } = found.answer.item;
  const shown = await Promise.all(FOUND.map(({ FACTS }) => FACTS?.[flow]?.(device, found) ?? {}));
  return Object.assign({}, ...shown) as Partial<Item>;
}

/** How the flow of this act reads back what was sealed; undefined: field by field. */
export function readBackBy(act: string): ReadBack[string] | undefined {
  const [flow = ""] = act.split(".", 1);
  return FOUND.map(({ READ_BACK }) => READ_BACK?.[flow]).find((one) => one !== undefined);
}
