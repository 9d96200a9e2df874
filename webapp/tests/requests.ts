/** A request as a page asks for it: what was filled in on the form of its models (SA-01). */

import type { Device } from "../src/device/device.ts";
import type { Prepared } from "../src/flows/doing.ts";
import { FRESH, type Intent } from "../src/phone-acts.ts";
import { NOTHING } from "../src/wire/filled.ts";
import type { SpoedaanwijzingContent } from "../src/wire/models.ts";
import { prepare } from "../src/worker/intents.ts";

/** Asks for a designation that says this; `rccb` is the scope of another eenheid that serves it. */
export function asking({ kind, ...said }: SpoedaanwijzingContent, rccb: string | null = null): Intent {
  const content = Object.fromEntries(Object.entries(said).map(([name, text]) => [name, text ?? ""]));
  const params = { ground: "directe_noodzaak", rccb: rccb ?? "" };
  return { act: "spoedaanwijzing.submit", opening: FRESH, filled: { ...NOTHING, kind, params, content } };
}

/** The same, made and sealed. */
export function submit(device: Device, content: SpoedaanwijzingContent, rccb: string | null = null): Promise<Prepared> {
  return prepare(device, asking(content, rccb));
}
