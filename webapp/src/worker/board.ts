/** What pages are shown of the board, which is the service's word, and of devices, which officers signed. */

import type { BoardAnswer, HoldingAnswer } from "../api/answers.ts";
import type { Device } from "../device/device.ts";
import { managersAmong, watches, type KnownDevice } from "../directory/state.ts";
import { withoutRoleKey } from "../flows/role-key.ts";
import type { Party } from "../phone.ts";
import type { Board, BoardAlarm, BoardLadder, DeviceLine } from "../phone-board.ts";
import { isFunctie } from "../wire/payload.ts";
import { partyOf } from "./views.ts";

const SLOTS = ["on_duty", "backup"];

/** The board as the service says it now. */
export async function boardOf(device: Device): Promise<Board> {
  const { gaps, alarms, ladders, more, now } = await device.api.board();
  return {
    ladders: ladders.map((one) => ladderOf(device, one)),
    more,
    alarms: alarms.map((one) => alarmOf(device, one)),
    gaps: gaps.map(({ slot, starts, ends, ...holding }) => ({ ...partyOf(device.directory, holding), slot, starts, ends })),
    now,
  };
}

/** One's own devices, those that one may stop, and those one can give a key; one's own first, what works before what does not, the newest first. */
export function devicesOf(device: Device): readonly DeviceLine[] {
  const lacking = device.holdings.map((held) => ({ held, of: new Set(withoutRoleKey(device, held)) }));
  const lacks = (one: KnownDevice): readonly Party[] =>
    lacking.filter(({ of }) => of.has(one)).map(({ held }) => partyOf(device.directory, held));
  const all = [...device.directory.devices.values()].map((one) => ({ ...lineOf(device, one), lacks: lacks(one) }));
  const rank = (one: DeviceLine): number => (one.here ? 0 : one.mine ? 1 : 2) * 10 + STANDS.indexOf(one.stand);
  const order = (one: DeviceLine, other: DeviceLine): number =>
    rank(one) - rank(other) || one.person.localeCompare(other.person) || Date.parse(other.addedAt) - Date.parse(one.addedAt);
  return all.filter((one) => one.mine || ((one.mayFreeze || one.lacks.length > 0) && one.stand !== "revoked")).sort(order);
}

const STANDS: readonly DeviceLine["stand"][] = ["frozen", "in_use", "revoked"];

function lineOf({ directory, keys }: Device, one: KnownDevice): DeviceLine {
  const manages = managersAmong(directory, [keys.person], [one.organisation]).size > 0;
  return {
    id: one.id,
    person: one.person,
    organisation: one.organisation,
    functies: [...(directory.memberships.get(one.person)?.values() ?? [])].map((held) => partyOf(directory, held)),
    addedAt: one.addedAt,
    stand: one.revoked !== null ? "revoked" : one.frozen ? "frozen" : "in_use",
    revokedAt: one.revokedAt,
    mine: one.person === keys.person,
    here: one.id === keys.device,
    lacks: [],
    mayFreeze: manages || watches(directory, keys.person),
    revoke: !manages ? "not" : directory.threshold > 1 ? "together" : "may",
  };
}

function ladderOf({ directory }: Device, one: BoardAnswer["ladders"][number]): BoardLadder {
  const { item, flow, state, drill, what, start, due, late, rung, rungs, rings, seen, calling, reopens } = one;
  return {
    item, flow, state, drill, what, start, due, late, rung, rungs, rings, seen, calling, reopens,
    waitsFor: one.waits_for.map((holding: HoldingAnswer) => partyOf(directory, holding)),
    gezag: one.gezag === null ? null : { holder: partyOf(directory, one.gezag.holder), since: one.gezag.since },
    people: one.rung_people,
    nextAt: one.next_at,
    climbsAt: one.climbs_at,
    climbsTo: one.climbs_to,
  }; // prettier-ignore
}

/** An alarm's subject is a functie, a functie with its area and slot, behind an item's id perhaps, a person, or a device. */
function alarmOf(device: Device, { kind, about, since }: BoardAnswer["alarms"][number]): BoardAlarm {
  const parts = about.split("/");
  const held = parts.map(holdingIn).find((found) => found !== null) ?? null;
  const known = device.directory.devices.get(about);
  return {
    kind,
    since,
    party: held === null ? null : partyOf(device.directory, held),
    slot: parts.find((part) => SLOTS.includes(part)) ?? null,
    device: known === undefined ? null : lineOf(device, known),
    about: held === null && known === undefined ? about : "",
  };
}

function holdingIn(part: string): Pick<Party, "scope"> & { functie: HoldingAnswer["functie"] } | null {
  const [functie = "", scope = ""] = part.split("@");
  return isFunctie(functie) ? { functie, scope } : null;
}
