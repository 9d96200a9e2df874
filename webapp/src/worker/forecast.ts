/** What is known of an item before its opening is signed: who would be rung, and on which grounds it is given; never waited for. */

import { pause, type Pause } from "../api/patience.ts";
import type { Device } from "../device/device.ts";
import type { Prepared } from "../flows/doing.ts";
import type { Ground, Rung } from "../phone.ts";
import { RULES, SPECS } from "../wire/catalogue.ts";

/** Nothing that opens ever waits longer than this for a forecast. */
const MOST = 2_000;

export type Forecast = { readonly rungs: readonly Rung[]; readonly grounds: readonly Ground[] };

const NOTHING: Forecast = { rungs: [], grounds: [] };

/**
 * The rungs of the ladder that this act would start, and the grounds on which it goes to those for whom it was sealed
 * (P-05); nothing where it opens no item, or where the service does not say in time.
 */
export async function forecastOf(device: Device, { draft, readers }: Prepared, wait: Pause = pause): Promise<Forecast> {
  const area = areaOf(draft);
  if (area === null) return NOTHING;
  const to = new Set(readers.flatMap(({ functie }) => RULES[functie].organisations));
  const asked = device.api.forecast(draft.name, area).then(
    ({ rungs, grounds }): Forecast => ({
      rungs: rungs.map(({ at, who, empty }) => ({ at, reached: false, who, empty })),
      grounds: grounds.filter(({ receiver }) => to.has(receiver)).map(({ sender, receiver, ground, source }) => ({ from: sender, to: receiver, ground, source })),
    }),
    () => NOTHING,
  );
  return Promise.race([asked, wait(MOST).then(() => NOTHING)]);
}

/** Where who asks is, also where somebody else writes it down for them (SA-03). */
function areaOf({ name, holding, params }: Prepared["draft"]): string | null {
  if (SPECS[name]?.opens !== true) return null;
  return typeof params["caller_scope"] === "string" ? params["caller_scope"] : holding.scope;
}
