/** A new phone of the app: keys made on it, offered on an invitation, admitted by officers on Python's phones. */

import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { Api } from "../src/api/api.ts";
import { NotReached, ServerRefused } from "../src/api/failures.ts";
import { Transport, type Fetch } from "../src/api/transport.ts";
import { enrol, keptKeys, openKeys, relock, type KeptKeys } from "../src/device/enrol.ts";
import { macOf, readInvitation, tokenHashOf } from "../src/device/invitation.ts";
import { contentOf } from "../src/device/reading.ts";
import { openStore, type Store } from "../src/device/store.ts";
import { filledIn } from "../src/flows/filled.ts";
import { NOTHING } from "../src/wire/filled.ts";
import { encode64 } from "../src/wire/base64url.ts";
import { phoneWith } from "./phones.ts";
import { PATIENT, step, WORLD } from "./stage.ts";

const PIN = { kind: "pin", pin: "482913" } as const;

function api(ask: Fetch = (url, init) => fetch(url, init)): Api {
  return new Api(new Transport(WORLD.origin, { patience: PATIENT, fetch: ask }));
}

/** Loses every request, or every answer, about an enrolment. */
function losing(what: "request" | "answer"): Fetch {
  return async (url, init) => {
    if (what === "answer") await fetch(url, init);
    throw new TypeError("connection reset");
  };
}

async function invited(): Promise<{ link: string; token: string }> {
  return (await step("invite")) as { link: string; token: string };
}

async function offered(store: Store, token: string): Promise<KeptKeys | undefined> {
  return (await store.get("offers", token)) as KeptKeys | undefined;
}

describe("an invitation", () => {
  it("is read, named and bound as Python does it", async () => {
    const { link, token, keys, mac } = (await step("bound")) as Record<string, string> & { keys: never };
    const invitation = readInvitation(link ?? "");
    expect(invitation.genesis).toBe(WORLD.genesis);
    expect(await tokenHashOf(invitation)).toBe(token);
    expect(encode64(await macOf(invitation, keys))).toBe(mac);
    expect(encode64(await macOf(invitation, { ...(keys as object), device: "another" } as never))).not.toBe(mac);
  });

  it.each(["", "tekst", "https://app.piket.example/#uitnodiging=", "https://app.piket.example/#uitnodiging=a~b~c~d"])(
    "is never read in %j",
    (link) => expect(() => readInvitation(link)).toThrow(expect.objectContaining({ code: "invitation.malformed" })),
  );

  it("is not whole when a piece of the link is missing", async () => {
    const { link } = await invited();
    for (const part of [link.slice(0, -1), link.slice(0, -6), `${link}A`, link.replace("~", "")]) {
      expect(() => readInvitation(part)).toThrow(expect.objectContaining({ code: "invitation.malformed" }));
    }
  });
});

describe("a new phone", () => {
  it("is admitted, chooses a lock, reads what waits and receives it", async () => {
    const { link, token } = await invited();
    const factory = new IDBFactory();
    const store = await openStore("new", factory);
    const kept = await enrol(store, api(), readInvitation(link));
    expect([kept.signing, kept.x25519].map((pair) => pair.privateKey.extractable)).toEqual([false, false]);
    expect(await step("admit", { token })).toMatchObject({ status: 201, device: kept.device });

    const keys = await openKeys(await relock(store, { kind: "none" }, PIN), PIN);
    store.close();
    const again = await keptKeys(await openStore("new", factory));
    expect(again?.device).toBe(kept.device);
    if (again === null) return;
    await expect(openKeys(again, { kind: "none" })).rejects.toMatchObject({ code: "lock.wrong" });
    await expect(openKeys(again, { kind: "pin", pin: "482914" })).rejects.toMatchObject({ code: "lock.wrong" });
    expect(await openKeys(again, PIN)).toMatchObject({ device: kept.device, hybrid: keys.hybrid });

    const paula = await phoneWith(keys);
    await paula.device.start();
    expect((await step("share")).status).toBe(201);
    const { item } = (await step("submit")) as { item: string };
    expect(contentOf(await paula.device.read(item), "spoedaanwijzing")?.content.kind).toBe("spoedaanwijzing");
    expect(await paula.does(filledIn(paula.device, "spoedaanwijzing.receive", item, NOTHING))).toMatchObject({ status: 201, state: "ontvangen" });
  });

  it.each(["request", "answer"] as const)("offers the same keys again when the %s was lost", async (what) => {
    const { link, token } = await invited();
    const factory = new IDBFactory();
    const store = await openStore("new", factory);
    await expect(enrol(store, api(losing(what)), readInvitation(link))).rejects.toBeInstanceOf(NotReached);
    const before = await offered(store, token);
    expect(await keptKeys(store)).toBeNull();
    store.close();
    const reopened = await openStore("new", factory);
    const kept = await enrol(reopened, api(), readInvitation(link));
    expect(kept.offered).toEqual(before?.offered);
    expect(await offered(reopened, token)).toBeUndefined();
    expect(await step("admit", { token })).toMatchObject({ status: 201, device: kept.device });
  });

  it("keeps the keys it had when the invitation is used, or somebody else's", async () => {
    const { link, token } = await invited();
    const store = await openStore("new", new IDBFactory());
    const kept = await enrol(store, api(), readInvitation(link));
    await step("admit", { token });
    const other = await openStore("other", new IDBFactory());
    await expect(enrol(other, api(), readInvitation(link))).rejects.toBeInstanceOf(ServerRefused);
    expect(await keptKeys(other)).toBeNull();
    const second = await invited();
    const lying: Fetch = async () => Response.json({ person: "pieter", organisation: "nctv", device: "d" });
    const wrong = enrol(store, api(lying), readInvitation(second.link));
    await expect(wrong).rejects.toMatchObject({ code: "invitation.other" });
    expect((await keptKeys(store))?.device).toBe(kept.device);
  });
});
