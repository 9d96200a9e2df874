/** Without a line the app still knows where its service is, as it was told before. */

import { describe, expect, it } from "vitest";
import { memoryStore } from "../device/store.ts";
import { serviceOf } from "./service.ts";

const OLD = "https://old.piket.example";
const API = "https://api.piket.example";
const says = (api: string) => async () => ({ api });
const silent = (): Promise<never> => Promise.reject(new TypeError("no route"));

describe("where the service is", () => {
  it("is asked, kept, and known to the next start without a line", async () => {
    const store = memoryStore();
    expect(await serviceOf(store, says(API))()).toBe(API);
    expect(await serviceOf(store, silent)()).toBe(API);
  });

  it("is waited for only where it was never known", async () => {
    const store = memoryStore();
    await serviceOf(store, says(OLD))();
    const never = new Promise<never>(() => undefined);
    expect(await serviceOf(store, () => never)()).toBe(OLD);
    await expect(serviceOf(memoryStore(), silent)()).rejects.toThrow(TypeError);
  });

  it("changes when the app's origin says so, in the same start", async () => {
    const store = memoryStore();
    await serviceOf(store, says(OLD))();
    const service = serviceOf(store, says(API));
    const given = [await service()];
    while (given.at(-1) !== API) given.push(await service());
    expect(given[0]).toBe(OLD);
    expect(await serviceOf(store, silent)()).toBe(API);
  });

  it("is asked again after no answer, and once for all who wait", async () => {
    let asked = 0;
    const service = serviceOf(memoryStore(), async () => {
      asked += 1;
      return asked === 1 ? silent() : { api: API };
    });
    expect(await Promise.allSettled([service(), service()])).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    expect([await service(), await service(), asked]).toEqual([API, API, 2]);
  });
});
