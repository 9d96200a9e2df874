/** What people do on a notice to a mayor that its forms alone do not make: whose mayor reads it, a stand-in, the four at a table. */

import { wrapForPerson, wrapItem } from "../crypto/itemkeys.ts";
import { exclusionsOf } from "../crypto/linked.ts";
import type { Device } from "../device/device.ts";
import { readContent } from "../wire/catalogue.ts";
import type { Filled } from "../wire/filled.ts";
import type { WrapParam } from "../wire/models.ts";
import type { Functie, Holding } from "../wire/payload.ts";
import { DoingOn, type Prepared } from "./doing.ts";
import type { ByName, Comes, OpeningOf, Openings, Verbs } from "./openings.ts";

const DESK: readonly Holding[] = (["nctv_behandelaar", "nctv_teamleider", "nctv_piket"] as const).map((functie) => ({ functie, scope: "nl" }));

export const OPENINGS: Openings = {
  "burgemeestersbericht.send": toOneMayor,
  "burgemeestersbericht.send_acute": toOneMayor,
};

export const VERBS: Verbs = {
  "burgemeestersbericht.stand_in": standIn,
  "burgemeestersbericht.plan_vierhoek": planVierhoek,
};

/** A stand-in of a mayor has the key on the own devices (BB-05). */
export const BY_NAME: ByName = (read) =>
  read.act === "burgemeestersbericht.stand_in" ? read.params.wraps.map(({ functie, scope }) => [read.params.person, { functie, scope }]) : [];

/** The mayor of this gemeente and the NCTV's desk; nobody of another gemeente (BB-03). */
function toOneMayor({ params }: OpeningOf): Comes {
  const readers: readonly Holding[] = [{ functie: "burgemeester", scope: String(params["gemeente"]) }, ...DESK];
  // Whether people will see measures is said to the service; which they are stands in the text.
  return "visible" in params ? { readers, content: { visible: null } } : { readers };
}

/** Release the notice to one who may stand in, on that person's own devices (BB-05). */
async function standIn(device: Device, item: string, { params }: Filled): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "burgemeestersbericht.stand_in");
  const holding: Holding = { functie: "loco_burgemeester", scope: doing.about.answer.item.area };
  const person = params["person"] ?? "";
  const wraps: WrapParam[] = [];
  for (const identity of doing.about.identities.values()) {
    const made = await wrapForPerson(identity, device.directory, holding, person);
    doing.give(made);
    wraps.push(...made.wraps);
  }
  return doing.with({ person, wraps });
}

/** Plan the vierhoeksoverleg: who comes is told and given the key; the lcc for the KMar when it is involved (BB-04). */
async function planVierhoek(device: Device, item: string, { params, content }: Filled): Promise<Prepared> {
  const doing = await DoingOn.begin(device, item, "burgemeestersbericht.plan_vierhoek");
  const kmar = params["kmar"] === "true";
  const comes: readonly Functie[] = ["hovj", "rccb", ...(kmar ? (["lcc"] as const) : [])];
  const { about } = doing;
  const readers = about.answer.participants.filter(({ functie }) => comes.includes(functie));
  const wraps: WrapParam[] = [];
  for (const identity of about.identities.values()) {
    const made = await wrapItem(identity, device.directory, readers, exclusionsOf({ ...about, parent: about.answer.item.parent }));
    doing.give(made);
    wraps.push(...made.wraps);
  }
  const sealed = await doing.seal(readContent({ kind: "vierhoek", ...content }));
  return doing.with({ at: params["at"] ?? "", kmar, wraps, content: sealed });
}
