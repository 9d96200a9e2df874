/** A report of a risk moment: from which items it goes into the same dossier, and what its reporter is not told (RM-02, RM-07, P-06). */

import { nothing } from "lit";
import { expect, test } from "vitest";

import type { Device } from "../device/device.ts";
import { openingBy, type OpeningOf } from "../flows/openings.ts";
import { formOf } from "../wire/forms.ts";
import type { Me } from "../phone.ts";
import { can } from "./can.ts";
import { itemFor, meAs, party } from "./fake-data.ts";
import { RISK } from "./fake-risk.ts";
import { OpenRisicomoment } from "./open-risicomoment.ts";
import { isUnknown } from "./shown-risicomoment.ts";

const REPORT = "risicomoment.report";
const HOVJ = { functie: "hovj", scope: "arr:limburg" } as const;
const MAY = { ...meAs("hovj"), opens: { [REPORT]: [party("hovj", "arr:limburg")] } };

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
  const device = { eenheidOf: new Map(), random: (length: number) => new Uint8Array(length) } as unknown as Device;
  const about = { device, act: REPORT, holding: HOVJ, params: { gemeente: "gm:GM0392" }, content: {}, excluded: [], follows: null };
  expect((await openingBy(REPORT)?.(about as OpeningOf))?.alone).toBe(true);
});

test("no authority is named to who reports: it is not that of the reporter's own arrondissement (P-06, RM-02)", () => {
  const page = Object.assign(new OpenRisicomoment(), { act: REPORT, me: MAY, asked: formOf(REPORT) });
  expect(page["fresh"]()).toBe(nothing);
});

test("where nothing overlaps the receivers are told that it is unknown, and the reporter is not (RM-07)", () => {
  const [taken, reported, overlapping] = [RISK["taken"], RISK["reported"], RISK["to_take"]];
  expect([taken, reported, overlapping].map((one) => one !== undefined && isUnknown(one))).toEqual([true, false, false]);
});
