/** An attachment and one on its way, for the made-up phone. */

import type { OpenedAttachment, Upload } from "../phone.ts";
import { at } from "./fake-data.ts";

const TEXT = "Kenteken van de auto: 12-AB-34";

export const OPENED: OpenedAttachment = {
  name: "kenteken.txt",
  type: "text/plain",
  size: TEXT.length,
  at: at(-2),
  by: { functie: "namens_hovj", scope: "arr:noord-holland", number: "+31 23 555 0111", name: "Joris van Vliet", employer: "OM" },
  removed: false,
  data: new Blob([TEXT], { type: "text/plain" }),
};

export function uploadOf(item: string, size: number, name: string): Upload {
  return { act: "act-up", item, blob: "c".repeat(64), name, size, sent: 0, at: at(0), stage: "waiting", code: null };
}
