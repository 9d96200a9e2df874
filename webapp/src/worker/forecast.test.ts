/** A forecast is shown when the service gives it in time; a request never waits for one, nor fails by it. */

import { describe, expect, test } from "vitest";

import type { Device } from "../device/device.ts";
import type { Prepared } from "../flows/doing.ts";
import { forecastOf } from "./forecast.ts";

const who = [{ functie: "nctv_piket", relation: "", slot: "on_duty", number: "+31 70 555 0100" }];
const GROUNDS = ["nctv", "gemeente"].map((receiver) => ({ sender: "om", receiver, ground: "Artikel 42", source: "C §1.2" }));
const ANSWER = { ladder: "L-1.ontvangst", grounds: GROUNDS, now: "2026-03-10T02:12:00Z", rungs: [{ at: "2026-03-10T02:12:00Z", who, empty: true }] };
const asked: string[] = [];
const deviceThat = (answers: () => Promise<unknown>): Device =>
  ({ api: { forecast: (act: string, scope: string) => (asked.push(`${act} ${scope}`), answers()) } }) as unknown as Device;
const act = (name: string, params: object = {}): Prepared =>
  ({ draft: { name, holding: { functie: "hovj", scope: "arr:noord" }, params }, readers: [{ functie: "nctv_piket", scope: "nl" }] }) as unknown as Prepared;
const never = (): Promise<never> => new Promise(() => undefined);

describe("the forecast", () => {
  test("is of the area that asks, or of who called", async () => {
    const device = deviceThat(async () => ANSWER);
    const { rungs, grounds } = await forecastOf(device, act("spoedaanwijzing.submit"), never);
    expect(rungs).toEqual([{ at: ANSWER.now, reached: false, who, empty: true }]);
    expect(grounds).toEqual([{ from: "om", to: "nctv", ground: "Artikel 42", source: "C §1.2" }]);
    await forecastOf(device, act("spoedaanwijzing.register", { caller_scope: "arr:zuid" }), never);
    expect(asked).toEqual(["spoedaanwijzing.submit arr:noord", "spoedaanwijzing.register arr:zuid"]);
  });

  test("is not asked for what starts no ladder of its own", async () => {
    asked.length = 0;
    expect(await forecastOf(deviceThat(never), act("spoedaanwijzing.decide"), never)).toEqual({ rungs: [], grounds: [] });
    expect(asked).toEqual([]);
  });

  test.each([
    ["refused", () => Promise.reject(new Error("no")), never],
    ["late", never, async () => undefined],
  ])("that is %s stops nobody", async (_how, answers, pause) => {
    expect(await forecastOf(deviceThat(answers), act("spoedaanwijzing.submit"), pause)).toEqual({ rungs: [], grounds: [] });
  });
});
