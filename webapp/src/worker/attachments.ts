/** Opens an attachment: fetched as a stream, opened and verified, given to the page with who added it. */

import type { Api } from "../api/api.ts";
import { LARGEST_SEALED, openAttachment } from "../crypto/attachments.ts";
import type { Device } from "../device/device.ts";
import { itemRefused, type Case } from "../device/reading.ts";
import { PhoneError, type Attachment, type OpenedAttachment } from "../phone.ts";
import { holdingKey } from "../wire/payload.ts";
import { partyOf } from "./views.ts";

/** The attachments of an item as the signed acts have them; `names` are those that this phone knows by now. */
export function attachmentsOf(device: Device, found: Case, names: ReadonlyMap<string, string>): readonly Attachment[] {
  return found.attachments.map(({ act, blob, at, size }) => {
    const by = byWhom(found, act, blob);
    const name = names.get(blob) ?? null;
    if (by === null) return { blob, at, size, name, by: null, removed: false };
    const shown = { ...partyOf(device.directory, by.holding), name: by.person, employer: device.directory.people.get(by.person) ?? "" };
    return { blob, at, size, name, by: shown, removed: by.sinceRemoved };
  });
}

/**
 * Fetch, open and verify one; `told` hears how many bytes came. Throws PhoneError `blob.unknown` and
 * `attachment.too_large`, Refused as `openAttachment`, and `content.hand` when another hand sealed it than signed its act.
 */
export async function openOne(
  device: Device,
  api: Pick<Api, "download">,
  item: string,
  blob: string,
  told: (bytes: number, of: number) => void,
): Promise<OpenedAttachment> {
  const found = await device.read(item);
  const listed = found.attachments.find((one) => one.blob === blob);
  if (listed === undefined) throw new PhoneError("blob.unknown");
  if (listed.size > LARGEST_SEALED) throw new PhoneError("attachment.too_large");
  const sealed = await api.download(item, blob, LARGEST_SEALED, (bytes) => told(bytes, listed.size));
  const { content, file, opened } = await openAttachment(sealed, found.identities, device.directory, { item, act: listed.act });
  const by = byWhom(found, listed.act, blob);
  const same = by === null || (by.payload.device === opened.device && holdingKey(by.holding) === holdingKey(opened.holding));
  if (!same) throw itemRefused("content.hand", "The attachment was sealed by another hand than signed its act");
  const { directory } = device;
  const who = { ...partyOf(directory, opened.holding), name: opened.person, employer: directory.people.get(opened.person) ?? "" };
  const { name, media_type: type, size } = content;
  return { name, type, size, at: opened.at, by: who, removed: opened.sinceRemoved, data: file };
}

/** The verified act that named this ciphertext; null where its readers are not shown it. */
function byWhom({ acts }: Case, act: string, blob: string): Case["acts"][number] | null {
  return acts.find(({ payload }) => payload.id === act && payload.blobs.includes(blob)) ?? null;
}
