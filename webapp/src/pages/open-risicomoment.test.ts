/** A report of a risk moment: from which items it goes into the same dossier, and what its reporter is not told (RM-02, RM-07, P-06). */

import { nothing } from "lit";
import { expect, test } from "vitest";

import type { Device } from "../device/device.ts";
import { openingBy, type Comes, type OpeningOf } from "../flows/openings.ts";
import { areaOf } from "../flows/risicomoment.ts";
import { formOf } from "../wire/forms.ts";
import { holdingKey, type Holding } from "../wire/payload.ts";
import type { Me } from "../phone.ts";
import { can } from "./can.ts";
import { itemFor, meAs, party } from "./fake-data.ts";
import { RISK } from "./fake-risk.ts";
import { OpenRisicomoment } from "./open-risicomoment.ts";
import { isUnknown } from "./shown-risicomoment.ts";

const REPORT = "risicomoment.report";
const HOVJ = { functie: "hovj", scope: "arr:limburg" } as const;
const MAY = { ...meAs("hovj"), opens: { [REPORT]: [party("hovj", "arr:limburg")] } };

const rccb = (scope: string): ReadonlyMap<string, Holding> => new Map([[holdingKey({ functie: "rccb", scope }), { functie: "rccb", scope }]]);
const [PLACE, OWN] = ["gm:GM0392", "eenheid:own"];
const DEVICE = {
  eenheidOf: new Map([[areaOf(PLACE), OWN], ["arr:a", "eenheid:midden"], ["arr:b", "eenheid:oost"]]),
  random: (length: number) => new Uint8Array(length),
  directory: { memberships: new Map([["rob", rccb(OWN)], ["anja", rccb("eenheid:oost")], ["bas", rccb("eenheid:oost")]]) },
} as unknown as Device;

/** What comes of a report by the HOvJ about that place. */
async function opening(more: Partial<OpeningOf>): Promise<Comes | undefined> {
  const about = { device: DEVICE, act: REPORT, holding: HOVJ, params: { gemeente: PLACE }, content: {}, excluded: [], follows: null };
  return openingBy(REPORT)?.({ ...about, ...more });
}

test("it is offered on an item of the same person, to who may report one, as what opens an item", () => {
  const offered = (flow: string, state: string, me: Me = MAY) => can({ ...itemFor("case", me), flow, state }, me).find(({ act }) => act === REPORT)?.how;
  expect(offered("spoedaanwijzing", "aangewezen")).toBe("open");
  expect(offered("triage", "opgenomen")).toBe("open");
  expect(offered("herbeoordeling", "gepland")).toBe("open");
  expect(offered("risicomoment", "bij_loket")).toBe("open");
  expect(offered("duiding", "gemeld")).toBeUndefined();
  expect(offered("spoedaanwijzing", "aangewezen", { ...MAY, opens: {} })).toBeUndefined();
});

test("it is of that dossier and follows from nothing, so that it is as any other report (RM-02)", async () => {
  expect((await opening({}))?.alone).toBe(true);
});

test("where the rccb of the place is left out, another eenheid is asked, and the report is sealed to that one (P-02)", async () => {
  const asked = async (more: Partial<OpeningOf>): Promise<unknown> => {
    const comes = await opening(more);
    return [comes?.params?.["rccb"], [...(comes?.readers ?? [])].filter(({ functie }) => functie === "rccb").map(({ scope }) => scope)];
  };
  expect(await asked({})).toEqual([null, [OWN]]);
  expect(await asked({ excluded: ["anja"] })).toEqual([null, [OWN]]);
  expect(await asked({ excluded: ["anja", "rob"] })).toEqual(["eenheid:midden", ["eenheid:midden"]]);
  expect(await asked({ excluded: ["rob"] })).toEqual(["eenheid:oost", ["eenheid:oost"]]);
  expect(await asked({ excluded: ["rob"], params: { gemeente: PLACE, rccb: "eenheid:midden" } })).toEqual(["eenheid:midden", ["eenheid:midden"]]);
});

test("no authority is named to who reports: it is not that of the reporter's own arrondissement (P-06, RM-02)", () => {
  const page = Object.assign(new OpenRisicomoment(), { act: REPORT, me: MAY, asked: formOf(REPORT) });
  expect(page["fresh"]()).toBe(nothing);
});

test("where nothing overlaps the receivers are told that it is unknown, and the reporter is not (RM-07)", () => {
  const [taken, reported, overlapping] = [RISK["taken"], RISK["reported"], RISK["to_take"]];
  expect([taken, reported, overlapping].map((one) => one !== undefined && isUnknown(one))).toEqual([true, false, false]);
});
