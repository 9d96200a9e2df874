/** From what a page asks for to an act made and sealed: each intent's verb, with the texts as they were typed. */

import type { Device } from "../device/device.ts";
import { freezeDevice, revokeDevice, unread } from "../flows/board.ts";
import { bare, type Prepared } from "../flows/doing.ts";
import { filledIn, filledOpening } from "../flows/filled.ts";
import { ikBel, rekey, reopen, ringAgain, wrapLate } from "../flows/item.ts";
import { shareRoleKey } from "../flows/role-key.ts";
import { setDuty } from "../flows/roster.ts";
import * as spoed from "../flows/spoedaanwijzing.ts";
import type { Decision, Intent } from "../phone-acts.ts";
import { Refused } from "../refused.ts";
import type { BerichtRccbContent, BesluitContent } from "../wire/models.ts";
import { isFunctie, type Holding } from "../wire/payload.ts";

/** Make and seal what the page asks for; throws as the flows do. */
export function prepare(device: Device, intent: Intent): Promise<Prepared> {
  if ("opening" in intent) return filledOpening(device, intent.act, intent.opening, intent.filled);
  if ("filled" in intent) return filledIn(device, intent.act, intent.item, intent.filled);
  switch (intent.act) {
    case "spoedaanwijzing.decide":
      return spoed.decide(device, intent.item, decisionOf(intent.decision));
    case "item.ik_bel":
      return ikBel(device, intent.item, intent.what);
    case "item.reopen":
    case "item.ring_again":
      if (intent.unread !== undefined) return unread(device, intent.act, intent.item, intent.what, intent.unread.drill);
      return intent.act === "item.reopen" ? reopen(device, intent.item, intent.what) : ringAgain(device, intent.item, intent.what);
    case "roster.set": {
      const { person, slot, startsAt, endsAt, override } = intent;
      return setDuty(device, { ...roleOf(intent.role), person, slot, starts: startsAt, ends: endsAt, override });
    }
    case "directory.freeze_device":
      return freezeDevice(device, intent.device, intent.frozen);
    case "directory.revoke_device":
      return revokeDevice(device, intent.device);
    case "directory.wrap_epoch":
      return shareRoleKey(device, roleOf(intent.role), intent.device);
    case "item.wrap":
      return wrapLate(device, intent.item);
    case "item.rekey":
      return rekey(device, intent.item);
    default:
      return bare(device, intent.item, intent.act, {});
  }
}

function decisionOf({ outcome, reasons, kerngezin, others, fromAt, endsAt, reviewAt, visible, order, word, ...more }: Decision): spoed.Decision {
  const content = { kind: "besluit", reasons, kerngezin, others: orNull(others), outcome } as const;
  const sealed = order === null ? null : ({ kind: "opdracht", ...order } as const);
  const joined = new Map(more.joined.map((one) => [one.item, { outcome: one.outcome, content: reasonsOf(one.reasons) }] as const));
  const words = new Map(more.joined.flatMap((one) => (one.word === null ? [] : [[one.item, wordTo(one.word)] as const])));
  return { outcome, content, visible, order: sealed, word: wordOf(word), fromAt, endsAt, reviewAt, joined, words };
}

/** Of a joined request one says why; its kerngezin may follow (SA-12). */
function reasonsOf(reasons: string): BesluitContent {
  return { kind: "besluit", reasons, kerngezin: null, others: null, outcome: null };
}

function wordOf(word: { readonly text: string; readonly callback: string } | null): BerichtRccbContent | null {
  return word === null ? null : wordTo(word);
}

function wordTo({ text, callback }: { readonly text: string; readonly callback: string }): BerichtRccbContent {
  return { kind: "bericht_rccb", text, callback };
}

function roleOf({ functie, scope }: { readonly functie: string; readonly scope: string }): Holding {
  if (!isFunctie(functie)) throw new Refused("functie.not_held", "This functie is unknown; choose another.");
  return { functie, scope };
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}
