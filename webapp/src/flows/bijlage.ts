/** A photo or file becomes part of an item: sealed here, sent in pieces, then named by an act. */

import { sealAttachment, LARGEST_FILE } from "../crypto/attachments.ts";
import { keyOf } from "../crypto/linked.ts";
import type { Device } from "../device/device.ts";
import type { Draft } from "../device/outbox.ts";
import { Refused } from "../refused.ts";
import { DoingOn } from "./doing.ts";

const LONGEST_NAME = 300;

/** An attachment ready to be sent: its ciphertext with that one's name, and the act that will name it. */
export type PreparedAttachment = { readonly draft: Draft; readonly sealed: Blob; readonly blob: string };

/**
 * Seal a file to an item. Throws Refused `attachment.too_large`, `attachment.empty`, `attachment.picture` and
 * `attachment.kind` (what stands beside a photo cannot be taken out), `attachment.unreadable` when the file is gone;
 * further as `Device.read` and `actingAs`.
 */
export async function prepareAttachment(device: Device, item: string, file: Blob, name: string): Promise<PreparedAttachment> {
  if (file.size > LARGEST_FILE) throw new Refused("attachment.too_large", "The file is too large; send a smaller one.");
  if (file.size === 0) throw new Refused("attachment.empty", "The file is empty; choose another.");
  const doing = await DoingOn.begin(device, item, "item.attach");
  const { id: act, holding, about } = doing;
  const place = { item, recipient: keyOf(about), act, name: doing.name, holding, excluded: about.excluded };
  const said = name.trim().slice(0, LONGEST_NAME) || "bijlage";
  const made = await sealAttachment(await readable(file), said, place, device.keys, device.directory, device.clock());
  const { draft } = doing.with({ content: made.name });
  return { draft: { ...draft, uploaded: [made.name] }, sealed: made.sealed, blob: made.name };
}

/** The file with its bytes in hand: what was chosen may be moved or changed under our hands. */
async function readable(file: Blob): Promise<Blob> {
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  } catch {
    throw new Refused("attachment.unreadable", "The file cannot be read any more; choose it again.");
  }
}
