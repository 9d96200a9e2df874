/** Reading the stream: each part replaces itself and nothing else; what happened is only added to. */

import { describe, expect, test } from "vitest";

import { partsAt } from "./fake.ts";
import { applied, EMPTY, groupOf, phonesOf, waiting, type Part, type Wall } from "./state.ts";

const after = (parts: readonly Part[], wall: Wall = EMPTY): Wall => parts.reduce(applied, wall);

describe("the stream", () => {
  test("everything sent on connecting makes the whole wall, and again the same wall", () => {
    const once = after(partsAt(495));
    expect(after(partsAt(495), once)).toEqual(once);
    expect(phonesOf(once).map((one) => one.who).slice(0, 3)).toEqual(["hanna", "nina", "noah"]);
    expect(once.told.length).toBeGreaterThan(20);
  });

  test("a part replaces itself; every other stays the very same", () => {
    const before = after(partsAt(60));
    const next = applied(before, { part: "world", value: { id: "w1", service: "killed", telegram: "up", touched: true } });
    expect(next.world?.service).toBe("killed");
    expect(next.phones).toBe(before.phones);
    expect(next.told).toBe(before.told);
  });

  test("what happened is added to, until the world begins anew", () => {
    const before = after(partsAt(60));
    const more = applied(before, { part: "told", value: [{ at: 61, kind: "service", what: "killed" }] });
    expect(more.told).toHaveLength(before.told.length + 1);
    expect(applied(more, { part: "told", value: null }).told).toEqual([]);
  });

  test("an item or a phone that is gone is gone, and an unknown part changes nothing", () => {
    const before = after(partsAt(60));
    expect(applied(before, { part: "item/zaak", value: null }).items.size).toBe(0);
    expect(phonesOf(applied(before, { part: "phone/hanna", value: null })).map((one) => one.who)).not.toContain("hanna");
    expect(applied(before, { part: "weather", value: "rain" })).toBe(before);
  });
});

test("a phone waits while a bell with its buttons stands on it, and no longer once that is over", () => {
  const nina = (at: number): boolean => phonesOf(after(partsAt(at))).filter((one) => one.who === "nina").some(waiting);
  expect([nina(30), nina(700)]).toEqual([true, false]);
});

test("somebody stands in the group that names their functie", () => {
  const wall = after(partsAt(495));
  const groups = [{ functie: "pg", relation: "", slot: "on_duty" }, { functie: "nctv", relation: "", slot: "on_duty" }];
  expect(groupOf(wall.phones.get("ingrid"), groups)?.functie).toBe("nctv");
  expect(groupOf(undefined, groups)?.functie).toBe("pg");
});

test("whoever is rung for another reason than their own place on the roster is not told under that place", () => {
  const wall = after(partsAt(495));
  const receiver = { functie: null, relation: "ontvanger", slot: "" };
  const backup = { functie: "nctv_piket", relation: "", slot: "backup" };
  const all = { functie: "nctv_piket", relation: "", slot: "all" };
  expect(groupOf(wall.phones.get("nina"), [backup, receiver])).toBe(receiver);
  expect(groupOf(wall.phones.get("noah"), [backup, receiver])).toBe(backup);
  expect(groupOf(wall.phones.get("nina"), [backup, all])).toBe(all);
  expect(groupOf(wall.phones.get("nina"), [backup])).toBe(backup);
});
