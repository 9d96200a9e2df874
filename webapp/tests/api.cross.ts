/** The app's transport against the real service: sessions, proofs, events, problems, two round trips. */

import { describe, expect, it } from "vitest";
import { Api } from "../src/api/api.ts";
import type { ServerEvent } from "../src/api/events.ts";
import type { Fetch } from "../src/api/transport.ts";
import { keysOf, step, transportOf, WORLD } from "./stage.ts";

/** A connection that keeps what went over it. */
function counting(): { ask: Fetch; trips: string[] } {
  const trips: string[] = [];
  const ask: Fetch = (url, init) => {
    trips.push(`${init.method} ${url.replace(WORLD.origin, "")}`);
    return fetch(url, init);
  };
  return { ask, trips };
}

describe("the service", () => {
  it("believes this device's session and each of its proofs", async () => {
    const api = new Api(transportOf(await keysOf("hanna")));
    expect(await api.me()).toMatchObject({ person: "hanna", organisation: "om", holdings: [{ functie: "hovj" }] });
    expect(await api.items()).toEqual({ items: [], more: false, many: [] });
    expect(await api.closed(null)).toEqual({ items: [], more: false, many: [] });
    expect((await api.facts(0)).length).toBeGreaterThan(20);
    expect((await api.duty("nctv_piket", "nl")).number).toBe("+31 70 555 0001");
  });

  it("gives everything to begin with in two round trips", async () => {
    const { ask, trips } = counting();
    const api = new Api(transportOf(await keysOf("hanna"), ask));
    const started = await api.start(0);
    expect(trips).toEqual(["POST /v1/challenges", "POST /v1/sessions"]);
    expect(started.me.device).toBe((await keysOf("hanna")).device);
    expect(started.item).toBeNull();
    expect(await api.items()).toEqual(started.items);
    expect(trips).toHaveLength(3);
  });

  it("refuses the keys of one device under the name of another", async () => {
    const keys = { ...(await keysOf("hanna")), device: (await keysOf("pieter")).device };
    await expect(new Api(transportOf(keys)).me()).rejects.toMatchObject({ status: 401 });
  });

  it("says which problem it has, by its code", async () => {
    const api = new Api(transportOf(await keysOf("hanna")));
    await expect(api.item("itemitemitemitemitemit")).rejects.toMatchObject({ status: 404, code: "item.unknown" });
    const nobodys = "018f0000-0000-7000-8000-000000000000";
    expect(await api.proofs([nobodys])).toEqual({ proofs: [], waiting: [], unknown: [nobodys] });
    expect((await api.me()).person).toBe("hanna");
  });

  it("goes on when an answer to a read was lost, though its nonce is used", async () => {
    let lose = false;
    const ask: Fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (!lose) return answer;
      lose = false;
      throw new TypeError("connection reset");
    };
    const api = new Api(transportOf(await keysOf("hanna"), ask));
    await api.me();
    lose = true;
    expect((await api.me()).person).toBe("hanna");
    expect(lose).toBe(false);
  });

  it("tells of a new item as it happens", async () => {
    const api = new Api(transportOf(await keysOf("pieter")));
    const stop = new AbortController();
    const heard: ServerEvent[] = [];
    const listening = (async () => {
      for await (const event of api.events(undefined, stop.signal)) {
        heard.push(event);
        if (event.name === "item") return;
      }
    })();
    await step("listening");
    const { item } = await step("submit");
    await listening;
    stop.abort();
    expect(heard.at(-1)).toMatchObject({ name: "item", data: { item } });
    expect((await api.items()).items.map((line) => line.id)).toEqual([item]);
  });
});
