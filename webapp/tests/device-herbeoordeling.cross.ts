/** Reviews on the app: planned, put earlier, asked for, done, ended; Python reads what was sealed, and does its own part (HB-01 … HB-05). */

import { describe, expect, it } from "vitest";
import { refusalCode } from "../src/refused.ts";
import { NOTHING, type Filled } from "../src/wire/filled.ts";
import { FRESH, type Intent } from "../src/phone-acts.ts";
import { can } from "../src/pages/can.ts";
import { prepare } from "../src/worker/intents.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { itemOf, meOf } from "../src/worker/views.ts";
import { calendarOf } from "../src/worker/calendar.ts";
import { after } from "../src/wire/terms.ts";
import { clock, step, WORLD } from "./stage.ts";
import { phoneOf, type AppPhone } from "./phones.ts";

const AREA = Object.keys(WORLD.eenheid_of)[0] ?? "";
const EARLIER = "2026-04-01T08:00:00.000Z";
const plan = (subject: string, more: Partial<Intent & { opening: typeof FRESH }> = {}, params: Record<string, string> = {}): Intent => ({
  act: "herbeoordeling.plan",
  opening: { ...FRESH, ...more.opening },
  filled: {
    ...NOTHING,
    params: { subject, area: AREA, local: "", next_at: "", ...params },
    kind: "herbeoordeling_plan",
    content: { measures: "Rondgang", triggers: "Nieuwe bedreiging\nVerhuizing", callback: "030" },
  },
});
const view = async ({ device }: AppPhone, item: string): Promise<Parameters<typeof can>[0]> => ({
  ...itemOf(device, await device.read(item), []),
});
const on = (act: "herbeoordeling.review" | "herbeoordeling.adjust" | "herbeoordeling.trigger" | "herbeoordeling.close", item: string, filled: Partial<Filled>): Intent => ({ act, item, filled: { ...NOTHING, ...filled } });
const REVIEW = { opportune: "true", proportionate: "true", up_to_date: "false", reasons: "De dreiging staat nog", measures: "Ook in de nacht" };

describe("reviews of local measures", () => {
  it("are planned by the HOvJ for after the term that the app says, put earlier, asked for, and done", async () => {
    const hanna = await phoneOf("hanna");
    const prepared = await prepare(hanna.device, plan("maatregelen"));
    const functies = prepared.readers.map((one) => `${one.functie}@${one.scope}`);
    expect(functies).toEqual(expect.arrayContaining(["nctv_behandelaar@nl", `hovj@${AREA}`, `adviseur_bbc@${AREA}`, "pg@nl", "lcc@nl", "rccb@eenheid:midden-nederland"].filter((one) => functies.includes(one))));
    expect(await hanna.device.carryOut(prepared.draft)).toMatchObject({ status: 201, state: "gepland" });
    const { item } = prepared.draft as { item: string };

    const calendar = await calendarOf(hanna.device, null);
    const term = calendar.terms["herbeoordeling"];
    const shown = await view(hanna, item);
    const waits = shown.obligations.find((one) => one.what === "herbeoordelen");
    expect(term).toEqual({ months: 1, days: 0, working: 0, seconds: 0 });
    expect(Date.parse(waits?.due ?? "")).toBe(after(term ?? { months: 0, days: 0, working: 0, seconds: 0 }, clock(), calendar).at.getTime());
    expect(shown.gezag?.holder).toMatchObject({ functie: "hovj", scope: AREA });
    expect(shown.timeline).toEqual([]);
    expect(can(shown, meOf(hanna.device))[0]).toMatchObject({ act: "herbeoordeling.review", first: true });

    expect(await hanna.does(prepare(hanna.device, on("herbeoordeling.adjust", item, { params: { next_at: EARLIER } })))).toMatchObject({ status: 201 });
    expect(await step("trigger", { item })).toMatchObject({ status: 201, state: "gevraagd", triggers: ["Nieuwe bedreiging", "Verhuizing"] });
    const asked = await view(hanna, item);
    expect(asked.contents.map((one) => one.kind)).toEqual(["herbeoordeling_plan", "nieuwe_informatie"]);

    const lacks = on("herbeoordeling.review", item, { params: { outcome: "opschalen" }, kind: "herbeoordeling", content: { ...REVIEW, measures: "" } });
    expect(await prepare(hanna.device, lacks).then(() => null, refusalCode)).toBe("herbeoordeling.measures");
    const done = await prepare(hanna.device, on("herbeoordeling.review", item, { params: { outcome: "opschalen", next_at: "" }, kind: "herbeoordeling", content: REVIEW }));
    expect(draftOf(hanna.device, "draft", done).facts.map((one) => [one.name, one.value])).toContainEqual(["up_to_date", "false"]);
    expect(await hanna.device.carryOut(done.draft)).toMatchObject({ status: 201, state: "gepland" });
    expect(await step("acknowledge", { item })).toMatchObject({ status: 201, kinds: ["herbeoordeling_plan", "nieuwe_informatie", "herbeoordeling"] });

    expect(await hanna.does(prepare(hanna.device, on("herbeoordeling.review", item, { params: { outcome: "beeindigen", next_at: "" }, kind: "herbeoordeling", content: REVIEW })))).toMatchObject({ state: "einde_verwacht" });
    await step("acknowledge", { item });
    expect(await hanna.does(prepare(hanna.device, on("herbeoordeling.close", item, { kind: "herbeoordeling_einde", content: { reasons: "Voorbij" } })))).toMatchObject({ state: "beeindigd" });
  });

  it("of another subject stand in the same dossier, leave out the same people, and do not follow", async () => {
    const hanna = await phoneOf("hanna");
    const first = await prepare(hanna.device, plan("maatregelen", { opening: { ...FRESH, excluded: ["paula"] } }));
    expect(await hanna.device.carryOut(first.draft)).toMatchObject({ status: 201 });
    const { item } = first.draft as { item: string };
    const other = await prepare(hanna.device, plan("informeren_persoon", { opening: { ...FRESH, follows: item } }));
    expect(other.draft.params).toMatchObject({ follows: null, excluded: ["paula"], dossier: first.draft.params["dossier"] });
    expect(other.readers.filter((one) => one.functie === "rccb")).toEqual(first.readers.filter((one) => one.functie === "rccb"));
    expect(await hanna.device.carryOut(other.draft)).toMatchObject({ status: 201 });
    const again = await prepare(hanna.device, plan("maatregelen", { opening: { ...FRESH, follows: item } }));
    expect(await hanna.device.carryOut(again.draft)).toMatchObject({ status: 409, code: "herbeoordeling.exists" });
  });
});

describe("who is not the authority", () => {
  it("is told so, but of objects the NCTV reviews the threat level", async () => {
    const bea = await phoneOf("bea");
    expect(await bea.does(prepare(bea.device, plan("maatregelen")))).toMatchObject({ status: 403, code: "gezag.other" });
    const object = await prepare(bea.device, plan("object_of_dienst", {}, { local: AREA }));
    expect(object.readers.map((one) => one.functie)).toEqual(expect.arrayContaining(["hovj", "pg"]));
    expect(await bea.device.carryOut(object.draft)).toMatchObject({ status: 201 });
    const elsewhere = plan("object_of_dienst", {}, { local: "arr:limburg" });
    expect(await prepare(bea.device, elsewhere).then(() => null, refusalCode)).toBe("act.malformed");
  });
});
