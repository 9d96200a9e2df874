/** A risk moment on phones of both kinds: reported, taken and answered by either, and an answer from nobody (RM-02). */

import { describe, expect, it } from "vitest";
import { answerOf, toldBy } from "../src/flows/risicomoment.ts";
import { newKey, openAnswer, sealAnswer } from "../src/flows/loket.ts";
import { newIdentity } from "../src/crypto/age.ts";
import type { Item } from "../src/phone.ts";
import { FRESH } from "../src/phone-acts.ts";
import { refusalCode } from "../src/refused.ts";
import { randomBytes } from "../src/wire/bytes.ts";
import { NOTHING } from "../src/wire/filled.ts";
import { prepare } from "../src/worker/intents.ts";
import { factsOf } from "../src/worker/facts.ts";
import { draftOf } from "../src/worker/drafts.ts";
import { itemOf } from "../src/worker/views.ts";
import { phoneOf, type AppPhone } from "./phones.ts";
import { step, WORLD } from "./stage.ts";

type Told = Record<string, string>;
const hours = (count: number): string => new Date(Date.parse(WORLD.now) + count * 3_600_000).toISOString();
const WORDS = { outcome: "geen_extra", text: "Wij zien geen “extra” risico; bel bij \\twijfel." };

async function view({ device }: AppPhone, item: string): Promise<Item> {
  const found = await device.read(item);
  return { ...itemOf(device, found, []), ...(await factsOf(device, found)) };
}

async function report(sam: AppPhone, start = 3, follows: string | null = null): Promise<string> {
  const { gemeente } = (await step("place")) as Told;
  const params = { starts_at: hours(start), ends_at: hours(start + 2), gemeente: gemeente ?? "" };
  const content = { what: "Een lezing", where: "De bibliotheek", public: "Tweehonderd", person: "De schrijver", callback: "" };
  const made = await prepare(sam.device, { act: "risicomoment.report", opening: { ...FRESH, follows }, filled: { ...NOTHING, params, kind: "risicomoment", content } });
  const facts = draftOf(sam.device, "draft", made).facts;
  expect(facts.map((one) => one.name)).not.toContain("loket_key");
  expect(facts).toContainEqual({ name: "what", value: "Een lezing", kind: "text" });
  const answer = await sam.device.carryOut(made.draft);
  expect(answer).toMatchObject({ status: 201, state: "bij_loket", version: null });
  return answer.item ?? "";
}

describe("a report of the app", () => {
  it("is taken, weighed and answered by Python, and its answer is proven here, without anybody's name", async () => {
    const sam = await phoneOf("sam");
    const item = await report(sam);
    expect(await step("handle", { item, ...WORDS })).toEqual({ what: "Een lezing", where: "De bibliotheek", person: "De schrijver" });
    const waiting = await view(sam, item);
    expect([waiting.state, waiting.moment?.answer, waiting.gezag]).toEqual(["bij_loket", null, null]);
    expect(Date.parse(waiting.moment?.answerAt ?? "")).toBe(Date.parse(WORLD.now) + 15 * 60_000);
    await step("later");
    const { moment, contents, state, version } = await view(sam, item);
    expect(moment?.answer).toEqual({ reads: true, ...WORDS, at: expect.any(String), current: true });
    expect([state, version, moment?.overlaps]).toEqual(["beantwoord", 2, []]);
    expect(contents.flatMap((one) => one.fields.map((field) => field.name))).toEqual(["what", "where", "public", "person"]);
    // As a name or a device of his: three letters alone also stand in ciphertext, now and then.
    expect(JSON.stringify(await sam.device.read(item)).match(/"rob["-]|politie/g)).toBeNull();
  });

  it("about the same person is of the same dossier, follows from nothing, and shows its overlap to the receivers alone (RM-02, RM-07)", async () => {
    const [sam, rob] = [await phoneOf("sam"), await phoneOf("rob")];
    const first = await report(sam, 20);
    const [again, apart] = [await report(sam, 21, first), await report(sam, 21)];
    const cases = [await sam.device.read(first), await sam.device.read(again), await sam.device.read(apart)];
    expect(cases.map(({ answer }) => answer.item.dossier === cases[0]?.answer.item.dossier)).toEqual([true, true, false]);
    const signed = cases.flatMap(({ acts }) => acts.flatMap(({ read }) => (read.act === "risicomoment.report" ? [read.params.follows] : [])));
    expect(signed).toEqual([null, null, null]);
    const overlaps = async (phone: AppPhone, one: string) => (await view(phone, one)).moment?.overlaps;
    const seen = async (phone: AppPhone) => [await overlaps(phone, first), await overlaps(phone, again), await overlaps(phone, apart)];
    expect(await seen(rob)).toEqual([[again], [first], []]);
    expect(await seen(sam)).toEqual([[], [], []]);
  });

  it("shows an answer to what was changed since as an older one", async () => {
    const sam = await phoneOf("sam");
    const item = await report(sam, 5);
    await step("handle", { item, ...WORDS });
    await step("later");
    const content = { what: "Het is nu in de grote zaal", where: "", public: "" };
    const times = { starts_at: hours(6), ends_at: hours(8) };
    const made = prepare(sam.device, { act: "risicomoment.change", item, filled: { ...NOTHING, params: times, kind: "risicomoment_wijziging", content } });
    expect(await sam.does(made)).toMatchObject({ status: 201, state: "bij_loket" });
    const { moment } = await view(sam, item);
    expect([moment?.answer, Date.parse(moment?.startsAt ?? "")]).toEqual([null, Date.parse(hours(6))]);
  });
});

describe("a report of Python", () => {
  it("is taken and answered by the app, with what was reported and without its own name", async () => {
    const { item } = (await step("report")) as Told;
    const [rob, hanna] = [await phoneOf("rob"), await phoneOf("hanna")];
    const taken = await prepare(rob.device, { act: "risicomoment.take", item: item ?? "", filled: { ...NOTHING, linked: { known: "Eerder bedreigd" } } });
    const said = Object.fromEntries(draftOf(rob.device, "draft", taken).facts.map((one) => [one.name, one.value]));
    expect(said).toMatchObject({ known: "Eerder bedreigd", what: "Een debat", where: "Het stadhuis" });
    expect(await rob.device.carryOut(taken.draft)).toMatchObject({ status: 201, state: "opgepakt" });
    const weighing = (await rob.device.read(item ?? "")).answer.linked[0]?.id ?? "";
    const read = await view(hanna, weighing);
    expect([read.state, read.contents[0]?.fields.map((one) => one.name)]).toEqual([
      "te_beoordelen", ["known", "what", "where", "public", "starts_at", "ends_at"],
    ]); // prettier-ignore
    expect(read.moment?.startsAt).toBe((await view(rob, item ?? "")).moment?.startsAt);
    const filled = { ...NOTHING, params: { outcome: "geen_extra", about: "persoon" }, kind: "vaststelling", content: { reasons: "Geen aanleiding", measures: "" } };
    expect(await rob.does(prepare(rob.device, { act: "risicoweging.establish", item: weighing, filled }))).toMatchObject({ state: "geen_extra" });
    const reply = await prepare(rob.device, { act: "risicomoment.answer", item: item ?? "", filled: { ...NOTHING, kind: "loketantwoord", content: WORDS } });
    expect(draftOf(rob.device, "draft", reply).facts.map((one) => one.name)).toEqual(["outcome", "text"]);
    expect(await rob.device.carryOut(reply.draft)).toMatchObject({ status: 201, state: "beantwoord" });
    const own = await rob.device.read(item ?? "");
    expect(await answerOf(own)).toMatchObject({ content: WORDS, told: toldBy(own)[0] });
    await step("later");
    expect(await step("answer", { item })).toEqual({ ...WORDS, current: true });
  });
});

describe("an answer of the loket", () => {
  const ITEM = "A".repeat(22);
  const TOLD = "019aa111-0000-7000-8000-000000000001";

  it("with another key, item or act is refused, and so is one that does not open", async () => {
    const [own, stranger] = [await newIdentity(), await newIdentity()];
    const [key, other] = [newKey(randomBytes), newKey(randomBytes)];
    const sealed = await sealAnswer(key, ITEM, TOLD, { outcome: "maatregelen", text: "Er komt toezicht." }, own.recipient);
    expect(await openAnswer(sealed, [stranger, own], key, ITEM, ["019aa111-0000-7000-8000-000000000002", TOLD])).toMatchObject({ told: TOLD });
    const code = (opening: Promise<unknown>): Promise<string | null> => opening.then(() => null, refusalCode);
    expect(await code(openAnswer(sealed, [own], other, ITEM, [TOLD]))).toBe("loket.proof");
    expect(await code(openAnswer(sealed, [own], key, "B".repeat(22), [TOLD]))).toBe("loket.proof");
    expect(await code(openAnswer(sealed, [own], key, ITEM, [TOLD.replace("1", "2")]))).toBe("loket.proof");
    expect(await code(openAnswer(sealed, [stranger], key, ITEM, [TOLD]))).toBe("content.sealed");
  });
});
