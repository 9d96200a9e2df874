/** What was typed is put back once, before anything that must come from the service; what comes later goes over none of it. */

import { expect, test } from "vitest";

import type { TemplateResult } from "lit";

import { PhoneError, type Item, type Phone } from "../phone.ts";
import { formOf } from "../wire/forms.ts";
import { OpenPage } from "./open.ts";
import { SubmitPage } from "./open-spoedaanwijzing.ts";

const ACT = "spoedaanwijzing.submit";
const WEIGHED = { contents: [{ kind: "risicoweging", fields: [{ name: "person", text: "Weighed" }, { name: "known", text: "A letter" }] }] } as unknown as Item;
const BEFORE = { person: "Typed", keten_choice: "yes", "excluded-sam": "on" };
const AWAY = new PhoneError("service.unreachable");

type Alone = OpenPage;

/** A page alone, without a document to draw it in, and the order in which it asks the phone. */
function alone(of: new () => Alone, follows: string | null, item: () => Promise<Item>): { page: Alone; order: string[]; load: () => Promise<void> } {
  const page = Object.assign(new of(), { act: ACT, follows });
  const order: string[] = [];
  const asks = <T>(name: string, answer: () => Promise<T>) => async (): Promise<T> => (order.push(name), answer());
  page.phone = {
    form: asks("form", async () => formOf(ACT)),
    me: asks("me", async () => ({ opens: { [ACT]: [{ functie: "hovj", scope: "arr:limburg" }] } })),
    chain: asks("chain", async () => [{ person: "sam", name: "Sam", functies: [] }]),
    item: asks("item", item),
    typedBefore: asks("restore", async () => BEFORE),
  } as unknown as Phone;
  return { page, order, load: page["load"] };
}

class Emergency extends SubmitPage {
  override requestUpdate(): void {
    return;
  }
  override get updateComplete(): Promise<boolean> {
    return Promise.resolve(true);
  }
  override querySelector(): null {
    return null;
  }
}
class Other extends OpenPage {
  override requestUpdate(): void {
    return;
  }
  override get updateComplete(): Promise<boolean> {
    return Promise.resolve(true);
  }
  override querySelector(): null {
    return null;
  }
}
customElements.define("emergency-alone", Emergency);
customElements.define("other-alone", Other);

test("a form that stands there already is filled in again before the item is asked for", async () => {
  const { order, load } = alone(Emergency, "one", async () => WEIGHED);
  await load();
  expect(order).toEqual(["form", "me", "chain", "restore", "item"]);
});

test("a form that waits for the item is filled in again when it is there", async () => {
  const { order, load } = alone(Other, "one", async () => WEIGHED);
  await load();
  expect(order).toEqual(["form", "me", "chain", "item", "restore"]);
});

test("loading again after a failure puts back nothing over what was typed since", async () => {
  const answers = [() => Promise.reject(AWAY), async () => WEIGHED];
  const { page, order, load } = alone(Emergency, "one", () => (answers.shift() ?? answers[0]!)());
  await load();
  expect(page.failed).toBe("service.unreachable");
  await load();
  expect(order.filter((one) => one === "restore")).toHaveLength(1);
  expect([page.failed, page.whole]).toEqual([null, true]);
});

test("a form that could not stand there yet is filled in at the second try", async () => {
  const answers = [() => Promise.reject(AWAY), async () => WEIGHED];
  const { order, load } = alone(Other, "one", () => (answers.shift() ?? answers[0]!)());
  await load();
  expect(order).not.toContain("restore");
  await load();
  expect(order.at(-1)).toBe("restore");
});

test("what the item tells goes over nothing that was put back, and stands where nothing was", async () => {
  const { page, load } = alone(Emergency, "one", async () => WEIGHED);
  await load();
  const { person, threat } = (page as Emergency)["known"];
  expect([person, threat]).toEqual([undefined, "A letter"]);
});

test("who is left out is put back with what was typed (P-02)", async () => {
  const { page, load } = alone(Emergency, null, async () => WEIGHED);
  await load();
  expect(page["chain"].excluded).toEqual(["sam"]);
});

/** All that a template says, without a document. */
const said = (of: unknown): string => {
  if (Array.isArray(of)) return of.map(said).join(" ");
  if (typeof of !== "object" || of === null || !("strings" in of)) return typeof of === "string" ? of : "";
  const { strings, values } = of as TemplateResult;
  return [...strings, ...values.map(said)].join(" ");
};

test("the authority is called local only in a dossier of its own, not while the item is on its way (P-06)", async () => {
  const fresh = "tot de NCTV aanwijst";
  const shown = async (follows: string | null): Promise<string> => {
    const { page, load } = alone(Emergency, follows, () => Promise.reject(AWAY));
    Object.assign(page, { status: { emergency: null, own: false }, now: new Date("2026-03-10T13:00:00Z") });
    await load();
    return said((page as Emergency)["form"]());
  };
  expect(await shown(null)).toContain(fresh);
  const waiting = await shown("one");
  expect(waiting).not.toContain(fresh);
  expect(waiting).toContain("Probeer opnieuw");
});
