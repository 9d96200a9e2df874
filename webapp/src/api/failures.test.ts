import { describe, expect, it } from "vitest";
import { mayPass } from "./failures.ts";

describe("an act that was refused", () => {
  it.each([400, 401, 403, 404, 409, 413, 422])("with %d in the service's own words is given up", (status) => {
    expect(mayPass({ status, code: "act.malformed" })).toBe(false);
  });

  it.each([200, 301, 408, 429, 500, 501, 502, 503, 504, 511])("with %d is kept", (status) => {
    expect(mayPass({ status, code: "store.busy" })).toBe(true);
  });

  it.each([400, 403, 404, 413])("with %d by who is not the service is kept", (status) => {
    expect(mayPass({ status, code: "answer.malformed" })).toBe(true);
  });
});
